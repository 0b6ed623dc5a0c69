//! Health checks.

use super::Protocol;
use crate::duration::Duration;

/// How a load balancer finds out which targets are well. What is not given is as Elastic Load Balancing has it.
#[derive(Debug, Clone, Default)]
pub struct HealthCheck {
    /// Whether there are any.
    pub enabled: Option<bool>,
    /// Codes of gRPC that are good.
    pub healthy_grpc_codes: Option<String>,
    /// Codes of HTTP that are good, such as `200-299`.
    pub healthy_http_codes: Option<String>,
    /// Time between two checks.
    pub interval: Option<Duration>,
    /// What is asked for.
    pub path: Option<String>,
    /// Another port than that of requests.
    pub port: Option<String>,
    /// HTTP or HTTPS.
    pub protocol: Option<Protocol>,
    /// How long an answer may take.
    pub timeout: Option<Duration>,
    /// How many good answers make a target well.
    pub healthy_threshold_count: Option<u32>,
    /// How many bad answers make a target unwell.
    pub unhealthy_threshold_count: Option<u32>,
}

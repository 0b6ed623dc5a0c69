//! Target groups: where a load balancer sends requests, and whether that is healthy.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::client;
use super::deployment::Resource;
use super::log::Log;
use super::service::State;

/// Whether a target answers its health checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Health {
    Unknown,
    Healthy,
    Unhealthy(String),
}

/// A target group with its one target.
pub(super) struct Target {
    pub(super) address: SocketAddr,
    health: watch::Receiver<Health>,
    _checks: JoinSet<()>,
}

/// How a group is checked.
struct Check {
    title: String,
    path: String,
    matcher: String,
    address: SocketAddr,
    state: watch::Receiver<State>,
    log: Log,
}

impl Target {
    /// Begins to check. `refusal` is why no connection to the target can succeed.
    pub(super) fn new(
        group: &Resource,
        address: SocketAddr,
        state: watch::Receiver<State>,
        refusal: Option<String>,
        log: &Log,
    ) -> Arc<Self> {
        let check = Check {
            title: group.title().to_owned(),
            path: group.text("HealthCheckPath").unwrap_or("/").to_owned(),
            matcher: group.get("Matcher")["HttpCode"].as_str().unwrap_or("200").to_owned(),
            address,
            state,
            log: log.clone(),
        };
        let (report, health) = watch::channel(Health::Unknown);
        let mut checks = JoinSet::new();
        match refusal {
            Some(reason) => {
                log.say(&check.title, format!("unhealthy: {reason}"));
                let _ = report.send(Health::Unhealthy(reason));
                // Keeps the last word readable.
                checks.spawn(async move { report.closed().await });
            }
            None => drop(checks.spawn(check.repeat(report))),
        }
        Arc::new(Self { address, health, _checks: checks })
    }

    pub(super) fn health(&self) -> Health {
        self.health.borrow().clone()
    }

    /// Waits until it is known.
    pub(super) async fn known(&self) -> Health {
        let mut health = self.health.clone();
        let known = health.wait_for(|health| *health != Health::Unknown).await.map(|health| health.clone());
        known.unwrap_or(Health::Unknown)
    }
}

impl Check {
    async fn repeat(mut self, report: watch::Sender<Health>) {
        let mut last = Health::Unknown;
        let mut failures = 0;
        loop {
            let state = self.state.borrow_and_update().clone();
            let now = match state {
                State::Starting => Health::Unknown,
                State::Stopped(reason) | State::Stuck(reason) => Health::Unhealthy(reason),
                State::Running => match self.once().await {
                    Ok(()) => Health::Healthy,
                    Err(reason) => {
                        failures += 1;
                        // Two in a row, as AWS has it by default.
                        if failures < 2 { last.clone() } else { Health::Unhealthy(reason) }
                    }
                },
            };
            if now == Health::Healthy {
                failures = 0;
            }
            if now != last {
                match &now {
                    Health::Unhealthy(reason) => self.log.say(&self.title, format!("unhealthy: {reason}")),
                    Health::Healthy => self.log.say(&self.title, "healthy"),
                    Health::Unknown => {}
                }
                let _ = report.send(now.clone());
                last = now;
            }
            let pause =
                if last == Health::Healthy { Duration::from_secs(2) } else { Duration::from_millis(50) };
            let _ = tokio::time::timeout(pause, self.state.changed()).await;
        }
    }

    async fn once(&self) -> Result<(), String> {
        let request = Request::get(self.path.as_str())
            .header("host", self.address.to_string())
            .header("user-agent", "ELB-HealthChecker/2.0")
            .body(Full::new(Bytes::new()))
            .map_err(|error| format!("the health path {}: {error}", self.path))?;
        let status = client::send(self.address, None, request).await?.status().as_u16();
        let fits = self.matcher.split(',').any(|part| match part.trim().split_once('-') {
            Some((from, to)) => {
                from.parse().is_ok_and(|from| status >= from) && to.parse().is_ok_and(|to| status <= to)
            }
            None => part.trim().parse() == Ok(status),
        });
        if fits { Ok(()) } else { Err(format!("{} answers {status}, not {}", self.path, self.matcher)) }
    }
}

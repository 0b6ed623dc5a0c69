//! Choices that load balancers know by name.

use crate::error::{Error, Result};

macro_rules! named {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident => $text:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the names are Elastic Load Balancing's")]
        pub enum $name {
            $($variant),*
        }

        impl $name {
            /// As CloudFormation writes it.
            pub fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $text),*
                }
            }
        }
    )*};
}

named! {
    /// Which addresses clients reach a load balancer by.
    IpAddressType { Ipv4 => "ipv4", DualStack => "dualstack" }
    /// A protocol of health checks.
    Protocol { Http => "HTTP", Https => "HTTPS", Tcp => "TCP", Tls => "TLS", Udp => "UDP", TcpUdp => "TCP_UDP" }
    /// A protocol of listeners and target groups.
    ApplicationProtocol { Http => "HTTP", Https => "HTTPS" }
    /// A version of HTTP that targets speak.
    ApplicationProtocolVersion { Grpc => "GRPC", Http1 => "HTTP1", Http2 => "HTTP2" }
    /// Which protocols and ciphers a listener takes.
    SslPolicy {
        RecommendedTls => "ELBSecurityPolicy-TLS13-1-2-2021-06",
        Recommended => "ELBSecurityPolicy-2016-08",
        Tls13Res => "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        Tls13Ext1 => "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06",
        Tls13Ext2 => "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06",
        Tls1310 => "ELBSecurityPolicy-TLS13-1-0-2021-06",
        Tls1311 => "ELBSecurityPolicy-TLS13-1-1-2021-06",
        Tls1313 => "ELBSecurityPolicy-TLS13-1-3-2021-06",
        Tls12 => "ELBSecurityPolicy-TLS-1-2-2017-01",
        Tls12Ext => "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
        Tls11 => "ELBSecurityPolicy-TLS-1-1-2017-01",
        Legacy => "ELBSecurityPolicy-TLS-1-0-2015-04",
    }
    /// What the targets of a group are.
    TargetType { Instance => "instance", Ip => "ip", Lambda => "lambda", Alb => "alb" }
    /// How requests are shared out among targets.
    TargetGroupLoadBalancingAlgorithmType {
        RoundRobin => "round_robin",
        LeastOutstandingRequests => "least_outstanding_requests",
    }
    /// What becomes of requests that proxies may read differently.
    DesyncMitigationMode { Monitor => "monitor", Defensive => "defensive", Strictest => "strictest" }
}

/// The protocol and port of a listener or target group, each made of the other where it is not given.
pub(super) fn protocol_and_port(
    protocol: Option<ApplicationProtocol>,
    port: Option<u16>,
) -> Result<Option<(ApplicationProtocol, u16)>> {
    let usual_port = |protocol| match protocol {
        ApplicationProtocol::Http => 80,
        ApplicationProtocol::Https => 443,
    };
    Ok(match (protocol, port) {
        (None, None) => None,
        (Some(protocol), port) => Some((protocol, port.unwrap_or_else(|| usual_port(protocol)))),
        (None, Some(port)) => {
            let protocol = match port {
                80 | 8000 | 8008 | 8080 => ApplicationProtocol::Http,
                443 | 8443 => ApplicationProtocol::Https,
                other => {
                    return Err(Error::message(format!(
                        "Don't know default protocol for port: {other}; please supply a protocol"
                    )));
                }
            };
            Some((protocol, port))
        }
    })
}

//! Ports of containers.

use crate::aws_ec2::Port;
use crate::construct::Node;
use crate::error::Result;
use crate::props;
use crate::value::Value;

/// A protocol of a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the names are those of the protocols")]
pub enum Protocol {
    #[default]
    Tcp,
    Udp,
}

impl Protocol {
    pub(super) fn name(self) -> &'static str {
        match self {
            Protocol::Tcp => "tcp",
            Protocol::Udp => "udp",
        }
    }
}

/// A protocol above TCP, which Service Connect knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the protocols")]
pub enum AppProtocol {
    Http,
    Http2,
    Grpc,
}

/// A port that a container listens on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PortMapping {
    /// The port in the container.
    pub container_port: u16,
    /// The port on the host: with Fargate the same, if given.
    pub host_port: Option<u16>,
    /// TCP if not given.
    pub protocol: Option<Protocol>,
    /// The protocol above; needs a name.
    pub app_protocol: Option<AppProtocol>,
    /// What Service Connect calls it.
    pub name: Option<String>,
}

impl PortMapping {
    /// This TCP port.
    pub fn new(container_port: u16) -> PortMapping {
        PortMapping { container_port, ..PortMapping::default() }
    }

    pub(super) fn check(&self, container: &Node) -> Result<()> {
        if self.name.as_deref() == Some("") {
            return Err(container.error("Port mapping name cannot be an empty string."));
        }
        if self.host_port.is_some_and(|port| port != self.container_port) {
            return Err(container.error(
                "The host port must be left out or must be the same as the container port for AwsVpc or Host network \
                 mode.",
            ));
        }
        if self.app_protocol.is_some() && self.name.is_none() {
            return Err(container.error(
                "Service connect-related port mapping field 'appProtocol' cannot be set without 'name'",
            ));
        }
        Ok(())
    }

    pub(super) fn protocol(&self) -> Protocol {
        self.protocol.unwrap_or_default()
    }

    /// The port as security groups see it.
    pub(super) fn port(&self) -> Port {
        let port = self.host_port.filter(|port| *port != 0).unwrap_or(self.container_port);
        match self.protocol() {
            Protocol::Tcp => Port::tcp(port),
            Protocol::Udp => Port::udp(port),
        }
    }

    pub(super) fn render(&self) -> Value {
        let app_protocol = self.app_protocol.map(|protocol| match protocol {
            AppProtocol::Http => "http",
            AppProtocol::Http2 => "http2",
            AppProtocol::Grpc => "grpc",
        });
        props! {
            "ContainerPort" => self.container_port,
            "HostPort" => self.host_port,
            "Protocol" => self.protocol().name(),
            "AppProtocol" => app_protocol,
            "Name" => self.name.clone(),
        }
    }
}

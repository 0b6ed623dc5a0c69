//! Proxies of tasks.

use crate::error::{Error, Result};
use crate::props;
use crate::value::Value;

/// A proxy of App Mesh: the container that all traffic of a task's other containers goes through.
#[derive(Debug, Clone, PartialEq)]
pub struct AppMeshProxyConfiguration {
    container_name: String,
    properties: Vec<Value>,
}

/// What a proxy of App Mesh can be told. One of `ignored_uid` and `ignored_gid` is needed: the proxy's own traffic does
/// not go through it again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppMeshProxyConfigurationProps {
    /// Ports of the application.
    pub app_ports: Vec<u16>,
    /// Port to which traffic out of the task goes.
    pub proxy_egress_port: u16,
    /// Port to which traffic into the task goes.
    pub proxy_ingress_port: u16,
    /// Addresses to which traffic goes at once.
    pub egress_ignored_ips: Vec<String>,
    /// Ports to which traffic goes at once.
    pub egress_ignored_ports: Vec<u16>,
    /// The group that the proxy runs as.
    pub ignored_gid: Option<u32>,
    /// The user that the proxy runs as.
    pub ignored_uid: Option<u32>,
}

impl AppMeshProxyConfiguration {
    /// The container with this name as a proxy.
    pub fn new(container_name: &str, properties: AppMeshProxyConfigurationProps) -> Result<Self> {
        let given = |id: Option<u32>| id.is_some_and(|id| id != 0);
        if !given(properties.ignored_uid) && !given(properties.ignored_gid) {
            return Err(Error::message("At least one of ignoredUID or ignoredGID should be specified."));
        }
        Ok(AppMeshProxyConfiguration {
            container_name: container_name.to_owned(),
            properties: properties.render(),
        })
    }

    pub(super) fn render(&self) -> Value {
        props! {
            "ContainerName" => &self.container_name,
            "ProxyConfigurationProperties" => self.properties.clone(),
            "Type" => "APPMESH",
        }
    }
}

impl AppMeshProxyConfigurationProps {
    fn render(&self) -> Vec<Value> {
        let number = |id: Option<u32>| id.map(|id| id.to_string()).unwrap_or_default();
        let properties = [
            ("AppPorts", joined(&self.app_ports)),
            ("ProxyEgressPort", self.proxy_egress_port.to_string()),
            ("ProxyIngressPort", self.proxy_ingress_port.to_string()),
            ("EgressIgnoredIPs", self.egress_ignored_ips.join(",")),
            ("EgressIgnoredPorts", joined(&self.egress_ignored_ports)),
            ("IgnoredGID", number(self.ignored_gid)),
            ("IgnoredUID", number(self.ignored_uid)),
        ];
        let given = properties.into_iter().filter(|(_, value)| !value.is_empty());
        given.map(|(name, value)| props! { "Name" => name, "Value" => value }).collect()
    }
}

fn joined(ports: &[u16]) -> String {
    ports.iter().map(u16::to_string).collect::<Vec<String>>().join(",")
}

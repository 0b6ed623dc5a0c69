//! The rules that stand within a security group.

use super::{Peer, Port};
use crate::error::Result;
use crate::json::Map;
use crate::text;
use crate::value::{Text, Value};

/// One rule.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    peer: Vec<(&'static str, Text)>,
    port: Port,
    value: Value,
}

impl Rule {
    /// A rule with its properties in the order in which the CDK's code has them.
    pub(super) fn new(peer: Vec<(&'static str, Text)>, port: &Port, description: &Text) -> Rule {
        let mut value: Map<Value> = peer.iter().map(|(key, text)| (*key, Value::from(text))).collect();
        port.add_to(&mut value);
        value.insert("Description", description.into());
        Rule { peer, port: port.clone(), value: Value::Struct(value) }
    }

    /// A rule that the CDK has ready, with the description first.
    fn ready(cidr: &str, description: &str, port: &Port) -> Rule {
        let mut value = crate::entries! { "CidrIp" => cidr, "Description" => description };
        port.add_to(&mut value);
        Rule { peer: vec![("CidrIp", cidr.into())], port: port.clone(), value: Value::Struct(value) }
    }

    pub(super) fn allow_all() -> Rule {
        Rule::ready("0.0.0.0/0", ALLOW_ALL, &Port::all_traffic())
    }

    pub(super) fn no_traffic() -> Rule {
        Rule::ready(NOBODY, DISALLOW_ALL, &no_traffic_port())
    }

    pub(super) fn allow_all_ipv6() -> Rule {
        let value =
            crate::props! { "IpProtocol" => "-1", "CidrIpv6" => "::/0", "Description" => ALLOW_ALL_IPV6 };
        Rule { peer: vec![("CidrIpv6", "::/0".into())], port: Port::all_traffic(), value }
    }

    pub(super) fn is_same(&self, other: &Rule) -> bool {
        self.peer == other.peer && self.port.is_same(&other.port)
    }

    pub(super) fn value(&self) -> Value {
        self.value.clone()
    }
}

pub(super) const ALLOW_ALL: &str = "Allow all outbound traffic by default";
pub(super) const ALLOW_ALL_IPV6: &str = "Allow all outbound ipv6 traffic by default";
pub(super) const DISALLOW_ALL: &str = "Disallow all traffic";
/// An address that no host has.
pub(super) const NOBODY: &str = "255.255.255.255/32";

/// Messages that no host sends.
pub(super) fn no_traffic_port() -> Port {
    Port::icmp_type_and_code(252, 86)
}

/// The description of a rule that is given none.
pub(super) fn description_or(given: Option<&str>, from_to: &str, peer: &Peer, port: &Port) -> Result<Text> {
    match given {
        Some(text) => Ok(text.into()),
        None => Ok(text![from_to, " ", peer.unique_id()?, ":", port.name()]),
    }
}

//! Ports and protocols.

use crate::json::Map;
use crate::value::Value;

/// A protocol of a security group's rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// All of them.
    All,
    /// `tcp`
    Tcp,
    /// `udp`
    Udp,
    /// `icmp`
    Icmp,
    /// `icmpv6`
    Icmpv6,
    /// Encapsulating security payload.
    Esp,
    /// Authentication header.
    Ah,
}

impl Protocol {
    fn value(self) -> &'static str {
        match self {
            Protocol::All => "-1",
            Protocol::Tcp => "tcp",
            Protocol::Udp => "udp",
            Protocol::Icmp => "icmp",
            Protocol::Icmpv6 => "icmpv6",
            Protocol::Esp => "50",
            Protocol::Ah => "51",
        }
    }
}

/// What a security group lets through, or asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Port {
    protocol: Protocol,
    from: Value,
    to: Value,
    name: String,
}

impl Port {
    fn new(
        protocol: Protocol,
        from: impl Into<Value>,
        to: impl Into<Value>,
        name: impl Into<String>,
    ) -> Port {
        Port { protocol, from: from.into(), to: to.into(), name: name.into() }
    }

    /// One TCP port; it may be known only at deployment.
    pub fn tcp(port: impl Into<Value>) -> Port {
        let port = port.into();
        Port::new(Protocol::Tcp, port.clone(), port.clone(), written(&port))
    }

    /// TCP ports, both ends included.
    pub fn tcp_range(start: u16, end: u16) -> Port {
        Port::new(Protocol::Tcp, start, end, format!("{start}-{end}"))
    }

    /// All TCP ports.
    pub fn all_tcp() -> Port {
        Port::new(Protocol::Tcp, 0, 65535, "ALL PORTS")
    }

    /// One UDP port.
    pub fn udp(port: impl Into<Value>) -> Port {
        let port = port.into();
        Port::new(Protocol::Udp, port.clone(), port.clone(), format!("UDP {}", written(&port)))
    }

    /// UDP ports, both ends included.
    pub fn udp_range(start: u16, end: u16) -> Port {
        Port::new(Protocol::Udp, start, end, format!("UDP {start}-{end}"))
    }

    /// All UDP ports.
    pub fn all_udp() -> Port {
        Port::new(Protocol::Udp, 0, 65535, "UDP ALL PORTS")
    }

    /// ICMP messages of this type and code.
    pub fn icmp_type_and_code(kind: i32, code: i32) -> Port {
        Port::new(Protocol::Icmp, kind, code, format!("ICMP Type {kind} Code {code}"))
    }

    /// ICMP messages of this type.
    pub fn icmp_type(kind: i32) -> Port {
        Port::new(Protocol::Icmp, kind, -1, format!("ICMP Type {kind}"))
    }

    /// Echo requests.
    pub fn icmp_ping() -> Port {
        Port::icmp_type(8)
    }

    /// All ICMP messages.
    pub fn all_icmp() -> Port {
        Port::new(Protocol::Icmp, -1, -1, "ALL ICMP")
    }

    /// All ICMPv6 messages.
    pub fn all_icmp_v6() -> Port {
        Port::new(Protocol::Icmpv6, -1, -1, "ALL ICMPv6")
    }

    /// Everything.
    pub fn all_traffic() -> Port {
        Port::new(Protocol::All, Value::Undefined, Value::Undefined, "ALL TRAFFIC")
    }

    /// ESP.
    pub fn esp() -> Port {
        Port::new(Protocol::Esp, 50, 50, "ESP 50")
    }

    /// AH.
    pub fn ah() -> Port {
        Port::new(Protocol::Ah, 51, 51, "AH 51")
    }

    /// As it is written in descriptions and ids.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a rule for it can stand within its group: not if the number is known only at deployment.
    pub(super) fn can_inline_rule(&self) -> bool {
        !self.from.is_unresolved() && !self.to.is_unresolved()
    }

    pub(super) fn is_all_traffic(&self) -> bool {
        self.protocol == Protocol::All
    }

    /// Adds its properties to a rule's.
    pub(super) fn add_to(&self, rule: &mut Map<Value>) {
        rule.insert("IpProtocol", self.protocol.value().into());
        rule.insert("FromPort", self.from.clone());
        rule.insert("ToPort", self.to.clone());
    }

    /// Whether rules for both mean the same, however they were written.
    pub(super) fn is_same(&self, other: &Port) -> bool {
        (self.protocol, &self.from, &self.to) == (other.protocol, &other.from, &other.to)
    }
}

fn written(port: &Value) -> String {
    match port {
        Value::Integer(number) => number.to_string(),
        _ => "{IndirectPort}".to_owned(),
    }
}

//! Who a security group's rule is about.

use super::SecurityGroup;
use super::connections::{Connectable, Connections};
use crate::error::{Error, Result};
use crate::value::Text;

/// Who a security group's rule is about: addresses, or another group.
#[derive(Debug, Clone, PartialEq)]
pub struct Peer(Kind);

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Ipv4(Text),
    Ipv6(Text),
    PrefixList(Text),
    GroupId { id: Text, owner: Option<String> },
    Group(SecurityGroup),
}

impl Peer {
    /// IPv4 addresses, such as `10.0.0.0/16`.
    pub fn ipv4(cidr: impl Into<Text>) -> Result<Peer> {
        let cidr = cidr.into();
        if let Some(block) = cidr.as_literal() {
            let octet = |octet: &str| (1..=3).contains(&octet.len()) && is_number(octet);
            let address = |text: &str| text.split('.').count() == 4 && text.split('.').all(octet);
            check(block, "IPv4", 32, address)?;
        }
        Ok(Peer(Kind::Ipv4(cidr)))
    }

    /// All IPv4 addresses.
    pub fn any_ipv4() -> Peer {
        Peer(Kind::Ipv4("0.0.0.0/0".into()))
    }

    /// IPv6 addresses, such as `2001:db8::/32`.
    pub fn ipv6(cidr: impl Into<Text>) -> Result<Peer> {
        let cidr = cidr.into();
        if let Some(block) = cidr.as_literal() {
            let group =
                |group: &str| group.len() <= 4 && group.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
            let address =
                |text: &str| (3..=8).contains(&text.split(':').count()) && text.split(':').all(group);
            check(block, "IPv6", 128, address)?;
        }
        Ok(Peer(Kind::Ipv6(cidr)))
    }

    /// All IPv6 addresses.
    pub fn any_ipv6() -> Peer {
        Peer(Kind::Ipv6("::/0".into()))
    }

    /// The addresses of a prefix list.
    pub fn prefix_list(prefix_list_id: impl Into<Text>) -> Peer {
        Peer(Kind::PrefixList(prefix_list_id.into()))
    }

    /// The members of a security group, maybe of another account.
    pub fn security_group_id(id: impl Into<Text>, owner: Option<&str>) -> Result<Peer> {
        let id = id.into();
        let is_id = |id: &str| {
            id.strip_prefix("sg-").is_some_and(|rest| {
                (8..=17).contains(&rest.len())
                    && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            })
        };
        if let Some(id) = id.as_literal().filter(|id| !is_id(id)) {
            return Err(Error::message(format!("Invalid security group ID: \"{id}\"")));
        }
        if let Some(owner) = owner.filter(|owner| owner.len() != 12 || !is_number(owner)) {
            return Err(Error::message(format!("Invalid security group owner ID: \"{owner}\"")));
        }
        Ok(Peer(Kind::GroupId { id, owner: owner.map(str::to_owned) }))
    }

    pub(super) fn group(group: SecurityGroup) -> Peer {
        Peer(Kind::Group(group))
    }

    pub(super) fn as_group(&self) -> Option<&SecurityGroup> {
        match &self.0 {
            Kind::Group(group) => Some(group),
            _ => None,
        }
    }

    /// What names it in ids and descriptions.
    pub(super) fn unique_id(&self) -> Result<Text> {
        Ok(match &self.0 {
            Kind::Ipv4(id) | Kind::Ipv6(id) | Kind::PrefixList(id) | Kind::GroupId { id, .. } => id.clone(),
            Kind::Group(group) => group.unique_id()?.into(),
        })
    }

    /// Whether a rule about it can stand within its group.
    pub(super) fn can_inline_rule(&self) -> bool {
        matches!(self.0, Kind::Ipv4(_) | Kind::Ipv6(_) | Kind::GroupId { .. })
    }

    pub(super) fn is_ipv6(&self) -> bool {
        matches!(self.0, Kind::Ipv6(_))
    }

    pub(super) fn is_everyone(&self) -> bool {
        match &self.0 {
            Kind::Ipv4(cidr) => *cidr == "0.0.0.0/0",
            Kind::Ipv6(cidr) => *cidr == "::/0",
            _ => false,
        }
    }

    /// The properties of a rule that lets it in.
    pub(super) fn ingress_config(&self) -> Vec<(&'static str, Text)> {
        match &self.0 {
            Kind::Ipv4(cidr) => vec![("CidrIp", cidr.clone())],
            Kind::Ipv6(cidr) => vec![("CidrIpv6", cidr.clone())],
            Kind::PrefixList(id) => vec![("SourcePrefixListId", id.clone())],
            Kind::GroupId { id, owner } => {
                let owner = owner.as_ref().map(|owner| ("SourceSecurityGroupOwnerId", owner.into()));
                [("SourceSecurityGroupId", id.clone())].into_iter().chain(owner).collect()
            }
            Kind::Group(group) => vec![("SourceSecurityGroupId", group.security_group_id())],
        }
    }

    /// The properties of a rule that lets traffic out to it.
    pub(super) fn egress_config(&self) -> Vec<(&'static str, Text)> {
        match &self.0 {
            Kind::Ipv4(cidr) => vec![("CidrIp", cidr.clone())],
            Kind::Ipv6(cidr) => vec![("CidrIpv6", cidr.clone())],
            Kind::PrefixList(id) => vec![("DestinationPrefixListId", id.clone())],
            Kind::GroupId { id, .. } => vec![("DestinationSecurityGroupId", id.clone())],
            Kind::Group(group) => vec![("DestinationSecurityGroupId", group.security_group_id())],
        }
    }
}

impl Connectable for Peer {
    fn connections(&self) -> Connections {
        Connections::of_peer(self.clone())
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

fn check(block: &str, version: &str, bits: u32, is_address: impl std::ops::Fn(&str) -> bool) -> Result<()> {
    let (address, mask) = match block.split_once('/') {
        Some((address, mask)) => (address, Some(mask)),
        None => (block, None),
    };
    if !is_address(address) || mask.is_some_and(|mask| !is_number(mask)) {
        return Err(Error::message(format!("Invalid {version} CIDR: \"{block}\"")));
    }
    if mask.is_none() {
        return Err(Error::message(format!(
            "CIDR mask is missing in {version}: \"{block}\". Did you mean \"{block}/{bits}\"?"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_block_is_refused() {
        let error = |peer: Result<Peer>| peer.unwrap_err().to_string();
        assert_eq!(error(Peer::ipv4("10.0.0/16")), "Invalid IPv4 CIDR: \"10.0.0/16\"");
        let missing = "CIDR mask is missing in IPv4: \"10.0.0.1\". Did you mean \"10.0.0.1/32\"?";
        assert_eq!(error(Peer::ipv4("10.0.0.1")), missing);
        assert_eq!(error(Peer::ipv6("2001:xyz::/32")), "Invalid IPv6 CIDR: \"2001:xyz::/32\"");
        assert_eq!(error(Peer::security_group_id("group", None)), "Invalid security group ID: \"group\"");
        let owner = Peer::security_group_id("sg-12345678", Some("me"));
        assert_eq!(error(owner), "Invalid security group owner ID: \"me\"");
    }

    #[test]
    fn blocks_are_taken() {
        assert!(Peer::ipv4("192.0.2.0/24").is_ok());
        assert!(Peer::ipv6("::/0").is_ok());
        assert!(Peer::ipv6("2001:db8::/32").is_ok());
    }
}

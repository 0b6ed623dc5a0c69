//! Finds hosts: where the options say, else where DNS says, if that is on the public internet.

use std::net::{IpAddr, Ipv6Addr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::failure::Unresolved;
use crate::robot::options::Resolve;

#[derive(Debug)]
pub(super) struct Places {
    pub(super) given: Vec<Resolve>,
    /// Whether other names are looked up.
    pub(super) dns: bool,
    /// Whether addresses that are not public may be used: the website is on this machine itself.
    pub(super) local: bool,
}

impl Resolver for Places {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        let given =
            self.given.iter().find(|given| given.host.eq_ignore_ascii_case(host) && given.port == port);
        if let Some(given) = given {
            let mut places = self.empty();
            places.push(given.address);
            return Ok(places);
        }
        if !self.dns {
            let detail = "no record leads there".to_owned();
            return Err(ureq::Error::Other(Box::new(Unresolved::NoAddress(detail))));
        }
        let places = match DefaultResolver::default().resolve(uri, config, timeout) {
            Err(ureq::Error::Io(error)) => {
                let text = error.to_string();
                let detail = text.rsplit(": ").next().unwrap_or(&text).to_owned();
                return Err(ureq::Error::Other(Box::new(Unresolved::NoAddress(detail))));
            }
            other => other?,
        };
        match places.iter().map(|place| place.ip()).find(|address| !is_public(*address)) {
            Some(address) if !self.local => Err(ureq::Error::Other(Box::new(Unresolved::NotPublic(address)))),
            _ => Ok(places),
        }
    }
}

/// Whether an address is one that a website can be reached at by everyone.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [first, second, ..] = v4.octets();
            let shared = first == 100 && (64..128).contains(&second);
            !(v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4.is_broadcast()
                || v4.is_documentation()
                || shared
                || first == 0)
        }
        IpAddr::V6(v6) => {
            !(v6.is_loopback()
                || v6 == Ipv6Addr::UNSPECIFIED
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || v6.is_multicast())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_everyone_reaches_are_public() {
        for address in ["52.84.1.1", "2600:9000::1", "100.128.0.1"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "127.0.0.1",
            "10.0.1.2",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "::ffff:10.0.0.1",
            "fe80::1",
            "fd00:ec2::254",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }
}

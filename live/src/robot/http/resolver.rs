//! Finds hosts: where the options say, else where DNS says, if that is on the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::failure::{Failure, Unresolved};
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

/// An address of a host that everyone reaches; IPv4 first, which containers have more often.
///
/// # Errors
/// A name that does not resolve, or has an address that is not public.
pub(crate) fn public_address(host: &str) -> Result<IpAddr, Failure> {
    let unresolved = |detail: String| Failure::Unresolved { host: host.to_owned(), detail };
    let found = (host, 443).to_socket_addrs().map_err(|error| unresolved(error.to_string()))?;
    let mut addresses: Vec<IpAddr> = found.map(|place| place.ip()).collect();
    if let Some(address) = addresses.iter().find(|address| !is_public(**address)) {
        return Err(Failure::NotPublic { host: host.to_owned(), address: *address });
    }
    addresses.sort_by_key(IpAddr::is_ipv6);
    addresses.first().copied().ok_or_else(|| unresolved("no address".to_owned()))
}

/// Whether an address is one that a website can be reached at by everyone.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [first, second, third, _] = v4.octets();
            let shared = first == 100 && (64..128).contains(&second);
            let protocols = (first, second, third) == (192, 0, 0);
            let benchmarks = first == 198 && (18..20).contains(&second);
            !(v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4.is_broadcast()
                || v4.is_documentation()
                || shared
                || protocols
                || benchmarks
                || first == 0
                || first >= 240)
        }
        IpAddr::V6(v6) => {
            // Forms that carry an IPv4 address: 6to4, NAT64, and the old "compatible" one.
            let carried = match v6.segments() {
                [0x2002, high, low, ..]
                | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
                | [0, 0, 0, 0, 0, 0, high, low] => {
                    Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
                }
                _ => None,
            };
            !(v6.is_loopback()
                || carried.is_some_and(|v4| !is_public(v4.into()))
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
            "192.0.0.8",
            "198.19.0.1",
            "240.0.0.1",
            "::169.254.169.254",
            "64:ff9b::169.254.169.254",
            "2002:a9fe:a9fe::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }
}

//! Rate limits on registering and signing in, by client address.
//!
//! In production requests come through CloudFront and the load balancer. Each appends the address
//! that it was called from to `X-Forwarded-For`, so the header reads
//! `[whatever the client wrote,] client, edge`: the last entry is the load balancer's word and true;
//! the one before it is the viewer, but only if the last is really CloudFront. A caller who goes to
//! the load balancer directly can write anything there. So both are limited: the viewer's address
//! strictly, and the last entry (an edge, with many viewers behind it, or a direct caller)
//! ten times as generously. Elsewhere nobody is trusted and the peer's address counts.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::http::HeaderMap;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::error::ApiError;

/// Many robots, or a whole classroom, may share one address: a class of 60 may sign up at once.
const REGISTRATIONS: Allowance = Allowance { burst: 120, per_second: 2 };
const LOGINS: Allowance = Allowance { burst: 240, per_second: 4 };
/// How much more an edge may pass than one viewer.
const EDGE_FACTOR: u32 = 10;

#[derive(Clone, Copy)]
struct Allowance {
    burst: u32,
    per_second: u32,
}

/// The limits of one process. Behind a load balancer each task counts for itself.
#[derive(Debug)]
pub(crate) struct Limits {
    on: bool,
    behind_proxies: bool,
    registrations: Limit,
    logins: Limit,
}

impl Limits {
    pub(crate) fn new(on: bool, behind_proxies: bool) -> Self {
        Self { on, behind_proxies, registrations: Limit::new(REGISTRATIONS), logins: Limit::new(LOGINS) }
    }

    /// Counts a registration.
    ///
    /// # Errors
    /// [`ApiError::RateLimited`] when there were too many from there.
    pub(crate) fn registration(&self, origin: Origin) -> Result<(), ApiError> {
        if self.on { self.registrations.count(origin) } else { Ok(()) }
    }

    /// Counts an attempt to sign in.
    ///
    /// # Errors
    /// [`ApiError::RateLimited`] when there were too many from there.
    pub(crate) fn login(&self, origin: Origin) -> Result<(), ApiError> {
        if self.on { self.logins.count(origin) } else { Ok(()) }
    }

    /// Where the request with these headers, from `peer`, comes from.
    pub(crate) fn origin(&self, headers: &HeaderMap, peer: IpAddr) -> Origin {
        if !self.behind_proxies {
            return Origin { viewer: network(peer), edge: network(peer) };
        }
        let hops = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|hop| hop.trim().parse().ok());
        // An entry that is no address counts as the peer: it must not widen anyone's allowance.
        let mut last_two = hops.map(|hop| network(hop.unwrap_or(peer))).collect::<Vec<_>>().into_iter().rev();
        let edge = last_two.next().unwrap_or_else(|| network(peer));
        Origin { viewer: last_two.next().unwrap_or(edge), edge }
    }
}

/// The two addresses that count for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    viewer: IpAddr,
    edge: IpAddr,
}

/// The limit on one kind of call.
#[derive(Debug)]
struct Limit {
    viewers: DefaultKeyedRateLimiter<IpAddr>,
    edges: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
    calls: AtomicU32,
}

impl Limit {
    fn new(allowance: Allowance) -> Self {
        let wider = Allowance {
            burst: allowance.burst * EDGE_FACTOR,
            per_second: allowance.per_second * EDGE_FACTOR,
        };
        Self {
            viewers: RateLimiter::keyed(quota(allowance)),
            edges: RateLimiter::keyed(quota(wider)),
            clock: DefaultClock::default(),
            calls: AtomicU32::new(0),
        }
    }

    fn count(&self, origin: Origin) -> Result<(), ApiError> {
        self.forget_the_quiet();
        for (limiter, address) in [(&self.edges, origin.edge), (&self.viewers, origin.viewer)] {
            limiter.check_key(&address).map_err(|refused| {
                let wait = refused.wait_time_from(self.clock.now());
                ApiError::RateLimited { retry_after: wait.as_secs() + 1 }
            })?;
        }
        Ok(())
    }

    /// Addresses whose allowance is full again need no entry.
    fn forget_the_quiet(&self) {
        const EVERY: u32 = 4096;
        if self.calls.fetch_add(1, Ordering::Relaxed) % EVERY == EVERY - 1 {
            for limiter in [&self.viewers, &self.edges] {
                limiter.retain_recent();
                limiter.shrink_to_fit();
            }
        }
    }
}

fn quota(allowance: Allowance) -> Quota {
    let at_least_one = |count| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
    Quota::per_second(at_least_one(allowance.per_second)).allow_burst(at_least_one(allowance.burst))
}

/// One customer's network: an IPv4 address, or the /64 that an IPv6 client can choose freely from.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
    }
}

/// The address that stands for a peer that has none, as on a Unix socket.
pub(crate) const NO_ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use axum::http::{HeaderMap, HeaderValue};

    use super::{Limits, Origin};
    use crate::error::ApiError;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn origin(production: bool, forwarded: &[&str]) -> Origin {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_str(value).unwrap());
        }
        Limits::new(true, production).origin(&headers, ip("10.0.0.9"))
    }

    #[test]
    fn viewer_is_the_entry_before_the_edge() {
        let expected = Origin { viewer: ip("203.0.113.7"), edge: ip("198.51.100.1") };
        assert_eq!(origin(true, &["203.0.113.7, 198.51.100.1"]), expected);
        assert_eq!(origin(true, &["1.1.1.1, 203.0.113.7, 198.51.100.1"]), expected);
        assert_eq!(origin(true, &["1.1.1.1", "203.0.113.7,198.51.100.1"]), expected);
    }

    #[test]
    fn header_is_not_believed_outside_production() {
        let expected = Origin { viewer: ip("10.0.0.9"), edge: ip("10.0.0.9") };
        assert_eq!(origin(false, &["203.0.113.7, 198.51.100.1"]), expected);
        assert_eq!(origin(true, &[]), expected);
    }

    #[test]
    fn ipv6_clients_count_by_network() {
        let here = origin(true, &["2001:db8:1:2::1, 198.51.100.1"]);
        assert_eq!(here, origin(true, &["2001:db8:1:2:ffff::9, 198.51.100.1"]));
        assert_ne!(here, origin(true, &["2001:db8:1:3::1, 198.51.100.1"]));
    }

    #[test]
    fn forged_entries_do_not_lift_the_limit_of_a_direct_caller() {
        let limits = Limits::new(true, true);
        let mut refused = None;
        for forged in 0..3_000_u32 {
            let mut headers = HeaderMap::new();
            let value = format!("9.{}.{}.1, 198.51.100.1", forged >> 8, forged & 255);
            headers.append("x-forwarded-for", HeaderValue::from_str(&value).unwrap());
            if let Err(error) = limits.registrations.count(limits.origin(&headers, ip("10.0.0.9"))) {
                refused = Some(error);
                break;
            }
        }
        assert!(matches!(refused, Some(ApiError::RateLimited { retry_after: 1.. })), "{refused:?}");
    }
}

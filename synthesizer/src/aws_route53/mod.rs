//! Amazon Route 53: zones and records.

mod hosted_zone;

pub use hosted_zone::{HostedZone, HostedZoneAttributes, PublicHostedZone, PublicHostedZoneProps};

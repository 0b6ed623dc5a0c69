//! Faults: the finished assignment but for one requirement.

mod certificates;
mod network;

pub(crate) use network::{group, subnets};

use crate::Variant;

/// All faults, in the handout's order.
pub(crate) fn all() -> impl Iterator<Item = &'static Variant> {
    [network::FAULTS, certificates::FAULTS].into_iter().flatten()
}

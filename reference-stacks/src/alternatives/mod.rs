//! Alternatives: correct deployments that are written differently.

mod context;
mod network;
mod services;

use crate::Variant;

/// All alternatives, in the handout's order.
pub(crate) fn all() -> impl Iterator<Item = &'static Variant> {
    [network::ALTERNATIVES, services::ALTERNATIVES, context::ALTERNATIVES].into_iter().flatten()
}

//! Alternatives: correct deployments that are written differently.

mod app;
mod context;
mod network;

use crate::Variant;

/// All alternatives, in the handout's order.
pub(crate) fn all() -> impl Iterator<Item = &'static Variant> {
    [network::ALTERNATIVES, app::ALTERNATIVES, context::ALTERNATIVES].into_iter().flatten()
}

//! Alternatives: correct deployments that are written differently.

mod app;
mod backend_options;
mod container;
mod context;
mod credentials;
mod database;
mod environment;
mod frontend;
mod frontend_access;
mod frontend_api;
mod grants;
mod images;
mod network;
mod options;
mod service;
mod services;
mod task;
mod vpc_by_hand;

use crate::Variant;

/// All alternatives, in the handout's order.
pub(crate) fn all() -> impl Iterator<Item = &'static Variant> {
    [
        network::ALTERNATIVES,
        vpc_by_hand::ALTERNATIVES,
        database::ALTERNATIVES,
        credentials::ALTERNATIVES,
        images::ALTERNATIVES,
        task::ALTERNATIVES,
        grants::ALTERNATIVES,
        container::ALTERNATIVES,
        environment::ALTERNATIVES,
        service::ALTERNATIVES,
        frontend_access::ALTERNATIVES,
        frontend::ALTERNATIVES,
        frontend_api::ALTERNATIVES,
        app::ALTERNATIVES,
        services::ALTERNATIVES,
        options::ALTERNATIVES,
        backend_options::ALTERNATIVES,
        context::ALTERNATIVES,
    ]
    .into_iter()
    .flatten()
}

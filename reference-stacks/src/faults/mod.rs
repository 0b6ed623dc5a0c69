//! Faults: the finished assignment but for one requirement.

mod certificates;
mod container;
mod container_environment;
mod database;
mod frontend;
mod frontend_api;
mod grants;
mod images;
mod network;
mod service;
mod services;
mod task;

pub(crate) use network::{group, subnets};

use crate::Variant;

/// All faults, in the handout's order.
pub(crate) fn all() -> impl Iterator<Item = &'static Variant> {
    let backend =
        [task::FAULTS, grants::FAULTS, container::FAULTS, container_environment::FAULTS, service::FAULTS];
    let data = [database::FAULTS, images::FAULTS];
    let frontend = [frontend::FAULTS, frontend_api::FAULTS];
    let network = [network::FAULTS, certificates::FAULTS];
    network.into_iter().chain(data).chain(backend).chain(frontend).chain([services::FAULTS]).flatten()
}

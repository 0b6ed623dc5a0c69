//! Faults: the finished assignment but for one requirement.

mod certificates;
mod container;
mod container_environment;
mod container_secrets;
mod database;
mod frontend;
mod frontend_api;
mod frontend_origin;
mod grants;
mod images;
mod network;
mod service;
mod service_traffic;
mod services;
mod styles;
mod task;

pub(crate) use frontend_origin::{origin, site_below, upload_below};
pub(crate) use network::{group, subnets};
pub(crate) use service_traffic::group_without_outbound;

use crate::Variant;

/// All faults, in the handout's order.
pub(crate) fn all() -> impl Iterator<Item = &'static Variant> {
    let network = [network::FAULTS, certificates::FAULTS];
    let data = [database::FAULTS, images::FAULTS];
    let container = [container::FAULTS, container_environment::FAULTS, container_secrets::FAULTS];
    let service = [service::FAULTS, service_traffic::FAULTS];
    let backend = [task::FAULTS, grants::FAULTS].into_iter().chain(container).chain(service);
    let frontend = [frontend::FAULTS, frontend_origin::FAULTS, frontend_api::FAULTS];
    network
        .into_iter()
        .chain(data)
        .chain(backend)
        .chain(frontend)
        .chain([services::FAULTS, styles::FAULTS])
        .flatten()
}

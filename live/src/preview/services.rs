//! The templates' services, and the target groups that they stand behind.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Error;
use super::deployment::{Deployment, Resource, items, number};
use super::log::Log;
use super::network;
use super::parts::Parts;
use super::secrets::Secrets;
use super::service::{Service, Surroundings};
use super::storage::Keys;
use super::target::Target;
use super::task;

/// The services, by `Ref`; one that cannot be started is only told of.
pub(super) fn start<'a>(
    deployment: &Deployment,
    secrets: &Secrets,
    keys: &'a BTreeMap<String, Keys>,
    account: &str,
    unreachable: &BTreeMap<String, String>,
    surroundings: impl Fn(Option<&'a Keys>) -> Surroundings<'a>,
    parts: &mut Parts,
) -> Result<BTreeMap<String, Vec<Service>>, Error> {
    let mut services = BTreeMap::new();
    for resource in deployment.of("AWS::ECS::Service") {
        let definition =
            resource.text("TaskDefinition").and_then(|arn| deployment.find("AWS::ECS::TaskDefinition", arn));
        let Some(definition) = definition else {
            parts.add(
                "service",
                resource.title(),
                "",
                Some("its task definition is in none of the templates".to_owned()),
                "",
            );
            continue;
        };
        if let Some(count) = number(resource.get("DesiredCount")).filter(|count| *count != 1) {
            parts.notes.push(format!("{}: one task is run, not {count}", resource.title()));
        }
        let startable = match network::no_way_out(deployment, resource) {
            Some(problem) => Err(problem),
            None => task::containers(deployment, definition, secrets, account, &mut parts.notes),
        };
        let containers = match startable {
            Ok(containers) => containers,
            Err(problem) => {
                parts.add(
                    "service",
                    resource.title(),
                    "",
                    Some(format!("the task is not started: {problem}")),
                    "",
                );
                continue;
            }
        };
        let mut running = Vec::new();
        for container in &containers {
            let uses = |(address, _): &(&String, &String)| {
                container.environment.values().any(|value| value == *address)
            };
            let stuck = unreachable
                .iter()
                .find(uses)
                .map(|(_, reason)| format!("it waits for its database: {reason}"));
            let keys = container.role.as_ref().and_then(|role| keys.get(role));
            running.push(Service::start(resource.title(), container, stuck, &surroundings(keys))?);
        }
        services.insert(resource.reference.clone(), running);
    }
    Ok(services)
}

/// The target groups that a service stands behind, by `Ref`.
pub(super) fn targets(
    deployment: &Deployment,
    services: &BTreeMap<String, Vec<Service>>,
    log: &Log,
    parts: &mut Parts,
) -> BTreeMap<String, Arc<Target>> {
    let mut targets = BTreeMap::new();
    for resource in deployment.of("AWS::ECS::Service") {
        for entry in items(resource.get("LoadBalancers")) {
            let group = entry["TargetGroupArn"]
                .as_str()
                .and_then(|arn| deployment.find("AWS::ElasticLoadBalancingV2::TargetGroup", arn));
            let service = services.get(&resource.reference).and_then(|services| services.first());
            let (Some(group), Some(service)) = (group, service) else {
                continue;
            };
            let port = number(&entry["ContainerPort"]).unwrap_or(80);
            let refusal = unreachable(deployment, resource, group, service, port);
            if let Some(refusal) = &refusal {
                parts.problems.push(format!("{}: {refusal}", group.title()));
            }
            targets.insert(
                group.reference.clone(),
                Target::new(group, service.address, service.state.clone(), refusal, log),
            );
        }
    }
    targets
}

/// Why a load balancer cannot connect to a service's container.
fn unreachable(
    deployment: &Deployment,
    resource: &Resource,
    group: &Resource,
    service: &Service,
    port: u64,
) -> Option<String> {
    if port != service.listens_on || !service.exposes.contains(&port) {
        return Some(format!(
            "the target group sends to port {port}; the backend listens on port {}",
            service.listens_on
        ));
    }
    if group.text("Protocol") == Some("HTTPS") {
        return Some("the target group speaks HTTPS, and the backend HTTP".to_owned());
    }
    let place = network::of_service(resource);
    let mut listeners = deployment.of("AWS::ElasticLoadBalancingV2::Listener").filter(|listener| {
        listener.get("DefaultActions").to_string().contains(&format!("\"{}\"", group.reference))
    });
    let balancer = listeners.find_map(|listener| {
        deployment.find("AWS::ElasticLoadBalancingV2::LoadBalancer", listener.text("LoadBalancerArn")?)
    })?;
    network::refusal(deployment, &network::of_balancer(balancer), &place, port)
}

//! The templates' database clusters: their addresses first, because templates refer to those; then the servers.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::database::{self, Database, Wanted};
use super::deployment::Deployment;
use super::gate::Gate;
use super::log::Log;
use super::network;
use super::parts::Parts;
use super::resolve::Known;
use super::secrets::Secrets;
use super::{Component, Error, Input};

/// A database cluster with its address.
pub(super) struct Cluster {
    title: String,
    reference: String,
    gate: Gate,
    wanted: Result<Wanted, String>,
    /// Why the services cannot connect.
    refusal: Option<String>,
}

/// Each cluster gets its address first, because templates refer to it.
pub(super) async fn with_addresses(input: &Input) -> Result<(Deployment, BTreeMap<String, Gate>), Error> {
    let first = Deployment::new(input, &Known::new());
    let mut known = Known::new();
    let mut gates = BTreeMap::new();
    for cluster in first.of("AWS::RDS::DBCluster") {
        let gate = Gate::new(database::port(cluster)).await?;
        let mut know = |name: &str, value: Value| {
            known.insert((cluster.stack.clone(), cluster.id.clone(), name.to_owned()), value)
        };
        know("Endpoint.Address", Value::from(gate.address.to_string()));
        know("ReadEndpoint.Address", Value::from(gate.address.to_string()));
        know("Endpoint.Port", Value::from(gate.port.to_string()));
        gates.insert(cluster.reference.clone(), gate);
    }
    Ok((Deployment::new(input, &known), gates))
}

/// Secrets that are attached to a database are told where it is.
pub(super) fn attach(deployment: &Deployment, gates: &BTreeMap<String, Gate>, secrets: &mut Secrets) {
    for attachment in deployment.of("AWS::SecretsManager::SecretTargetAttachment") {
        let target = attachment.text("TargetId").unwrap_or_default();
        let (Some(gate), Some(cluster)) = (gates.get(target), deployment.find("AWS::RDS::DBCluster", target))
        else {
            continue;
        };
        let mut fields = vec![
            ("host", json!(gate.address.to_string())),
            ("port", json!(gate.port)),
            ("engine", json!("postgres")),
            ("dbClusterIdentifier", json!(cluster.reference)),
        ];
        fields.extend(cluster.text("DatabaseName").map(|name| ("dbname", json!(name))));
        secrets.attach(attachment.text("SecretId").unwrap_or_default(), &fields);
    }
}

/// The clusters, each with what it asks for and whether the services may connect.
pub(super) fn of(
    deployment: &Deployment,
    mut gates: BTreeMap<String, Gate>,
    secrets: &Secrets,
    parts: &mut Parts,
) -> Vec<Cluster> {
    let mut clusters = Vec::new();
    for resource in deployment.of("AWS::RDS::DBCluster") {
        let Some(gate) = gates.remove(&resource.reference) else {
            continue;
        };
        let place = network::of_database(deployment, resource);
        if place.subnets.iter().any(|subnet| network::way_out(deployment, subnet) == network::Way::Internet) {
            parts.notes.push(format!(
                "{}: the database is in a public subnet; it works, and the assignment wants it isolated",
                resource.title()
            ));
        }
        let version = resource.text("EngineVersion").unwrap_or("an unsaid version");
        parts.notes.push(format!(
            "{}: this machine's PostgreSQL stands in for Aurora's {version}",
            resource.title()
        ));
        let wanted = Wanted::of(resource, secrets);
        let refusal = match &wanted {
            Err(problem) => Some(format!("there is no database: {problem}")),
            Ok(_) if !database::has_instance(deployment, resource) => {
                Some("the cluster has no instance to connect to".to_owned())
            }
            Ok(_) => deployment.of("AWS::ECS::Service").find_map(|service| {
                network::refusal(deployment, &network::of_service(service), &place, u64::from(gate.port))
            }),
        };
        clusters.push(Cluster {
            title: resource.title().to_owned(),
            reference: resource.reference.clone(),
            gate,
            wanted,
            refusal,
        });
    }
    clusters
}

/// The addresses at which no database is found, and why.
pub(super) fn unreachable(clusters: &[Cluster]) -> BTreeMap<String, String> {
    let refused = clusters
        .iter()
        .filter_map(|cluster| Some((cluster.gate.address.to_string(), cluster.refusal.clone()?)));
    refused.collect()
}

/// Starts the databases and opens their gates.
pub(super) async fn start(
    clusters: Vec<Cluster>,
    log: &Log,
    gates: &mut Vec<JoinSet<()>>,
) -> Result<(Vec<Database>, Vec<Component>), Error> {
    let (mut databases, mut rows) = (Vec::new(), Vec::new());
    for cluster in clusters {
        let address = format!("{}:{}", cluster.gate.address, cluster.gate.port);
        let target = match (&cluster.wanted, &cluster.refusal) {
            (Ok(wanted), None) => {
                let database = Database::start(wanted, cluster.gate.port, log).await?;
                let socket = database.socket();
                databases.push(database);
                Ok(socket)
            }
            (_, Some(refusal)) => Err(refusal.clone()),
            (Err(problem), None) => Err(problem.clone()),
        };
        let state = target.as_ref().err().cloned().unwrap_or_else(|| "serves".to_owned());
        let works = target.is_ok();
        gates.push(cluster.gate.open(target, &cluster.title, log));
        let title = if cluster.title.is_empty() { cluster.reference } else { cluster.title };
        rows.push(Component { kind: "database", title, address, state, works });
    }
    Ok((databases, rows))
}

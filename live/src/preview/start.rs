//! Starts the parts of a preview, in the order in which they need each other.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rand::RngExt;
use rand::distr::Alphanumeric;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::balancer::{self, Balancer};
use super::cdn::{Distribution, Reach};
use super::database::{self, Database, Wanted};
use super::deployment::{Deployment, Resource, items, number};
use super::dns::{self, Hosts};
use super::door::{Door, Frame};
use super::gate::Gate;
use super::log::Log;
use super::network;
use super::policy;
use super::resolve::Known;
use super::secrets::Secrets;
use super::service::{Service, Surroundings};
use super::storage::{Keys, Store};
use super::target::Target;
use super::task;
use super::tls::{self, Authority, Named};
use super::unmodelled;
use super::website::Website;
use super::{Component, Error, Input, Options, Preview, certificates};

pub(super) const AUTHORITY_FILE: &str = "authority.pem";

/// A database cluster with its address.
struct Cluster {
    title: String,
    reference: String,
    gate: Gate,
    wanted: Result<Wanted, String>,
    /// Why the services cannot connect.
    refusal: Option<String>,
}

/// What is put together while a preview starts.
#[derive(Default)]
struct Parts {
    components: Vec<Component>,
    problems: Vec<String>,
    notes: Vec<String>,
    doors: Vec<Door>,
    gates: Vec<JoinSet<()>>,
    hosts: Hosts,
    /// The distributions: address, title, and the names that they answer to.
    answered: Vec<(SocketAddr, String, Vec<String>)>,
}

impl Parts {
    fn add(
        &mut self,
        kind: &'static str,
        title: &str,
        address: impl ToString,
        problem: Option<String>,
        state: &str,
    ) {
        let works = problem.is_none();
        if let Some(problem) = &problem {
            self.problems.push(format!("{title}: {problem}"));
        }
        let state = problem.unwrap_or_else(|| state.to_owned());
        self.components.push(Component {
            kind,
            title: title.to_owned(),
            address: address.to_string(),
            state,
            works,
        });
    }
}

/// Starts everything, without waiting until it serves.
pub(super) async fn start(input: &Input, options: &Options) -> Result<Preview, Error> {
    let log = Log::new(Arc::clone(&options.log));
    let mut parts = Parts::default();
    let folder = tempfile::Builder::new().prefix("infragrade-preview-").tempdir().map_err(Error::listen)?;
    let authority = Authority::new()?;
    let authority_file = folder.path().join(AUTHORITY_FILE);
    fs::write(&authority_file, authority.pem()).map_err(|source| Error::file(&authority_file, source))?;

    let (deployment, gates) = with_addresses(input).await?;
    let account = input
        .stacks
        .iter()
        .find_map(|stack| stack.account.clone())
        .unwrap_or_else(|| "000000000000".to_owned());
    parts.problems.extend(deployment.unresolved.iter().map(|what| format!("{what} has no value")));
    let mut secrets = Secrets::generate(&deployment, &mut parts.problems);
    attach(&deployment, &gates, &mut secrets);
    let clusters = clusters(&deployment, gates, &secrets, &mut parts);

    let keys = task_keys(&deployment, &mut parts.notes);
    let store = storage(&deployment, folder.path(), &keys, &account, &log, &mut parts)?;
    let storage_frame = Frame::new().await?;
    let storage_address = format!("https://{}", storage_frame.address);
    let certificate = authority.issue(vec!["127.0.0.1".to_owned(), "localhost".to_owned()])?;
    let storage_door = storage_frame.open(Some(tls::server(vec![certificate])?), Arc::clone(&store));
    parts.components.push(Component {
        kind: "storage",
        title: format!("{} buckets", deployment.of("AWS::S3::Bucket").count()),
        address: storage_address.clone(),
        state: "serves".to_owned(),
        works: true,
    });
    parts.doors.push(storage_door);

    let unreachable = unreachable_databases(&clusters);
    let website = Website { input, asked: options.web.as_deref(), usual: &options.usual_web };
    let (databases, deployed) =
        tokio::join!(databases(clusters, &log, &mut parts.gates), website.deploy(&deployment, &store));
    let (databases, rows) = databases?;
    parts.notes.extend(deployed?);
    for row in rows {
        let problem = (!row.works).then(|| row.state.clone());
        parts.add(row.kind, &row.title, row.address, problem, &row.state);
    }

    let surroundings = |keys| Surroundings {
        program: &options.backend,
        authority: &authority_file,
        storage: &storage_address,
        keys,
        log: &log,
    };
    let services = services(&deployment, &secrets, &keys, &account, &unreachable, surroundings, &mut parts)?;
    let targets = targets(&deployment, &services, &log, &mut parts);
    let reach = Arc::new(Reach { store, tls: Arc::new(authority.client()?), hosts: OnceLock::new() });
    let balancers = open_balancers(&deployment, &targets, &authority, &log, &mut parts).await?;
    let (distributions, website_name) =
        open_distributions(&deployment, &reach, &authority, &log, &mut parts).await?;
    let hosts = dns::hosts(&deployment, &parts.hosts, &mut parts.problems);
    let _ = reach.hosts.set(hosts.clone());
    parts.problems.extend(without_alias(&hosts, &parts.answered));

    parts.components.extend(balancers);
    parts.components.extend(distributions);
    Ok(Preview {
        components: parts.components,
        problems: parts.problems,
        notes: parts.notes,
        unmodelled: unmodelled::list(&deployment),
        hosts,
        authority: authority.pem(),
        website: website_name,
        log,
        services: services.into_values().flatten().collect(),
        targets: targets.into_values().collect(),
        databases,
        _doors: parts.doors,
        _gates: parts.gates,
        folder,
    })
}

/// Each cluster gets its address first, because templates refer to it.
async fn with_addresses(input: &Input) -> Result<(Deployment, BTreeMap<String, Gate>), Error> {
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
fn attach(deployment: &Deployment, gates: &BTreeMap<String, Gate>, secrets: &mut Secrets) {
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

fn clusters(
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

/// Access keys for each task role.
fn task_keys(deployment: &Deployment, notes: &mut Vec<String>) -> BTreeMap<String, Keys> {
    let random =
        |length| rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect::<String>();
    let roles =
        deployment.of("AWS::ECS::TaskDefinition").filter_map(|definition| definition.text("TaskRoleArn"));
    roles
        .map(|role| {
            let id = format!("ASIA{}", random(16).to_ascii_uppercase());
            let statements = policy::of_role(deployment, role, notes);
            (role.to_owned(), Keys { id, secret: random(40), role: role.to_owned(), statements })
        })
        .collect()
}

fn storage(
    deployment: &Deployment,
    folder: &Path,
    keys: &BTreeMap<String, Keys>,
    account: &str,
    log: &Log,
    parts: &mut Parts,
) -> Result<Arc<Store>, Error> {
    let buckets = folder.join("buckets");
    fs::create_dir(&buckets).map_err(|source| Error::file(&buckets, source))?;
    let keys = keys.values().cloned().collect();
    Ok(Arc::new(Store::new(
        deployment,
        &buckets,
        keys,
        account.to_owned(),
        log.clone(),
        &mut parts.problems,
    )?))
}

/// The services, by `Ref`; one that cannot be started is only told of.
fn services<'a>(
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

/// The addresses at which no database is found, and why.
fn unreachable_databases(clusters: &[Cluster]) -> BTreeMap<String, String> {
    let refused = clusters
        .iter()
        .filter_map(|cluster| Some((cluster.gate.address.to_string(), cluster.refusal.clone()?)));
    refused.collect()
}

/// Starts the databases and opens their gates.
async fn databases(
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

/// The target groups that a service stands behind, by `Ref`.
fn targets(
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

async fn open_balancers(
    deployment: &Deployment,
    targets: &BTreeMap<String, Arc<Target>>,
    authority: &Authority,
    log: &Log,
    parts: &mut Parts,
) -> Result<Vec<Component>, Error> {
    let mut later = Parts::default();
    for resource in deployment.of("AWS::ElasticLoadBalancingV2::LoadBalancer") {
        let site = Arc::new(Balancer::new(deployment, resource, targets, log, &mut parts.problems));
        let wanted = balancer::certificate(deployment, resource);
        let certificate = match wanted.map(|arn| certificates::find(deployment, &arn)) {
            Some(Ok(certificate)) => Some(authority.issue(certificate.names)?),
            Some(Err(problem)) => {
                later.add("load balancer", resource.title(), "", Some(problem), "");
                continue;
            }
            None => None,
        };
        let tls = certificate.map(|certificate| tls::server(vec![certificate])).transpose()?;
        let door = Frame::new().await?.open(tls, site);
        later.add("load balancer", resource.title(), door.address, None, "serves");
        admit(parts, door, resource.domain_name().unwrap_or_default());
    }
    parts.problems.append(&mut later.problems);
    Ok(later.components)
}

async fn open_distributions(
    deployment: &Deployment,
    reach: &Arc<Reach>,
    authority: &Authority,
    log: &Log,
    parts: &mut Parts,
) -> Result<(Vec<Component>, Option<String>), Error> {
    let mut later = Parts::default();
    let mut website: Option<String> = None;
    for resource in deployment.of("AWS::CloudFront::Distribution") {
        let site = match Distribution::new(deployment, resource, reach, log, &mut parts.notes) {
            Ok(site) => Arc::new(site),
            Err(problem) => {
                let problem = format!("CloudFront does not create it: {problem}");
                later.add("distribution", resource.title(), "", Some(problem), "");
                continue;
            }
        };
        let certificates = distribution_certificates(deployment, resource, authority)?;
        let names = site.names.clone();
        let door = Frame::new().await?.open(Some(tls::server(certificates)?), site);
        parts.answered.push((door.address, resource.title().to_owned(), names.clone()));
        let own = resource.domain_name().unwrap_or_default();
        let aliases: Vec<_> = names.iter().filter(|name| *name != own).cloned().collect();
        let shown = if aliases.is_empty() { own.to_owned() } else { aliases.join(" ") };
        later.add("distribution", resource.title(), format!("{} {shown}", door.address), None, "serves");
        website = website.into_iter().chain(aliases).min_by_key(String::len);
        admit(parts, door, own);
    }
    parts.problems.append(&mut later.problems);
    Ok((later.components, website))
}

/// The certificate of its aliases, and the one that all distributions have.
fn distribution_certificates(
    deployment: &Deployment,
    resource: &Resource,
    authority: &Authority,
) -> Result<Vec<Named>, Error> {
    let mut certificates = vec![authority.issue(vec!["*.cloudfront.net".to_owned()])?];
    let arn = &resource.get("DistributionConfig")["ViewerCertificate"]["AcmCertificateArn"];
    if let Some(Ok(certificate)) = arn.as_str().map(|arn| certificates::find(deployment, arn)) {
        certificates.push(authority.issue(certificate.names)?);
    }
    Ok(certificates)
}

/// The names that lead to a distribution which does not answer to them.
fn without_alias(hosts: &Hosts, answered: &[(SocketAddr, String, Vec<String>)]) -> Vec<String> {
    let mut problems = Vec::new();
    for (host, address) in hosts {
        let Some((_, title, names)) = answered.iter().find(|(own, ..)| own == address) else {
            continue;
        };
        if !names.iter().any(|name| tls::covers(name, host)) {
            problems
                .push(format!("{title}: {host} leads here and is not one of its aliases, so it answers 403"));
        }
    }
    problems
}

fn admit(parts: &mut Parts, door: Door, name: &str) {
    parts.hosts.insert(name.to_ascii_lowercase(), door.address);
    parts.doors.push(door);
}

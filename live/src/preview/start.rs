//! Starts the parts of a preview, in the order in which they need each other.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rand::RngExt;
use rand::distr::Alphanumeric;

use super::cdn::Reach;
use super::deployment::Deployment;
use super::dns;
use super::door::Frame;
use super::log::Log;
use super::parts::Parts;
use super::policy;
use super::secrets::Secrets;
use super::service::Surroundings;
use super::storage::{Keys, Store};
use super::tls::{self, Authority};
use super::unmodelled;
use super::website::Website;
use super::{Component, Error, Input, Options, Preview, clusters, fronts, services};

pub(super) const AUTHORITY_FILE: &str = "authority.pem";

/// Starts everything, without waiting until it serves.
pub(super) async fn start(input: &Input, options: &Options) -> Result<Preview, Error> {
    let log = Log::new(Arc::clone(&options.log));
    let mut parts = Parts::default();
    let folder = tempfile::Builder::new().prefix("infragrade-preview-").tempdir().map_err(Error::listen)?;
    let authority = Authority::new()?;
    let authority_file = folder.path().join(AUTHORITY_FILE);
    fs::write(&authority_file, authority.pem()).map_err(|source| Error::file(&authority_file, source))?;

    let (deployment, gates) = clusters::with_addresses(input).await?;
    let account = input
        .stacks
        .iter()
        .find_map(|stack| stack.account.clone())
        .unwrap_or_else(|| "000000000000".to_owned());
    parts.problems.extend(deployment.unresolved.iter().map(|what| format!("{what} has no value")));
    let mut secrets = Secrets::generate(&deployment, &mut parts.problems);
    clusters::attach(&deployment, &gates, &mut secrets);
    let clusters = clusters::of(&deployment, gates, &secrets, &mut parts);

    let keys = task_keys(&deployment, &mut parts.notes);
    let store = storage(&deployment, folder.path(), &keys, &account, &log, &mut parts)?;
    let storage_frame = Frame::new().await?;
    let storage_place = storage_frame.address;
    let storage_address = format!("https://{storage_place}");
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

    let unreachable = clusters::unreachable(&clusters);
    let website = Website { input, asked: options.web.as_deref(), usual: &options.usual_web };
    let (databases, deployed) =
        tokio::join!(clusters::start(clusters, &log, &mut parts.gates), website.deploy(&deployment, &store));
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
    let services =
        services::start(&deployment, &secrets, &keys, &account, &unreachable, surroundings, &mut parts)?;
    let targets = services::targets(&deployment, &services, &log, &mut parts);
    let reach = Arc::new(Reach { store, tls: Arc::new(authority.client()?), hosts: OnceLock::new() });
    let balancers = fronts::open_balancers(&deployment, &targets, &authority, &log, &mut parts).await?;
    let (distributions, website_name) =
        fronts::open_distributions(&deployment, &reach, &authority, &log, &mut parts).await?;
    let hosts = dns::hosts(&deployment, &parts.hosts, &mut parts.problems);
    let _ = reach.hosts.set(hosts.clone());
    parts.problems.extend(fronts::without_alias(&hosts, &parts.answered));

    parts.components.extend(balancers);
    parts.components.extend(distributions);
    Ok(Preview {
        components: parts.components,
        problems: parts.problems,
        notes: parts.notes,
        unmodelled: unmodelled::list(&deployment),
        hosts,
        storage: storage_place,
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

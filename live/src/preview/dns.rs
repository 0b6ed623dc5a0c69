//! Route 53: which name leads where. Nothing on the machine is changed; clients of ours are given this.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use super::deployment::{Deployment, Resource, strings};

/// Host name to loopback address.
pub type Hosts = BTreeMap<String, SocketAddr>;

/// Aliases of aliases end here.
const DEPTH: usize = 8;

/// The names of the records and of the components themselves; `components` holds the latter. Records that lead
/// nowhere are named in `notes`.
pub(super) fn hosts(deployment: &Deployment, components: &Hosts, notes: &mut Vec<String>) -> Hosts {
    let mut hosts = components.clone();
    for record in deployment.of("AWS::Route53::RecordSet") {
        let Some(name) = name(record) else {
            continue;
        };
        if !matches!(record.text("Type"), Some("A" | "AAAA" | "CNAME")) {
            continue;
        }
        if let Some(problem) = outside_zone(deployment, record, &name) {
            notes.push(problem);
            continue;
        }
        match follow(deployment, components, record, DEPTH) {
            Some(address) => drop(hosts.insert(name, address)),
            None => notes.push(format!("{}: {name} leads to nothing that the preview runs", record.title())),
        }
    }
    hosts
}

fn follow(
    deployment: &Deployment,
    components: &Hosts,
    record: &Resource,
    depth: usize,
) -> Option<SocketAddr> {
    let depth = depth.checked_sub(1)?;
    let alias = record.get("AliasTarget")["DNSName"].as_str().map(str::to_owned);
    let target = alias.or_else(|| strings(record.get("ResourceRecords")).into_iter().next())?;
    let target = target.trim_end_matches('.').to_ascii_lowercase();
    let target = target.strip_prefix("dualstack.").unwrap_or(&target);
    if let Some(address) = components.get(target) {
        return Some(*address);
    }
    let mut records = deployment.of("AWS::Route53::RecordSet");
    let next = records.find(|other| other.id != record.id && name(other).as_deref() == Some(target))?;
    follow(deployment, components, next, depth)
}

fn name(record: &Resource) -> Option<String> {
    Some(record.text("Name")?.trim_end_matches('.').to_ascii_lowercase())
}

/// A zone answers only for names that end in its own.
fn outside_zone(deployment: &Deployment, record: &Resource, name: &str) -> Option<String> {
    let zone = deployment.find("AWS::Route53::HostedZone", record.text("HostedZoneId")?)?;
    let zone = zone.text("Name")?.trim_end_matches('.').to_ascii_lowercase();
    let inside = name == zone || name.ends_with(&format!(".{zone}"));
    (!inside).then(|| format!("{}: {name} is not in the zone {zone}", record.title()))
}

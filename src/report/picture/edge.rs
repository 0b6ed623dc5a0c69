//! What visitors meet first: DNS names and CloudFront distributions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::build::Draft;
use super::resolve::{Resource, elements};
use super::{End, Kind, Manner};

pub(super) fn add(draft: &mut Draft<'_>) {
    let distributions: Vec<Resource<'_>> = draft.resources.of_type("AWS::CloudFront::Distribution").collect();
    for distribution in &distributions {
        let node = draft.add(Kind::Distribution, distribution);
        let aliases: Vec<String> = distribution
            .list(&["DistributionConfig", "Aliases"])
            .iter()
            .map(|alias| draft.resources.shown(distribution.stack, Some(alias)))
            .collect();
        aliases.into_iter().for_each(|alias| draft.fact(node, alias));
        own_parts(draft, node, distribution);
    }
    let names = records(draft);
    for distribution in &distributions {
        origins(draft, distribution, &names);
        let certificate = ["DistributionConfig", "ViewerCertificate"];
        for certificate in draft.nodes(distribution, &certificate, Kind::Certificate) {
            for node in draft.owners(distribution) {
                draft.link(End::Node(certificate), node, Manner::Setup, "TLS");
            }
        }
    }
    visitors(draft);
}

/// Identities and policies that a distribution refers to are part of it; buckets and the like are not.
fn own_parts<'a>(draft: &mut Draft<'a>, node: usize, distribution: &Resource<'a>) {
    for target in draft.resources.targets(distribution, &["DistributionConfig"]) {
        if target.kind.starts_with("AWS::CloudFront::") {
            draft.own(node, &target);
        }
    }
}

/// Draws the records that lead to something; gives the nodes by domain name.
fn records(draft: &mut Draft<'_>) -> BTreeMap<String, usize> {
    let found: Vec<Resource<'_>> = draft.resources.of_type("AWS::Route53::RecordSet").collect();
    let mut names = BTreeMap::new();
    for record in found {
        let name = draft.resources.shown(record.stack, record.property(&["Name"]));
        let name = name.trim_end_matches('.').to_owned();
        // An address has a record for each version of IP.
        let node = match names.get(&name) {
            Some(node) => *node,
            None => draft.add(Kind::Name, &record),
        };
        draft.own(node, &record);
        draft.fact(node, name.as_str());
        names.insert(name, node);
        let alias = draft.resources.targets(&record, &["AliasTarget", "DNSName"]);
        let plain = draft.resources.targets(&record, &["ResourceRecords"]);
        for target in alias.iter().chain(&plain) {
            for to in draft.owners(target) {
                if matches!(draft.picture.nodes[to].kind, Kind::Distribution | Kind::LoadBalancer) {
                    draft.link(End::Node(node), to, Manner::Traffic, "");
                }
            }
        }
    }
    names
}

/// Where a distribution gets its answers from, by path.
fn origins<'a>(draft: &mut Draft<'a>, distribution: &Resource<'a>, names: &BTreeMap<String, usize>) {
    let config = |name| distribution.property(&["DistributionConfig", name]);
    let target = |behavior: &Value| behavior.get("TargetOriginId").and_then(Value::as_str).map(str::to_owned);
    let mut paths: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if let Some(id) = config("DefaultCacheBehavior").and_then(target) {
        paths.entry(id).or_default().push("/*".to_owned());
    }
    for behavior in elements(config("CacheBehaviors")) {
        let pattern = behavior.get("PathPattern").and_then(Value::as_str).unwrap_or("…");
        if let Some(id) = target(behavior) {
            paths.entry(id).or_default().push(pattern.to_owned());
        }
    }
    for origin in elements(config("Origins")) {
        let id = origin.get("Id").and_then(Value::as_str).unwrap_or_default();
        let Some(paths) = paths.get(id) else {
            continue;
        };
        let label = paths.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
        let Some(domain) = origin.get("DomainName") else {
            continue;
        };
        let name = draft.resources.shown(distribution.stack, Some(domain));
        let referred = draft.resources.referred(distribution.stack, domain);
        let mut nodes: Vec<usize> = referred.iter().flat_map(|resource| draft.owners(resource)).collect();
        nodes.extend(names.get(name.trim_end_matches('.')));
        for node in draft.owners(distribution) {
            if nodes.is_empty() {
                draft.fact(node, format!("{label} → {name}"));
            }
            for to in &nodes {
                draft.link(End::Node(node), *to, Manner::Traffic, label.clone());
            }
        }
    }
}

/// People come by name; what has none, they reach at the address that AWS gives it.
fn visitors(draft: &mut Draft<'_>) {
    let links = &draft.picture.links;
    let named: BTreeSet<usize> = links
        .iter()
        .filter(|link| matches!(link.from, End::Node(from) if draft.picture.nodes[from].kind == Kind::Name))
        .map(|link| link.to)
        .collect();
    let nodes = draft.picture.nodes.iter().enumerate();
    let open: Vec<usize> = nodes
        .filter(|(i, node)| match node.kind {
            Kind::Name => true,
            Kind::Distribution => !named.contains(i),
            Kind::LoadBalancer => {
                !named.contains(i) && node.facts.iter().any(|fact| fact == "internet-facing")
            }
            _ => false,
        })
        .map(|(i, _)| i)
        .collect();
    open.into_iter().for_each(|node| draft.link(End::Visitors, node, Manner::Traffic, ""));
}

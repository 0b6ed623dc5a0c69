//! Keeps a picture readable: what there is too much of is drawn as one.

use std::collections::BTreeMap;

use super::services::KEEPS_LOGS;
use super::{End, Kind, Node, Picture, Subnet, Tier, Vpc};

/// More VPCs than this are left out.
const MOST_VPCS: usize = 3;
/// More zones of a VPC than this are drawn as one.
const MOST_ZONES: usize = 4;
/// More subnets in one place than this are drawn as one.
const MOST_SUBNETS: usize = 3;
/// More facts about one thing than this are left out.
const MOST_FACTS: usize = 5;

fn most(kind: Kind) -> usize {
    match kind {
        Kind::LoadBalancer | Kind::Service | Kind::Database => 3,
        _ => 6,
    }
}

pub(super) fn bound(mut picture: Picture) -> Picture {
    // Without its VPC a node has no place in one.
    picture.vpcs.truncate(MOST_VPCS);
    for node in &mut picture.nodes {
        node.within = node.within.take().filter(|within| within.vpc < MOST_VPCS);
        node.facts.truncate(MOST_FACTS);
    }
    for i in 0..picture.vpcs.len() {
        merge_zones(&mut picture.vpcs[i]);
        merge_subnets(&mut picture, i);
    }
    merge_nodes(picture)
}

fn merge_zones(vpc: &mut Vpc) {
    if vpc.zones.len() <= MOST_ZONES {
        return;
    }
    let last = MOST_ZONES - 1;
    let more = vpc.zones.len() - last;
    vpc.zones.truncate(last);
    vpc.zones.push(format!("{more} more zones"));
    for subnet in &mut vpc.subnets {
        subnet.zone = subnet.zone.min(last);
    }
    vpc.subnets.sort_by_key(|subnet| (subnet.tier, subnet.zone));
}

fn merge_subnets(picture: &mut Picture, vpc: usize) {
    let mut cells: BTreeMap<(Tier, usize), usize> = BTreeMap::new();
    let mut kept: Vec<Subnet> = Vec::new();
    let mut moved = Vec::new();
    for subnet in std::mem::take(&mut picture.vpcs[vpc].subnets) {
        let count = cells.entry((subnet.tier, subnet.zone)).or_default();
        *count += 1;
        if *count <= MOST_SUBNETS {
            kept.push(subnet);
        } else if let Some(last) = kept.last_mut() {
            last.count += 1;
            last.has_nat_gateway |= subnet.has_nat_gateway;
            last.members.extend(subnet.members);
        }
        moved.push(kept.len() - 1);
    }
    for subnet in kept.iter_mut().filter(|subnet| subnet.count > 1) {
        (subnet.name, subnet.cidr) = (format!("{} subnets", subnet.count), String::new());
    }
    picture.vpcs[vpc].subnets = kept;
    let within = picture.nodes.iter_mut().filter_map(|node| node.within.as_mut());
    for within in within.filter(|within| within.vpc == vpc) {
        within.subnets.iter_mut().for_each(|subnet| *subnet = moved[*subnet]);
        within.subnets.dedup();
    }
}

/// Log buckets become one card, and so do those of a kind that are beyond its limit: the ones with the fewest links.
fn merge_nodes(picture: Picture) -> Picture {
    let mut degree = vec![0_usize; picture.nodes.len()];
    for link in &picture.links {
        degree[link.to] += 1;
        if let End::Node(from) = link.from {
            degree[from] += 1;
        }
    }
    let keeps_logs =
        |i: usize| degree[i] == 0 && picture.nodes[i].facts.iter().any(|fact| fact == KEEPS_LOGS);
    let mut by_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    let mut logs = Vec::new();
    for (i, node) in picture.nodes.iter().enumerate() {
        let group = if keeps_logs(i) { &mut logs } else { by_kind.entry(node.kind).or_default() };
        group.push(i);
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (kind, mut nodes) in by_kind {
        nodes.sort_by_key(|i| (std::cmp::Reverse(degree[*i]), *i));
        let rest = if nodes.len() > most(kind) { nodes.split_off(most(kind) - 1) } else { Vec::new() };
        nodes.sort();
        groups.extend(nodes.into_iter().map(|node| vec![node]));
        groups.push(rest);
    }
    groups.push(logs);
    groups.retain(|group| !group.is_empty());
    apply(picture, &groups)
}

fn apply(picture: Picture, groups: &[Vec<usize>]) -> Picture {
    let mut moved = vec![0; picture.nodes.len()];
    for (new, group) in groups.iter().enumerate() {
        group.iter().for_each(|old| moved[*old] = new);
    }
    let nodes = groups.iter().map(|group| merged(&picture, group)).collect();
    let mut links = picture.links;
    for link in &mut links {
        link.to = moved[link.to];
        if let End::Node(from) = &mut link.from {
            *from = moved[*from];
        }
    }
    links.sort();
    // Those that say the same of what is one card now.
    links.dedup();
    links.dedup_by(|b, a| (a.from, a.to, a.manner) == (b.from, b.to, b.manner));
    links.retain(|link| link.from != End::Node(link.to));
    Picture { vpcs: picture.vpcs, nodes, links }
}

fn merged(picture: &Picture, group: &[usize]) -> Node {
    let first = &picture.nodes[group[0]];
    if group.len() == 1 {
        return first.clone();
    }
    let logs = group.iter().all(|i| picture.nodes[*i].facts.iter().any(|fact| fact == KEEPS_LOGS));
    let name = format!("{} {}", group.len(), if logs { "log buckets" } else { "more" });
    Node {
        kind: first.kind,
        name,
        facts: if logs { vec![KEEPS_LOGS.to_owned()] } else { Vec::new() },
        within: first.within.clone(),
        members: group.iter().flat_map(|i| picture.nodes[*i].members.clone()).collect(),
    }
}

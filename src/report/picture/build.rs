//! Collects what there is in an assembly.

use std::collections::{BTreeMap, BTreeSet};

use super::resolve::{Resource, Resources};
use super::{End, Kind, Link, Manner, Node, Picture, Place, Within, access, edge, network, services};
use crate::assembly::Assembly;

pub(super) fn build(assembly: &Assembly) -> Picture {
    let resources = Resources::of(assembly);
    let mut draft = Draft { resources, picture: Picture::default(), owners: BTreeMap::new() };
    network::add(&mut draft);
    services::add(&mut draft);
    edge::add(&mut draft);
    access::add(&mut draft);
    draft.finish()
}

/// A picture while it is being made.
pub(super) struct Draft<'a> {
    pub(super) resources: Resources<'a>,
    pub(super) picture: Picture,
    /// The nodes that a resource belongs to: a security group may serve two.
    owners: BTreeMap<Place, BTreeSet<usize>>,
}

impl<'a> Draft<'a> {
    /// Adds a node for a resource.
    pub(super) fn add(&mut self, kind: Kind, resource: &Resource<'a>) -> usize {
        let index = self.picture.nodes.len();
        self.picture.nodes.push(Node {
            kind,
            name: resource.name(),
            facts: Vec::new(),
            within: None,
            members: BTreeSet::new(),
        });
        self.own(index, resource);
        index
    }

    /// Makes a resource part of what a node stands for.
    pub(super) fn own(&mut self, node: usize, resource: &Resource<'a>) {
        self.owners.entry(resource.place()).or_default().insert(node);
    }

    pub(super) fn fact(&mut self, node: usize, fact: impl Into<String>) {
        let fact = fact.into();
        let facts = &mut self.picture.nodes[node].facts;
        if !fact.is_empty() && !facts.contains(&fact) {
            facts.push(fact);
        }
    }

    /// The nodes that a resource belongs to.
    pub(super) fn owners(&self, resource: &Resource<'a>) -> Vec<usize> {
        self.owners.get(&resource.place()).into_iter().flatten().copied().collect()
    }

    /// The nodes of a kind that a property refers to.
    pub(super) fn nodes(&self, resource: &Resource<'a>, path: &[&str], kind: Kind) -> Vec<usize> {
        let targets = self.resources.targets(resource, path);
        let owners = targets.iter().flat_map(|target| self.owners(target));
        owners.filter(|node| self.picture.nodes[*node].kind == kind).collect()
    }

    /// Adds a link, once.
    pub(super) fn link(&mut self, from: End, to: usize, manner: Manner, label: impl Into<String>) {
        let link = Link { from, to, manner, label: label.into() };
        let is_loop = from == End::Node(to);
        if !is_loop && !self.picture.links.contains(&link) {
            self.picture.links.push(link);
        }
    }

    /// Puts a node into the subnets that a property refers to.
    pub(super) fn put(&mut self, node: usize, resource: &Resource<'a>, path: &[&str]) {
        let places: BTreeSet<Place> =
            self.resources.targets(resource, path).iter().map(Resource::place).collect();
        self.picture.nodes[node].within = network::within(&self.picture.vpcs, &places);
    }

    /// Where it is not known in which subnets a node lies, it may still be known in which VPC.
    pub(super) fn put_into_vpc(&mut self, node: usize, group: &Resource<'a>) {
        let vpcs: BTreeSet<Place> =
            self.resources.targets(group, &["VpcId"]).iter().map(Resource::place).collect();
        let vpc = self.picture.vpcs.iter().position(|vpc| !vpc.members.is_disjoint(&vpcs));
        let within = &mut self.picture.nodes[node].within;
        if let (None, Some(vpc)) = (&within, vpc) {
            *within = Some(Within { vpc, subnets: Vec::new() });
        }
    }

    fn finish(mut self) -> Picture {
        for (place, nodes) in self.owners {
            for node in nodes {
                self.picture.nodes[node].members.insert(place.clone());
            }
        }
        self.picture.links.sort();
        self.picture
    }
}

//! Puts what the checks found into the picture: a mark on what is wrong, an empty place for what is missing.

use std::collections::BTreeMap;

use super::{Kind, Node, Picture, Place, Vpc};
use crate::report::{Finding, Graded, Report, Status};

/// A check that did not pass, at something in the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Mark {
    pub(in crate::report) check: String,
    pub(in crate::report) title: String,
}

/// A picture with its marks.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct Marked {
    /// The picture; what is missing is in it with the rest.
    pub(in crate::report) picture: Picture,
    /// The marks of each node.
    pub(in crate::report) nodes: Vec<Vec<Mark>>,
    /// The marks of each VPC.
    pub(in crate::report) vpcs: Vec<Vec<Mark>>,
    /// The marks of each VPC's subnets.
    pub(in crate::report) subnets: Vec<Vec<Vec<Mark>>>,
    /// The marks that have no place in the picture.
    pub(in crate::report) elsewhere: Vec<Mark>,
    /// From which node and which VPC on they are missing.
    first_missing: (usize, usize),
}

impl Marked {
    pub(in crate::report) fn new(picture: &Picture, report: &Report) -> Self {
        let mut marked = Self {
            nodes: vec![Vec::new(); picture.nodes.len()],
            vpcs: vec![Vec::new(); picture.vpcs.len()],
            subnets: picture.vpcs.iter().map(|vpc| vec![Vec::new(); vpc.subnets.len()]).collect(),
            first_missing: (picture.nodes.len(), picture.vpcs.len()),
            picture: picture.clone(),
            elsewhere: Vec::new(),
        };
        let mut missing = BTreeMap::new();
        for check in report.checks.iter().filter(|check| check.status == Status::Fail) {
            for finding in &check.violations {
                marked.mark(check, finding, &mut missing);
            }
        }
        marked
    }

    pub(in crate::report) fn is_missing_node(&self, node: usize) -> bool {
        node >= self.first_missing.0
    }

    pub(in crate::report) fn is_missing_vpc(&self, vpc: usize) -> bool {
        vpc >= self.first_missing.1
    }

    fn mark(&mut self, check: &Graded, finding: &Finding, missing: &mut BTreeMap<Kind, usize>) {
        let mark = Mark { check: check.id.clone(), title: check.title.clone() };
        let violation = &finding.violation;
        let place = violation.stack.clone().zip(violation.resource.clone());
        let is_at_something = place.is_some_and(|place| self.mark_place(&place, &mark));
        if is_at_something {
            return;
        }
        let is_absent = violation.resource.is_none();
        match violation.kind.as_deref() {
            Some("AWS::EC2::VPC") if is_absent => {
                if !self.is_missing_vpc(self.picture.vpcs.len().wrapping_sub(1)) || self.vpcs.is_empty() {
                    self.picture.vpcs.push(missing_vpc());
                    self.vpcs.push(Vec::new());
                    self.subnets.push(Vec::new());
                }
                self.vpcs.last_mut().into_iter().for_each(|marks| add(marks, &mark));
            }
            Some(kind) if is_absent && Kind::of_type(kind).is_some() => {
                let kind = Kind::of_type(kind).unwrap_or(Kind::Service);
                let node = *missing.entry(kind).or_insert_with(|| {
                    self.picture.nodes.push(missing_node(kind));
                    self.nodes.push(Vec::new());
                    self.nodes.len() - 1
                });
                add(&mut self.nodes[node], &mark);
            }
            _ => add(&mut self.elsewhere, &mark),
        }
    }

    /// Marks everything that stands for a resource; says whether there is anything.
    fn mark_place(&mut self, place: &Place, mark: &Mark) -> bool {
        let mut found = false;
        let nodes = self.picture.nodes.iter().zip(&mut self.nodes);
        for (_, marks) in nodes.filter(|(node, _)| node.members.contains(place)) {
            add(marks, mark);
            found = true;
        }
        for (i, vpc) in self.picture.vpcs.iter().enumerate() {
            if vpc.members.contains(place) {
                add(&mut self.vpcs[i], mark);
                found = true;
            }
            for (subnet, marks) in vpc.subnets.iter().zip(&mut self.subnets[i]) {
                if subnet.members.contains(place) {
                    add(marks, mark);
                    found = true;
                }
            }
        }
        found
    }
}

fn add(marks: &mut Vec<Mark>, mark: &Mark) {
    if !marks.contains(mark) {
        marks.push(mark.clone());
    }
}

fn missing_node(kind: Kind) -> Node {
    Node { kind, name: "missing".to_owned(), facts: Vec::new(), within: None, members: Default::default() }
}

fn missing_vpc() -> Vpc {
    Vpc {
        name: "missing".to_owned(),
        cidr: String::new(),
        zones: Vec::new(),
        subnets: Vec::new(),
        has_internet_gateway: false,
        members: Default::default(),
    }
}

//! The picture in words, for whoever cannot see it or wants to search it.

use maud::{Markup, html};

use super::marks::{Mark, Marked};
use super::{End, Link, Manner};
use crate::report::text::visible;

/// Lists what is in a picture, and who talks to whom.
pub(in crate::report) fn list(marked: &Marked) -> Markup {
    let picture = &marked.picture;
    html! {
        ul {
            @for (i, vpc) in picture.vpcs.iter().enumerate() {
                li {
                    "VPC " (visible(&vpc.name)) @if !vpc.cidr.is_empty() { ", " (visible(&vpc.cidr)) }
                    @if !marked.is_missing_vpc(i) {
                        @if vpc.has_internet_gateway { ", with an internet gateway" } @else { ", without an internet gateway" }
                    }
                    (marks(&marked.vpcs[i]))
                    @if !vpc.subnets.is_empty() { ul {
                        @for (subnet, found) in vpc.subnets.iter().zip(&marked.subnets[i]) {
                            li {
                                (subnet.tier.label()) " subnet " (visible(&subnet.name)) " " (visible(&subnet.cidr))
                                " in " (vpc.zones.get(subnet.zone).map(|zone| visible(zone)).unwrap_or_default())
                                @if subnet.has_nat_gateway { ", with a NAT gateway" }
                                (marks(found))
                            }
                        }
                    } }
                }
            }
            @for i in 0..picture.nodes.len() { li { (node(marked, i)) } }
        }
    }
}

fn node(marked: &Marked, index: usize) -> Markup {
    let node = &marked.picture.nodes[index];
    let links: Vec<&Link> =
        marked.picture.links.iter().filter(|link| link.from == End::Node(index)).collect();
    html! {
        (node.kind.label()) " " (visible(&node.name))
        @for fact in &node.facts { ", " (visible(fact)) }
        @if let Some(place) = place(marked, index) { "; in " (place) }
        (marks(&marked.nodes[index]))
        @if !links.is_empty() { ul { @for link in links { li { (way(marked, link)) } } } }
    }
}

/// The subnets that a node lies in, by name.
fn place(marked: &Marked, index: usize) -> Option<String> {
    let within = marked.picture.nodes[index].within.as_ref()?;
    let vpc = &marked.picture.vpcs[within.vpc];
    let names: Vec<String> =
        within.subnets.iter().map(|subnet| visible(&vpc.subnets[*subnet].name)).collect();
    Some(if names.is_empty() { visible(&vpc.name) } else { names.join(", ") })
}

fn way(marked: &Marked, link: &Link) -> String {
    let to = &marked.picture.nodes[link.to];
    let target = format!("{} {}", to.kind.label(), visible(&to.name));
    let label = visible(&link.label);
    match link.manner {
        Manner::Traffic if label.is_empty() => format!("leads to {target}"),
        Manner::Traffic => format!("talks to {target} ({label})"),
        Manner::Access => format!("may {label}: {target}"),
        Manner::Setup => format!("serves {target} ({label})"),
    }
}

fn marks(marks: &[Mark]) -> Markup {
    html! {
        @for mark in marks {
            " " a href={ "#check-" (mark.check) } { "✗ " (visible(&mark.title)) }
        }
    }
}

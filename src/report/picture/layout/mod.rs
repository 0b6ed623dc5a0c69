//! Where everything goes: names and certificates on top, the VPCs on the left, then buckets and secrets, and the
//! distributions on the right beside their buckets. The same picture always gives the same coordinates.

mod vpc;
mod wires;

use std::collections::BTreeMap;

pub(super) use self::vpc::{Cell, VpcBox};
pub(super) use self::wires::Wire;
use super::marks::{Mark, Marked};
use super::{End, Kind, Link};
use crate::report::text::visible;

/// The space around everything.
const MARGIN: i32 = 20;
/// The width of a card outside a VPC.
const CARD: i32 = 240;
/// The space between cards.
const GAP: i32 = 18;
/// The space between columns, in which most wires run.
const AISLE: i32 = 96;
/// The height of the strip below the names, in which their wires run.
const STRIP: i32 = 64;
/// More lines of marks than this are counted.
const MOST_MARKS: usize = 6;
/// The width that a mark needs.
const MARK_WIDTH: i32 = 190;
/// The height of a mark.
pub(super) const MARK: i32 = 24;
/// The height of a fact.
pub(super) const FACT: i32 = 16;
/// The height of a line of a card's name.
pub(super) const NAME: i32 = 17;
/// The height of a card's kind, and the space around.
pub(super) const HEAD: i32 = 30;
/// How wide a character is about, in tenths of a pixel: of facts, and of names.
pub(super) const FACT_WIDTH: i32 = 70;
pub(super) const NAME_WIDTH: i32 = 86;

/// A rectangle, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) w: i32,
    pub(super) h: i32,
}

impl Rect {
    pub(super) fn right(self) -> i32 {
        self.x + self.w
    }

    pub(super) fn bottom(self) -> i32 {
        self.y + self.h
    }
}

/// A picture laid out.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) visitors: Rect,
    pub(super) vpcs: Vec<VpcBox>,
    /// Where it is said of what follows that it lies in none of them.
    pub(super) outside: Option<(i32, i32)>,
    /// Where each node is.
    pub(super) cards: BTreeMap<usize, Rect>,
    pub(super) wires: Vec<Wire>,
}

/// How marks are arranged in a width: columns, and how many are shown.
pub(super) fn arrange(marks: &[Mark], width: i32) -> (usize, usize) {
    let columns = (width / MARK_WIDTH).max(1) as usize;
    (columns, marks.len().min(columns * MOST_MARKS))
}

/// The room that marks take.
pub(super) fn marks_height(marks: &[Mark], width: i32) -> i32 {
    let (columns, shown) = arrange(marks, width);
    let lines = shown.div_ceil(columns) + usize::from(shown < marks.len());
    lines as i32 * MARK
}

/// What a card is called: a name or certificate by its domain, which is its first fact.
fn title(marked: &Marked, node: usize) -> &str {
    let is_titled = facts(marked, node).len() < marked.picture.nodes[node].facts.len();
    let node = &marked.picture.nodes[node];
    if is_titled { &node.facts[0] } else { &node.name }
}

/// A card's name in one line or two, broken where names are joined.
pub(super) fn name_lines(marked: &Marked, node: usize, width: i32) -> Vec<String> {
    let room = ((width - 44) * 10 / NAME_WIDTH).max(8) as usize;
    let name: Vec<char> = visible(title(marked, node)).chars().collect();
    if name.len() <= room {
        return vec![name.into_iter().collect()];
    }
    let joint = name[..room].iter().rposition(|c| !c.is_alphanumeric()).filter(|at| *at > room / 2);
    let (first, rest) = name.split_at(joint.map_or(room, |at| at + 1));
    let rest = if rest.len() <= room { rest.iter().collect() } else { shorten(rest, room) };
    vec![first.iter().collect(), rest]
}

fn shorten(text: &[char], room: usize) -> String {
    text[..room - 1].iter().chain(&['…']).collect()
}

/// The facts below the name: a name's or certificate's first fact is its name.
pub(super) fn facts(marked: &Marked, node: usize) -> &[String] {
    let node = &marked.picture.nodes[node];
    let is_titled = matches!(node.kind, Kind::Name | Kind::Zone | Kind::Certificate);
    &node.facts[usize::from(is_titled && !node.facts.is_empty())..]
}

fn height(marked: &Marked, node: usize, width: i32) -> i32 {
    let name = name_lines(marked, node, width).len() as i32 * NAME;
    let facts = facts(marked, node).len() as i32 * FACT;
    let marks = marks_height(&marked.nodes[node], width - 16);
    HEAD + name + facts + marks + if facts + marks > 0 { 8 } else { 2 }
}

/// Lays a picture out.
pub(super) fn lay_out(marked: &Marked) -> Scene {
    let mut cards = BTreeMap::new();
    let left = (MARGIN, vpc::width(marked));
    let middle = left.0 + left.1 + AISLE;
    let right = middle + CARD + AISLE;
    let Top { zones, to_left, to_right } = names(marked);
    let zones_bottom = row(marked, &zones, left, GAP, MARGIN, &mut cards);
    let top = (MARGIN + 76).max(zones_bottom + GAP);
    let above_names = top - GAP / 2;
    let bottoms = [
        row(marked, &to_left, left, GAP, top, &mut cards),
        row(marked, &to_right, (middle, right + CARD - middle), AISLE, top, &mut cards),
    ];
    let strip = bottoms.into_iter().max().unwrap_or(top);
    let top = strip + STRIP;

    let (vpcs, bottom) = vpc::lay_out(marked, left.0, left.1, top, &mut cards);
    let below = outside_vpcs(marked);
    let outside = (!below.is_empty()).then_some((left.0, bottom + GAP + 12));
    let below_top = bottom + if outside.is_some() { 2 * GAP + 4 } else { 0 };
    let left_bottom = row(marked, &below, left, GAP, below_top, &mut cards);
    let right_bottom = storage(marked, middle, right, top, &mut cards);
    let width = right + CARD + 32 + MARGIN;
    let visitors = Rect { x: width / 2 - 80, y: MARGIN, w: 160, h: 36 };
    let height = left_bottom.max(right_bottom) + MARGIN;
    let frame = wires::Frame {
        visitors,
        strip: (strip, STRIP),
        above_names,
        left: MARGIN / 2,
        right: width - MARGIN,
        middle,
    };
    let wires = wires::route(&marked.picture.links, &cards, frame);
    Scene { width, height, visitors, vpcs, outside, cards, wires }
}

/// The nodes above the VPCs and the distributions.
struct Top {
    zones: Vec<usize>,
    to_left: Vec<usize>,
    to_right: Vec<usize>,
}

/// Names stand nearest to what leads to them, certificates beside them.
fn names(marked: &Marked) -> Top {
    let nodes = &marked.picture.nodes;
    let of = |kind| (0..nodes.len()).filter(move |i| nodes[*i].kind == kind);
    let to_distribution = |node: &usize| {
        let links = &marked.picture.links;
        links.iter().any(|link| link.from == End::Node(*node) && nodes[link.to].kind == Kind::Distribution)
    };
    let (to_right, to_left) = of(Kind::Certificate).chain(of(Kind::Name)).partition(to_distribution);
    Top { zones: of(Kind::Zone).collect(), to_left, to_right }
}

/// Puts cards beside each other, and below where they do not fit; gives the bottom.
fn row(
    marked: &Marked,
    nodes: &[usize],
    (x, width): (i32, i32),
    gap: i32,
    top: i32,
    cards: &mut BTreeMap<usize, Rect>,
) -> i32 {
    let columns = ((width + gap) / (CARD + gap)).max(1) as usize;
    let mut y = top;
    let mut bottom = top;
    for line in nodes.chunks(columns) {
        for (i, node) in line.iter().enumerate() {
            let rect = Rect { x: x + i as i32 * (CARD + gap), y, w: CARD, h: height(marked, *node, CARD) };
            bottom = bottom.max(rect.bottom());
            cards.insert(*node, rect);
        }
        y = bottom + GAP;
    }
    bottom
}

/// What should lie in a VPC and does not.
fn outside_vpcs(marked: &Marked) -> Vec<usize> {
    let nodes = marked.picture.nodes.iter().enumerate();
    let runs = |kind| matches!(kind, Kind::LoadBalancer | Kind::Service | Kind::Database);
    nodes.filter(|(_, node)| runs(node.kind) && node.within.is_none()).map(|(i, _)| i).collect()
}

/// Buckets with their distributions beside them, then secrets; gives the bottom.
fn storage(marked: &Marked, middle: i32, right: i32, top: i32, cards: &mut BTreeMap<usize, Rect>) -> i32 {
    let nodes = &marked.picture.nodes;
    let of = |kind| (0..nodes.len()).filter(move |i| nodes[*i].kind == kind).collect::<Vec<_>>();
    let mut distributions = of(Kind::Distribution);
    let serves = |link: &Link, from: usize, to: usize| link.from == End::Node(from) && link.to == to;
    let (mut y, mut bottom) = (top, top - GAP);
    let mut place = |x: i32, y: i32, node: usize| {
        let rect = Rect { x, y, w: CARD, h: height(marked, node, CARD) };
        cards.insert(node, rect);
        rect.bottom()
    };
    let mut buckets = of(Kind::Bucket);
    let is_served = |bucket: usize| {
        let from =
            |link: &Link| matches!(link.from, End::Node(from) if nodes[from].kind == Kind::Distribution);
        marked.picture.links.iter().any(|link| link.to == bucket && from(link))
    };
    buckets.sort_by_key(|bucket| (!is_served(*bucket), *bucket));
    for bucket in buckets {
        bottom = bottom.max(place(middle, y, bucket));
        let own = |distribution: &usize| {
            marked.picture.links.iter().any(|link| serves(link, *distribution, bucket))
        };
        let (beside, rest): (Vec<usize>, Vec<usize>) = distributions.into_iter().partition(own);
        distributions = rest;
        let mut beside_y = y;
        for distribution in beside {
            bottom = bottom.max(place(right, beside_y, distribution));
            beside_y = bottom + GAP;
        }
        y = bottom + GAP;
    }
    let mut beside_y = y;
    for distribution in distributions {
        beside_y = place(right, beside_y, distribution) + GAP;
    }
    for secret in of(Kind::Secret) {
        y = place(middle, y, secret) + GAP;
    }
    y.max(beside_y) - GAP
}

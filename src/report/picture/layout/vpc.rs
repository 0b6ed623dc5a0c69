//! A VPC as a box: zones are its columns, the subnets' tiers its rows.

use std::collections::BTreeMap;

use super::super::Tier;
use super::super::marks::Marked;
use super::{GAP, MARGIN, Rect, height, marks_height};

/// The width of a zone.
const ZONE: i32 = 236;
/// The space between zones.
const GUTTER: i32 = 12;
/// The space inside the box.
const INSET: i32 = 16;
/// The height of a VPC's name.
const HEADER: i32 = 50;
/// The height of a zone's name.
const ZONE_NAME: i32 = 26;
/// The height of a subnet's own lines.
const SUBNET: i32 = 44;
/// The height of the line about a NAT gateway.
const NAT: i32 = 18;

/// A VPC laid out.
#[derive(Debug)]
pub(in super::super) struct VpcBox {
    /// The VPC's index.
    pub(in super::super) vpc: usize,
    pub(in super::super) rect: Rect,
    /// Where the zones' names begin, by index.
    pub(in super::super) zones: Vec<Rect>,
    pub(in super::super) cells: Vec<Cell>,
}

/// A subnet, or the place where one might be.
#[derive(Debug)]
pub(in super::super) struct Cell {
    pub(in super::super) rect: Rect,
    pub(in super::super) tier: Tier,
    /// The subnet's index.
    pub(in super::super) subnet: Option<usize>,
}

/// How much room the VPCs need side by side with the rest.
pub(super) fn width(marked: &Marked) -> i32 {
    let zones = marked.picture.vpcs.iter().map(|vpc| vpc.zones.len()).max().unwrap_or_default().max(2);
    inner_width(zones) + 2 * INSET
}

/// The middle of a card across zones, moved into the gutter between two of them, where a wire covers no text.
pub(super) fn gutter(card: Rect) -> i32 {
    let zones = (card.w + 24 + GUTTER) / (ZONE + GUTTER);
    let shift = if zones % 2 == 1 && zones > 1 { (ZONE + GUTTER) / 2 } else { 0 };
    card.x + card.w / 2 + shift
}

fn inner_width(zones: usize) -> i32 {
    zones as i32 * (ZONE + GUTTER) - GUTTER
}

/// Puts the VPCs below each other, with what lies in them; gives the bottom.
pub(super) fn lay_out(
    marked: &Marked,
    x: i32,
    width: i32,
    top: i32,
    cards: &mut BTreeMap<usize, Rect>,
) -> (Vec<VpcBox>, i32) {
    let mut y = top;
    let mut boxes = Vec::new();
    for vpc in order(marked) {
        let laid = one(marked, vpc, Rect { x, y, w: width, h: 0 }, cards);
        y = laid.rect.bottom() + GAP;
        boxes.push(laid);
    }
    (boxes, y - GAP)
}

/// Those in which there is most first, so that wires need not run through the others.
fn order(marked: &Marked) -> Vec<usize> {
    let nodes = &marked.picture.nodes;
    let within = |vpc: &usize| {
        nodes.iter().filter(|node| node.within.as_ref().is_some_and(|within| within.vpc == *vpc)).count()
    };
    let mut order: Vec<usize> = (0..marked.picture.vpcs.len()).collect();
    order.sort_by_key(|vpc| (std::cmp::Reverse(within(vpc)), *vpc));
    order
}

fn one(marked: &Marked, index: usize, mut rect: Rect, cards: &mut BTreeMap<usize, Rect>) -> VpcBox {
    let vpc = &marked.picture.vpcs[index];
    let mut y = rect.y + HEADER + marks_height(&marked.vpcs[index], rect.w - 32);
    let zones: Vec<Rect> = (0..vpc.zones.len())
        .map(|zone| Rect { x: rect.x + INSET + zone as i32 * (ZONE + GUTTER), y, w: ZONE, h: ZONE_NAME })
        .collect();
    y += if zones.is_empty() { 0 } else { ZONE_NAME };
    let mut cells = Vec::new();
    for tier in [Tier::Public, Tier::Egress, Tier::Isolated] {
        if vpc.subnets.iter().any(|subnet| subnet.tier == tier) {
            y = row(marked, index, tier, &zones, y, &mut cells, cards) + GUTTER;
        }
    }
    let nodes = marked.picture.nodes.iter().enumerate();
    let loose = nodes.filter(|(_, node)| {
        node.within.as_ref().is_some_and(|within| within.vpc == index && within.subnets.is_empty())
    });
    for (i, _) in loose {
        let card = Rect { x: rect.x + INSET, y, w: inner_width(2), h: height(marked, i, inner_width(2)) };
        cards.insert(i, card);
        y = card.bottom() + GUTTER;
    }
    rect.h = (y + INSET - GUTTER - rect.y).max(HEADER + MARGIN);
    VpcBox { vpc: index, rect, zones, cells }
}

/// One tier: the subnets of each zone, and across them what lies in them; gives the bottom.
fn row(
    marked: &Marked,
    index: usize,
    tier: Tier,
    zones: &[Rect],
    top: i32,
    cells: &mut Vec<Cell>,
    cards: &mut BTreeMap<usize, Rect>,
) -> i32 {
    let vpc = &marked.picture.vpcs[index];
    let first = cells.len();
    let mut headers_end = top + SUBNET;
    for (zone, column) in zones.iter().enumerate() {
        let here = vpc.subnets.iter().enumerate();
        let here = here.filter(|(_, subnet)| subnet.tier == tier && subnet.zone == zone);
        let mut y = top;
        for (i, subnet) in here {
            let nat = if subnet.has_nat_gateway { NAT } else { 0 };
            let h = SUBNET + nat + marks_height(&marked.subnets[index][i], ZONE - 16);
            cells.push(Cell { rect: Rect { y, h, ..*column }, tier, subnet: Some(i) });
            y += h + 6;
        }
        if y == top {
            cells.push(Cell { rect: Rect { y, h: SUBNET, ..*column }, tier, subnet: None });
            y += SUBNET + 6;
        }
        headers_end = headers_end.max(y - 6);
    }
    let mut bottom = headers_end;
    for (i, node) in marked.picture.nodes.iter().enumerate() {
        let Some(within) = node.within.as_ref().filter(|within| within.vpc == index) else {
            continue;
        };
        let own = || within.subnets.iter().map(|subnet| &vpc.subnets[*subnet]);
        if own().map(|subnet| subnet.tier).min() != Some(tier) {
            continue;
        }
        let columns = || own().filter(|subnet| subnet.tier == tier).map(|subnet| zones[subnet.zone]);
        let left = columns().map(|column| column.x).min().unwrap_or_default() + 12;
        let right = columns().map(Rect::right).max().unwrap_or_default() - 12;
        let card = Rect { x: left, y: bottom + 4, w: right - left, h: height(marked, i, right - left) };
        cards.insert(i, card);
        bottom = card.bottom() + 8;
    }
    stretch(&mut cells[first..], bottom);
    bottom
}

/// The last cell of each zone reaches down to the end of the row.
fn stretch(cells: &mut [Cell], bottom: i32) {
    for i in 0..cells.len() {
        let is_last = cells.get(i + 1).is_none_or(|next| next.rect.x != cells[i].rect.x);
        if is_last {
            cells[i].rect.h = bottom - cells[i].rect.y;
        }
    }
}

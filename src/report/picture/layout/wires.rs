//! The ways from card to card.

use std::collections::BTreeMap;

use super::super::{End, Link};
use super::{Rect, vpc};

/// A link as a path.
#[derive(Debug)]
pub(in super::super) struct Wire {
    /// The link's index.
    pub(in super::super) link: usize,
    /// As SVG's `d`.
    pub(in super::super) path: String,
    /// Where its label stands.
    pub(in super::super) label: (i32, i32),
}

/// What wires run along.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) visitors: Rect,
    /// The strip below the names: its top and its height.
    pub(super) strip: (i32, i32),
    /// Above the names and below the hosted zones.
    pub(super) above_names: i32,
    /// Where lines run down outside everything.
    pub(super) left: i32,
    pub(super) right: i32,
    /// Where the middle column begins.
    pub(super) middle: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Top,
    Right,
    Bottom,
    Left,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    /// A curve.
    Direct,
    /// Down or up to the strip below the names, along it, and on.
    Strip,
    /// Outside everything, on the left or the right.
    Outside,
}

/// From which side of one card to which side of the other.
#[derive(Debug, Clone, Copy)]
struct Plan {
    link: usize,
    from: (Rect, Side),
    to: (Rect, Side),
    course: Course,
}

/// Draws the links between the cards.
pub(super) fn route(links: &[Link], cards: &BTreeMap<usize, Rect>, frame: Frame) -> Vec<Wire> {
    let plans: Vec<Plan> = links
        .iter()
        .enumerate()
        .filter_map(|(link, ends)| {
            let from = match ends.from {
                End::Visitors => frame.visitors,
                End::Node(node) => *cards.get(&node)?,
            };
            Some(plan(link, from, *cards.get(&ends.to)?, ends.from == End::Visitors, frame))
        })
        .collect();
    let ports = ports(&plans);
    let mut lane = 0;
    let mut wires = Vec::new();
    for (plan, [start, end]) in plans.iter().zip(ports) {
        wires.push(match plan.course {
            Course::Direct => direct(plan, start, end),
            Course::Outside => outside(plan, start, end, frame),
            Course::Strip => {
                lane += 1;
                along_strip(plan, start, end, lane, frame)
            }
        });
    }
    wires
}

fn plan(link: usize, from: Rect, to: Rect, is_visitor: bool, frame: Frame) -> Plan {
    let overlap = from.right().min(to.right()) - from.x.max(to.x);
    let is_name = |rect: Rect| rect.bottom() <= frame.strip.0;
    let (a, b, course) = match (is_name(from), is_name(to)) {
        (true, true) if is_visitor => (Side::Bottom, Side::Top, Course::Direct),
        (true, false) if is_visitor && to.x < frame.middle => (Side::Bottom, Side::Left, Course::Outside),
        (true, false) if is_visitor => (Side::Right, Side::Right, Course::Outside),
        (true, false) => (Side::Bottom, Side::Top, Course::Strip),
        (false, true) => (Side::Top, Side::Bottom, Course::Strip),
        _ if overlap > from.w.min(to.w) / 3 && to.y >= from.y => (Side::Bottom, Side::Top, Course::Direct),
        _ if overlap > from.w.min(to.w) / 3 => (Side::Top, Side::Bottom, Course::Direct),
        _ if to.x >= from.right() => (Side::Right, Side::Left, Course::Direct),
        _ => (Side::Left, Side::Right, Course::Direct),
    };
    Plan { link, from: (from, a), to: (to, b), course }
}

type Port = (i32, i32);

/// Where a wire leads, which plan's it is, and whether it begins (0) or ends (1) here.
type Ending = (i32, usize, usize);

/// Where on their sides the wires begin and end: spread in the order of where they lead, so that they do not cross.
fn ports(plans: &[Plan]) -> Vec<[Port; 2]> {
    let mut sides: BTreeMap<(i32, i32, Side), Vec<Ending>> = BTreeMap::new();
    for (i, plan) in plans.iter().enumerate() {
        for (end, here, other) in [(0, plan.from, plan.to.0), (1, plan.to, plan.from.0)] {
            let along = match here.1 {
                Side::Top | Side::Bottom => other.x + other.w / 2,
                Side::Right if plan.course == Course::Outside => -other.y,
                Side::Left | Side::Right => other.y + other.h / 2,
            };
            sides.entry((here.0.x, here.0.y, here.1)).or_default().push((along, i, end));
        }
    }
    let mut ports = vec![[(0, 0); 2]; plans.len()];
    for ((_, _, side), mut ends) in sides {
        ends.sort();
        let count = ends.len() as i32;
        for (n, (_, i, end)) in ends.into_iter().enumerate() {
            let rect = if end == 0 { plans[i].from.0 } else { plans[i].to.0 };
            ports[i][end] = port(rect, side, n as i32, count);
        }
    }
    ports
}

fn port(rect: Rect, side: Side, n: i32, count: i32) -> Port {
    let down = rect.y + rect.h * (n + 1) / (count + 1);
    // Close together in the middle.
    let across = vpc::gutter(rect) + (2 * n + 1 - count) * 8;
    match side {
        Side::Top => (across, rect.y),
        Side::Bottom => (across, rect.bottom()),
        Side::Left => (rect.x, down),
        Side::Right => (rect.right(), down),
    }
}

/// Room for the arrow's head.
const HEAD: i32 = 8;

fn direct(plan: &Plan, (x1, y1): Port, (x2, y2): Port) -> Wire {
    let (end_x, end_y) = match plan.to.1 {
        Side::Top => (x2, y2 - HEAD),
        Side::Bottom => (x2, y2 + HEAD),
        Side::Left => (x2 - HEAD, y2),
        Side::Right => (x2 + HEAD, y2),
    };
    let is_vertical = matches!(plan.from.1, Side::Top | Side::Bottom);
    let (c1, c2) = if is_vertical {
        let middle = (y1 + end_y) / 2;
        ((x1, middle), (end_x, middle))
    } else {
        let middle = (x1 + end_x) / 2;
        ((middle, y1), (middle, end_y))
    };
    let path = format!("M{x1},{y1} C{},{} {},{} {end_x},{end_y}", c1.0, c1.1, c2.0, c2.1);
    let label = if is_vertical {
        ((x1 + end_x) / 2, (y1 + end_y) / 2 + 4)
    } else {
        // Nearer to the end, where the wires of one card have parted.
        let towards = if end_x > x1 { -30 } else { 30 };
        (end_x + towards, end_y - 6)
    };
    Wire { link: plan.link, path, label }
}

fn along_strip(plan: &Plan, (x1, y1): Port, (x2, y2): Port, lane: i32, frame: Frame) -> Wire {
    let y = frame.strip.0 + 12 + (lane % 4) * (frame.strip.1 - 24) / 4;
    let end_y = if plan.to.1 == Side::Top { y2 - HEAD } else { y2 + HEAD };
    let middle = (x1 + x2) / 2;
    if (x1 - x2).abs() < 24 {
        let path = format!("M{x1},{y1} C{x1},{y} {x2},{y} {x2},{end_y}");
        return Wire { link: plan.link, path, label: (middle, y) };
    }
    let r = if x2 > x1 { 10 } else { -10 };
    let (before, after) = if plan.to.1 == Side::Top { (y - 10, y + 10) } else { (y + 10, y - 10) };
    let path =
        format!("M{x1},{y1} V{before} Q{x1},{y} {},{y} H{} Q{x2},{y} {x2},{after} V{end_y}", x1 + r, x2 - r);
    Wire { link: plan.link, path, label: (middle, y + 4) }
}

fn outside(plan: &Plan, (x1, y1): Port, (x2, y2): Port, frame: Frame) -> Wire {
    if plan.to.1 == Side::Left {
        let (x, y, end_x) = (frame.left, frame.above_names, x2 - HEAD);
        let along =
            format!("M{x1},{y1} V{} Q{x1},{y} {},{y} H{} Q{x},{y} {x},{}", y - 10, x1 - 10, x + 10, y + 10);
        let path = format!("{along} V{} Q{x},{y2} {},{y2} H{end_x}", y2 - 10, x + 10);
        return Wire { link: plan.link, path, label: (x + 20, y2 - 6) };
    }
    // Further in for what is lower, so that the lines lie in each other.
    let (x, end_x) = (frame.right - (y1 - frame.visitors.y) / 3, x2 + HEAD);
    let path = format!(
        "M{x1},{y1} H{} Q{x},{y1} {x},{} V{} Q{x},{y2} {},{y2} H{end_x}",
        x - 10,
        y1 + 10,
        y2 - 10,
        x - 10
    );
    Wire { link: plan.link, path, label: (x - 20, y2 - 6) }
}

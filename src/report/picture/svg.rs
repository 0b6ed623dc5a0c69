//! The picture as inline SVG. Its colours are the page's; a mark links to its check.

use maud::{Markup, html};

use super::layout::{self, Cell, FACT, FACT_WIDTH, HEAD, MARK, NAME, NAME_WIDTH, Rect, Scene, VpcBox, Wire};
use super::marks::{Mark, Marked};
use super::{Kind, Manner};
use crate::report::text::visible;

/// Draws a picture; `label` is the id of the element that names it.
pub(in crate::report) fn draw(marked: &Marked, label: &str) -> Markup {
    let scene = layout::lay_out(marked);
    let Scene { width, height, .. } = scene;
    html! {
        svg viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) role="group" aria-labelledby=(label) {
            defs {
                @for manner in [Manner::Traffic, Manner::Access, Manner::Setup] {
                    marker id={ "arrow-" (class(manner)) } viewBox="0 0 8 8" refX="1" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto" {
                        path d="M0,0 L8,4 L0,8 z" class={ "arrow " (class(manner)) } {}
                    }
                }
            }
            @if let Some((x, y)) = scene.outside { (text(x, y, "zone", "In no subnet of these stacks")) }
            @for laid in &scene.vpcs { (vpc(marked, laid)) }
            g aria-hidden="true" { @for wire in &scene.wires { (line(marked, wire)) } }
            (visitors(scene.visitors))
            @for (node, rect) in &scene.cards { (card(marked, *node, *rect)) }
            g aria-hidden="true" { @for wire in &scene.wires { (wire_label(marked, wire)) } }
        }
    }
}

fn class(manner: Manner) -> &'static str {
    match manner {
        Manner::Traffic => "traffic",
        Manner::Access => "access",
        Manner::Setup => "setup",
    }
}

/// As much of a text as there is room for.
fn fit(text: &str, width: i32, tenths: i32) -> String {
    let room = (width * 10 / tenths).max(4) as usize;
    let text = visible(text);
    match text.char_indices().nth(room) {
        Some(_) => text.chars().take(room - 1).chain(['…']).collect(),
        None => text,
    }
}

fn text(x: i32, y: i32, class: &str, text: &str) -> Markup {
    html! { text x=(x) y=(y) class=(class) { (text) } }
}

fn line(marked: &Marked, wire: &Wire) -> Markup {
    let class = class(marked.picture.links[wire.link].manner);
    html! { path d=(wire.path) class={ "wire " (class) } marker-end={ "url(#arrow-" (class) ")" } {} }
}

fn wire_label(marked: &Marked, wire: &Wire) -> Markup {
    let link = &marked.picture.links[wire.link];
    let (x, y) = wire.label;
    html! {
        @if !link.label.is_empty() {
            (text(x, y, &format!("wire-label {}", class(link.manner)), &fit(&link.label, 96, FACT_WIDTH)))
        }
    }
}

fn visitors(rect: Rect) -> Markup {
    html! {
        g class="visitors" {
            rect x=(rect.x) y=(rect.y) width=(rect.w) height=(rect.h) rx="18" {}
            (text(rect.x + rect.w / 2, rect.y + 23, "centre name", "Visitors"))
        }
    }
}

fn vpc(marked: &Marked, laid: &VpcBox) -> Markup {
    let index = laid.vpc;
    let vpc = &marked.picture.vpcs[index];
    let marks = &marked.vpcs[index];
    let rect = laid.rect;
    let is_missing = marked.is_missing_vpc(index);
    let name = format!("{} {}", vpc.name, vpc.cidr);
    let (gateway, gateway_class) =
        if vpc.has_internet_gateway { ("internet gateway", "good") } else { ("no internet gateway", "none") };
    html! {
        g class=(state("vpc", is_missing, marks)) {
            title { "VPC " (visible(&name)) }
            rect.box x=(rect.x) y=(rect.y) width=(rect.w) height=(rect.h) rx="12" {}
            (text(rect.x + 16, rect.y + 22, "kind", "VPC"))
            (text(rect.x + 16, rect.y + 41, "name", &fit(&name, rect.w - 190, NAME_WIDTH)))
            @if !is_missing {
                (text(rect.right() - 16, rect.y + 22, &format!("end chip {gateway_class}"), gateway))
            }
            (pills(marks, rect.x + 16, rect.y + 50, rect.w - 32))
            @for (zone, place) in vpc.zones.iter().zip(&laid.zones) {
                (text(place.x + place.w / 2, place.y + 17, "centre zone", &fit(zone, place.w, FACT_WIDTH)))
            }
            @if vpc.zones.is_empty() && !is_missing {
                (text(rect.x + 16, rect.y + 66 + layout::marks_height(marks, rect.w - 32), "fact", "no subnets"))
            }
            @for cell in &laid.cells { (subnet(marked, index, cell)) }
        }
    }
}

fn subnet(marked: &Marked, vpc: usize, cell: &Cell) -> Markup {
    let Cell { rect, tier, .. } = *cell;
    let Some(index) = cell.subnet else {
        return html! {
            g class="subnet absent" {
                rect.box x=(rect.x) y=(rect.y) width=(rect.w) height=(rect.h) rx="8" {}
                (text(rect.x + 12, rect.y + 26, "fact", &format!("no {} subnet in this zone", tier.label())))
            }
        };
    };
    let subnet = &marked.picture.vpcs[vpc].subnets[index];
    let marks = &marked.subnets[vpc][index];
    let pills_from = rect.y + if subnet.has_nat_gateway { 60 } else { 42 };
    html! {
        g class=(state(&format!("subnet {}", tier.label()), false, marks)) {
            title { (tier.label()) " subnet " (visible(&subnet.name)) " " (visible(&subnet.cidr)) }
            rect.box x=(rect.x) y=(rect.y) width=(rect.w) height=(rect.h) rx="8" {}
            (text(rect.x + 12, rect.y + 18, "tier", tier.label()))
            (text(rect.right() - 12, rect.y + 18, "end fact", &fit(&subnet.cidr, 140, FACT_WIDTH)))
            (text(rect.x + 12, rect.y + 35, "fact", &fit(&subnet.name, rect.w - 24, FACT_WIDTH)))
            @if subnet.has_nat_gateway { (text(rect.x + 12, rect.y + 53, "fact chip good", "NAT gateway")) }
            (pills(marks, rect.x + 8, pills_from, rect.w - 16))
        }
    }
}

fn card(marked: &Marked, index: usize, rect: Rect) -> Markup {
    let node = &marked.picture.nodes[index];
    let marks = &marked.nodes[index];
    let facts = layout::facts(marked, index);
    let name = layout::name_lines(marked, index, rect.w);
    let facts_from = rect.y + HEAD + name.len() as i32 * NAME;
    let pills_from = facts_from + facts.len() as i32 * FACT + 2;
    html! {
        g class=(state(&format!("card {}", tint(node.kind)), marked.is_missing_node(index), marks)) {
            title { (node.kind.label()) ": " (visible(&node.name)) @for fact in &node.facts { "; " (visible(fact)) } }
            rect.box x=(rect.x) y=(rect.y) width=(rect.w) height=(rect.h) rx="8" {}
            rect.stripe x=(rect.x + 10) y=(rect.y + 12) width="16" height="16" rx="4" {}
            path.glyph d=(glyph(node.kind)) transform={ "translate(" (rect.x + 10) "," (rect.y + 12) ")" } {}
            (text(rect.x + 34, rect.y + 18, "kind", node.kind.label()))
            @for (i, line) in name.iter().enumerate() { (text(rect.x + 34, rect.y + 36 + i as i32 * NAME, "name", line)) }
            @for (i, fact) in facts.iter().enumerate() {
                (text(rect.x + 12, facts_from + 10 + i as i32 * FACT, "fact", &fit(fact, rect.w - 20, FACT_WIDTH)))
            }
            (pills(marks, rect.x + 8, pills_from, rect.w - 16))
        }
    }
}

fn state(class: &str, is_missing: bool, marks: &[Mark]) -> String {
    let missing = if is_missing { " missing" } else { "" };
    let bad = if marks.is_empty() { "" } else { " bad" };
    format!("{class}{missing}{bad}")
}

/// The marks beside and below each other, each a link to its check.
fn pills(marks: &[Mark], x: i32, y: i32, width: i32) -> Markup {
    let (columns, shown) = layout::arrange(marks, width);
    let step = width / columns as i32;
    let wide = step - if columns > 1 { 6 } else { 0 };
    html! {
        @for (i, mark) in marks.iter().take(shown).enumerate() {
            @let x = x + (i % columns) as i32 * step;
            @let y = y + (i / columns) as i32 * MARK;
            a class="pill" href={ "#check-" (mark.check) } aria-label={ "failed: " (visible(&mark.title)) } {
                rect x=(x) y=(y) width=(wide) height=(MARK - 3) rx="5" {}
                (text(x + 8, y + 15, "pill-text", &format!("✗ {}", fit(&mark.title, wide - 28, FACT_WIDTH + 8))))
            }
        }
        @if shown < marks.len() {
            @let y = y + shown.div_ceil(columns) as i32 * MARK;
            (text(x + 8, y + 15, "fact", &format!("and {} more", marks.len() - shown)))
        }
    }
}

/// Which of the palette's tints a kind has.
fn tint(kind: Kind) -> &'static str {
    match kind {
        Kind::Zone | Kind::Name | Kind::Distribution => "network",
        Kind::LoadBalancer | Kind::Service => "compute",
        Kind::Database | Kind::Bucket => "storage",
        Kind::Certificate | Kind::Secret => "security",
    }
}

/// A sign of 16 by 16 for each kind.
fn glyph(kind: Kind) -> &'static str {
    match kind {
        Kind::Zone => "M3,5 H13 M3,8 H13 M3,11 H13",
        Kind::Name => "M3,8 H12 M9,5 L12,8 L9,11",
        Kind::Certificate => "M4,3 H12 V10 H4 z M6,10 V13 L8,12 L10,13 V10",
        Kind::Distribution => "M8,3 A5,5 0 1 1 7.9,3 M3,8 H13 M8,3 C5.5,6 5.5,10 8,13 C10.5,10 10.5,6 8,3",
        Kind::LoadBalancer => "M3,8 H7 M7,8 L12,4 M7,8 H13 M7,8 L12,12",
        Kind::Service => "M8,3 L13,5.5 V10.5 L8,13 L3,10.5 V5.5 z M3,5.5 L8,8 L13,5.5 M8,8 V13",
        Kind::Database => {
            "M4,4.5 C4,2.5 12,2.5 12,4.5 V11.5 C12,13.5 4,13.5 4,11.5 z M4,4.5 C4,6.5 12,6.5 12,4.5 M4,8 C4,10 12,10 12,8"
        }
        Kind::Bucket => "M3.5,4 H12.5 L11.5,13 H4.5 z M3.5,4 C5,6 11,6 12.5,4",
        Kind::Secret => "M5.5,8 A2.5,2.5 0 1 1 5.6,8 M7.5,7 H13 V10 M10.5,7 V9",
    }
}

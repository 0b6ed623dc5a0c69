//! Where an argument's value is written: in the call, or where the name that stands there got it.

use std::cell::OnceCell;
use std::collections::HashMap;

use serde_json::Value as Json;

use super::argument::Step;
use super::python::Program;
use super::python::syntax::File;
use super::python::value::{Entry, Event, Kind, Named, Span, Value};

/// How far a value's parts are looked into for what the template holds.
const DEEPEST: usize = 5;

/// A name that occurs more often than where it is given its value and where that is used is not for one purpose only.
const OCCURRENCES_OF_ONE_USE: usize = 2;

/// The program together with its text.
pub(super) struct Written<'p, 't> {
    pub(super) program: &'p Program<'t>,
    pub(super) files: &'t [File],
    occurrences: OnceCell<HashMap<&'t str, usize>>,
}

/// What became of looking for an argument.
pub(super) enum Argument {
    /// It is there.
    There(Span),
    /// It is not: this is what lacks it.
    Lacking(Span),
}

/// What is known of the thing that is wrong.
pub(super) struct Wrong<'a> {
    /// What the template holds.
    pub(super) actual: Option<&'a Json>,
    /// The name of the environment variable or the secret.
    pub(super) entry: Option<&'a str>,
    /// What follows the construct's id in the path of the resource, such as `publicSubnet1/Subnet`.
    pub(super) below: &'a str,
}

impl<'p, 't> Written<'p, 't> {
    pub(super) fn new(program: &'p Program<'t>, files: &'t [File]) -> Self {
        Self { program, files, occurrences: OnceCell::new() }
    }

    /// Looks for keyword arguments within each other in a call.
    pub(super) fn argument(&self, call: &Event<'t>, steps: &[Step<'_>], wrong: &Wrong<'_>) -> Argument {
        let Some((Step::Keyword(name), rest)) = steps.split_first() else {
            return Argument::There(call.span);
        };
        match call.arguments.named.iter().find(|named| named.name == *name) {
            Some(named) => self.within(Place::of(named), rest, wrong),
            None => Argument::Lacking(call.span),
        }
    }

    /// Goes on inside of an argument that was found.
    fn within(&self, place: Place<'_, 't>, steps: &[Step<'_>], wrong: &Wrong<'_>) -> Argument {
        match (&place.value.kind, steps.split_first()) {
            (Kind::Dictionary(entries), None) => match wrong.entry {
                Some(key) => self.entry(&entries.borrow(), &place, key, &[], wrong),
                None => Argument::There(self.of(&place, wrong)),
            },
            (_, None) => Argument::There(self.of(&place, wrong)),
            (Kind::Made(event), Some((Step::Keyword(_), _))) => {
                self.argument(&self.program.events[*event], steps, wrong)
            }
            (Kind::List(values), Some((Step::Keyword(_), _))) => {
                let values = values.borrow().clone();
                self.within_list(&values, &place, steps, wrong)
            }
            (Kind::Dictionary(entries), Some((Step::Keyword(key) | Step::Key(key), rest))) => {
                self.entry(&entries.borrow(), &place, key, rest, wrong)
            }
            _ => Argument::There(place.span),
        }
    }

    fn entry(
        &self,
        entries: &[Entry<'t>],
        place: &Place<'_, 't>,
        key: &str,
        rest: &[Step<'_>],
        wrong: &Wrong<'_>,
    ) -> Argument {
        let Some(entry) = entries.iter().find(|entry| entry.key.known_text().as_deref() == Some(key)) else {
            let own = place.value.span;
            return Argument::Lacking(if place.span.contains(own) { place.span } else { own });
        };
        if rest.is_empty() {
            let within = self.leaf(&entry.value, entry.span, wrong, DEEPEST);
            return Argument::There(within.unwrap_or(entry.span));
        }
        match &entry.value.kind {
            Kind::Made(event) => self.argument(&self.program.events[*event], rest, wrong),
            _ => Argument::There(entry.span),
        }
    }

    /// Of several calls in a list, the one whose `name` begins what follows in the resource's path; else the list, unless
    /// all of them lead to one place.
    fn within_list(
        &self,
        values: &[Value<'t>],
        place: &Place<'_, 't>,
        steps: &[Step<'_>],
        wrong: &Wrong<'_>,
    ) -> Argument {
        let calls: Vec<&Event<'t>> = values.iter().filter_map(|value| self.call(value)).collect();
        let is_named = |call: &&&Event<'t>| {
            let name = call.arguments.named.iter().find(|named| named.name == "name");
            let name = name.and_then(|named| named.value.known_text()).filter(|name| !name.is_empty());
            name.is_some_and(|name| {
                let rest = wrong.below.strip_prefix(name.as_str());
                rest.is_some_and(|rest| rest.starts_with("Subnet"))
            })
        };
        let named: Vec<_> = calls.iter().filter(is_named).copied().collect();
        let chosen = if named.is_empty() { calls } else { named };
        let mut found: Vec<Argument> = chosen.iter().map(|call| self.argument(call, steps, wrong)).collect();
        found.dedup_by_key(|argument| argument.span());
        match (found.pop(), found.is_empty()) {
            (Some(argument), true) => argument,
            _ => Argument::There(place.span),
        }
    }

    fn call(&self, value: &Value<'t>) -> Option<&'p Event<'t>> {
        match value.kind {
            Kind::Made(event) => Some(&self.program.events[event]),
            _ => None,
        }
    }

    /// Where the value of an argument is written.
    fn of(&self, place: &Place<'_, 't>, wrong: &Wrong<'_>) -> Span {
        let (value, name) = (place.value, self.name(place));
        if let (Some(passed), Some(_)) = (value.passed, name.filter(|name| !name.contains('.'))) {
            return passed;
        }
        let is_elsewhere = !place.span.contains(value.span);
        let is_for_one_use = name.is_some_and(|name| self.is_for_one_use(name));
        let is_plain = value.is_written_out() || matches!(value.kind, Kind::External(_));
        if is_elsewhere && is_for_one_use && is_plain && agrees(value, wrong.actual) {
            return value.span;
        }
        if let Some(leaf) = self.leaf(value, place.span, wrong, DEEPEST) {
            return leaf;
        }
        let is_construct = self.call(value).is_none_or(|call| call.is_construct);
        if is_elsewhere && is_for_one_use && !is_construct { value.span } else { place.span }
    }

    /// The name that stands for the value, dots and all.
    fn name(&self, place: &Place<'_, 't>) -> Option<&'t str> {
        let node = place.expression.filter(|node| matches!(node.kind(), "identifier" | "attribute"))?;
        Some(self.files[place.span.file].text_of(node))
    }

    /// The one constant elsewhere that a value was made with, and that the template holds.
    fn leaf(&self, value: &Value<'t>, outside_of: Span, wrong: &Wrong<'_>, depth: usize) -> Option<Span> {
        let mut found = Vec::new();
        self.leaves(value, depth, &mut |leaf| {
            if !outside_of.contains(leaf.span) && wrong.actual.is_some_and(|actual| is_held(leaf, actual)) {
                found.push(leaf.span);
            }
        });
        found.sort_unstable();
        found.dedup();
        if let [leaf] = found[..] { Some(leaf) } else { None }
    }

    fn leaves(&self, value: &Value<'t>, depth: usize, each: &mut impl FnMut(&Value<'t>)) {
        match &value.kind {
            Kind::Made(event) if depth > 0 => {
                let event = &self.program.events[*event];
                if event.is_construct {
                    return;
                }
                let named = event.arguments.named.iter().map(|named| &named.value);
                for argument in event.arguments.positional.iter().chain(named) {
                    self.leaves(argument, depth - 1, each);
                }
            }
            Kind::List(values) if depth > 0 => {
                values.borrow().iter().for_each(|value| self.leaves(value, depth - 1, each));
            }
            Kind::Text(_) | Kind::Literal(_) => each(value),
            _ => {}
        }
    }

    fn is_for_one_use(&self, name: &str) -> bool {
        let last = name.rsplit('.').next().unwrap_or(name);
        let occurrences = self.occurrences.get_or_init(|| count_names(self.files));
        occurrences.get(last).is_none_or(|count| *count <= OCCURRENCES_OF_ONE_USE)
    }
}

impl Argument {
    fn span(&self) -> Span {
        match self {
            Self::There(span) | Self::Lacking(span) => *span,
        }
    }
}

/// An argument and the expression that stands for its value.
struct Place<'a, 't> {
    value: &'a Value<'t>,
    span: Span,
    expression: Option<tree_sitter::Node<'t>>,
}

impl<'a, 't> Place<'a, 't> {
    fn of(named: &'a Named<'t>) -> Self {
        Self { value: &named.value, span: named.span, expression: named.expression }
    }
}

/// Whether a value may be what the template holds; what is no single value there tells nothing.
fn agrees(value: &Value<'_>, actual: Option<&Json>) -> bool {
    let written = match &value.kind {
        Kind::Text(text) => text.known(),
        Kind::Literal(literal) => Some((*literal).to_owned()),
        _ => None,
    };
    match (written, actual.and_then(scalar)) {
        (Some(written), Some(actual)) => written == actual,
        _ => true,
    }
}

/// Whether the template's value is this constant, or is made with it.
fn is_held(leaf: &Value<'_>, actual: &Json) -> bool {
    let Some(actual) = scalar(actual) else {
        return false;
    };
    match &leaf.kind {
        Kind::Literal(literal) => *literal == actual,
        _ => {
            leaf.known_text().is_some_and(|text| text == actual || actual.split(':').any(|part| part == text))
        }
    }
}

fn scalar(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// How often each name stands for something, imports and the names of keyword arguments not counted.
fn count_names(files: &[File]) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for file in files {
        file.each_name(|name| *counts.entry(name).or_default() += 1);
    }
    counts
}

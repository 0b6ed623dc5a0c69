//! Where an argument's value is written: in the call, or where the name that stands there got it.
//!
//! A name that has one purpose only is followed to what it was given; one that is used more than once is not, since
//! what is wrong may be that it is used here.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::python::syntax::File;
use super::python::value::{Event, Kind, Span, Value};
use super::written::{Place, Written, Wrong};

/// How far a value's parts are looked into for what the template holds.
const DEEPEST: usize = 5;

/// How many of them are looked into; lists within lists may stand for very many.
const MOST_VALUES: usize = 2_000;

/// A name that occurs more often than where it is given its value and where that is used is not for one purpose only.
const OCCURRENCES_OF_ONE_USE: usize = 2;

impl<'t> Written<'_, 't> {
    /// Where the value of an argument is written.
    pub(super) fn origin(&self, place: &Place<'_, 't>, wrong: &Wrong<'_>) -> Span {
        let value = place.value;
        let kind = place.expression.map(|expression| expression.kind());
        if let (Some(passed), Some("identifier")) = (value.passed, kind) {
            return passed;
        }
        let is_elsewhere = !place.span.contains(value.span);
        let is_for_one_use = self.name(place).is_some_and(|name| self.is_for_one_use(name));
        let is_plain = value.is_written_out() || matches!(value.kind, Kind::External(_));
        if is_elsewhere && is_for_one_use && is_plain && agrees(value, wrong.actual) {
            return value.span;
        }
        if let Some(constant) = self.constant(value, place.span, wrong) {
            return constant;
        }
        let is_construct = self.call(value).is_none_or(|call| call.is_construct);
        if is_elsewhere && is_for_one_use && !is_construct { value.span } else { place.span }
    }

    /// The name that stands for the value, or that of the function that gives it.
    fn name(&self, place: &Place<'_, 't>) -> Option<&'t str> {
        let expression = place.expression?;
        let named = match expression.kind() {
            "identifier" | "attribute" => expression,
            "call" => expression.child_by_field_name("function")?,
            _ => return None,
        };
        // A dictionary that is spread stands in another file than its call, perhaps.
        self.files[place.span.file].text_of(named).rsplit('.').next()
    }

    /// The one argument whose list is what the template holds.
    pub(super) fn held_argument(&self, call: &Event<'t>, wrong: &Wrong<'_>) -> Option<Span> {
        let mut actual: Vec<String> = wrong.actual?.as_array()?.iter().map(scalar).collect::<Option<_>>()?;
        actual.sort_unstable();
        let is_held = |value: &Value<'t>| {
            let Kind::List(values) = &value.kind else {
                return false;
            };
            let mut names: Vec<_> = values.borrow().iter().filter_map(last_name).collect();
            names.sort_unstable();
            !names.is_empty() && names == actual
        };
        let mut held = call.arguments.named.iter().filter(|named| is_held(&named.value));
        let named = held.next().filter(|_| held.next().is_none())?;
        Some(self.origin(&Place::of(named), wrong))
    }

    /// The one constant elsewhere that a value was made with, and that the template holds.
    pub(super) fn constant(&self, value: &Value<'t>, outside_of: Span, wrong: &Wrong<'_>) -> Option<Span> {
        let actual = wrong.actual.and_then(scalar)?;
        let mut found = Vec::new();
        let mut left = MOST_VALUES;
        self.constants_in(value, DEEPEST, &mut left, &mut |constant| {
            if !outside_of.contains(constant.span) && is_part_of(constant, &actual) {
                found.push(constant.span);
            }
        });
        found.sort_unstable();
        found.dedup();
        let [constant] = found[..] else {
            return None;
        };
        self.files[constant.file]
            .assigned_name(constant)
            .is_none_or(|name| self.is_for_one_use(name))
            .then_some(constant)
    }

    fn constants_in(
        &self,
        value: &Value<'t>,
        depth: usize,
        left: &mut usize,
        each: &mut impl FnMut(&Value<'t>),
    ) {
        let mut part = |part: &Value<'t>| {
            if *left == 0 {
                return;
            }
            *left -= 1;
            match part.kind {
                Kind::Text(_) | Kind::Literal(_) => each(part),
                _ if depth > 0 => self.constants_in(part, depth - 1, left, each),
                _ => {}
            }
        };
        match &value.kind {
            Kind::Made(event) if !self.program.events[*event].is_construct => {
                let arguments = &self.program.events[*event].arguments;
                arguments.positional.iter().for_each(&mut part);
                arguments.named.iter().for_each(|named| part(&named.value));
            }
            Kind::List(values) => values.borrow().iter().for_each(part),
            _ => {}
        }
    }

    fn is_for_one_use(&self, name: &str) -> bool {
        let occurrences = self.occurrences.get_or_init(|| count_names(self.files));
        occurrences.get(name).is_none_or(|count| *count <= OCCURRENCES_OF_ONE_USE)
    }
}

fn written(value: &Value<'_>) -> Option<String> {
    match &value.kind {
        Kind::Text(text) => text.known(),
        Kind::Literal(literal) => Some((*literal).to_owned()),
        _ => None,
    }
}

/// `GET` of `"GET"` and of `s3.HttpMethods.GET`.
fn last_name(value: &Value<'_>) -> Option<String> {
    match &value.kind {
        Kind::External(dotted) => dotted.rsplit('.').next().map(str::to_owned),
        _ => value.known_text(),
    }
}

/// Whether a value may be what the template holds; what is no single value there tells nothing.
fn agrees(value: &Value<'_>, actual: Option<&Json>) -> bool {
    match (written(value), actual.and_then(scalar)) {
        (Some(written), Some(actual)) => written == actual || is_mask_of(&written, &actual),
        _ => true,
    }
}

/// Whether the template's value is this constant, or is made with it.
fn is_part_of(constant: &Value<'_>, actual: &str) -> bool {
    written(constant).is_some_and(|written| {
        written == actual || is_mask_of(&written, actual) || actual.split(':').any(|part| part == written)
    })
}

/// `26` of `10.0.0.0/26`.
fn is_mask_of(written: &str, actual: &str) -> bool {
    actual.rsplit_once('/').is_some_and(|(address, mask)| mask == written && address.split('.').count() == 4)
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

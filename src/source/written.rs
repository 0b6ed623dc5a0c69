//! Looks for keyword arguments in a call, and within their values.

use std::cell::OnceCell;
use std::collections::HashMap;

use serde_json::Value as Json;

use super::argument::Step;
use super::python::Program;
use super::python::syntax::File;
use super::python::value::{Entry, Event, Kind, Named, Span, Value};

/// The program together with its text.
pub(super) struct Written<'p, 't> {
    pub(super) program: &'p Program<'t>,
    pub(super) files: &'t [File],
    pub(super) occurrences: OnceCell<HashMap<&'t str, usize>>,
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
            return Argument::There(self.held_argument(call, wrong).unwrap_or(call.span));
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
                None => Argument::There(self.origin(&place, wrong)),
            },
            (_, None) => Argument::There(self.origin(&place, wrong)),
            (Kind::Made(event), Some((Step::Call(_) | Step::Keyword(_), _))) => {
                self.argument(&self.program.events[*event], steps, wrong)
            }
            (Kind::List(values), Some((Step::Call(_) | Step::Keyword(_), _))) => {
                self.within_list(&values.borrow(), &place, steps, wrong)
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
            let within = self.constant(&entry.value, entry.span, wrong);
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

    pub(super) fn call(&self, value: &Value<'t>) -> Option<&'p Event<'t>> {
        match value.kind {
            Kind::Made(event) => Some(&self.program.events[event]),
            _ => None,
        }
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
pub(super) struct Place<'a, 't> {
    pub(super) value: &'a Value<'t>,
    pub(super) span: Span,
    pub(super) expression: Option<tree_sitter::Node<'t>>,
}

impl<'a, 't> Place<'a, 't> {
    pub(super) fn of(named: &'a Named<'t>) -> Self {
        Self { value: &named.value, span: named.span, expression: named.expression }
    }
}

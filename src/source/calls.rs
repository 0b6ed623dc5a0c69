//! Which call of the student's made a construct.

use super::python::Program;
use super::python::value::{Event, Kind, Span, Text, Value};
use super::traced::Traced;
use crate::report::KnownFrom;

/// How far values are looked into for the constructs that they have to do with.
const DEEPEST: usize = 6;

/// How many values are looked into for one; lists within lists may stand for very many.
const MOST_VALUES: usize = 2_000;

/// Fewer known characters of a construct's id than this tell it from no other.
const FEWEST_KNOWN: usize = 3;

/// A call that made a construct.
pub(super) struct Made<'p, 't> {
    pub(super) path: String,
    pub(super) span: Span,
    /// The call with its values, where it was followed to it.
    pub(super) event: Option<&'p Event<'t>>,
    /// The keyword arguments that the tracer saw.
    pub(super) arguments: Vec<(String, Span)>,
    pub(super) known_from: KnownFrom,
}

/// Finds the call that made the construct of a path, or the nearest one around it, but not its stack.
pub(super) fn made<'p, 't>(
    program: &'p Program<'t>,
    traced: Option<&Traced>,
    path: &str,
    stack: &str,
) -> Option<Made<'p, 't>> {
    // Stack traces are those of resources, not of the constructs around them.
    let at_resource = traced.filter(|traced| traced.known_from == KnownFrom::StackTrace);
    if let Some(Found::One(made)) = at_resource.map(|traced| seen_at(program, traced, path)) {
        return Some(made);
    }
    let traced = traced.filter(|traced| traced.known_from == KnownFrom::Trace);
    let mut rest = path;
    while rest.len() > stack.len() {
        let found = match traced {
            Some(traced) => seen_at(program, traced, rest),
            None => searched_at(program, rest),
        };
        match found {
            Found::One(made) => return Some(made),
            Found::Several => return None,
            Found::None => rest = rest.rsplit_once('/')?.0,
        }
    }
    None
}

enum Found<'p, 't> {
    One(Made<'p, 't>),
    Several,
    None,
}

fn searched_at<'p, 't>(program: &'p Program<'t>, path: &str) -> Found<'p, 't> {
    let events = candidates(program, path);
    let Some(first) = events.first() else {
        return Found::None;
    };
    if events.iter().any(|event| event.span != first.span) {
        return Found::Several;
    }
    let (span, known_from) = (first.span, KnownFrom::Search);
    Found::One(Made { path: path.to_owned(), span, event: Some(first), arguments: Vec::new(), known_from })
}

fn seen_at<'p, 't>(program: &'p Program<'t>, traced: &Traced, path: &str) -> Found<'p, 't> {
    let Some(first) = traced.at(path).first() else {
        return Found::None;
    };
    if traced.at(path).iter().any(|seen| seen.span != first.span) {
        return Found::Several;
    }
    let here = || program.events.iter().filter(|event| event.span == first.span);
    // The path may be that of a resource in what the call made.
    let made = |event: &Event<'t>| {
        let known = event.path.as_ref()?;
        let mut paths = path.match_indices('/').map(|(end, _)| &path[..end]).chain([path]);
        paths.rfind(|path| known.may_be(path)).map(str::to_owned)
    };
    let followed = || here().filter(|event| made(event).is_some());
    let event = followed().find(|event| event.callers == first.callers).or_else(|| followed().next());
    let event = event.or_else(|| here().next());
    let path = event.and_then(made).unwrap_or_else(|| path.to_owned());
    let (span, arguments, known_from) = (first.span, first.arguments.clone(), traced.known_from);
    Found::One(Made { path, span, event, arguments, known_from })
}

/// The calls that may have made the construct of a path: those whose id is known, else those whose id fits.
fn candidates<'p, 't>(program: &'p Program<'t>, path: &str) -> Vec<&'p Event<'t>> {
    let with_path = |event: &&'p Event<'t>| event.path.as_ref().is_some_and(|known| known.may_be(path));
    let fitting: Vec<_> = program.events.iter().filter(with_path).collect();
    let known = |event: &&&Event<'t>| event.path.as_ref().and_then(Text::known).is_some();
    let exact: Vec<_> = fitting.iter().filter(known).copied().collect();
    let constructs: Vec<_> = exact.iter().filter(|event| event.is_construct).copied().collect();
    if !constructs.is_empty() {
        return constructs;
    }
    if !exact.is_empty() {
        return exact;
    }
    let tells = |event: &&&Event<'t>| {
        event.path.as_ref().is_some_and(|known| known.known_of_last_step() >= FEWEST_KNOWN)
    };
    fitting.iter().filter(tells).copied().collect()
}

#[derive(Default)]
struct Roots {
    paths: Vec<String>,
    seen: usize,
}

impl<'t> Program<'t> {
    /// The paths of the constructs that a value is, belongs to or was made of.
    pub(super) fn roots(&self, value: &Value<'t>) -> Vec<String> {
        let mut found = Roots::default();
        self.collect_roots(value, DEEPEST, &mut found);
        found.paths
    }

    fn collect_roots(&self, value: &Value<'t>, depth: usize, found: &mut Roots) {
        if depth == 0 || found.seen == MOST_VALUES {
            return;
        }
        found.seen += 1;
        match &value.kind {
            Kind::Attribute(inner, _) => self.collect_roots(inner, depth - 1, found),
            Kind::Object(object) => found.paths.extend(object.path.borrow().as_ref().and_then(Text::known)),
            Kind::List(values) => {
                values.borrow().iter().for_each(|value| self.collect_roots(value, depth - 1, found))
            }
            Kind::Dictionary(entries) => {
                entries.borrow().iter().for_each(|entry| self.collect_roots(&entry.value, depth - 1, found));
            }
            Kind::Made(event) => {
                let event = &self.events[*event];
                match event
                    .path
                    .as_ref()
                    .filter(|_| event.is_construct || event.receiver.is_some())
                    .and_then(Text::known)
                {
                    Some(path) => found.paths.push(path),
                    None => self.collect_roots_of_call(event, depth - 1, found),
                }
            }
            _ => {}
        }
    }

    fn collect_roots_of_call(&self, event: &Event<'t>, depth: usize, found: &mut Roots) {
        let named = event.arguments.named.iter().map(|named| &named.value);
        for value in event.receiver.iter().chain(&event.arguments.positional).chain(named) {
            self.collect_roots(value, depth, found);
        }
    }

    /// The paths of the constructs that a call has to do with: what it is a method of, and what it is given.
    pub(super) fn roots_of_call(&self, event: &Event<'t>) -> Vec<String> {
        let mut found = Roots::default();
        self.collect_roots_of_call(event, DEEPEST, &mut found);
        found.paths
    }
}

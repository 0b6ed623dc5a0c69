//! The calls that are known to have made constructs: the tracer's, found again in the files as they are now, or those of
//! the assembly's stack traces.

use std::collections::HashMap;

use super::python::syntax::File;
use super::python::value::Span;
use crate::report::KnownFrom;
use crate::trace::{Call, Place, Trace};

/// Where the constructs of each path were made, and with what.
pub(super) struct Traced {
    made: HashMap<String, Vec<Seen>>,
    pub(super) known_from: KnownFrom,
    /// Whether each traced call still stands where it stood.
    pub(super) is_current: bool,
}

/// A call that was seen.
pub(super) struct Seen {
    pub(super) span: Span,
    /// The calls that led there, outermost first.
    pub(super) callers: Vec<Span>,
    pub(super) arguments: Vec<(String, Span)>,
}

impl Traced {
    pub(super) fn new(known_from: KnownFrom) -> Self {
        Self { made: HashMap::new(), known_from, is_current: true }
    }

    pub(super) fn add(&mut self, path: String, seen: Seen) {
        self.made.entry(path).or_default().push(seen);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.made.is_empty()
    }

    /// What the tracer saw.
    pub(super) fn by_tracer(trace: &Trace, files: &[File]) -> Self {
        let mut traced = Self::new(KnownFrom::Trace);
        let by_path: HashMap<&str, usize> =
            files.iter().enumerate().map(|(i, file)| (file.path.as_str(), i)).collect();
        let spans = |place: &Place| span(place, files, &by_path);
        let methods = trace
            .calls
            .iter()
            .filter_map(|call| Some((format!("{}/{}", call.path, call.id.as_ref()?), call)));
        for (path, call) in trace.constructs.iter().map(|call| (call.path.clone(), call)).chain(methods) {
            match seen(call, &spans, &by_path, files) {
                Some(seen) => traced.add(path, seen),
                None => traced.is_current = false,
            }
        }
        traced
    }

    /// The calls that made the construct of a path: one, or several that have the same path (in stages, say).
    pub(super) fn at(&self, path: &str) -> &[Seen] {
        self.made.get(path).map(Vec::as_slice).unwrap_or_default()
    }
}

fn seen(
    call: &Call,
    spans: &impl Fn(&Place) -> Option<Span>,
    files: &HashMap<&str, usize>,
    sources: &[File],
) -> Option<Seen> {
    let (own, callers) = call.frames.split_first()?;
    let arguments = call.arguments.iter().filter_map(|argument| {
        let file = *files.get(own.file.as_str())?;
        let start = sources[file].byte(argument.line, argument.column)?;
        let end = sources[file].byte(argument.end_line, argument.end_column)?;
        (start < end).then(|| (argument.name.clone(), Span { file, start, end }))
    });
    let callers = callers.iter().rev().filter_map(spans).collect();
    Some(Seen { span: spans(own)?, callers, arguments: arguments.collect() })
}

/// The call at a place, if there is one.
fn span(place: &Place, files: &[File], by_path: &HashMap<&str, usize>) -> Option<Span> {
    let file = *by_path.get(place.file.as_str())?;
    let calls = files[file].calls_in_line(file, place.line);
    let (Some(column), Some(end_line), Some(end_column)) = (place.column, place.end_line, place.end_column)
    else {
        // Only the line is known: then there must be only one.
        return if let [call] = calls[..] { Some(call) } else { None };
    };
    let start = files[file].byte(place.line, column)?;
    let end = files[file].byte(end_line, end_column)?;
    calls.into_iter().find(|call| (call.start, call.end) == (start, end))
}

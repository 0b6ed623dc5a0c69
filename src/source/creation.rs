//! The stack traces that newer versions of the CDK and of jsii put into the assembly, with frames of the app's Python.
//!
//! `aws:cdk:creationStack` stands in a stack's metadata, which is inside `manifest.json` or in a `*.metadata.json` of its
//! own. Before that, `aws:cdk:logicalId` had a `trace`. The CDK writes Python's frames only with JSII_HOST_STACK_TRACES=1.

use std::fs;
use std::io::Read;
use std::path::Path;

use serde_json::Value;

use super::python::Program;
use super::python::syntax::File;
use super::python::value::Span;
use super::traced::{Seen, Traced};
use crate::report::KnownFrom;

const MOST_FILES: usize = 60;
const MOST_BYTES: u64 = 8 << 20;

/// The calls that the assembly's stack traces name; `None` where none is in the app's files.
pub(super) fn read(assembly: &Path, entry: &str, files: &[File], program: &Program<'_>) -> Option<Traced> {
    let mut traced = Traced::new(KnownFrom::StackTrace);
    for metadata in metadata(assembly) {
        for (path, entries) in metadata.as_object().into_iter().flatten() {
            for stack in entries.as_array().into_iter().flatten().filter_map(stack_of) {
                let frames: Vec<(&str, usize)> =
                    stack.iter().filter_map(|frame| frame_of(frame.as_str()?)).collect();
                if let Some(seen) = seen(&frames, entry, files, program) {
                    traced.add(path.trim_start_matches('/').to_owned(), seen);
                }
            }
        }
    }
    (!traced.is_empty()).then_some(traced)
}

/// The metadata of all stacks: objects from construct paths to lists of entries.
fn metadata(assembly: &Path) -> Vec<Value> {
    let mut found = Vec::new();
    let mut names: Vec<_> =
        fs::read_dir(assembly).into_iter().flatten().flatten().map(|e| e.file_name()).collect();
    names.sort();
    let is_metadata = |name: &str| name == "manifest.json" || name.ends_with(".metadata.json");
    let names = names.iter().filter(|name| name.to_str().is_some_and(is_metadata)).take(MOST_FILES);
    for name in names {
        let Some(Value::Object(mut document)) = parse(&assembly.join(name)) else {
            continue;
        };
        match document.remove("artifacts") {
            Some(Value::Object(artifacts)) => {
                found.extend(
                    artifacts
                        .into_iter()
                        .filter_map(|(_, mut artifact)| artifact.get_mut("metadata").map(Value::take)),
                );
            }
            _ => found.push(Value::Object(document)),
        }
    }
    found
}

/// A file that holds stack traces; others are not worth parsing.
fn parse(path: &Path) -> Option<Value> {
    if !fs::symlink_metadata(path).ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    fs::File::open(path).ok()?.take(MOST_BYTES).read_to_string(&mut text).ok()?;
    let has_traces = text.contains("aws:cdk:creationStack") || text.contains("\"trace\"");
    has_traces.then(|| serde_json::from_str(&text).ok())?
}

fn stack_of(entry: &Value) -> Option<&Vec<Value>> {
    match entry.get("type")?.as_str()? {
        "aws:cdk:creationStack" => entry.get("data")?.as_array(),
        "aws:cdk:logicalId" => entry.get("trace")?.as_array(),
        _ => None,
    }
}

/// The file and the line of `function (FILE.py:LINE)`.
fn frame_of(frame: &str) -> Option<(&str, usize)> {
    let (file, line) = frame.strip_suffix(')')?.rsplit_once(" (")?.1.rsplit_once(':')?;
    Some((file, line.parse().ok()?)).filter(|(file, _)| file.ends_with(".py"))
}

/// The call that the innermost of the app's own frames is in. The outermost is in the file that was run, and so tells
/// which folder the app was in.
fn seen(frames: &[(&str, usize)], entry: &str, files: &[File], program: &Program<'_>) -> Option<Seen> {
    let root = frames.last()?.0.strip_suffix(entry)?;
    let (file, line) = frames.iter().find_map(|(path, line)| {
        let path = path.strip_prefix(root)?;
        Some((files.iter().position(|file| file.path == path)?, *line))
    })?;
    let calls = files[file].calls_in_line(file, line);
    let made: Vec<Span> = calls.iter().filter(|call| makes_something(program, **call)).copied().collect();
    let (([span], _) | (_, [span])) = (&calls[..], &made[..]) else {
        return None;
    };
    Some(Seen { span: *span, callers: Vec::new(), arguments: Vec::new() })
}

fn makes_something(program: &Program<'_>, call: Span) -> bool {
    program.events.iter().any(|event| event.span == call && event.path.is_some())
}

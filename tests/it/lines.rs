//! How often a finding points at the line that the fault is in: the faults of `fixtures/variants/` are edits, so the place
//! is known. `docs/source.md` says what counts as right.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    reason = "shared by a test and an example"
)]

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use infragrade::policy::Pack;
use infragrade::report::{Finding, KnownFrom, Source};
use infragrade::source;
use infragrade::trace;
use serde::Deserialize;

use crate::support::{Variant, fixtures, graded, read, variants};

/// A finding of a fault, and what its place is worth.
pub struct Judged {
    pub variant: String,
    pub check: String,
    pub verdict: Verdict,
    pub known_from: Option<KnownFrom>,
    /// What it points at, cut to one line.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Right,
    Wrong,
    None,
}

#[derive(Deserialize)]
struct Edited {
    #[serde(default = "usual_app")]
    app: String,
    #[serde(default)]
    edit: Vec<Edit>,
}

fn usual_app() -> String {
    "cdk".to_owned()
}

#[derive(Deserialize)]
struct Edit {
    file: String,
    old: String,
    new: String,
}

/// Where a finding belongs that is not about the edited text: that is missing, or shows in another resource.
#[derive(Deserialize)]
struct Elsewhere {
    variants: Vec<String>,
    #[serde(default)]
    check: Option<String>,
    file: String,
    /// The text that the finding's place begins with, which occurs once in the file.
    text: String,
    /// Why there.
    #[serde(rename = "because")]
    _because: String,
}

/// The files of an edited app, with the stretches of each that were edited.
struct App {
    files: BTreeMap<String, String>,
    edits: Vec<Change>,
}

/// A text that was put into a file.
struct Change {
    file: String,
    /// All of it.
    text: Range<usize>,
    /// What of it differs from the text that was there before; empty where something was taken out only.
    different: Range<usize>,
}

/// Judges every finding of every fault; with the tracer's file, or as if there were none.
pub fn judge(with_trace: bool, choose: impl Fn(&Variant) -> bool) -> Vec<Judged> {
    let mut pack = Pack::builtin().unwrap();
    let elsewhere: BTreeMap<String, Vec<Elsewhere>> =
        toml::from_str(&fs::read_to_string(fixtures().join("lines.toml")).unwrap()).unwrap();
    let apps = edited();
    let mut judged = Vec::new();
    for variant in variants().iter().filter(|variant| !variant.fails.is_empty() && choose(variant)) {
        let app = App::new(&apps[&variant.name]);
        let folder = tempfile::tempdir().unwrap();
        let assembly = app.write(folder.path(), &variant.directory(), with_trace);
        let read = read(&assembly);
        let mut report = graded(&mut pack, &read);
        let about =
            source::Graded { directory: &assembly, assembly: &read, catalogue: pack.catalogue(), app: None };
        source::locate(&mut report, about);
        for check in &report.checks {
            for finding in &check.violations {
                let places = &elsewhere["elsewhere"];
                let place = places.iter().find(|place| place.is_about(&variant.name, &check.id));
                judged.push(app.judged(variant, &check.id, finding, place));
            }
        }
    }
    judged
}

fn edited() -> BTreeMap<String, Edited> {
    let mut edited = BTreeMap::new();
    for entry in fs::read_dir(fixtures().join("variants")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        edited.extend(toml::from_str::<BTreeMap<String, Edited>>(&text).unwrap());
    }
    edited
}

impl App {
    fn new(variant: &Edited) -> Self {
        let mut app = Self { files: BTreeMap::new(), edits: Vec::new() };
        let source = fixtures().join(&variant.app);
        for entry in walkdir::WalkDir::new(&source) {
            let entry = entry.unwrap();
            let path = entry.path().strip_prefix(&source).unwrap().to_str().unwrap().to_owned();
            if entry.file_type().is_file() && (path.ends_with(".py") || path == "cdk.json") {
                app.files.insert(path, fs::read_to_string(entry.path()).unwrap());
            }
        }
        for edit in &variant.edit {
            app.edit(edit);
        }
        app
    }

    /// Makes an edit, and keeps what it and those before it changed: without what `old` and `new` share at their ends.
    fn edit(&mut self, edit: &Edit) {
        let text = self.files.get_mut(&edit.file).unwrap();
        let start = text.find(&edit.old).unwrap();
        text.replace_range(start..start + edit.old.len(), &edit.new);
        for change in self.edits.iter_mut().filter(|change| change.file == edit.file) {
            for range in [&mut change.text, &mut change.different] {
                if range.start >= start + edit.old.len() {
                    let moved = |at: usize| at + edit.new.len() - edit.old.len();
                    *range = moved(range.start)..moved(range.end);
                }
            }
        }
        let (before, after) = shared(&edit.old, &edit.new);
        let different = start + before..start + edit.new.len() - after;
        self.edits.push(Change { file: edit.file.clone(), text: start..start + edit.new.len(), different });
    }

    fn write(&self, root: &Path, recorded: &Path, with_trace: bool) -> std::path::PathBuf {
        let cdk = root.join("cdk");
        for (path, text) in &self.files {
            let path = cdk.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let assembly = cdk.join("cdk.out");
        fs::create_dir(&assembly).unwrap();
        for entry in fs::read_dir(recorded).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() && (with_trace || entry.file_name() != trace::FILE) {
                fs::copy(entry.path(), assembly.join(entry.file_name())).unwrap();
            }
        }
        assembly
    }

    fn judged(
        &self,
        variant: &Variant,
        check: &str,
        finding: &Finding,
        elsewhere: Option<&Elsewhere>,
    ) -> Judged {
        let found = finding.source.as_ref().map(|source| self.range(source));
        let verdict = match (&found, elsewhere) {
            (None, _) => Verdict::None,
            (Some((file, range)), Some(place)) => {
                let text = &self.files[&place.file];
                assert_eq!(text.matches(&place.text).count(), 1, "{}: {}", variant.name, place.text);
                let is_there = *file == place.file && Some(range.start) == text.find(&place.text);
                if is_there { Verdict::Right } else { Verdict::Wrong }
            }
            (Some((file, range)), None) => {
                let fits = |change: &Change| {
                    let touches = range.start <= change.different.end && change.different.start <= range.end;
                    let is_inside = is_within(range, &change.text) && touches;
                    change.file == *file && (is_inside || is_within(&change.different, range))
                };
                if self.edits.iter().any(fits) { Verdict::Right } else { Verdict::Wrong }
            }
        };
        let text = found.map(|(file, range)| {
            let line = self.files[&file][range].lines().next().unwrap_or_default().to_owned();
            format!("{file}: {line}")
        });
        Judged {
            variant: variant.name.clone(),
            check: check.to_owned(),
            verdict,
            known_from: finding.source.as_ref().map(|source| source.known_from),
            text: text.unwrap_or_default(),
        }
    }

    fn range(&self, source: &Source) -> (String, Range<usize>) {
        let file = source.file.strip_prefix("cdk/").unwrap().to_owned();
        let text = &self.files[&file];
        let byte = |line: usize, column: usize| {
            let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
            let rest = text[start..].char_indices().map(|(i, _)| i).chain([text.len() - start]);
            start + rest.clone().nth(column - 1).unwrap()
        };
        (file, byte(source.line, source.column)..byte(source.end_line, source.end_column))
    }
}

impl Elsewhere {
    fn is_about(&self, variant: &str, check: &str) -> bool {
        self.variants.iter().any(|name| name == variant)
            && self.check.as_deref().is_none_or(|known| known == check)
    }
}

/// How many bytes two texts share at their beginnings and at their ends, without counting any twice.
fn shared(old: &str, new: &str) -> (usize, usize) {
    let same = |pairs: Vec<(u8, u8)>| pairs.iter().take_while(|(a, b)| a == b).count();
    let before = same(old.bytes().zip(new.bytes()).collect());
    let rest = old.len().min(new.len()) - before;
    let after = same(old.bytes().rev().zip(new.bytes().rev()).take(rest).collect());
    (before, after)
}

fn is_within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

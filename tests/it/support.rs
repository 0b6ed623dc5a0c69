//! The recorded assemblies of `fixtures/`, and what each is expected to fail.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "shared by tests"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use infragrade::assembly::{self, Assembly};
use infragrade::grade::{Grading, grade};
use infragrade::input;
use infragrade::policy::{Limits, Pack};
use infragrade::report::{Report, Status};
use serde::Deserialize;

/// Whose deployments were recorded.
pub const SUNET: &str = "codyho";

/// One recorded deployment, as `fixtures/variants/*.toml` describes it.
#[derive(Debug, Deserialize)]
pub struct Variant {
    #[serde(skip)]
    pub name: String,
    /// What is different in it.
    #[serde(default)]
    pub says: String,
    /// The checks that it must fail; those are blocked that require one of them.
    #[serde(default)]
    pub fails: Vec<String>,
    /// Why a single fault fails several checks.
    pub because: Option<String>,
    #[serde(default)]
    folder: bool,
    /// The file that describes it, without its ending.
    #[serde(skip)]
    pub group: String,
}

impl Variant {
    /// Where its assembly is.
    pub fn directory(&self) -> PathBuf {
        if self.folder { fixtures().join(&self.name) } else { archive().join(&self.name) }
    }
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn fixtures() -> PathBuf {
    root().join("fixtures")
}

/// Every recorded variant, sorted by name.
pub fn variants() -> Vec<Variant> {
    let mut variants = Vec::new();
    for entry in fs::read_dir(fixtures().join("variants")).unwrap() {
        let path = entry.unwrap().path();
        let group = path.file_stem().unwrap().to_string_lossy().into_owned();
        let described: BTreeMap<String, Variant> =
            toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        variants.extend(described.into_iter().map(|(name, variant)| Variant {
            name,
            group: group.clone(),
            ..variant
        }));
    }
    let special = ["reference", "starter"];
    for variant in variants.iter_mut().filter(|variant| special.contains(&variant.name.as_str())) {
        variant.folder = true;
    }
    if !variants.iter().any(|variant| variant.name == "reference") {
        variants.push(reference());
    }
    variants.sort_by(|a, b| a.name.cmp(&b.name));
    variants
}

fn reference() -> Variant {
    Variant {
        name: "reference".to_owned(),
        says: "the finished assignment".to_owned(),
        fails: Vec::new(),
        because: None,
        folder: true,
        group: "reference".to_owned(),
    }
}

/// The folder into which the archive of recordings is unpacked, once for each test process.
fn archive() -> &'static Path {
    static UNPACKED: OnceLock<tempfile::TempDir> = OnceLock::new();
    let unpacked = UNPACKED.get_or_init(|| {
        let compressed = fs::read(fixtures().join("recorded.tar.xz")).unwrap();
        let mut tape = Vec::new();
        lzma_rs::xz_decompress(&mut compressed.as_slice(), &mut tape).unwrap();
        let folder = tempfile::tempdir().unwrap();
        tar::Archive::new(tape.as_slice()).unpack(folder.path()).unwrap();
        folder
    });
    unpacked.path()
}

pub fn read(directory: &Path) -> Assembly {
    assembly::read(directory, &assembly::Limits::default()).unwrap()
}

/// Grades an assembly with a pack.
pub fn graded(pack: &mut Pack, assembly: &Assembly) -> Report {
    let evaluations = pack.evaluate(input::build(assembly, SUNET), &Limits::default());
    let grading =
        Grading { catalogue: pack.catalogue(), points_per_violation: pack.points_per_violation(), only: "" };
    grade(grading, evaluations, assembly)
}

/// The ids of the checks with an outcome.
pub fn with_status(report: &Report, status: Status) -> Vec<String> {
    report.checks.iter().filter(|check| check.status == status).map(|check| check.id.clone()).collect()
}

//! Faults fail the checks that they name, and alternatives none.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::path::Path;

use infragrade::assembly::{self, Limits as ReadLimits};
use infragrade::grade::{Grading, grade};
use infragrade::input;
use infragrade::policy::{Limits, Pack};
use infragrade::report::{Report, Status};
use reference_stacks::recordings::Recordings;
use reference_stacks::{Settings, Variant, variant};

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"))
}

fn graded(pack: &mut Pack, variant: &Variant, recordings: &Recordings) -> Report {
    let settings = Settings::of_recordings(fixtures());
    let written = tempfile::tempdir().unwrap();
    let synthesized = variant.synthesize(recordings.app_props().unwrap(), &settings).unwrap();
    synthesized.write_to(written.path()).unwrap();
    let assembly = assembly::read(written.path(), &ReadLimits::default()).unwrap();
    let evaluations = pack.evaluate(input::build(&assembly, &settings.sunet), &Limits::default());
    let points_per_violation = pack.points_per_violation();
    grade(Grading { catalogue: pack.catalogue(), points_per_violation, only: "" }, evaluations, &assembly)
}

#[test]
fn variants_fail_what_they_name() {
    let recordings = Recordings::open(fixtures()).unwrap();
    let mut pack = Pack::builtin().unwrap();
    let mut wrong = Vec::new();
    for variant in variant::all() {
        let report = graded(&mut pack, variant, &recordings);
        assert!(!report.has_errors(), "{}", variant.name);
        let failed = report.checks.iter().filter(|check| check.status == Status::Fail);
        let failed: BTreeSet<&str> = failed.map(|check| check.id.as_str()).collect();
        let named: BTreeSet<&str> = variant.fails.iter().copied().collect();
        if failed != named {
            wrong.push(format!("{}: fails {failed:?}, says {named:?}", variant.name));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

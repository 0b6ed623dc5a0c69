//! What the tests share.

pub(crate) mod fake;
pub(crate) mod files;
pub(crate) mod tls;
mod world;

use std::time::{Duration, Instant};

use infragrade_live::robot::{self, Options, Report, Status};

pub(crate) use world::Bug;

/// Options for a website in this process, without its looks.
pub(crate) fn options(origin: &str) -> Options {
    Options { only: "interaction".to_owned(), ..Options::new(origin.parse().unwrap()) }
}

/// Grades it, and sees to it that that comes to an end.
pub(crate) fn grade(options: &Options) -> Report {
    let start = Instant::now();
    let report = robot::run(options);
    let bound = options.wait + options.limits.interaction + options.limits.appearance;
    assert!(start.elapsed() < bound + Duration::from_secs(30), "took {:?}", start.elapsed());
    report
}

/// The one step that failed, as `id: message | help`; those after it wait for it, those before it passed.
pub(crate) fn failure(report: &Report) -> String {
    let at = report.steps.iter().position(|step| step.status == Status::Fail);
    let at = at.unwrap_or_else(|| panic!("no step failed: {report:#?}"));
    let failed = &report.steps[at];
    assert!(report.steps[..at].iter().all(|step| step.status == Status::Pass));
    for step in &report.steps[at + 1..] {
        assert_eq!((step.status, step.blocked_by.as_slice()), (Status::Blocked, &[failed.id.to_owned()][..]));
    }
    assert_eq!(report.score, 4.0 * at as f64);
    let [message, help] = [&failed.message, &failed.help].map(|text| text.as_deref().unwrap_or_default());
    assert!(failed.request.is_some() && failed.answer.is_some(), "{failed:#?}");
    format!("{}: {message} | {help}", failed.id)
}

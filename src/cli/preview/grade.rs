//! `infragrade preview --grade`: the checks and the website, in one report.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use colored::Colorize;
use infragrade::policy::Pack;
use infragrade::report::{self, Graded, human};
use infragrade_live::preview;
use infragrade_live::robot::{self, Advice, Site, Step};
use serde::Serialize;

use super::{Arguments, note_line, section};
use crate::cli::formats::{self, Format, Request};
use crate::cli::{Failure, Status, Submission, check, live};

pub(super) fn run(arguments: &Arguments, submission: Submission) -> Result<Status, Failure> {
    let requests = formats::requests(&arguments.grading.format, arguments.grading.output.as_deref())?;
    let mut pack = Pack::builtin().map_err(Failure::Builtin)?;
    let mut checks = check::evaluate(&mut pack, &submission, "", None);
    check::note_outdated(&mut checks, &submission, None);
    formats::add_context(&requests, &mut checks, &submission);
    let site = Site::of_sunet(&submission.sunet).map_err(|error| Failure::Call(error.to_string()))?;
    let robot = robot::Options {
        pictures: arguments.grading.pictures.clone(),
        browser: arguments.grading.browser.clone(),
        ..robot::Options::new(site)
    };
    let log = Arc::<Mutex<Vec<(String, String)>>>::default();
    let kept = Arc::clone(&log);
    let keep = move |component: &str, line: &str| {
        let mut lines = kept.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push((component.to_owned(), line.to_owned()));
    };
    let options = super::options(arguments, &submission.directory, Arc::new(keep))?;
    let input = super::input(submission.assembly, submission.directory);
    let mut problems = Vec::new();
    let website = preview::grade(&input, &options, robot, |preview| {
        problems.extend_from_slice(preview.problems());
    })?;
    let Some(website) = website else {
        return Err(Failure::Call("the preview was ended before all was graded".to_owned()));
    };
    if website.score < website.max_score {
        let lines = log.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().for_each(|(component, line)| note_line(component, line));
    }
    let whole = Whole { checks, website, problems };
    requests.iter().try_for_each(|request| whole.write_to(request))?;
    Ok(whole.status())
}

/// All that was graded.
struct Whole {
    checks: report::Report,
    website: robot::Report,
    /// What keeps the deployment from working.
    problems: Vec<String>,
}

/// All of it as one `infragrade/report/v1`.
#[derive(Serialize)]
struct Json<'a> {
    schema: &'a str,
    site: &'a str,
    score: f64,
    max_score: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'a String>,
    checks: Vec<Outcome<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    advice: &'a [Advice],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    problems: &'a [String],
}

#[derive(Serialize)]
#[serde(untagged)]
enum Outcome<'a> {
    Check(&'a Graded),
    Step(&'a Step),
}

impl Whole {
    fn score(&self) -> f64 {
        self.checks.score + self.website.score
    }

    fn max_score(&self) -> f64 {
        self.checks.max_score + self.website.max_score
    }

    fn status(&self) -> Status {
        match self {
            _ if self.checks.has_errors() || self.website.has_errors() => Status::Fault,
            _ if self.score() >= self.max_score() => Status::Success,
            _ => Status::Lost,
        }
    }

    fn write_to(&self, request: &Request) -> Result<(), Failure> {
        request.write(|sink| match request.format {
            Format::Human => self.write(sink, request.columns()),
            Format::Json => {
                serde_json::to_writer_pretty(&mut *sink, &self.as_json())?;
                writeln!(sink)
            }
            format => format.write(sink, &self.as_checks(), human::Options::default()),
        })
    }

    fn write(&self, mut sink: &mut dyn Write, columns: Option<usize>) -> io::Result<()> {
        let options = human::Options { website_follows: true, columns, ..human::Options::default() };
        human::write(&mut sink, &self.checks, options)?;
        section(&mut sink, "What does not work, and would not in AWS", &self.problems)?;
        writeln!(sink)?;
        live::human::write(&mut sink, &self.website, columns)?;
        let total = format!("{} of {} points in all", self.score(), self.max_score());
        let is_full = self.score() >= self.max_score();
        writeln!(sink, "\n{}", if is_full { total.green().bold() } else { total.red().bold() })
    }

    /// For the formats that know of checks only.
    fn as_checks(&self) -> report::Report {
        let website = live::checks::report(&self.website);
        let mut whole = self.checks.clone();
        whole.score = self.score();
        whole.max_score = self.max_score();
        whole.notes.extend(website.notes);
        whole.notes.extend(self.problems.iter().map(|problem| format!("does not work: {problem}")));
        whole.checks.extend(website.checks);
        whole
    }

    fn as_json(&self) -> Json<'_> {
        let Self { checks, website, problems } = self;
        let steps = website.steps.iter().map(Outcome::Step);
        Json {
            schema: report::SCHEMA,
            site: &website.site,
            score: self.score(),
            max_score: self.max_score(),
            notes: checks.notes.iter().chain(&website.notes).collect(),
            checks: checks.checks.iter().map(Outcome::Check).chain(steps).collect(),
            advice: &website.advice,
            problems,
        }
    }
}

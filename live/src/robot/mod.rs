//! Uses the website as a person would, and looks at it.
//!
//! [`run`] takes the ten steps of interaction (40 points), compares the front page with the reference picture
//! (20 points), and looks at what the handout asks for beyond that (no points). It blocks; all it does is bounded.

mod advice;
mod http;
mod ledger;
mod look;
mod options;
mod picture;
mod problem;
mod report;
mod steps;

use std::thread;
use std::time::{Duration, Instant};

pub use look::pdq;
pub use options::{Limits, Options, PemError, Resolve, ResolveError, Site, SiteError, read_certificates};
pub use picture::Picture;
pub use report::{Advice, Report, SCHEMA, Status, Step};

use http::{Client, Request};
use ledger::Ledger;
use steps::{POINTS, STEPS};

/// How often a website that may take its time is asked.
const PAUSE: Duration = Duration::from_millis(500);

/// The ids of all steps, in order.
pub fn step_ids() -> impl Iterator<Item = &'static str> {
    STEPS.iter().map(|(id, _)| *id).chain([look::ID])
}

/// All steps, in order: id, title and points.
pub fn steps() -> impl Iterator<Item = (&'static str, &'static str, f64)> {
    STEPS.iter().map(|(id, title)| (*id, *title, POINTS)).chain([(look::ID, look::TITLE, look::POINTS)])
}

/// Grades the website.
pub fn run(options: &Options) -> Report {
    let wanted = |id: &str| id.starts_with(&options.only);
    let client = Client::new(options);
    let mut notes = Vec::new();
    wait(options, &client, &mut notes);
    let mut steps = Vec::new();
    if STEPS.iter().any(|(id, _)| wanted(id)) {
        let limits = [options.limits.step, options.limits.interaction];
        let mut ledger = Ledger::new(&client, &STEPS, POINTS, limits);
        // A step that stops the rest has noted it.
        let _ = steps::walk(&client, &mut ledger);
        steps.extend(ledger.close());
    }
    if wanted(look::ID) {
        steps.push(look::step(options, &mut notes));
    }
    steps.retain(|step| wanted(step.id));
    let advice = if options.advice { advice::collect(options, &client) } else { Vec::new() };
    Report::new(options.site.origin(), notes, steps, advice)
}

/// Gives the website time to answer for the first time.
fn wait(options: &Options, client: &Client, notes: &mut Vec<String>) {
    if options.wait.is_zero() {
        return;
    }
    let end = Instant::now() + options.wait;
    let health = client.at("/api/v1/health");
    loop {
        client.set_deadline(end.min(Instant::now() + options.limits.step));
        let answers = client.send(&Request::get(health.clone()));
        if answers.is_ok_and(|answer| answer.status == 200 && answer.json().is_some()) {
            return;
        }
        if Instant::now() + PAUSE >= end {
            let seconds = options.wait.as_secs_f64().ceil();
            notes.push(format!("{health} did not answer within the {seconds} s of --wait"));
            return;
        }
        thread::sleep(PAUSE);
    }
}

//! The robot's steps as checks, for the formats that know of checks only.

use infragrade::policy::Violation;
use infragrade::report::{self, Context, Finding, Graded};
use infragrade_live::robot::{Report, Status, Step};

/// The website's report as one of checks. What is amiss without costing points is among the notes.
pub(in crate::cli) fn report(website: &Report) -> report::Report {
    let amiss = website.advice.iter().filter(|advice| !advice.ok);
    let amiss = amiss.map(|advice| format!("without points: {}", advice.message));
    report::Report {
        schema: report::SCHEMA,
        score: website.score,
        max_score: website.max_score,
        notes: website.notes.iter().cloned().chain(amiss).collect(),
        checks: website.steps.iter().map(graded).collect(),
        sources: Default::default(),
        sunet: None,
        picture: None,
    }
}

fn graded(step: &Step) -> Graded {
    Graded {
        id: step.id.to_owned(),
        title: step.title.to_owned(),
        points: step.points,
        max_points: step.max_points,
        status: match step.status {
            Status::Pass => report::Status::Pass,
            Status::Fail => report::Status::Fail,
            Status::Blocked => report::Status::Blocked,
            Status::Error => report::Status::Error,
        },
        handout: step.handout.to_owned(),
        help: step.help.clone().unwrap_or_default(),
        description: String::new(),
        links: Vec::new(),
        blocked_by: step.blocked_by.clone(),
        error: step.error.clone(),
        violations: sentences(step).map(finding).collect(),
    }
}

/// What went wrong; then what was asked, and what came back unless that was said already.
fn sentences(step: &Step) -> impl Iterator<Item = String> {
    let exchange = step.request.as_ref().map(|request| match &step.answer {
        Some(answer) if step.answer != step.message => format!("{request} → {answer}"),
        _ => request.clone(),
    });
    let exchange = exchange.filter(|_| step.message.is_some());
    step.message.iter().cloned().chain(exchange)
}

fn finding(message: String) -> Finding {
    Finding {
        message,
        violation: Violation::default(),
        construct_path: None,
        source: None,
        context: Context::default(),
    }
}

//! Keeps the outcomes of steps that depend on the ones before them.

use std::time::{Duration, Instant};

use super::http::Client;
use super::problem::Problem;
use super::report::{Status, Step};

/// The section of the handout that the steps are from.
const HANDOUT: &str = "Submission and Grading / Dynamic website interaction";

/// A step failed, so the later ones cannot be taken.
pub(super) struct Stopped;

pub(super) struct Ledger<'a> {
    client: &'a Client,
    planned: std::slice::Iter<'a, (&'static str, &'static str)>,
    points: f64,
    each: Duration,
    end: Instant,
    taken: Vec<Step>,
}

impl<'a> Ledger<'a> {
    /// `each` and `all` are how long one step, and all of them, may take.
    pub(super) fn new(
        client: &'a Client,
        steps: &'a [(&'static str, &'static str)],
        points: f64,
        [each, all]: [Duration; 2],
    ) -> Self {
        Self { client, planned: steps.iter(), points, each, end: Instant::now() + all, taken: Vec::new() }
    }

    /// Takes the next step.
    pub(super) fn step<T>(&mut self, action: impl FnOnce() -> Result<T, Problem>) -> Result<T, Stopped> {
        let Some((id, title)) = self.planned.next() else {
            return Err(Stopped);
        };
        self.client.set_deadline(self.end.min(Instant::now() + self.each));
        let outcome = action();
        let trace = self.client.last();
        let mut step = Step { request: trace.request, answer: trace.answer, ..blank(id, title, self.points) };
        let result = match outcome {
            Ok(value) => {
                step.status = Status::Pass;
                step.points = self.points;
                Ok(value)
            }
            Err(problem) => {
                step.status = Status::Fail;
                step.message = Some(problem.message);
                step.help = Some(problem.help);
                Err(Stopped)
            }
        };
        self.taken.push(step);
        result
    }

    /// All steps: those that were not taken wait for the one that failed.
    pub(super) fn close(mut self) -> Vec<Step> {
        let cause = self.taken.iter().find(|step| step.status == Status::Fail).map(|step| step.id.to_owned());
        for (id, title) in self.planned {
            let blocked_by = cause.iter().cloned().collect();
            self.taken.push(Step { blocked_by, ..blank(id, title, self.points) });
        }
        self.taken
    }
}

fn blank(id: &'static str, title: &'static str, max_points: f64) -> Step {
    Step {
        id,
        title,
        points: 0.0,
        max_points,
        status: Status::Blocked,
        handout: HANDOUT,
        help: None,
        blocked_by: Vec::new(),
        error: None,
        message: None,
        request: None,
        answer: None,
    }
}

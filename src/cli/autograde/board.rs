//! All tests with what is known of them: their points are always all points.

use std::time::Instant;

use infragrade::assembly::Assembly;
use infragrade::grade::{Grading, grade};
use infragrade::policy::Pack;
use infragrade::report::gradescope::{self, Test};
use infragrade_live::robot;

use super::results::{ExtraData, Results};
use super::stage::{Answer, Stage};
use super::text;
use crate::cli::Failure;

const PENDING: &str = "is still being graded";
/// In the output of a test whose reason stands above the tests.
const SEE_ABOVE: &str = "not graded: the reason stands above the tests";

/// Above the tests, in characters. Gradescope cuts a longer text in the middle at 100,000.
const MOST_OUTPUT: usize = 50_000;

pub(super) struct Board {
    lines: Vec<Line>,
    /// Above the tests, for the student.
    notes: Vec<String>,
    staff: Vec<String>,
    flags: Vec<String>,
    sunet: Option<String>,
    started: Instant,
}

struct Line {
    id: String,
    stage: Stage,
    is_decided: bool,
    test: Test,
}

impl Board {
    /// Every test with 0 points.
    pub(super) fn new(started: Instant) -> Result<Self, Failure> {
        let mut lines = checks()?;
        let section =
            lines.last().and_then(|line| line.test.number.split('.').next()?.parse().ok()).unwrap_or(0);
        lines.extend(website(section + 1));
        Ok(Self { lines, notes: Vec::new(), staff: Vec::new(), flags: Vec::new(), sunet: None, started })
    }

    /// Says something to the course staff alone.
    pub(super) fn staff(&mut self, line: impl AsRef<str>) {
        self.staff.push(text::line(line.as_ref()));
    }

    /// Has the course staff look at something, now and later.
    pub(super) fn flag(&mut self, line: impl AsRef<str>) {
        self.flags.push(text::line(line.as_ref()));
    }

    /// Says something to the student, above the tests.
    pub(super) fn note(&mut self, note: impl AsRef<str>) {
        self.notes.push(text::clean(note.as_ref()));
    }

    pub(super) fn set_sunet(&mut self, sunet: String) {
        self.sunet = Some(sunet);
    }

    /// Takes what a stage found out of its own tests.
    pub(super) fn take(&mut self, stage: Stage, answer: Answer) {
        answer.notes.iter().for_each(|note| self.note(note));
        answer.staff.iter().for_each(|line| self.staff(line));
        answer.flags.iter().for_each(|line| self.flag(line));
        if let Some(reason) = answer.refused {
            return self.refuse(stage, reason);
        }
        for outcome in answer.outcomes {
            let own = self.lines.iter_mut().find(|line| line.stage == stage && line.id == outcome.id);
            if let Some(line) = own {
                let points = if outcome.points.is_finite() { outcome.points } else { 0.0 };
                line.test.score = points.clamp(0.0, line.test.max_score);
                line.test.status = if line.test.score >= line.test.max_score { "passed" } else { "failed" };
                line.test.output = text::clean(&outcome.output);
                line.is_decided = true;
            }
        }
        self.decide(stage, "could not be graded: this is not your fault, please tell the course staff");
    }

    /// None of a stage's tests was graded; says why, once.
    pub(super) fn refuse(&mut self, stage: Stage, reason: impl AsRef<str>) {
        let reason = format!(": {}", text::clean(reason.as_ref()));
        // Both stages of the website have the same reason where there is one.
        if !self.notes.iter().any(|note| note.ends_with(&reason)) {
            self.note(format!("{}{reason}", stage.title()));
        }
        self.decide(stage, SEE_ABOVE);
    }

    /// Nothing more will be graded.
    pub(super) fn close(&mut self, reason: &str) {
        for stage in Stage::ALL {
            self.decide(stage, reason);
        }
    }

    /// What a stage has left open stays without points.
    fn decide(&mut self, stage: Stage, output: &str) {
        for line in self.lines.iter_mut().filter(|line| line.stage == stage && !line.is_decided) {
            output.clone_into(&mut line.test.output);
            line.is_decided = true;
        }
    }

    fn is_complete(&self) -> bool {
        self.lines.iter().all(|line| line.is_decided)
    }

    /// Points of a stage's tests, and what there are.
    fn points(&self, stage: Stage) -> (f64, f64) {
        let own = self.lines.iter().filter(|line| line.stage == stage);
        own.fold((0.0, 0.0), |(score, most), line| (score + line.test.score, most + line.test.max_score))
    }

    fn summary(&self) -> Vec<String> {
        let line = |stage: Stage| {
            let (score, most) = self.points(stage);
            let is_open = self.lines.iter().any(|line| line.stage == stage && !line.is_decided);
            let open = if is_open { format!(": {PENDING}") } else { String::new() };
            format!("{}: {score} of {most} points{open}", stage.title())
        };
        Stage::ALL.map(line).to_vec()
    }

    pub(super) fn results(&self) -> Results<'_> {
        let mut output = self.summary();
        for note in &self.notes {
            output.extend([String::new(), note.clone()]);
        }
        Results {
            execution_time: (self.started.elapsed().as_secs_f64() * 10.0).round() / 10.0,
            output: text::cut(output.join("\n"), MOST_OUTPUT),
            output_format: "text",
            test_output_format: "text",
            test_name_format: "text",
            visibility: "visible",
            stdout_visibility: "hidden",
            extra_data: ExtraData {
                infragrade: env!("CARGO_PKG_VERSION"),
                complete: self.is_complete(),
                sunet: self.sunet.as_deref(),
                flags: &self.flags,
            },
            tests: self.lines.iter().map(|line| &line.test).collect(),
        }
    }

    /// For standard output, which students do not see.
    pub(super) fn for_staff(&self) -> String {
        let mut lines = vec![concat!("infragrade ", env!("CARGO_PKG_VERSION")).to_owned()];
        lines.extend(self.flags.iter().map(|flag| format!("LOOK AT THIS: {flag}")));
        lines.extend(self.staff.iter().cloned());
        lines.extend(self.summary());
        lines.join("\n")
    }
}

fn checks() -> Result<Vec<Line>, Failure> {
    let pack = Pack::builtin().map_err(Failure::Builtin)?;
    let catalogue = pack.catalogue();
    let nothing = catalogue.checks.iter().map(|_| Ok(Vec::new())).collect();
    let report =
        grade(Grading { catalogue, points_per_violation: None, only: "" }, nothing, &Assembly::default());
    let ids = report.checks.iter().map(|check| check.id.clone());
    Ok(ids.zip(gradescope::tests(&report)).map(|(id, test)| Line::new(id, Stage::Checks, test)).collect())
}

/// The website's tests, in sections of their own: from `section` on.
fn website(section: usize) -> Vec<Line> {
    let mut place = 0;
    let step = |(id, title, points): (&str, &str, f64)| {
        let (stage, section) = match id.starts_with(Stage::Interaction.prefix()) {
            true => (Stage::Interaction, section),
            false => (Stage::Appearance, section + 1),
        };
        place = if stage == Stage::Interaction { place + 1 } else { 1 };
        let test = Test {
            number: format!("{section}.{place}"),
            name: format!("{id}: {title}"),
            score: 0.0,
            max_score: points,
            status: "failed",
            output: String::new(),
            output_format: "text",
        };
        Line::new(id.to_owned(), stage, test)
    };
    robot::steps().map(step).collect()
}

impl Line {
    fn new(id: String, stage: Stage, test: Test) -> Self {
        let test = Test { score: 0.0, status: "failed", output: PENDING.to_owned(), ..test };
        Self { id, stage, is_decided: false, test }
    }
}

#[cfg(test)]
mod tests {
    use super::super::stage::Outcome;
    use super::*;

    fn total(board: &Board) -> (f64, f64) {
        let points = Stage::ALL.map(|stage| board.points(stage));
        (points.iter().map(|(score, _)| score).sum(), points.iter().map(|(_, most)| most).sum())
    }

    fn outcome(id: &str, points: f64) -> Outcome {
        Outcome { id: id.to_owned(), points, output: "\u{1b}[1m".to_owned() }
    }

    #[test]
    fn there_are_150_points_from_the_beginning() {
        let board = Board::new(Instant::now()).unwrap();
        assert_eq!(total(&board), (0.0, 150.0));
        assert_eq!(Stage::ALL.map(|stage| board.points(stage).1), [90.0, 40.0, 20.0]);
        assert_eq!(board.lines.len(), 54 + 10 + 1);
        assert!(!board.results().extra_data.complete);
        let mut numbers: Vec<_> = board.lines.iter().map(|line| &line.test.number).collect();
        numbers.dedup();
        assert_eq!(numbers.len(), board.lines.len());
    }

    #[test]
    fn a_stage_decides_its_own_tests_and_no_more_points_than_there_are() {
        let mut board = Board::new(Instant::now()).unwrap();
        let outcomes = vec![
            outcome("interaction.first.login", 1000.0),
            outcome("interaction.first.register", f64::NAN),
            outcome("appearance.front_page", 20.0),
            outcome("network.vpc.cidr", 2.0),
        ];
        board.take(Stage::Interaction, Answer { outcomes, ..Answer::default() });
        assert_eq!(total(&board), (4.0, 150.0));
        assert!(!board.is_complete());
        let text = serde_json::to_string(&board.results()).unwrap();
        assert!(!text.contains("\\u001b"), "{text}");
    }

    #[test]
    fn a_reason_is_given_once() {
        let mut board = Board::new(Instant::now()).unwrap();
        board.refuse(Stage::Interaction, "no SUNET");
        board.refuse(Stage::Appearance, "no SUNET");
        board.refuse(Stage::Checks, "no cdk");
        assert_eq!(board.notes, ["using the website: no SUNET", "the checks: no cdk"]);
        assert!(board.is_complete());
        assert_eq!(total(&board), (0.0, 150.0));
    }
}

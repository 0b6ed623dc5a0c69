//! Turns what the checks say into points.

use std::collections::BTreeMap;

use crate::assembly::Assembly;
use crate::policy::{Catalogue, Check, Evaluation, Violation};
use crate::report::{self, Context, Finding, Graded, Report, Status, message};

/// What is graded, and how.
#[derive(Debug, Clone, Copy)]
pub struct Grading<'a> {
    /// The pack's checks.
    pub catalogue: &'a Catalogue,
    /// What a violation costs, where a check is not all or nothing.
    pub points_per_violation: Option<f64>,
    /// Only checks whose id begins with this are reported; all are evaluated, since some require others.
    pub only: &'a str,
}

/// Grades the evaluations of a catalogue's checks, which come in the catalogue's order.
pub fn grade(grading: Grading<'_>, evaluations: Vec<Evaluation>, assembly: &Assembly) -> Report {
    let checks = &grading.catalogue.checks;
    let sound: Vec<bool> = evaluations.iter().map(|found| found.as_ref().is_ok_and(Vec::is_empty)).collect();
    let index = |id: &str| checks.iter().position(|check| check.id == id);
    let graded = checks.iter().zip(evaluations).filter(|(check, _)| check.id.starts_with(grading.only));
    let graded: Vec<Graded> = graded
        .map(|(check, evaluation)| {
            let causes = causes(check, checks, &sound, &index);
            one(check, evaluation, causes, grading.points_per_violation, assembly)
        })
        .collect();
    Report {
        schema: report::SCHEMA,
        score: graded.iter().map(|check| check.points).sum(),
        max_score: graded.iter().map(|check| check.max_points).sum(),
        notes: Vec::new(),
        checks: graded,
        sources: BTreeMap::new(),
        sunet: None,
        picture: None,
    }
}

/// The required checks, at any distance, that did not pass although all that they require did.
fn causes(
    check: &Check,
    checks: &[Check],
    sound: &[bool],
    index: &impl Fn(&str) -> Option<usize>,
) -> Vec<String> {
    let mut reached = vec![false; checks.len()];
    let mut open: Vec<usize> = check.requires.iter().filter_map(|id| index(id)).collect();
    while let Some(i) = open.pop() {
        if !std::mem::replace(&mut reached[i], true) {
            open.extend(checks[i].requires.iter().filter_map(|id| index(id)));
        }
    }
    let unsound = |i: &usize| reached[*i] && !sound[*i];
    let root =
        |i: &usize| !checks[*i].requires.iter().filter_map(|id| index(id)).any(|required| !sound[required]);
    (0..checks.len()).filter(unsound).filter(root).map(|i| checks[i].id.clone()).collect()
}

fn one(
    check: &Check,
    evaluation: Evaluation,
    blocked_by: Vec<String>,
    points_per_violation: Option<f64>,
    assembly: &Assembly,
) -> Graded {
    let (status, violations, error) = match evaluation {
        _ if !blocked_by.is_empty() => (Status::Blocked, Vec::new(), None),
        Ok(violations) if violations.is_empty() => (Status::Pass, violations, None),
        Ok(violations) => (Status::Fail, violations, None),
        Err(error) => (Status::Error, Vec::new(), Some(error)),
    };
    let points = match (status, points_per_violation) {
        (Status::Pass, _) => check.points,
        (Status::Fail, Some(cost)) => (check.points - cost * violations.len() as f64).max(0.0),
        _ => 0.0,
    };
    Graded {
        id: check.id.clone(),
        title: check.title.clone(),
        points,
        max_points: check.points,
        status,
        handout: check.handout.clone(),
        help: check.help.clone(),
        description: check.description.clone(),
        links: check.links.clone(),
        blocked_by,
        error,
        violations: violations.into_iter().map(|violation| locate(violation, assembly)).collect(),
    }
}

/// Adds what the assembly knows of a violation's place.
fn locate(violation: Violation, assembly: &Assembly) -> Finding {
    let construct_path = violation.stack.as_ref().zip(violation.resource.as_ref()).and_then(|(stack, id)| {
        let stack = assembly.stacks.iter().find(|known| known.name == *stack)?;
        stack.paths.get(id).cloned()
    });
    let message = message::of(&violation, assembly);
    Finding { message, construct_path, violation, source: None, context: Context::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Status::{Blocked, Error, Fail, Pass};

    fn catalogue(checks: &[(&str, f64, &[&str])]) -> Catalogue {
        let check = |(id, points, requires): &(&str, f64, &[&str])| Check {
            id: (*id).to_owned(),
            title: String::new(),
            description: String::new(),
            points: *points,
            requires: requires.iter().map(|id| (*id).to_owned()).collect(),
            handout: String::new(),
            help: String::new(),
            argument: None,
            links: Vec::new(),
        };
        Catalogue { title: String::new(), points: 0.0, checks: checks.iter().map(check).collect() }
    }

    fn wrong(count: usize) -> Evaluation {
        Ok(vec![Violation { message: Some("wrong".to_owned()), ..Violation::default() }; count])
    }

    fn graded(catalogue: &Catalogue, only: &str, cost: Option<f64>, evaluations: Vec<Evaluation>) -> Report {
        grade(Grading { catalogue, points_per_violation: cost, only }, evaluations, &Assembly::default())
    }

    #[test]
    fn one_cause_blocks_what_requires_it_at_any_distance() {
        let catalogue =
            catalogue(&[("a", 2.0, &[]), ("b", 1.0, &["a"]), ("c", 1.0, &["b"]), ("d", 3.0, &[])]);
        let report = graded(&catalogue, "", None, vec![wrong(2), wrong(1), wrong(0), wrong(0)]);
        let statuses: Vec<_> = report.checks.iter().map(|check| check.status).collect();
        assert_eq!(statuses, [Fail, Blocked, Blocked, Pass]);
        assert_eq!(report.checks[2].blocked_by, ["a"]);
        assert!(report.checks[1].violations.is_empty());
        assert_eq!((report.score, report.max_score), (3.0, 7.0));
    }

    #[test]
    fn an_error_costs_its_check_and_is_told_apart() {
        let catalogue = catalogue(&[("a", 2.0, &[]), ("b", 1.0, &["a"])]);
        let report = graded(&catalogue, "", None, vec![Err("time".to_owned()), wrong(0)]);
        let statuses: Vec<_> = report.checks.iter().map(|check| check.status).collect();
        assert_eq!(statuses, [Error, Blocked]);
        assert!(report.has_errors());
    }

    #[test]
    fn only_a_part_may_be_reported() {
        let catalogue = catalogue(&[("a.x", 2.0, &[]), ("b.x", 1.0, &["a.x"])]);
        let report = graded(&catalogue, "b", None, vec![wrong(1), wrong(0)]);
        assert_eq!((report.score, report.max_score), (0.0, 1.0));
        assert_eq!(report.checks[0].blocked_by, ["a.x"]);
    }

    #[test]
    fn earlier_packs_lose_points_per_violation() {
        let catalogue = catalogue(&[("rules.main", 90.0, &[])]);
        for (count, score) in [(0, 90.0), (3, 84.0), (50, 0.0)] {
            assert_eq!(graded(&catalogue, "", Some(2.0), vec![wrong(count)]).score, score);
        }
    }
}

//! How a class did.

use crate::batch::kept::{Marks, Row};
use crate::policy::Catalogue;
use crate::report::Status;

/// What became of a check in how many submissions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) pass: usize,
    pub(super) fail: usize,
    pub(super) blocked: usize,
    pub(super) error: usize,
}

/// Counts over all submissions that were graded.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) graded: usize,
    /// Of each check, in the catalogue's order.
    pub(super) checks: Vec<Counts>,
    /// Sorted.
    scores: Vec<f64>,
}

impl Tally {
    pub(super) fn of(rows: &[Row], catalogue: &Catalogue) -> Self {
        let mut tally = Self { checks: vec![Counts::default(); catalogue.checks.len()], ..Self::default() };
        for marks in rows.iter().filter_map(|row| row.outcome.as_ref().ok()) {
            tally.add(marks, catalogue);
        }
        tally.scores.sort_by(f64::total_cmp);
        tally
    }

    fn add(&mut self, marks: &Marks, catalogue: &Catalogue) {
        self.graded += 1;
        self.scores.push(marks.score(catalogue));
        for (counts, status) in self.checks.iter_mut().zip(&marks.statuses) {
            *match status {
                Status::Pass => &mut counts.pass,
                Status::Fail => &mut counts.fail,
                Status::Blocked => &mut counts.blocked,
                Status::Error => &mut counts.error,
            } += 1;
        }
    }

    /// From 0 to 1, to four places; `None` where nothing was graded.
    pub(super) fn pass_rate(&self, check: usize) -> Option<f64> {
        const PLACES: f64 = 10_000.0;
        let rate = self.checks[check].pass as f64 / self.graded as f64;
        (self.graded > 0).then(|| (rate * PLACES).round() / PLACES)
    }

    pub(super) fn mean(&self) -> Option<f64> {
        (self.graded > 0).then(|| self.scores.iter().sum::<f64>() / self.graded as f64)
    }

    pub(super) fn median(&self) -> Option<f64> {
        let middle = self.graded / 2;
        let upper = *self.scores.get(middle)?;
        Some(if self.graded % 2 == 1 { upper } else { f64::midpoint(self.scores[middle - 1], upper) })
    }

    /// How many submissions have a tenth of the points or less, then up to two tenths, and so on.
    pub(super) fn tenths(&self, max_score: f64) -> [usize; 10] {
        let mut counts = [0; 10];
        for score in &self.scores {
            let tenth = (score / max_score * 10.0).ceil() as usize;
            counts[tenth.clamp(1, 10) - 1] += 1;
        }
        counts
    }

    /// The checks' places in the catalogue: those that the fewest passed first.
    pub(super) fn hardest_first(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.checks.len()).collect();
        order.sort_by_key(|check| self.checks[*check].pass);
        order
    }
}

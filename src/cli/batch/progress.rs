//! How far a batch is: one line on standard error that is written over, where that is a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use infragrade::batch::kept::Row;

/// Between two lines.
const PAUSE: Duration = Duration::from_millis(100);

/// The line is gone when this is dropped.
pub(super) struct Progress {
    total: usize,
    start: Instant,
    is_shown: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    done: usize,
    problems: usize,
    last: Option<Instant>,
}

impl Progress {
    pub(super) fn new(total: usize) -> Self {
        let is_shown = io::stderr().is_terminal();
        Self { total, start: Instant::now(), is_shown, state: Mutex::default() }
    }

    /// Counts a submission.
    pub(super) fn step(&self, row: &Row) {
        let Ok(mut state) = self.state.lock() else {
            return;
        };
        state.done += 1;
        state.problems += usize::from(row.outcome.is_err());
        if self.is_shown && state.last.is_none_or(|last| last.elapsed() >= PAUSE) {
            state.last = Some(Instant::now());
            let line = line(state.done, self.total, state.problems, self.start.elapsed());
            let _ = write!(io::stderr(), "\r\u{1b}[K{line}");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}

/// `[██████░░░░]  612 of 1000, 3 not graded, 1 s left`
fn line(done: usize, total: usize, problems: usize, elapsed: Duration) -> String {
    const WIDTH: usize = 20;
    let full = done * WIDTH / total.max(1);
    let bar = "█".repeat(full) + &"░".repeat(WIDTH - full);
    let problems = if problems > 0 { format!(", {problems} not graded") } else { String::new() };
    let left = elapsed.as_secs_f64() / done.max(1) as f64 * (total - done) as f64;
    format!("[{bar}] {done} of {total}{problems}, {} left", time(left))
}

fn time(seconds: f64) -> String {
    let seconds = seconds.ceil() as u64;
    match seconds {
        0..100 => format!("{seconds} s"),
        100..6000 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h", seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_and_how_long() {
        let minute = Duration::from_secs(60);
        assert_eq!(line(250, 1000, 0, minute), "[█████░░░░░░░░░░░░░░░] 250 of 1000, 3 min left");
        assert_eq!(
            line(1000, 1000, 2, minute),
            "[████████████████████] 1000 of 1000, 2 not graded, 0 s left"
        );
        assert_eq!(line(1, 1000, 0, minute), "[░░░░░░░░░░░░░░░░░░░░] 1 of 1000, 17 h left");
    }
}

//! Lines of log, by component, and what is worth telling beside them.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Receives each line: the component, and what it says.
pub type Sink = Arc<dyn Fn(&str, &str) + Send + Sync>;

/// The log of a preview; clones share it.
#[derive(Clone)]
pub(super) struct Log {
    sink: Sink,
    lines: Arc<Mutex<Vec<(String, String)>>>,
}

/// A long-running preview keeps this many lines.
const KEPT: usize = 10_000;

impl Log {
    pub(super) fn new(sink: Sink) -> Self {
        Self { sink, lines: Arc::default() }
    }

    pub(super) fn say(&self, component: &str, line: impl fmt::Display) {
        let line = line.to_string();
        (self.sink)(component, &line);
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() < KEPT {
            lines.push((component.to_owned(), line));
        }
    }

    /// Everything said so far.
    pub(super) fn lines(&self) -> Vec<(String, String)> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

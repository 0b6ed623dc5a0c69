//! Says why an app failed, and in plain words what to do about the usual mistakes.

use std::fs;

use super::Limits;
use super::error::AppFailure;
use super::plan::{End, Exceeded};
use super::printed::{shortened, tail};
use super::project::Project;
use super::toolchain::Toolchain;
use super::traceback::{self, Exception, Frame};

mod advice;

const PRINTED_LINES: usize = 25;
const LENGTH: usize = 400;

/// What is known of a run that failed.
struct Case<'a> {
    project: &'a Project,
    toolchain: &'a Toolchain,
    printed: &'a str,
}

pub(super) fn failure(
    end: &End,
    printed: &str,
    project: &Project,
    toolchain: &Toolchain,
    limits: &Limits,
) -> AppFailure {
    let case = Case { project, toolchain, printed };
    let mut failure = match end {
        End::Exceeded(exceeded) => too_much(*exceeded, limits),
        End::Signaled(signal) => AppFailure {
            problem: format!("ended by signal {signal}"),
            fix: (*signal == 9)
                .then(|| "the machine may have run out of memory: close what else runs".to_owned()),
            ..AppFailure::default()
        },
        _ => match traceback::last(printed) {
            Some(exception) => case.exception(&exception),
            None => case.without_exception(end),
        },
    };
    failure.printed = tail(printed, PRINTED_LINES);
    failure.problem = one_line(&failure.problem.replace(&format!("{}/", project.root.display()), ""));
    failure.code = failure.code.as_deref().map(one_line);
    failure.place = failure.place.as_deref().map(one_line);
    failure.fix = failure.fix.as_deref().map(one_line);
    failure
}

fn one_line(text: &str) -> String {
    shortened(&text.replace(['\n', '\t'], " "), LENGTH)
}

fn too_much(exceeded: Exceeded, limits: &Limits) -> AppFailure {
    let (problem, fix) = match exceeded {
        Exceeded::Wall => (
            format!("did not end within {} s", limits.wall.as_secs_f64()),
            "look for a loop that never ends, or give more with --time-limit",
        ),
        Exceeded::Cpu => (
            format!("used more than {} s of processor time", limits.cpu_seconds),
            "look for a loop that never ends",
        ),
        Exceeded::Memory => (
            format!("used more than {} MiB of memory", limits.memory >> 20),
            "look for what grows without end, or give more with --memory-limit",
        ),
        Exceeded::Disk => (
            format!(
                "wrote more than {} MiB or {} files, or the disk is full",
                limits.disk_bytes >> 20,
                limits.disk_entries
            ),
            "leave large folders such as node_modules out of assets (exclude=[…]), and make room on the disk",
        ),
    };
    AppFailure { problem, fix: Some(fix.to_owned()), ..AppFailure::default() }
}

impl Case<'_> {
    fn exception(&self, exception: &Exception) -> AppFailure {
        let own = exception.frames.iter().rev().find_map(|frame| Some((self.place(frame)?, frame)));
        let first = exception.message.lines().next().unwrap_or_default();
        let name = exception.kind.rsplit('.').next().unwrap_or_default();
        // What the CDK itself refuses comes as one of these, which say nothing.
        let problem = match name {
            "RuntimeError" | "JSIIError" | "JavaScriptError" => {
                first.trim_start_matches("Error: ").to_owned()
            }
            _ if first.is_empty() => name.to_owned(),
            _ => format!("{name}: {first}"),
        };
        let advice = self.advice(name, exception);
        AppFailure {
            place: own.as_ref().map(|(place, _)| place.clone()),
            code: own.and_then(|(_, frame)| frame.code.clone()),
            problem: advice.problem.unwrap_or(problem),
            fix: advice.fix,
            printed: String::new(),
        }
    }

    fn place(&self, frame: &Frame) -> Option<String> {
        if frame.file.starts_with('<') {
            return None;
        }
        Some(format!("{}:{}", self.project.shown(frame.file.as_ref())?, frame.line))
    }

    /// The shell or the interpreter failed, or the app ended itself.
    fn without_exception(&self, end: &End) -> AppFailure {
        let status = if let End::Exited(status) = end { *status } else { 1 };
        let settings = self.project.directory.join("cdk.json");
        let settings = self.project.shown(&settings).unwrap_or_else(|| "cdk.json".to_owned());
        let command = &self.project.command;
        let unopened = self.printed.lines().find(|line| line.contains("can't open file"));
        let (problem, fix) = match (status, unopened) {
            (_, Some(line)) => (line.to_owned(), Some("python3 app.py")),
            (126 | 127, None) => {
                (format!("`{command}` is no program that can be run"), Some("python3 app.py"))
            }
            _ => (format!("`{command}` ended with status {status}"), None),
        };
        AppFailure {
            fix: fix.map(|app| {
                format!("{settings} says to run `{command}`: it should say \"app\": \"{app}\", and app.py be beside it")
            }),
            place: fix.map(|_| settings),
            problem,
            ..AppFailure::default()
        }
    }

    fn env_file_exists(&self) -> bool {
        self.project.directory.join(".env").is_file()
    }

    /// Whether `requirements.txt` lists a package.
    fn is_required(&self, package: &str) -> bool {
        let path = self.project.directory.join("requirements.txt");
        let is_small =
            fs::symlink_metadata(&path).is_ok_and(|found| found.is_file() && found.len() < 1 << 20);
        let text = if is_small { fs::read_to_string(path).unwrap_or_default() } else { String::new() };
        let plain = |name: &str| name.to_lowercase().replace(['_', '.'], "-");
        let name = |line: &str| {
            let end = line.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.'));
            plain(&line[..end.unwrap_or(line.len())])
        };
        text.lines().any(|line| name(line.trim()) == plain(package))
    }
}

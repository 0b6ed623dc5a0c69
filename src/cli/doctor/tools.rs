//! The programs that the assignment needs.

use std::io::{Read, Seek};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::Finding;

/// No program takes longer to say what it is.
const PATIENCE: Duration = Duration::from_secs(15);
/// A first line is enough.
const LONGEST_OUTPUT: u64 = 4096;

struct Tool {
    program: &'static str,
    arguments: &'static [&'static str],
    /// The oldest version that works, if the assignment says.
    oldest: Option<[u64; 2]>,
    install: &'static str,
    /// What to do where it is installed and does not work.
    mend: &'static str,
}

const VERSION: &[&str] = &["--version"];

const TOOLS: [Tool; 6] = [
    Tool {
        program: "python3",
        arguments: VERSION,
        oldest: None,
        install: "sudo apt-get install python3 python3-venv",
        mend: "sudo apt-get install --reinstall python3",
    },
    Tool {
        program: "node",
        arguments: VERSION,
        // What the folder web is built with.
        oldest: Some([20, 19]),
        install: "install node 22 from https://nodejs.org/en/download",
        mend: "install node 22 from https://nodejs.org/en/download",
    },
    Tool {
        program: "npm",
        arguments: VERSION,
        oldest: None,
        install: "install node 22 from https://nodejs.org/en/download: npm comes with it",
        mend: "install node 22 from https://nodejs.org/en/download: npm comes with it",
    },
    Tool {
        program: "docker",
        arguments: &["info", "--format", "{{.ServerVersion}}"],
        oldest: None,
        install: "sudo apt-get install docker.io",
        mend: "sudo systemctl start docker; to use it without sudo, sudo usermod -aG docker $USER, and log in again",
    },
    Tool {
        program: "aws",
        arguments: VERSION,
        oldest: None,
        install: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
        mend: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    },
    Tool {
        program: "cdk",
        arguments: VERSION,
        oldest: None,
        install: "npm install -g aws-cdk",
        mend: "npm install -g aws-cdk",
    },
];

/// Asks all of them at once.
pub(super) fn look() -> Vec<Finding> {
    thread::scope(|scope| {
        let asked: Vec<_> = TOOLS.iter().map(|tool| (tool, scope.spawn(|| ask(tool)))).collect();
        let found = |(tool, thread): (&Tool, thread::ScopedJoinHandle<'_, Result<String, Reason>>)| {
            judge(tool, thread.join().unwrap_or(Err(Reason::Fails("no answer".to_owned()))))
        };
        asked.into_iter().map(found).collect()
    })
}

enum Reason {
    Missing,
    Fails(String),
}

fn judge(tool: &Tool, answer: Result<String, Reason>) -> Finding {
    let program = tool.program;
    match answer {
        Err(Reason::Missing) => Finding::missing(format!("{program} is not installed"), tool.install),
        Err(Reason::Fails(how)) => Finding::missing(format!("{program} does not work: {how}"), tool.mend),
        Ok(version) => match tool.oldest {
            Some(oldest) if numbers(&version) < Some(oldest) => Finding::missing(
                format!("{program} is {version}, older than {}.{}", oldest[0], oldest[1]),
                tool.install,
            ),
            _ => Finding::present(format!("{program} ({version})")),
        },
    }
}

/// The first two numbers of a version such as `v20.19.1`.
fn numbers(version: &str) -> Option<[u64; 2]> {
    let mut parts = version.trim_start_matches('v').split('.').map(str::parse);
    Some([parts.next()?.ok()?, parts.next()?.ok()?])
}

/// The first line that the program writes.
fn ask(tool: &Tool) -> Result<String, Reason> {
    let fails = |error: std::io::Error| Reason::Fails(error.to_string());
    // Files, not pipes: what the program leaves running cannot keep them open for us.
    let (mut out, mut err) = (tempfile::tempfile().map_err(fails)?, tempfile::tempfile().map_err(fails)?);
    let mut command = Command::new(tool.program);
    command.args(tool.arguments).stdin(Stdio::null());
    command.stdout(out.try_clone().map_err(fails)?).stderr(err.try_clone().map_err(fails)?);
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Reason::Missing),
        Err(error) => return Err(fails(error)),
    };
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().map_err(fails)? {
            break status;
        }
        if start.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Reason::Fails(format!("no answer within {} s", PATIENCE.as_secs())));
        }
        thread::sleep(Duration::from_millis(20));
    };
    let line = |file: &mut std::fs::File| {
        let mut bytes = Vec::new();
        let read = file.rewind().and_then(|()| file.take(LONGEST_OUTPUT).read_to_end(&mut bytes));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        read.ok().and_then(|_| text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned))
    };
    match line(&mut out) {
        Some(version) if status.success() => Ok(version),
        _ => Err(Reason::Fails(line(&mut err).unwrap_or_else(|| status.to_string()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        let node = |version: &str| judge(&TOOLS[1], Ok(version.to_owned())).state;
        for version in ["v20.19.0", "v22.3.1", "v100.0.0"] {
            assert_eq!(node(version), super::super::State::Present, "{version}");
        }
        for version in ["v20.9.0", "v8.19.0", "nonsense"] {
            assert_eq!(node(version), super::super::State::Missing, "{version}");
        }
    }

    #[test]
    fn what_is_not_there_does_not_work_or_says_nothing_is_told_apart() {
        let tool =
            |program, arguments| Tool { program, arguments, oldest: None, install: "install", mend: "mend" };
        let found = |tool: Tool| judge(&tool, ask(&tool));
        assert_eq!(found(tool("no-such-program", VERSION)).fix, "install");
        let fails = found(tool("sh", &["-c", "echo out; echo it is broken >&2; exit 3"]));
        assert_eq!((fails.message.as_str(), fails.fix.as_str()), ("sh does not work: it is broken", "mend"));
        let silent = found(tool("sh", &["-c", "exit 4"]));
        assert_eq!(silent.message, "sh does not work: exit status: 4");
        let works = found(tool("sh", &["-c", "echo; echo 1.2.3; sleep 60 & exit 0"]));
        assert_eq!(works, Finding::present("sh (1.2.3)"));
    }
}

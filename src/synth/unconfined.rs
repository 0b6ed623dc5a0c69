//! Runs the app as the user's own program, for one's own code.

use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::plan::{End, Exceeded, Plan, Verdict};
use super::printed::Reading;
use super::takeover::Takeover;
use super::{Error, plan};

const INTERVAL: Duration = Duration::from_millis(20);

pub(super) fn run(plan: &Plan) -> Result<(Verdict, String), Error> {
    let start = Instant::now();
    let failed = |error: io::Error| Error::Project(format!("the CDK app cannot be started ({error})"));
    let (pipe, writer) = io::pipe().map_err(failed)?;
    let reading = Reading::start(pipe);
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", &plan.command])
        .current_dir(&plan.directory)
        .env_clear()
        .envs(&plan.environment)
        .stdin(Stdio::null())
        .stdout(writer.try_clone().map_err(failed)?)
        .stderr(writer);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(failed)?;
    // Its ends of the pipe would keep it open.
    drop(command);
    let mut end = wait(&mut child, plan, start).map_err(failed)?;
    let mut left_out = None;
    if end == End::Exited(0) {
        match Takeover::copy(&plan.output(), &plan.staging, None, &plan.limits) {
            Ok(names) => left_out = names,
            Err(problem) => end = End::Untrusted(problem),
        }
    }
    if let End::Untrusted(problem) = end {
        return Err(Error::Untrusted(problem));
    }
    let milliseconds = start.elapsed().as_millis() as u64;
    Ok((plan::Verdict { end, lacking: Vec::new(), left_out, milliseconds }, reading.finish()))
}

/// Waits for the end, and makes one when the time is up: for the app, and for what it left behind in its group.
fn wait(child: &mut Child, plan: &Plan, start: Instant) -> io::Result<End> {
    let end = loop {
        if let Some(status) = child.try_wait()? {
            break ended(status);
        }
        if start.elapsed() > plan.limits.wall {
            break End::Exceeded(Exceeded::Wall);
        }
        thread::sleep(INTERVAL);
    };
    let group = format!("-{}", child.id());
    let _ =
        Command::new("/bin/sh").args(["-c", "kill -KILL -- \"$0\"", &group]).stderr(Stdio::null()).status();
    let _ = child.kill();
    child.wait()?;
    Ok(end)
}

fn ended(status: ExitStatus) -> End {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return End::Signaled(signal);
    }
    End::Exited(status.code().unwrap_or(1))
}

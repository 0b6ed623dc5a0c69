//! A preview in the foreground, until someone ends it or it is graded.

use std::{io, panic};

use tokio::runtime::Builder;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{Error, Input, Options, Preview};
use crate::robot::{self, Report};

/// Starts a preview, calls `ready` when it is known what became of everything, and keeps it running until SIGINT
/// or SIGTERM. Then everything is ended, and nothing is left behind.
///
/// # Errors
/// Those of [`Preview::start`].
pub fn run(input: &Input, options: &Options, ready: impl FnOnce(&Preview)) -> Result<(), Error> {
    hold(input, options, async |preview, signals| {
        ready(preview);
        signals.next().await;
    })?;
    Ok(())
}

/// Starts a preview, calls `ready` when it is known what became of everything, has the robot grade it, and ends it.
/// `None` when SIGINT or SIGTERM ended it first.
///
/// # Errors
/// Those of [`Preview::start`] and [`Preview::visitor`].
pub fn grade(
    input: &Input,
    options: &Options,
    robot: robot::Options,
    ready: impl FnOnce(&Preview),
) -> Result<Option<Report>, Error> {
    let graded = hold(input, options, async |preview, signals| {
        ready(preview);
        let robot = preview.visitor(robot)?;
        // When a signal comes first, its requests fail as soon as the preview is gone, and the runtime waits for it.
        let visit = tokio::task::spawn_blocking(move || robot::run(&robot));
        tokio::select! {
            report = visit => Ok::<_, Error>(Some(report)),
            () = signals.next() => Ok(None),
        }
    })?;
    match graded.transpose()?.flatten() {
        Some(Ok(report)) => Ok(Some(report)),
        Some(Err(failed)) if failed.is_panic() => panic::resume_unwind(failed.into_panic()),
        Some(Err(_)) | None => Ok(None),
    }
}

/// Starts a preview, lets it settle, passes it to `occupy`, and ends it. `None` when a signal came before it settled.
fn hold<T>(
    input: &Input,
    options: &Options,
    occupy: impl AsyncFnOnce(&Preview, &mut Signals) -> T,
) -> Result<Option<T>, Error> {
    let runtime =
        Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(Error::Machine)?;
    runtime.block_on(async {
        let mut signals = Signals::new().map_err(Error::Machine)?;
        // A signal that comes this early is kept until it is asked for.
        let mut preview = Preview::start(input, options).await?;
        let settled = tokio::select! {
            () = preview.settle() => true,
            () = signals.next() => false,
        };
        let outcome = match settled {
            true => Some(occupy(&preview, &mut signals).await),
            false => None,
        };
        preview.stop().await;
        Ok(outcome)
    })
}

struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

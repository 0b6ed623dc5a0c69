//! A preview in the foreground, until someone ends it.

use std::io;

use tokio::runtime::Builder;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{Error, Input, Options, Preview};

/// Starts a preview, calls `ready` when it is known what became of everything, and keeps it running until SIGINT
/// or SIGTERM. Then everything is ended, and nothing is left behind.
///
/// # Errors
/// Those of [`Preview::start`].
pub fn run(input: &Input, options: &Options, ready: impl FnOnce(&Preview)) -> Result<(), Error> {
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
        if settled {
            ready(&preview);
            signals.next().await;
        }
        preview.stop().await;
        Ok(())
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

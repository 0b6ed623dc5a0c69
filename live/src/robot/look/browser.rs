//! Chromium, spoken to over the DevTools protocol.
//!
//! The protocol runs over a pipe: no port that others on this machine could use, and the browser ends when the pipe
//! does. Source: <https://chromedevtools.github.io/devtools-protocol/>.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use thiserror::Error;

use crate::robot::http::printable;

/// Names under which the browser is installed.
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const ON_MACOS: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
/// A screenshot is the longest message.
const LONGEST_MESSAGE: u64 = 64 << 20;
/// What is left of it after that is killed.
const TIME_TO_CLOSE: Duration = Duration::from_secs(2);
/// The same pixels on every machine, nothing that asks, and nothing that calls home.
const ARGUMENTS: [&str; 20] = [
    "--headless=new",
    "--remote-debugging-pipe",
    "--window-size=1920,1080",
    "--force-device-scale-factor=1",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--disable-lcd-text",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--password-store=basic",
    "--lang=en-US",
];

/// Why the browser cannot be used. None of it is the website's doing.
#[derive(Debug, Error)]
pub(super) enum Error {
    #[error(
        "Chromium is not installed: install it (Debian, Ubuntu: apt-get install chromium), or give its program with --browser"
    )]
    Missing,
    #[error("{} cannot be run ({source})", path.display())]
    Run { path: PathBuf, source: io::Error },
    #[error("no folder for the browser's data ({0})")]
    Profile(io::Error),
    #[error("Chromium ended: {0}")]
    Ended(String),
    #[error("Chromium did not answer {0} in time")]
    Silent(&'static str),
    #[error("Chromium refused {method} ({detail})")]
    Refused { method: &'static str, detail: String },
}

pub(super) struct Browser {
    program: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    events: Vec<Value>,
    session: Option<String>,
    calls: u64,
    deadline: Instant,
    profile: TempDir,
}

/// The program of the browser: the one given, else the first on the path.
pub(super) fn find(given: Option<&Path>) -> Result<PathBuf, Error> {
    if let Some(given) = given {
        return Ok(given.to_owned());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).flat_map(|folder| NAMES.map(|name| folder.join(name)));
    on_path.chain([PathBuf::from(ON_MACOS)]).find(|candidate| candidate.is_file()).ok_or(Error::Missing)
}

/// Whether the browser's sandbox has to stay off: it refuses to work for root.
pub(super) fn is_root() -> bool {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
    }
    #[cfg(not(target_os = "linux"))]
    false
}

impl Browser {
    /// Starts the browser with one empty page. All that it does has to be done by `deadline`.
    pub(super) fn start(
        path: &Path,
        rules: &[String],
        sandbox: bool,
        deadline: Instant,
    ) -> Result<Self, Error> {
        let profile = tempfile::Builder::new().prefix("infragrade-").tempdir().map_err(Error::Profile)?;
        let log = File::create(profile.path().join("log")).map_err(Error::Profile)?;
        // The protocol's pipe is file descriptors 3 and 4 of the browser's.
        let mut command = Command::new("/bin/sh");
        command.args(["-c", r#"exec 3<&0 4>&1 </dev/null >/dev/null && exec "$@""#, "sh"]);
        command.arg(path).args(ARGUMENTS);
        command.arg(pair("--user-data-dir=", profile.path().as_os_str()));
        if !sandbox {
            command.arg("--no-sandbox");
        }
        if !rules.is_empty() {
            command.arg(format!("--host-resolver-rules={}", rules.join(",")));
        }
        command.env("HOME", profile.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
        let failed = |source| Error::Run { path: path.to_owned(), source };
        let mut program = command.spawn().map_err(failed)?;
        let (Some(input), Some(output)) = (program.stdin.take(), program.stdout.take()) else {
            return Err(failed(io::ErrorKind::BrokenPipe.into()));
        };
        let messages = listen(output);
        let mut browser =
            Self { program, input, messages, events: Vec::new(), session: None, calls: 0, deadline, profile };
        browser.open()?;
        Ok(browser)
    }

    fn open(&mut self) -> Result<(), Error> {
        let target = self.call("Target.createTarget", json!({"url": "about:blank"}))?;
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let session = self.call("Target.attachToTarget", attach)?;
        self.session = session["sessionId"].as_str().map(str::to_owned);
        Ok(())
    }

    /// Calls a method and waits for its result. Events that come first are kept.
    pub(super) fn call(&mut self, method: &'static str, parameters: Value) -> Result<Value, Error> {
        self.calls += 1;
        let mut message = json!({"id": self.calls, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        if self.input.write_all(&bytes).and_then(|()| self.input.flush()).is_err() {
            return Err(self.ended());
        }
        loop {
            let Some(message) = self.receive(self.deadline)? else {
                return Err(Error::Silent(method));
            };
            if message["id"] != self.calls {
                self.events.push(message);
            } else if let Some(error) = message["error"]["message"].as_str() {
                return Err(Error::Refused { method, detail: printable(error, 200) });
            } else {
                return Ok(message["result"].clone());
            }
        }
    }

    /// The next event; `None` when there is none until then.
    pub(super) fn event(&mut self, until: Instant) -> Result<Option<Value>, Error> {
        if !self.events.is_empty() {
            return Ok(Some(self.events.remove(0)));
        }
        self.receive(until.min(self.deadline))
    }

    pub(super) fn deadline(&self) -> Instant {
        self.deadline
    }

    fn receive(&mut self, until: Instant) -> Result<Option<Value>, Error> {
        match self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(message) => Ok(Some(message)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(self.ended()),
        }
    }

    /// What the browser said last, which is why it ended.
    fn ended(&self) -> Error {
        let log = fs::read(self.profile.path().join("log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let last = log.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it says nothing");
        Error::Ended(printable(last, 300))
    }
}

impl Drop for Browser {
    /// Asked to, it removes its own temporary files too.
    fn drop(&mut self) {
        let asked = self.input.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let patience = Instant::now() + TIME_TO_CLOSE;
        while asked.is_ok() && Instant::now() < patience && matches!(self.program.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(5));
        }
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn pair(name: &str, value: &OsStr) -> std::ffi::OsString {
    let mut pair = std::ffi::OsString::from(name);
    pair.push(value);
    pair
}

/// Reads messages, which end with a NUL each, until the pipe does.
fn listen(output: impl Read + Send + 'static) -> Receiver<Value> {
    let (sender, messages) = mpsc::channel();
    thread::spawn(move || {
        let mut output = BufReader::new(output);
        loop {
            let mut bytes = Vec::new();
            let read = (&mut output).take(LONGEST_MESSAGE).read_until(0, &mut bytes);
            if !read.is_ok_and(|length| length > 0) || bytes.pop() != Some(0) {
                return;
            }
            let Ok(message) = serde_json::from_slice(&bytes) else {
                return;
            };
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    messages
}

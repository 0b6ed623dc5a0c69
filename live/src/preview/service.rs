//! ECS services: the backend as a process, in the place of a task's container.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::process::Signal;
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Error;
use super::log::Log;
use super::process::{Running, bound};
use super::storage::Keys;
use super::task::{Container, HealthCheck};

/// What became of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// It does not serve yet.
    Starting,
    /// It serves, and is healthy as far as the template asks.
    Running,
    /// It has ended, or ECS would end it, or it never began; with the reason.
    Stopped(String),
    /// It waits for something that will not come, with the reason.
    Stuck(String),
}

/// A service's process; it ends when this is dropped or stopped.
pub(super) struct Service {
    pub(super) title: String,
    pub(super) state: watch::Receiver<State>,
    /// Where the container's listening port is found, and which port that is.
    pub(super) address: SocketAddr,
    pub(super) listens_on: u64,
    pub(super) exposes: Vec<u64>,
    end: watch::Sender<bool>,
    life: JoinSet<()>,
    _folder: TempDir,
}

/// What a service needs of its surroundings.
pub(super) struct Surroundings<'a> {
    pub(super) program: &'a Path,
    /// Where the authority's certificate is.
    pub(super) authority: &'a Path,
    /// The storage server.
    pub(super) storage: &'a str,
    pub(super) keys: Option<&'a Keys>,
    pub(super) log: &'a Log,
}

impl Service {
    /// Starts the backend in the place of a container. `stuck` is why it will never serve, where that is known.
    pub(super) fn start(
        title: &str,
        container: &Container,
        stuck: Option<String>,
        surroundings: &Surroundings<'_>,
    ) -> Result<Self, Error> {
        // The port that the program would take in a container of its own.
        let listens_on =
            container.environment.get("PORT").and_then(|port| port.trim().parse().ok()).unwrap_or(80);
        let address = free_address()?;
        let folder =
            tempfile::Builder::new().prefix("infragrade-preview-").tempdir().map_err(Error::listen)?;
        write_curl_settings(folder.path(), listens_on, address)?;

        let mut command = bound(surroundings.program, "SIGKILL");
        command.env_clear().envs(&container.environment).current_dir(folder.path());
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin").env("PORT", address.port().to_string());
        command.env("LISTEN_ADDRESS", address.ip().to_string());
        command.env("AWS_ENDPOINT_URL_S3", surroundings.storage).env("SSL_CERT_FILE", surroundings.authority);
        // Nobody's credentials but the task role's.
        command.env("AWS_EC2_METADATA_DISABLED", "true").env("HOME", folder.path());
        if let Some(keys) = surroundings.keys {
            command.env("AWS_ACCESS_KEY_ID", &keys.id).env("AWS_SECRET_ACCESS_KEY", &keys.secret);
        }
        let process = Running::start(command, title, surroundings.log, Signal::TERM)?;

        let (report, state) = watch::channel(stuck.map_or(State::Starting, State::Stuck));
        let (end, ending) = watch::channel(false);
        let mut life = JoinSet::new();
        let watched = Watched {
            title: title.to_owned(),
            process,
            address,
            health: container.health.clone(),
            folder: folder.path().to_owned(),
            log: surroundings.log.clone(),
            report,
        };
        life.spawn(watched.live(ending));
        Ok(Self {
            title: title.to_owned(),
            state,
            address,
            listens_on,
            exposes: container.ports.clone(),
            end,
            life,
            _folder: folder,
        })
    }

    /// Ends the process and waits for that.
    pub(super) async fn stop(mut self) {
        let _ = self.end.send(true);
        while self.life.join_next().await.is_some() {}
    }
}

/// A process and what is known of it.
struct Watched {
    title: String,
    process: Running,
    address: SocketAddr,
    health: Option<HealthCheck>,
    folder: PathBuf,
    log: Log,
    report: watch::Sender<State>,
}

impl Watched {
    async fn live(mut self, mut ending: watch::Receiver<bool>) {
        let stopped = tokio::select! {
            reason = self.follow() => Some(reason),
            _ = ending.changed() => None,
        };
        self.process.stop().await;
        if let Some(reason) = stopped {
            self.log.say(&self.title, &reason);
            let _ = self.report.send(State::Stopped(reason));
        }
    }

    /// Returns why it stopped.
    async fn follow(&mut self) -> String {
        while TcpStream::connect(self.address).await.is_err() {
            if let Some(reason) = self.ended().await {
                return reason;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if let Some(health) = self.health.clone()
            && let Err(reason) = self.check_health(&health).await
        {
            return reason;
        }
        let _ = self.report.send(State::Running);
        loop {
            tokio::time::sleep(Duration::from_millis(200)).await;
            if let Some(reason) = self.ended().await {
                return reason;
            }
        }
    }

    async fn ended(&mut self) -> Option<String> {
        let status = self.process.ended().await?;
        let lines = self.log.lines();
        let last = lines.iter().rev().find(|(component, _)| *component == self.title);
        let said = last.map(|(_, line)| format!(": {line}")).unwrap_or_default();
        Some(format!("the task ended with {status}{said}"))
    }

    /// The command as written, as often as ECS would try it, but sooner after each other.
    async fn check_health(&mut self, health: &HealthCheck) -> Result<(), String> {
        let mut last = String::new();
        for _ in 0..health.retries.clamp(1, 10) {
            match self.run_check(health).await {
                Ok(()) => return Ok(()),
                Err(problem) => last = problem,
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let command = health.command.last().map_or("", String::as_str);
        Err(format!("ECS stops the task, because its health check fails: {command}: {last}"))
    }

    async fn run_check(&self, health: &HealthCheck) -> Result<(), String> {
        let (program, arguments) = health.command.split_first().ok_or("it has no command")?;
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("CURL_HOME", &self.folder);
        let run = super::process::run(command);
        let limit = Duration::from_secs(health.timeout.clamp(2, 60));
        tokio::time::timeout(limit, run)
            .await
            .unwrap_or_else(|_| Err(format!("no answer in {} s", limit.as_secs())))
    }
}

/// Lets curl find the container's port where it is, so that a health check runs as it is written. Every other
/// address leads to a port where nobody listens, as in a container that holds nothing else.
fn write_curl_settings(folder: &Path, port: u64, address: SocketAddr) -> Result<(), Error> {
    let mut settings = String::from("noproxy = \"*\"\n");
    for name in ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"] {
        settings.push_str(&format!("connect-to = \"{name}:{port}:{address}\"\n"));
    }
    settings.push_str("connect-to = \"::127.0.0.1:1\"\n");
    let path = folder.join(".curlrc");
    fs::write(&path, settings).map_err(|source| Error::file(&path, source))
}

fn free_address() -> Result<SocketAddr, Error> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(Error::listen)?;
    listener.local_addr().map_err(Error::listen)
}

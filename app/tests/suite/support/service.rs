//! The service: inside the test, or as the process that the container runs.

use std::collections::HashMap;
use std::io::Read;
use std::net::TcpListener as StdListener;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use sqlx::PgPool;
use tempfile::TempDir;
use tokio::net::TcpListener;
use yoctogram::config::Config;
use yoctogram::password::Cost;
use yoctogram::state::App;
use yoctogram::{db, routes, server};

use super::{Cluster, client};

pub(crate) const SECRET_KEY: &str = "a key that only the tests know";

/// A hash as cheap as it can be: the tests' build is not optimized.
const CHEAP: Cost = Cost { memory: 8, passes: 1 };

/// The service, outside production, inside the test.
pub(crate) struct Service {
    pub(crate) base: String,
    pub(crate) pool: PgPool,
    pub(crate) cluster: Cluster,
    pub(crate) uploads: TempDir,
    pub(crate) client: reqwest::Client,
}

impl Service {
    pub(crate) async fn start() -> Self {
        let cluster = Cluster::start();
        let uploads = tempfile::tempdir().unwrap();
        let variables = environment(&cluster, uploads.path());
        let config = Config::from_lookup(|name| variables.get(name).cloned()).unwrap();
        let pool = db::open(&config.database, Duration::from_secs(60)).await.unwrap();
        let app = App::new(&config, pool.clone(), CHEAP).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/api/v1", listener.local_addr().unwrap());
        tokio::spawn(server::serve(listener, routes::router(app), std::future::pending()));
        Self { base, pool, cluster, uploads, client: client() }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) async fn get(&self, path: &str) -> reqwest::Response {
        self.client.get(self.url(path)).send().await.unwrap()
    }

    pub(crate) async fn post_json(&self, path: &str, body: &serde_json::Value) -> reqwest::Response {
        self.client.post(self.url(path)).json(body).send().await.unwrap()
    }

    /// The files in the directory for uploads.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.uploads.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

/// What the service is told, outside production.
pub(crate) fn environment(cluster: &Cluster, uploads: &Path) -> HashMap<String, String> {
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    [
        ("PRODUCTION", "false".to_owned()),
        ("LISTEN_ADDRESS", "127.0.0.1".to_owned()),
        ("POSTGRES_HOST", text(cluster.host())),
        ("POSTGRES_PORT", "5432".to_owned()),
        ("POSTGRES_USER", cluster.user().to_owned()),
        ("POSTGRES_PASSWORD", String::new()),
        ("POSTGRES_DB", cluster.user().to_owned()),
        ("SECRET_KEY", SECRET_KEY.to_owned()),
        ("LOCAL_UPLOAD_DIR", text(uploads)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// The binary, with these variables and no others.
pub(crate) struct Process {
    pub(crate) base: String,
    child: Child,
}

impl Process {
    /// Starts it and waits until it serves.
    pub(crate) async fn serving(mut variables: HashMap<String, String>) -> Self {
        let port = free_port();
        variables.insert("PORT".to_owned(), port.to_string());
        let child = command(&variables).spawn().unwrap();
        let mut process = Self { base: format!("http://127.0.0.1:{port}/api/v1"), child };
        let start = Instant::now();
        while client().get(format!("{}/health", process.base)).send().await.is_err() {
            if let Some(status) = process.child.try_wait().unwrap() {
                panic!("the service ended with {status}: {}", process.log());
            }
            assert!(start.elapsed() < Duration::from_secs(60), "the service does not serve");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        process
    }

    /// Starts it without waiting.
    pub(crate) fn spawn(variables: &HashMap<String, String>) -> Self {
        Self { base: String::new(), child: command(variables).spawn().unwrap() }
    }

    pub(crate) fn signal(&self, name: &str) {
        let status = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
        assert!(status.unwrap().success());
    }

    /// Waits for its end, and returns its status and what it logged.
    pub(crate) fn end(&mut self) -> (ExitStatus, String) {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "the process does not end");
            sleep(Duration::from_millis(10));
        };
        (status, self.log())
    }

    fn log(&mut self) -> String {
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(variables: &HashMap<String, String>) -> Command {
    let mut command = Command::new("setpriv");
    command.arg("--pdeathsig=SIGKILL").arg(env!("CARGO_BIN_EXE_yoctogram"));
    command.env_clear().env("PATH", "/usr/bin:/bin").envs(variables);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// A port that nobody listens on now.
pub(crate) fn free_port() -> u16 {
    StdListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The host and port in a URL.
pub(crate) fn address_of(base: &str) -> &str {
    base.trim_start_matches("http://").split('/').next().unwrap()
}

//! Aurora clusters: each a private PostgreSQL server in a temporary folder.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use rustix::process::Signal;
use tempfile::TempDir;

use super::Error;
use super::deployment::{Deployment, Resource, number};
use super::log::Log;
use super::process::{Running, as_postgres, is_root, postgresql, run};
use super::secrets::Secrets;

/// A running server.
pub(super) struct Database {
    server: Running,
    folder: TempDir,
    port: u16,
}

/// What a template asks of a database.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) title: String,
    pub(super) name: Option<String>,
    pub(super) user: String,
    pub(super) password: String,
}

/// How long PostgreSQL may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

impl Wanted {
    /// What a cluster asks for, or why it cannot be created.
    pub(super) fn of(cluster: &Resource, secrets: &Secrets) -> Result<Self, String> {
        let credential = |property: &str| match cluster.text(property) {
            Some(text) => secrets.expand(text).map_err(|problem| format!("{property}: {problem}")),
            None => Err(format!("{property} is missing")),
        };
        let engine = cluster.text("Engine").unwrap_or_default();
        if engine != "aurora-postgresql" {
            return Err(format!("the engine {engine} is not known in the preview, only aurora-postgresql"));
        }
        let password = credential("MasterUserPassword")?;
        if password.len() < 8 || password.contains(['/', '"', '@', ' ']) {
            return Err("RDS takes passwords of 8 characters or more without / \" @ and spaces".to_owned());
        }
        Ok(Self {
            title: cluster.title().to_owned(),
            name: cluster.text("DatabaseName").map(str::to_owned),
            user: credential("MasterUsername")?,
            password,
        })
    }
}

/// The port of a cluster.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbcluster.html>
pub(super) fn port(cluster: &Resource) -> u16 {
    let default = if cluster.text("EngineMode") == Some("serverless") { 5432 } else { 3306 };
    number(cluster.get("Port")).and_then(|port| u16::try_from(port).ok()).unwrap_or(default)
}

/// Whether anything listens at the cluster's endpoint: Aurora Serverless v1 does so itself, others through instances.
pub(super) fn has_instance(deployment: &Deployment, cluster: &Resource) -> bool {
    cluster.text("EngineMode") == Some("serverless")
        || deployment
            .of("AWS::RDS::DBInstance")
            .any(|instance| instance.text("DBClusterIdentifier") == Some(&cluster.reference))
}

impl Database {
    /// Creates and starts a server with the wanted user and database.
    pub(super) async fn start(wanted: &Wanted, port: u16, log: &Log) -> Result<Self, Error> {
        let failed = |problem: String| Error::Database { title: wanted.title.clone(), problem };
        let program = |name: &str| postgresql(name).ok_or(Error::NoPostgresql);
        let folder = scratch().await?;
        let path = folder.path();
        let password = path.join("password");
        fs::write(&password, &wanted.password).map_err(|source| Error::file(&password, source))?;
        if is_root() {
            give_to_postgres(&password).await.map_err(failed)?;
        }
        let mut initialize = as_postgres(&program("initdb")?);
        initialize.arg("-D").arg(path.join("data")).arg("-U").arg(&wanted.user);
        initialize.arg("--pwfile").arg(&password).args([
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        run(initialize).await.map_err(failed)?;
        fs::remove_file(&password).map_err(|source| Error::file(&password, source))?;

        let mut serve = as_postgres(&program("postgres")?);
        serve.arg("-D").arg(path.join("data")).arg("-k").arg(path).arg("-p").arg(port.to_string());
        serve.args([
            "-F",
            "-c",
            "listen_addresses=",
            "-c",
            "max_connections=40",
            "-c",
            "log_min_messages=fatal",
        ]);
        let server = Running::start(serve, &wanted.title, log, Signal::INT)?;
        let database = Self { server, folder, port };
        database.create(wanted).await.map_err(failed)
    }

    /// The socket to connect to.
    pub(super) fn socket(&self) -> PathBuf {
        self.folder.path().join(format!(".s.PGSQL.{}", self.port))
    }

    /// Ends it and removes its files.
    pub(super) async fn stop(self) {
        self.server.stop().await;
    }

    async fn create(mut self, wanted: &Wanted) -> Result<Self, String> {
        let ready = async {
            while tokio::net::UnixStream::connect(self.socket()).await.is_err() {
                tokio::time::sleep(Duration::from_millis(20)).await;
                if let Some(end) = self.server.ended().await {
                    return Err(format!("PostgreSQL ended with {end}"));
                }
            }
            Ok(())
        };
        tokio::time::timeout(PATIENCE, ready)
            .await
            .map_err(|_| "PostgreSQL does not answer".to_owned())??;
        if let Some(name) = wanted.name.as_deref().filter(|name| *name != "postgres") {
            let program = postgresql("createdb").ok_or_else(|| "createdb is not installed".to_owned())?;
            // The server says that it is starting up for a moment.
            let mut last = Ok(());
            for _ in 0..50 {
                let mut create = tokio::process::Command::new(&program);
                create.arg("-h").arg(self.folder.path()).args([
                    "-p",
                    &self.port.to_string(),
                    "-U",
                    &wanted.user,
                    "-w",
                ]);
                create.args(["--maintenance-db", "postgres", "--", name]).env("PGPASSWORD", &wanted.password);
                last = run(create).await;
                match &last {
                    Err(problem) if problem.contains("starting up") => {
                        tokio::time::sleep(Duration::from_millis(20)).await
                    }
                    _ => break,
                }
            }
            last?;
        }
        Ok(self)
    }
}

/// A folder that the server's user may use; its path is short, as that of a socket has to be.
async fn scratch() -> Result<TempDir, Error> {
    let folder = tempfile::Builder::new().prefix("infragrade-preview-").tempdir().map_err(Error::listen)?;
    if is_root() {
        give_to_postgres(folder.path())
            .await
            .map_err(|problem| Error::Database { title: "PostgreSQL".to_owned(), problem })?;
    }
    Ok(folder)
}

async fn give_to_postgres(path: &std::path::Path) -> Result<(), String> {
    let mut chown = tokio::process::Command::new("chown");
    chown.arg("postgres:postgres").arg(path);
    run(chown).await.map_err(|problem| {
        format!("{problem}; PostgreSQL does not run as root: install Debian's package postgresql, or run this as another user")
    })
}

//! Runs what templates describe on one machine, with real parts: PostgreSQL, an S3 server, the backend, TLS.
//!
//! [`Preview::start`] resolves the templates' intrinsic functions to concrete values, starts what they ask for on
//! loopback addresses, and tells what does not work and what it does not model. Nothing on the machine is changed:
//! clients are given a map of host names ([`Preview::hosts`]) and a throw-away authority to trust
//! ([`Preview::authority`]).

mod backend;
mod balancer;
mod cdn;
mod certificates;
mod client;
mod clusters;
mod cors;
mod database;
mod deployment;
mod dns;
mod door;
mod error;
mod fronts;
mod gate;
mod input;
mod log;
mod names;
mod network;
mod parts;
mod policy;
mod process;
mod resolve;
mod run;
mod secrets;
mod service;
mod services;
mod settle;
mod start;
mod storage;
mod storage_access;
mod target;
mod task;
mod tls;
mod unmodelled;
mod visitor;
mod website;
mod wildcard;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use tempfile::TempDir;
use tokio::task::JoinSet;

pub use self::backend::find as find_backend;
use self::database::Database;
pub use self::dns::Hosts;
use self::door::Door;
pub use self::error::Error;
pub use self::input::{Export, Input, Stack};
use self::log::Log;
pub use self::log::Sink;
pub use self::run::{grade, run};
use self::service::Service;
use self::target::Target;

/// How a preview is run.
#[derive(Clone)]
pub struct Options {
    /// The backend's program; see [`find_backend`].
    pub backend: PathBuf,
    /// The built website, where the one in the assembly is not wanted.
    pub web: Option<PathBuf>,
    /// The built website where the assembly holds none.
    pub usual_web: PathBuf,
    /// Where log lines go.
    pub log: Sink,
}

/// A part of a running preview, for a table of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Such as `database` or `distribution`.
    pub kind: &'static str,
    /// Its construct path.
    pub title: String,
    /// Where it listens, and under which names.
    pub address: String,
    /// How it is, in words.
    pub state: String,
    /// Whether it does what the templates mean.
    pub works: bool,
}

/// A running deployment. [`Preview::stop`] ends it and leaves nothing behind; dropping it kills it.
pub struct Preview {
    components: Vec<Component>,
    problems: Vec<String>,
    notes: Vec<String>,
    unmodelled: Vec<String>,
    hosts: Hosts,
    storage: SocketAddr,
    authority: String,
    website: Option<String>,
    log: Log,
    services: Vec<Service>,
    targets: Vec<Arc<Target>>,
    databases: Vec<Database>,
    _doors: Vec<Door>,
    _gates: Vec<JoinSet<()>>,
    folder: TempDir,
}

impl Preview {
    /// Starts everything. The services may need a moment more: [`Preview::settle`].
    ///
    /// # Errors
    /// When the preview itself cannot be run, such as without PostgreSQL. What is wrong with the deployment is told
    /// by [`Preview::problems`].
    pub async fn start(input: &Input, options: &Options) -> Result<Self, Error> {
        start::start(input, options).await
    }

    /// Waits until each service serves, or it is known why it will not; only then is all told.
    pub async fn settle(&mut self) {
        settle::settle(self).await;
    }

    /// The parts, with their addresses.
    pub fn components(&self) -> &[Component] {
        &self.components
    }

    /// What keeps the deployment from working, or would keep AWS from creating it.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// What is different here, or worth knowing.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What the templates ask for that is not run.
    pub fn unmodelled(&self) -> &[String] {
        &self.unmodelled
    }

    /// Which host name leads where; a name that is not in it does not resolve. The addresses speak HTTP and HTTPS.
    pub fn hosts(&self) -> &Hosts {
        &self.hosts
    }

    /// The certificate of the authority that signs for all names, in PEM.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The file that [`Preview::authority`] is in.
    pub fn authority_file(&self) -> PathBuf {
        self.folder.path().join(start::AUTHORITY_FILE)
    }

    /// The website's host name: the shortest alias of a distribution.
    pub fn website(&self) -> Option<&str> {
        self.website.as_deref()
    }

    /// Where a host name leads.
    pub fn address(&self, host: &str) -> Option<SocketAddr> {
        self.hosts.get(host).copied()
    }

    /// What was logged so far: component and line.
    pub fn log(&self) -> Vec<(String, String)> {
        self.log.lines()
    }

    /// Ends everything: the services, then the databases, then the files.
    pub async fn stop(self) {
        let Self { services, databases, folder, .. } = self;
        for service in services {
            service.stop().await;
        }
        for database in databases {
            database.stop().await;
        }
        // What cannot be removed is in the machine's folder for such things.
        let _ = folder.close();
    }
}

//! A private PostgreSQL server, on a Unix socket, that ends with the test.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const USER: &str = "yoctogram";

pub(crate) struct Cluster {
    server: Option<Child>,
    directory: TempDir,
}

impl Cluster {
    /// Starts a server with an empty database.
    pub(crate) fn start() -> Self {
        let directory = scratch();
        run(Command::new("cp").arg("-a").arg(template()).arg(directory.path().join("data")));
        if is_root() {
            run(Command::new("chown").args(["-R", "postgres:postgres"]).arg(directory.path()));
        }
        let mut cluster = Self { server: None, directory };
        cluster.resume();
        cluster
    }

    /// The directory of the socket: what POSTGRES_HOST is set to.
    pub(crate) fn host(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn user(&self) -> &'static str {
        USER
    }

    /// Ends the server at once, as a crash would.
    pub(crate) fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            run(Command::new("kill").arg("-QUIT").arg(server.id().to_string()));
            server.wait().unwrap();
        }
    }

    /// Starts the server again.
    pub(crate) fn resume(&mut self) {
        let data = self.directory.path().join("data");
        let mut command = as_postgres(&["--pdeathsig=SIGQUIT"], &binary("postgres"));
        command.arg("-D").arg(&data).arg("-k").arg(self.directory.path());
        command.args(["-F", "-c", "listen_addresses=", "-c", "max_connections=40"]);
        let log = File::create(self.directory.path().join("log")).unwrap();
        self.server = Some(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap());
        let start = Instant::now();
        while !self.answers() {
            let log = || fs::read_to_string(self.directory.path().join("log")).unwrap();
            assert!(start.elapsed() < Duration::from_secs(60), "PostgreSQL did not start: {}", log());
            sleep(Duration::from_millis(20));
        }
    }

    fn answers(&self) -> bool {
        let mut command = Command::new(binary("pg_isready"));
        command.arg("-q").arg("-h").arg(self.directory.path()).args(["-d", USER]);
        command.status().unwrap().success()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A fresh directory that the server's user may use.
fn scratch() -> TempDir {
    let directory = tempfile::Builder::new().prefix("yoctogram-").tempdir().unwrap();
    if is_root() {
        run(Command::new("chown").arg("postgres:postgres").arg(directory.path()));
    }
    directory
}

/// An initialized cluster to copy: initdb takes longer than the tests. Several tests may make it at once;
/// the first to finish names it.
fn template() -> PathBuf {
    let template = Path::new(env!("CARGO_TARGET_TMPDIR")).join("postgresql");
    if template.exists() {
        return template;
    }
    let directory = scratch();
    let data = directory.path().join("data");
    let mut command = as_postgres(&[], &binary("initdb"));
    command.arg("-D").arg(&data);
    command.args(["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
    run(&mut command);
    let mut single = as_postgres(&[], &binary("postgres"));
    single.args(["--single", "-F", "-D"]).arg(&data).arg("postgres");
    single.stdin(statement(&directory, &format!("create database {USER}\n")));
    run(&mut single);
    let unfinished = template.with_extension(std::process::id().to_string());
    run(Command::new("cp").arg("-a").arg(&data).arg(&unfinished));
    if fs::rename(&unfinished, &template).is_err() {
        fs::remove_dir_all(&unfinished).unwrap();
    }
    template
}

fn statement(directory: &TempDir, text: &str) -> File {
    let path = directory.path().join("statement");
    fs::write(&path, text).unwrap();
    File::open(&path).unwrap()
}

/// PostgreSQL refuses to run as root.
fn as_postgres(options: &[&str], program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.args(options).arg(program);
    command
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// Debian keeps the server's binaries in a directory for each version, out of the path.
fn binary(name: &str) -> PathBuf {
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path().join("bin").join(name))
        .filter(|path| path.exists())
        .collect();
    versions.sort();
    versions.pop().unwrap_or_else(|| PathBuf::from(name))
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

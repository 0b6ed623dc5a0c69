//! The robot against the real service, with a real database.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::{grade, options};

#[path = "../../../app/tests/suite/support/cluster.rs"]
mod cluster;

use cluster::Cluster;

#[test]
fn the_real_service_has_all_points() {
    let (cluster, uploads) = (Cluster::start(), tempfile::tempdir().unwrap());
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let _service = Service::start(&cluster, uploads.path(), port);
    let mut options = options(&format!("http://127.0.0.1:{port}"));
    options.wait = Duration::from_secs(60);
    let report = grade(&options);
    assert_eq!(report.score, 40.0, "{report:#?}");
    assert!(report.notes.is_empty(), "{report:#?}");
}

/// The program that the container runs, outside production.
struct Service(Child);

impl Service {
    fn start(cluster: &Cluster, uploads: &Path, port: u16) -> Self {
        let program = std::env::var_os("YOCTOGRAM_BIN").map_or_else(
            || Path::new(env!("CARGO_TARGET_TMPDIR")).join("../release/yoctogram"),
            PathBuf::from,
        );
        assert!(
            program.is_file(),
            "{} is not there: build it with `cargo build --release --package yoctogram`, or set YOCTOGRAM_BIN",
            program.display()
        );
        let mut command = Command::new("setpriv");
        command.arg("--pdeathsig=SIGKILL").arg(program).env_clear();
        command.env("PRODUCTION", "false").env("PORT", port.to_string()).env("LISTEN_ADDRESS", "127.0.0.1");
        command.env("POSTGRES_HOST", cluster.host()).env("POSTGRES_PORT", "5432");
        command.env("POSTGRES_USER", cluster.user()).env("POSTGRES_PASSWORD", "");
        command.env("POSTGRES_DB", cluster.user()).env("SECRET_KEY", "a key that only the tests know");
        command.env("LOCAL_UPLOAD_DIR", uploads).env("PATH", "/usr/bin:/bin");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

//! This directory alone is what the container is built from, without the workspace around it.

use std::path::Path;
use std::process::Command;

#[test]
fn the_directory_resolves_alone_with_its_own_lock_file() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let alone = tempfile::tempdir().unwrap();
    for item in ["Cargo.toml", "Cargo.lock", ".sqlx", "migrations", "src"] {
        let status = Command::new("cp").arg("-R").arg(here.join(item)).arg(alone.path()).status().unwrap();
        assert!(status.success(), "{item}");
    }
    std::fs::create_dir_all(alone.path().join("tests/suite")).unwrap();
    std::fs::write(alone.path().join("tests/suite/main.rs"), "").unwrap();
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--locked",
            "--offline",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .current_dir(alone.path())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "app/Cargo.lock is out of date; run app/update-lock.sh: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(String::from_utf8_lossy(&output.stdout).contains("axum v"));
}

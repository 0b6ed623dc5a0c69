//! `--format`, on the command line.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{SUNET, fixtures};

fn check(folder: &Path, arguments: &[&str]) -> Output {
    let starter = fixtures().join("starter");
    Command::new(env!("CARGO_BIN_EXE_infragrade"))
        .args(["check", starter.to_str().unwrap(), "--sunet", SUNET])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn several_reports_of_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let formats = ["json", "junit", "sarif", "github", "gradescope", "html"];
    let requests: Vec<String> =
        formats.iter().map(|format| format!("--format={format}=out.{format}")).collect();
    let arguments: Vec<&str> = requests.iter().map(String::as_str).collect();
    let output = check(folder.path(), &arguments);
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""), "each has a file of its own");
    for format in formats {
        let file = fs::read_to_string(folder.path().join(format!("out.{format}"))).unwrap();
        assert_eq!(file, stdout(&check(folder.path(), &["--format", format])), "{format}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), formats.len(), "no temporary file is left");

    let output = check(folder.path(), &["--format", "human", "--format", "json=again.json"]);
    assert_eq!(stdout(&output), stdout(&check(folder.path(), &[])));
    let again = fs::read_to_string(folder.path().join("again.json")).unwrap();
    assert_eq!(again, fs::read_to_string(folder.path().join("out.json")).unwrap());

    let output = check(folder.path(), &["--format", "junit", "--format", "json=b.json", "--output", "a.xml"]);
    assert_eq!(stdout(&output), "");
    let written = fs::read_to_string(folder.path().join("a.xml")).unwrap();
    assert_eq!(written, fs::read_to_string(folder.path().join("out.junit")).unwrap());
}

#[test]
fn what_cannot_be_written_is_said_in_one_line_before_anything_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut said = String::new();
    for arguments in [
        vec!["--format", "jsno=a"],
        vec!["--format", "json", "--format", "html"],
        vec!["--format", "json=a", "--format", "html=./a"],
        vec!["--format", "json=a", "--format", "human", "--output", "a"],
        vec!["--format", "json="],
        vec!["--format", "json=a", "--output", "b"],
        vec!["--format", "gradescope", "--only", "network"],
        vec!["--format", "html=no/such/folder.html"],
    ] {
        let output = check(folder.path(), &arguments);
        let line = String::from_utf8(output.stderr.clone()).unwrap();
        assert_eq!(
            (output.status.code(), stdout(&output).as_str(), line.lines().count()),
            (Some(2), "", 1),
            "{line}"
        );
        said.push_str(&line);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was written");
    insta::assert_snapshot!("refused", said);
}

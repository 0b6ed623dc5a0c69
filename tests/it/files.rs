//! Files that are not what they should be, and the places that reports go to.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use infragrade::sources::Sources;

use crate::support::{SUNET, fixtures};

/// An assignment with the reference's assembly.
struct Assignment(tempfile::TempDir);

impl Assignment {
    fn new() -> Self {
        let assignment = Self(tempfile::tempdir().unwrap());
        let out = assignment.path("cdk/cdk.out");
        fs::create_dir_all(&out).unwrap();
        for entry in fs::read_dir(fixtures().join("reference")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, out.join(path.file_name().unwrap())).unwrap();
        }
        fs::write(assignment.path("cdk/cdk.json"), r#"{"app": "python3 app.py"}"#).unwrap();
        fs::write(assignment.path("cdk/app.py"), "a = 1\n").unwrap();
        fs::write(assignment.path("SUNET"), SUNET).unwrap();
        assignment
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_infragrade"));
        command.args(arguments).current_dir(self.0.path()).env_remove("CLICOLOR_FORCE");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// The one line that an unusable call is answered with.
    fn refusal(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), text.lines().count()), (Some(2), 1), "{arguments:?}: {text}");
        text
    }
}

fn stdout(output: Output) -> String {
    String::from_utf8(output.stdout).unwrap()
}

fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn an_assembly_that_is_older_than_the_app_is_noted_where_that_is_sure() {
    let assignment = Assignment::new();
    let later = |path: &str| {
        let file = File::options().append(true).open(assignment.path(path)).unwrap();
        file.set_modified(SystemTime::now() + Duration::from_secs(60)).unwrap();
    };
    later("cdk/app.py");
    assert!(!stdout(assignment.run(&["check"])).contains("note:"), "times alone say nothing");

    Sources::of_app(&assignment.path("cdk")).record(&assignment.path("cdk/cdk.out")).unwrap();
    assert!(!stdout(assignment.run(&["check"])).contains("note:"), "newer, but the same");

    fs::write(assignment.path("cdk/app.py"), "a = 2\n").unwrap();
    later("cdk/app.py");
    let note = "cdk/cdk.out is older than cdk/app.py, so this is your app as it was: \
                run `infragrade synth` or `cdk synth` to see it as it is now";
    let output = assignment.run(&["check"]);
    assert_eq!(output.status.code(), Some(0), "it changes no grade");
    assert!(stdout(output).starts_with(&format!("note: {note}\n")));
    let report: serde_json::Value =
        serde_json::from_str(&stdout(assignment.run(&["check", "--format", "json"]))).unwrap();
    assert_eq!(report["notes"], serde_json::json!([note]));
    for format in ["github", "html"] {
        let text = stdout(assignment.run(&["check", "--format", format]));
        assert!(text.contains("is older than cdk/app.py"), "{format}: {text}");
    }

    // With something lost the tracer's lines are looked at too; that they are others is not said besides.
    let lost = stdout(assignment.run(&["check", "--sunet", "akps"]));
    assert_eq!(lost.matches("note:").count(), 1, "{lost}");
    fs::write(assignment.path("grade.sh"), "").unwrap();
    assert!(stdout(assignment.run(&["check"])).contains("run ./grade.sh or `cdk synth` to see"));
}

#[test]
fn a_report_goes_through_devices_pipes_and_links() {
    let assignment = Assignment::new();
    let json = stdout(assignment.run(&["check", "--format", "json"]));
    assert!(json.starts_with('{'));
    assert_eq!(stdout(assignment.run(&["check", "--format", "json=/dev/stdout"])), json);

    fs::write(assignment.path("log"), "before\n").unwrap();
    let log = File::options().append(true).open(assignment.path("log")).unwrap();
    let mut command = assignment.command(&["check", "--format", "json=/dev/stdout"]);
    assert!(command.stdout(log).status().unwrap().success());
    assert_eq!(fs::read_to_string(assignment.path("log")).unwrap(), format!("before\n{json}"));

    make_pipe(&assignment.path("pipe"));
    let reader = Command::new("cat").arg(assignment.path("pipe")).stdout(Stdio::piped()).spawn().unwrap();
    assert!(assignment.run(&["check", "--format", "json=pipe"]).status.success());
    assert_eq!(stdout(reader.wait_with_output().unwrap()), json);

    fs::write(assignment.path("report.json"), "").unwrap();
    std::os::unix::fs::symlink("report.json", assignment.path("link.json")).unwrap();
    assert!(assignment.run(&["check", "--format", "json=link.json"]).status.success());
    assert!(fs::symlink_metadata(assignment.path("link.json")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(assignment.path("report.json")).unwrap(), json);
}

#[test]
fn where_nothing_can_be_written_is_said() {
    let assignment = Assignment::new();
    let refusal = assignment.refusal(&["check", "--format", "json=no/report.json"]);
    assert_eq!(refusal, "error: no/report.json: cannot be written: there is no folder no\n");
    let refusal = assignment.refusal(&["check", "--format", "json=cdk"]);
    assert!(refusal.starts_with("error: cdk: cannot be written"), "{refusal}");
    let full = || File::options().append(true).open("/dev/full").unwrap();
    for arguments in
        [&["check"][..], &["explain", "network.vpc.single"], &["input"], &["completions", "bash"]]
    {
        let output = assignment.command(arguments).stdout(full()).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), text.lines().count()), (Some(2), 1), "{arguments:?}: {text}");
        assert!(text.starts_with("error: standard output: "), "{text}");
    }
}

#[test]
fn pages_of_someone_else_are_not_replaced() {
    let assignment = Assignment::new();
    fs::write(assignment.path("README.md"), "# Mine\n").unwrap();
    let refusal = assignment.refusal(&["checks", "--docs", "."]);
    assert!(refusal.starts_with("error: ./README.md: is no page of infragrade"), "{refusal}");
    assert_eq!(fs::read_to_string(assignment.path("README.md")).unwrap(), "# Mine\n");
    assert!(!assignment.path("network.vpc.cidr.md").exists(), "nothing was written");
    assert!(assignment.run(&["checks", "--docs", "pages"]).status.success());
    assert!(assignment.run(&["checks", "--docs", "pages"]).status.success(), "its own it renews");
}

#[test]
fn a_file_sunet_that_is_none_is_named_as_one_knows_it() {
    let assignment = Assignment::new();
    fs::remove_file(assignment.path("SUNET")).unwrap();
    make_pipe(&assignment.path("SUNET"));
    let refusal = assignment.refusal(&["check"]);
    assert!(refusal.starts_with("error: SUNET: cannot be read (not a regular file)"), "{refusal}");
    fs::remove_file(assignment.path("SUNET")).unwrap();
    fs::create_dir(assignment.path("SUNET")).unwrap();
    assert!(assignment.refusal(&["check"]).starts_with("error: SUNET: cannot be read"));
    fs::remove_dir(assignment.path("SUNET")).unwrap();
    fs::write(assignment.path("cdk/SUNET"), "no id").unwrap();
    assert!(assignment.refusal(&["check"]).starts_with("error: cdk/SUNET: must hold only"));
}

#[test]
fn folders_that_are_none_are_said_to_be_none() {
    let assignment = Assignment::new();
    for (arguments, expected) in [
        (["lint", "nowhere"], "error: nowhere: there is no such directory: pass the folder of a rule pack\n"),
        (["lint", "SUNET"], "error: SUNET: not a directory: pass the folder of a rule pack\n"),
        (["synth", "SUNET"], "error: SUNET: not a folder: pass the folder that holds cdk.json\n"),
        (
            ["synth", "--output=no/cdk.out"],
            "error: no/cdk.out: there is no folder no: make it, or name another with --output\n",
        ),
    ] {
        assert_eq!(assignment.refusal(&arguments), expected);
    }
}

#[test]
fn limits_that_are_none_are_refused() {
    let assignment = Assignment::new();
    for limit in
        ["--time-limit=0", "--time-limit=18446744073709551615", "--memory-limit=18446744073709551615"]
    {
        for command in [&["synth"][..], &["batch", "."]] {
            let output = assignment.run(&[command, &[limit]].concat());
            let text = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{text}");
            assert!(text.contains("is not in 1..="), "{text}");
        }
    }
    for points in ["nan", "inf", "-1", "many"] {
        let output = assignment.run(&["check", &format!("--fail-under={points}")]);
        assert_eq!(output.status.code(), Some(2), "{points}");
    }
}

//! `infragrade synth` with the real CDK: its output, and the mistakes that students make most.
//!
//! Needs the pinned packages, which `fixtures/record.sh --list reference` installs; `tests/grade.sh` runs these.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use infragrade::synth::{self, AppFailure, Error, Options, Synthesis};

use crate::support::{fixtures, root};

/// A copy of the finished assignment.
struct Assignment(tempfile::TempDir);

impl Assignment {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for part in ["cdk", "app", "web"] {
            copy(&fixtures().join(part), &folder.path().join(part));
        }
        let assignment = Self(folder);
        let packages = root().join("target/fixtures/venv");
        assert!(packages.is_dir(), "run fixtures/record.sh --list reference first: it installs the packages");
        symlink(packages, assignment.cdk().join(".venv")).unwrap();
        assignment.write("cdk/.env", "SUNET=codyho\nCDK_DEFAULT_ACCOUNT=123456789012\n");
        assignment
    }

    fn cdk(&self) -> PathBuf {
        self.0.path().join("cdk")
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.0.path().join(path), text).unwrap();
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.0.path().join(path)).unwrap();
        assert!(text.contains(from), "{path}: {from}");
        self.write(path, &text.replacen(from, to, 1));
    }

    fn remove(&self, path: &str) {
        let path = self.0.path().join(path);
        let is_folder = fs::symlink_metadata(&path).unwrap().is_dir();
        if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
    }

    fn run(&self) -> Result<Synthesis, Error> {
        let mut options = Options::new(&self.cdk(), Path::new(env!("CARGO_BIN_EXE_infragrade")));
        options.variables.clear();
        options.virtual_environment = None;
        synth::run(&options)
    }

    fn fails(&self, place: &str, problem: &str, fix: &str) {
        let failure: AppFailure = match self.run() {
            Err(Error::App(failure)) => *failure,
            other => panic!("{problem}: {other:?}"),
        };
        assert_eq!(failure.place.as_deref(), Some(place), "{failure:?}");
        assert!(failure.problem.contains(problem), "{failure:?}");
        assert!(failure.fix.as_deref().unwrap_or_default().contains(fix), "{failure:?}");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        match path.is_dir() {
            true if name == "__pycache__" || name == "cdk.out" => {}
            true => copy(&path, &to.join(name)),
            false => drop(fs::copy(&path, to.join(name)).unwrap()),
        }
    }
}

#[test]
#[ignore = "needs the CDK's packages"]
fn the_output_is_that_of_cdk_synth() {
    let assignment = Assignment::new();
    let synthesis = assignment.run().unwrap();
    assert_eq!(synthesis.interpreter, "cdk/.venv/bin/python3 (Python 3.11.7)");
    assert_eq!((synthesis.notes.len(), synthesis.lookups.len()), (0, 0), "{synthesis:?}");
    let recorded = fixtures().join("reference");
    for entry in fs::read_dir(&recorded).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        // The manifest holds the paths of the machine.
        if name.ends_with(".template.json") || name.ends_with(".assets.json") || name == "tree.json" {
            let written = fs::read_to_string(assignment.cdk().join("cdk.out").join(&name)).unwrap();
            assert!(written == fs::read_to_string(recorded.join(&name)).unwrap(), "{name}");
        }
    }
}

#[test]
#[ignore = "needs the CDK's packages"]
fn packages_that_are_missing() {
    let assignment = Assignment::new();
    assignment.edit("cdk/app.py", "from aws_cdk", "import boto3\nfrom aws_cdk");
    assignment.fails(
        "cdk/app.py:4",
        "No module named 'boto3'",
        "has no boto3: check the spelling, or install it",
    );
    assignment.write("cdk/requirements.txt", "boto3>=1\n");
    assignment.fails(
        "cdk/app.py:4",
        "No module named 'boto3'",
        "is in requirements.txt, but not in the virtual environment",
    );

    let assignment = Assignment::new();
    assignment.remove("cdk/.venv");
    assignment.fails(
        "cdk/app.py:4",
        "No module named 'aws_cdk'",
        "there is no virtual environment: make one",
    );
}

#[test]
#[ignore = "needs the CDK's packages"]
fn settings_that_are_missing() {
    let assignment = Assignment::new();
    assignment.remove("cdk/.env");
    assignment.fails(
        "cdk/cdk/util.py:45",
        "SUNET is needed and not set",
        "there is no cdk/.env: make it, with SUNET=…",
    );
    assignment.write("cdk/.env", "SUNET=codyho\n");
    assignment.edit("cdk/cdk/util.py", "    SUNET: str\n", "    SUNET: str\n    DB_NAME: str\n");
    assignment.fails("cdk/cdk/util.py:46", "DB_NAME is needed and not set", "add DB_NAME=… to cdk/.env");
    assignment.edit("cdk/app.py", "from aws_cdk", "import os\nos.environ['DB_HOST']\nfrom aws_cdk");
    assignment.fails("cdk/app.py:5", "DB_HOST is needed and not set", "add DB_HOST=… to cdk/.env");
}

#[test]
#[ignore = "needs the CDK's packages"]
fn arguments_that_are_wrong() {
    let assignment = Assignment::new();
    assignment.edit("cdk/cdk/network_stack.py", "ip_addresses=", "ip_adresses=");
    assignment.fails("cdk/cdk/network_stack.py:15", "'ip_adresses'", "Vpc has no argument ip_adresses");
    let assignment = Assignment::new();
    assignment.edit("cdk/cdk/network_stack.py", "            domain_name=settings.SUNET_DNS_ROOT,\n", "");
    assignment.fails(
        "cdk/cdk/network_stack.py:39",
        "'domain_name'",
        "give Certificate what it cannot do without: domain_name",
    );
}

#[test]
#[ignore = "needs the CDK's packages"]
fn files_that_are_missing() {
    let assignment = Assignment::new();
    assignment.remove("web/dist");
    assignment.fails(
        "cdk/cdk/compute_stack.py:116",
        "Cannot find asset at web/dist",
        "npm run build in web/",
    );
    let assignment = Assignment::new();
    assignment.remove("app/Dockerfile");
    assignment.fails(
        "cdk/cdk/compute_stack.py:52",
        "Cannot find file at app/Dockerfile",
        "hold a Dockerfile",
    );
}

#[test]
#[ignore = "needs the CDK's packages"]
fn programs_that_are_wrong() {
    let assignment = Assignment::new();
    assignment.edit("cdk/app.py", "app = App()", "app = App(");
    assignment.fails("cdk/app.py:12", "SyntaxError: '(' was never closed", "mend the line");
    assignment.write("cdk/cdk.json", r#"{"app": "python3 main.py"}"#);
    assignment.fails("cdk/cdk.json", "can't open file 'cdk/main.py'", "\"app\": \"python3 app.py\"");
    assignment.write("cdk/cdk.json", r#"{"app": "pyhton3 app.py"}"#);
    assignment.fails("cdk/cdk.json", "`pyhton3 app.py` is no program", "\"app\": \"python3 app.py\"");
}

#[test]
#[ignore = "needs the CDK's packages"]
fn stacks_that_need_each_other() {
    let assignment = Assignment::new();
    let (right, wrong) =
        ("data_stack.add_dependency(network_stack)", "network_stack.add_dependency(compute_stack)");
    assignment.edit("cdk/app.py", right, wrong);
    assignment.fails("cdk/app.py:24", "cyclic reference", "two stacks need each other");
}

#[test]
#[ignore = "needs the CDK's packages"]
fn lookups_and_calls_that_need_an_account() {
    let assignment = Assignment::new();
    assignment.edit(
        "cdk/cdk/network_stack.py",
        "        vpc = ec2.Vpc(",
        "        ec2.Vpc.from_lookup(self, 'old', is_default=True)\n        vpc = ec2.Vpc(",
    );
    let lookups = assignment.run().unwrap().lookups;
    assert_eq!(lookups.len(), 1, "{lookups:?}");
    assert_eq!(lookups[0].places, ["cdk/cdk/network_stack.py:15"]);
    assignment.edit(
        "cdk/app.py",
        "from aws_cdk",
        "import urllib.request\nurllib.request.urlopen('http://example.com')\nfrom aws_cdk",
    );
    assignment.fails("cdk/app.py:5", "URLError", "a synthesis has no network and no credentials");
}

#[test]
#[ignore = "needs the CDK's packages"]
fn node_that_is_missing() {
    let assignment = Assignment::new();
    assignment.edit("cdk/app.py", "from aws_cdk", "import os\nos.environ['PATH'] = '/nowhere'\nfrom aws_cdk");
    assignment.fails("cdk/app.py:6", "'node'", "install Node.js 18 or newer");
}

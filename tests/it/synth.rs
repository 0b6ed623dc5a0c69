//! `infragrade synth` with apps that write an assembly by hand: what the CDK does with one is in `synth_cdk`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use infragrade::synth::{self, Error, Options, Protection, Synthesis};

/// An assignment whose app is this Python.
struct Assignment(tempfile::TempDir);

const WRITE: &str = r#"
import json, os, pathlib
out = pathlib.Path(os.environ["CDK_OUTDIR"])
template = {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}}}
(out / "one.template.json").write_text(json.dumps(template))
stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "one.template.json"}}
manifest = {"version": "34.0.0", "artifacts": {"one": stack}}
def finish(**more):
    (out / "manifest.json").write_text(json.dumps(manifest | more))
"#;

impl Assignment {
    fn new(app: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let assignment = Self(folder);
        fs::create_dir(assignment.cdk()).unwrap();
        assignment.write("cdk.json", r#"{"app": "python3 app.py", "context": {"own": [1]}}"#);
        assignment.write("app.py", &format!("{WRITE}{app}"));
        assignment
    }

    fn cdk(&self) -> PathBuf {
        self.0.path().join("cdk")
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.cdk().join(name), text).unwrap();
    }

    fn options(&self) -> Options {
        let mut options = Options::new(&self.cdk(), Path::new(env!("CARGO_BIN_EXE_infragrade")));
        options.variables.clear();
        options.virtual_environment = None;
        options
    }

    fn run(&self) -> Result<Synthesis, Error> {
        synth::run(&self.options())
    }

    fn command(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_infragrade"));
        command.arg("synth").args(arguments).current_dir(self.0.path());
        command.env_remove("SUNET").env_remove("CDK_DEFAULT_ACCOUNT").output().unwrap()
    }

    fn problem(&self) -> String {
        match self.run() {
            Err(error) => error.to_string(),
            Ok(_) => panic!("it should have failed"),
        }
    }
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn the_app_is_told_what_the_cdk_would_tell_it() {
    let assignment = Assignment::new(
        "finish()\nfor name in ['CDK_CONTEXT_JSON', 'CDK_DEFAULT_ACCOUNT', 'CDK_DEFAULT_REGION', 'SUNET']:\n    \
         print(os.environ[name])\n",
    );
    assignment.write("cdk.context.json", r#"{"own": [2], "looked-up": {"id": "vpc-1"}}"#);
    assignment.write(".env", "# a comment\nexport CDK_DEFAULT_ACCOUNT='111122223333'\n");
    fs::write(assignment.0.path().join("SUNET"), "akps\n").unwrap();
    let synthesis = assignment.run().unwrap();
    let lines: Vec<&str> = synthesis.printed.lines().collect();
    assert_eq!(lines[1..], ["111122223333", "us-west-2", "akps"]);
    let context: serde_json::Value = serde_json::from_str(lines[0]).unwrap();
    assert_eq!(
        context,
        serde_json::json!({
            "own": [1],
            "looked-up": {"id": "vpc-1"},
            "aws:cdk:enable-path-metadata": true,
            "aws:cdk:enable-asset-metadata": true,
            "aws:cdk:version-reporting": true,
            "aws:cdk:bundling-stacks": ["**"],
            "availability-zones:account=111122223333:region=us-west-2":
                ["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"],
            "availability-zones:account=111122223333:region=us-east-1":
                ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"],
            "availability-zones:account=111122223333:region=us-east-2": ["us-east-2a", "us-east-2b", "us-east-2c"],
            "availability-zones:account=111122223333:region=us-west-1": ["us-west-1a", "us-west-1c"],
        })
    );
    assert_eq!(synthesis.notes, Vec::<String>::new());
}

#[test]
fn what_the_environment_file_says_is_left_to_the_app() {
    let assignment = Assignment::new("finish()\nprint(os.environ.get('SUNET'))\n");
    assignment.write(".env", "SUNET=codyho\n");
    fs::write(assignment.0.path().join("SUNET"), "akps\n").unwrap();
    let synthesis = assignment.run().unwrap();
    assert_eq!(synthesis.printed, "None\n");
    assert!(synthesis.notes[0].starts_with("the AWS account is taken to be 123456789012"));
}

#[test]
fn the_output_is_replaced_as_a_whole_and_only_by_success() {
    let assignment = Assignment::new("finish()\n(out / 'infragrade.trace.json').write_text('{}')\n");
    let output = assignment.command(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).starts_with("synthesized 1 stack into cdk/cdk.out with "), "{}", said(&output));
    assert_eq!(output.stdout, b"");
    let names = |folder: &Path| {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let written = assignment.cdk().join("cdk.out");
    assert_eq!(
        names(&written),
        ["infragrade.sources.json", "infragrade.trace.json", "manifest.json", "one.template.json"]
    );

    assignment.write("app.py", &format!("{WRITE}finish()\nraise SystemExit(7)\n"));
    let output = assignment.command(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("`python3 app.py` ended with status 7"), "{}", said(&output));
    assert!(written.join("infragrade.trace.json").exists());

    assignment.write("app.py", &format!("{WRITE}finish()\n"));
    assert_eq!(assignment.command(&["cdk"]).status.code(), Some(0));
    assert_eq!(names(&written), ["infragrade.sources.json", "manifest.json", "one.template.json"]);
    assert_eq!(names(&assignment.cdk()), ["app.py", "cdk.json", "cdk.out"]);
}

#[test]
fn what_is_no_assembly_is_not_replaced() {
    let assignment = Assignment::new("finish()\n");
    let output = assignment.command(&["--output", "cdk"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("cdk: is there and no cloud assembly"), "{}", said(&output));
    // Neither is the app's folder with an assembly in it, nor a website with a manifest.
    assert_eq!(assignment.command(&[]).status.code(), Some(0));
    let website = assignment.0.path().join("website");
    fs::create_dir(&website).unwrap();
    fs::write(website.join("manifest.json"), r#"{"name": "Yoctogram"}"#).unwrap();
    for folder in ["cdk", "website"] {
        let output = assignment.command(&["--output", folder]);
        assert_eq!(output.status.code(), Some(2), "{folder}");
        assert!(said(&output).contains("is there and no cloud assembly"), "{}", said(&output));
    }
    assert!(assignment.cdk().join("app.py").exists() && website.join("manifest.json").exists());
    assert_eq!(assignment.command(&["--output", "elsewhere"]).status.code(), Some(0));
    assert!(assignment.0.path().join("elsewhere/manifest.json").exists());
    let output = assignment.command(&["--output", "cdk/app.py"]);
    assert!(said(&output).contains("is there and no folder"), "{}", said(&output));
}

#[test]
fn what_an_ended_run_left_goes_when_it_is_old() {
    let assignment = Assignment::new("finish()\n");
    let made = |name: &str, days: u64| {
        let folder = assignment.cdk().join(name);
        fs::create_dir(&folder).unwrap();
        let age = Duration::from_secs(days * 24 * 60 * 60);
        fs::File::open(&folder).unwrap().set_modified(SystemTime::now() - age).unwrap();
        folder
    };
    let (old, recent) = (made(".cdk.out-old", 3), made(".cdk.out-recent", 0));
    let full = made(".cdk.out-full", 3);
    fs::write(full.join("file"), "").unwrap();
    fs::File::open(&full).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    assert_eq!(assignment.command(&[]).status.code(), Some(0));
    assert!(!old.exists() && recent.exists() && full.join("file").exists());
}

#[test]
fn folders_of_the_callers_come_first_on_the_python_path() {
    let assignment = Assignment::new("finish()\nimport given\nprint(given.VALUE)\n");
    let given = tempfile::tempdir().unwrap();
    fs::write(given.path().join("given.py"), "VALUE = 'from the caller'\n").unwrap();
    let mut options = assignment.options();
    options.python_path = vec![given.path().to_owned()];
    assert_eq!(synth::run(&options).unwrap().printed, "from the caller\n");
}

#[test]
fn lookups_are_answered_or_named_with_their_line() {
    let assignment = Assignment::new(
        "zones = 'availability-zones:account=999999999999:region=us-west-2'\n\
         known = zones in json.loads(os.environ['CDK_CONTEXT_JSON'])\n\
         vpc = {'key': 'vpc-provider:account=1:region=us-west-2', 'provider': 'vpc-provider', 'props': {}}\n\
         zones = {'key': zones, 'provider': 'availability-zones', 'props': {}}\n\
         finish(missing=[vpc] if known else [vpc, zones])\n",
    );
    assignment.write("stack.py", "# a stack\nvpc = ec2.Vpc.from_lookup(self, 'vpc', is_default=True)\n");
    let synthesis = assignment.run().unwrap();
    let lookups: Vec<_> =
        synthesis.lookups.iter().map(|found| (found.key.as_str(), found.places.clone())).collect();
    assert_eq!(lookups, [("vpc-provider:account=1:region=us-west-2", vec!["cdk/stack.py:2".to_owned()])]);
}

#[test]
fn what_cannot_be_run_is_said_in_one_line() {
    let assignment = Assignment::new("finish()\n");
    let cdk = assignment.cdk();
    for (settings, problem) in [
        (r#"{"context": {}}"#, r#"/cdk.json: says no "app""#),
        (r#"{"app": ""}"#, r#"/cdk.json: says no "app""#),
        ("{", "/cdk.json: not valid JSON (EOF"),
        ("[]", "/cdk.json: not a JSON object"),
    ] {
        assignment.write("cdk.json", settings);
        let said = assignment.problem();
        assert!(said.contains(problem) && !said.contains('\n'), "{said}");
    }
    fs::remove_file(cdk.join("cdk.json")).unwrap();
    assert!(assignment.problem().contains("cdk.json: not there"), "{}", assignment.problem());
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/passwd", cdk.join("cdk.json")).unwrap();
        assert!(assignment.problem().contains("cdk.json: not a regular file"));
    }
    let output = assignment.command(&["nowhere"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("nowhere: no such folder"), "{}", said(&output));
}

#[test]
fn an_app_that_writes_nothing_is_told_so() {
    let assignment = Assignment::new("");
    assignment.write("app.py", "print('no synth')\n");
    assert_eq!(
        assignment.problem(),
        "the CDK app ended without writing a stack: end app.py with app.synth(), after the stacks are made"
    );
}

#[test]
fn an_app_may_run_without_the_sandbox() {
    let assignment = Assignment::new("finish()\n");
    let output = assignment.command(&["--no-sandbox"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("note: the app ran unprotected, as you"));
    assert_eq!(assignment.command(&["--no-sandbox", "--require-sandbox"]).status.code(), Some(2));
}

/// A submission could hold a virtual environment that is a link to something else, to have that shown to its app.
#[cfg(target_os = "linux")]
#[test]
fn a_made_up_virtual_environment_opens_nothing() {
    let assignment =
        Assignment::new("finish()\ntry:\n    print(os.listdir('/etc'))\nexcept OSError: print('refused')\n");
    std::os::unix::fs::symlink("/", assignment.cdk().join(".venv")).unwrap();
    fs::create_dir_all(assignment.cdk().join("venv/bin")).unwrap();
    assignment.write("venv/pyvenv.cfg", "home = /etc\n");
    std::os::unix::fs::symlink("/etc/hostname", assignment.cdk().join("venv/bin/python3")).unwrap();
    for protection in [Protection::Available, Protection::Required] {
        let mut options = assignment.options();
        options.protection = protection;
        assert_eq!(synth::run(&options).unwrap().printed, "refused\n");
    }
}

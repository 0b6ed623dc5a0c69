//! `infragrade hook` as git runs it. `tests/pre-commit.sh` has the framework call it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use infragrade::trace;

use crate::support::{SUNET, fixtures, variants};

/// A repository with an app and its assembly.
struct Repository(tempfile::TempDir);

impl Repository {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let repository = Self(folder);
        repository.write(".git/HEAD", "ref: refs/heads/main\n");
        repository.write("SUNET", SUNET);
        repository.write("cdk/cdk.json", r#"{"app": "python3 app.py"}"#);
        repository.write("cdk/app.py", "");
        repository
    }

    /// One whose last commit had full marks.
    fn checked() -> Self {
        let repository = Self::new();
        repository.synthesized("reference");
        assert_eq!(said(&repository.hook(&[])), (0, String::new()));
        repository
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    /// Puts a recording into cdk.out, newer than the app.
    fn synthesized(&self, variant: &str) {
        let known = variants();
        let recording = known.iter().find(|known| known.name == variant).unwrap().directory();
        let out = self.path("cdk/cdk.out");
        let _ = fs::remove_dir_all(&out);
        fs::create_dir(&out).unwrap();
        for entry in fs::read_dir(recording).unwrap() {
            let path = entry.unwrap().path();
            // Its trace is of another app.
            if path.file_name().unwrap() != trace::FILE {
                fs::copy(&path, out.join(path.file_name().unwrap())).unwrap();
            }
        }
        self.dated("cdk/cdk.out/manifest.json", 60);
    }

    /// Sets a file's time to so many seconds from now.
    fn dated(&self, path: &str, seconds: u64) {
        let file = File::options().append(true).open(self.path(path)).unwrap();
        file.set_modified(SystemTime::now() + Duration::from_secs(seconds)).unwrap();
    }

    fn hook(&self, arguments: &[&str]) -> Output {
        self.hook_in(self.0.path(), arguments)
    }

    fn hook_in(&self, folder: &Path, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_infragrade"));
        command.arg("hook").args(arguments).current_dir(folder).env_remove("CLICOLOR_FORCE").output().unwrap()
    }
}

/// The exit status, and what is on either stream: pre-commit shows both.
fn said(output: &Output) -> (i32, String) {
    let text = [output.stdout.as_slice(), &output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

#[test]
fn what_is_not_worse_is_let_pass_in_silence() {
    let repository = Repository::new();
    for variant in ["starter", "starter", "reference"] {
        repository.synthesized(variant);
        assert_eq!(said(&repository.hook(&[])), (0, String::new()), "{variant}");
    }
    let files = fs::read_dir(repository.path("cdk")).unwrap().count();
    assert_eq!(files, 3, "nothing is written in the work tree");
}

#[test]
fn lost_points_block_until_they_are_back_or_accepted() {
    let repository = Repository::checked();
    repository.synthesized("vpc-cidr-10-1");
    let (status, text) = said(&repository.hook(&[]));
    assert_eq!(status, 1);
    let expected = "2 points lost since the last commit that was checked: 88 of 90 now\n\
        ✗ network.vpc.cidr  VPC address space  -2\n    \
            yoctogram-network-stack/yoctogram-vpc\n    \
            CidrBlock is 10.1.0.0/16, expected 10.0.0.0/16\n    \
            fix: give ec2.Vpc the argument ip_addresses=ec2.IpAddresses.cidr(\"10.0.0.0/16\")\n\
        to commit all the same: git commit --no-verify; \
        `infragrade hook --accept` takes the points as they are now for the last commit's\n";
    assert_eq!(text, expected);
    assert_eq!(said(&repository.hook(&[])).0, 1, "it is still lost");

    repository.synthesized("reference");
    assert_eq!(said(&repository.hook(&[])).0, 0);
    repository.synthesized("vpc-cidr-10-1");
    assert_eq!(said(&repository.hook(&["--accept"])), (0, String::new()));
    assert_eq!(said(&repository.hook(&[])), (0, String::new()));
}

#[test]
fn many_lost_points_are_few_lines() {
    let repository = Repository::checked();
    repository.synthesized("starter");
    let (status, text) = said(&repository.hook(&[]));
    assert_eq!(status, 1);
    assert!(text.lines().count() <= 20, "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn a_stale_assembly_is_said_and_not_compared() {
    let repository = Repository::checked();
    repository.synthesized("starter");
    repository.dated("cdk/app.py", 120);
    let stale = "infragrade: cdk/cdk.out is older than cdk/app.py, so it is not graded: run `infragrade synth` or `cdk synth`\n";
    assert_eq!(said(&repository.hook(&[])), (0, stale.to_owned()));
    let (status, text) = said(&repository.hook(&["--accept"]));
    assert_eq!(status, 2, "{text}");
    repository.dated("cdk/app.py", 0);
    assert_eq!(said(&repository.hook(&[])).0, 1, "the earlier points are still known");
}

#[test]
fn what_is_not_there_or_cannot_be_read_blocks_nothing() {
    let repository = Repository::checked();
    fs::remove_file(repository.path("cdk/cdk.out/yoctogram-dns-stack.template.json")).unwrap();
    let (status, text) = said(&repository.hook(&[]));
    assert_eq!((status, text.lines().count()), (0, 1));
    assert!(text.contains("manifest.json names this file, and it is not there"), "{text}");
    fs::remove_dir_all(repository.path("cdk/cdk.out")).unwrap();
    repository.write("grade.sh", "");
    let missing = "infragrade: there is no cdk/cdk.out to grade: run ./grade.sh or `cdk synth`\n";
    assert_eq!(said(&repository.hook(&[])), (0, missing.to_owned()));
}

#[test]
fn a_report_of_ones_own_is_compared_with_and_kept() {
    let repository = Repository::new();
    repository.synthesized("reference");
    let mut check = Command::new(env!("CARGO_BIN_EXE_infragrade"));
    check.args(["check", "--format", "json=best.json"]).current_dir(repository.0.path()).output().unwrap();
    repository.synthesized("vpc-cidr-10-1");
    assert_eq!(said(&repository.hook(&[])).0, 0, "nothing is known of earlier");
    let report = fs::read(repository.path("best.json")).unwrap();
    assert_eq!(said(&repository.hook(&["--baseline", "best.json"])).0, 1);
    assert_eq!(fs::read(repository.path("best.json")).unwrap(), report);
    let (status, text) = said(&repository.hook(&["--baseline", "cdk/cdk.json"]));
    assert_eq!((status, text.lines().count()), (2, 1), "{text}");
    let (status, _) = said(&repository.hook(&["--baseline", "best.json", "--accept"]));
    assert_eq!(status, 2);
}

#[test]
fn what_cannot_be_kept_blocks_nothing() {
    let repository = Repository::new();
    repository.synthesized("reference");
    repository.write(".git/infragrade", "a file where the folder should be");
    let (status, text) = said(&repository.hook(&[]));
    assert_eq!((status, text.lines().count()), (0, 1), "{text}");
    assert!(
        text.starts_with("infragrade: the points are not kept for the next commit: .git/infragrade/"),
        "{text}"
    );
    assert_eq!(said(&repository.hook(&["--accept"])).0, 2);
}

#[test]
fn it_needs_a_repository_and_a_sunet_id() {
    let repository = Repository::checked();
    repository.write("SUNET", "not one");
    let (status, text) = said(&repository.hook(&[]));
    assert_eq!((status, text.lines().count()), (2, 1), "{text}");
    let elsewhere = tempfile::tempdir().unwrap();
    let (status, text) = said(&repository.hook_in(elsewhere.path(), &[]));
    assert_eq!((status, text.lines().count()), (2, 1), "{text}");
    assert!(text.contains("there is no git repository here"), "{text}");
}

/// An app that writes an assembly by hand, by copying that of a recording.
#[cfg(target_os = "linux")]
#[test]
fn synthesizes_when_asked_to_and_only_when_needed() {
    let repository = Repository::checked();
    let app = |variant: &str| {
        let recording = repository.path("recording");
        let _ = fs::remove_dir_all(&recording);
        fs::create_dir(&recording).unwrap();
        for entry in fs::read_dir(fixtures().join(variant)).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, recording.join(path.file_name().unwrap())).unwrap();
        }
        let copy = "shutil.copyfile(file.path, os.environ['CDK_OUTDIR'] + '/' + file.name)";
        format!("import os, shutil  # {variant}\nfor file in os.scandir('../recording'): {copy}\n")
    };
    repository.write("cdk/app.py", &app("vpc-cidr-10-1"));
    repository.dated("cdk/app.py", 120);
    let (status, text) = said(&repository.hook(&["--synth"]));
    assert_eq!(status, 1, "{text}");
    assert!(text.starts_with("2 points lost") && text.lines().count() <= 20, "{text}");
    let own = repository.path(".git/infragrade/cdk.out");
    let made = fs::metadata(own.join("manifest.json")).unwrap().modified().unwrap();
    assert_eq!(said(&repository.hook(&["--synth"])).0, 1);
    assert_eq!(
        fs::metadata(own.join("manifest.json")).unwrap().modified().unwrap(),
        made,
        "it was still good"
    );

    repository.write("cdk/app.py", &app("reference"));
    repository.dated("cdk/app.py", 120);
    assert_eq!(said(&repository.hook(&["--synth"])), (0, String::new()));

    repository.write("cdk/app.py", "raise SystemExit('no such luck')\n");
    repository.dated("cdk/app.py", 120);
    let (status, text) = said(&repository.hook(&["--synth"]));
    assert_eq!(status, 2, "{text}");
    assert!(text.contains("no such luck") && text.lines().count() <= 20, "{text}");
}

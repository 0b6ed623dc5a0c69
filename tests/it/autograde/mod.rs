//! `infragrade autograde` on submissions laid out as Gradescope does it: `tests/hostile/autograde/*`, each of which says
//! what it tries, and honest ones.

mod gradescope;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::Value;

use self::gradescope::{Gradescope, attacks, sum};

/// What an attack's `about.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    /// A sentence, for the reader.
    tries: String,
    /// The points that the checks give all the same; several where it may be any.
    checks: Points,
    /// What the student has to be told.
    #[serde(default)]
    says: Vec<String>,
    /// What must not stand in the results.
    #[serde(default)]
    never: Vec<String>,
    /// What the course staff has to be told.
    #[serde(default)]
    staff: Vec<String>,
    time_limit: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Points {
    Exactly(f64),
    OneOf(Vec<f64>),
}

fn all_attacks() -> Vec<PathBuf> {
    let entries = fs::read_dir(attacks()).unwrap().map(|entry| entry.unwrap().path());
    let mut attacks: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    attacks.sort();
    attacks
}

fn attack(path: &Path) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let about: About = toml::from_str(&fs::read_to_string(path.join("about.toml")).unwrap()).unwrap();
    assert!(about.tries.len() > 20, "{name}");
    let gradescope = Gradescope::new();
    gradescope.attacked_by(path);
    let limit = about.time_limit.unwrap_or(120).to_string();
    let graded = gradescope.run(&["--time-limit", &limit]);

    let (checks, said) = (graded.checks(), graded.all());
    let is_right = match &about.checks {
        Points::Exactly(points) => checks == *points,
        Points::OneOf(several) => several.contains(&checks),
    };
    assert!(is_right, "{name}: {checks} points: {said}\n{}", graded.staff());
    assert_eq!(sum(&graded.tests()[54..], "score"), 0.0, "{name}");
    about.says.iter().for_each(|text| assert!(said.contains(text), "{name}: {text:?} in {said}"));
    about.staff.iter().for_each(|text| assert!(graded.staff().contains(text), "{name}: {}", graded.staff()));
    about.never.iter().for_each(|text| assert!(!said.contains(text), "{name}: {text:?} in {said}"));
    let everything = fs::read_to_string(gradescope.path("results/results.json")).unwrap();
    assert!(!said.contains(|c: char| c.is_control() && !"\n\t".contains(c)), "{name}: {said:?}");
    for text in ["\\u00", "/tmp/", "BREACH"].iter().chain(&[&*gradescope.0.path().to_string_lossy()]) {
        assert!(!everything.contains(text), "{name}: {text:?} in {everything}");
    }
    // Nothing of the grader's was changed, and nothing of the submission's was run outside of the sandbox.
    assert_eq!(fs::read_to_string(gradescope.path("run_autograder")).unwrap(), "#!/bin/sh\n", "{name}");
    assert_eq!(fs::read_to_string(gradescope.path("source/setup.sh")).unwrap(), "#!/bin/sh\n", "{name}");
    assert!(fs::read_to_string(gradescope.path("submission_metadata.json")).unwrap().contains("codyho@"));
    assert!(!gradescope.path("submission/marker").exists(), "{name}");
    assert_eq!(fs::read_dir(gradescope.path("results")).unwrap().count(), 1, "{name}");
    let staff = graded.staff().replace('\n', "");
    assert!(!staff.contains(char::is_control), "{name}: {staff:?}");
}

/// Half of them each, side by side where tests run so.
#[test]
fn attacks_cost_their_own_points_only() {
    all_attacks().iter().step_by(2).for_each(|path| attack(path));
}

#[test]
fn attacks_cost_their_own_points_only_in_the_other_half() {
    assert!(all_attacks().len() >= 40, "{}", all_attacks().len());
    all_attacks().iter().skip(1).step_by(2).for_each(|path| attack(path));
}

#[test]
fn the_finished_assignment_has_all_points_of_the_checks() {
    let gradescope = Gradescope::new();
    let graded = gradescope.run(&[]);
    assert_eq!(graded.checks(), 90.0, "{}", graded.all());
    assert!(graded.said().starts_with("the checks: 90 of 90 points\nusing the website: 0 of 40 points\n"));
    assert!(graded.said().contains("the course staff has switched it off"), "{}", graded.said());
    assert_eq!(graded.results["extra_data"]["sunet"], "codyho");
    assert_eq!(graded.results["extra_data"]["complete"], true);
    assert_eq!(graded.tests()[0]["number"], "1.1");
    assert_eq!(graded.tests()[64]["name"], "appearance.front_page: the front page looks as it should");
    assert!(graded.staff().contains("handed in by codyho@stanford.edu"), "{}", graded.staff());
    let folder = fs::metadata(gradescope.path("results")).unwrap();
    assert_eq!(folder.permissions().mode() & 0o777, 0o700);
}

#[test]
fn the_same_submission_has_the_same_results() {
    let without_time = |mut results: Value| {
        results.as_object_mut().unwrap().remove("execution_time");
        serde_json::to_string(&results).unwrap()
    };
    for attack in ["", "forged_assembly", "odd_names"] {
        let twice = [0, 1].map(|_| {
            let gradescope = Gradescope::new();
            if !attack.is_empty() {
                gradescope.attacked_by(&attacks().join(attack));
            }
            without_time(gradescope.run(&[]).results)
        });
        assert_eq!(twice[0], twice[1]);
    }
}

#[test]
fn a_folder_that_was_handed_in_is_looked_into() {
    let gradescope = Gradescope::new();
    let inside = gradescope.path("submission/assignment 2");
    fs::create_dir_all(gradescope.path("submission/__MACOSX/cdk")).unwrap();
    fs::create_dir(&inside).unwrap();
    for name in ["SUNET", "cdk", "assembly"] {
        fs::rename(gradescope.path("submission").join(name), inside.join(name)).unwrap();
    }
    let graded = gradescope.run(&[]);
    assert_eq!((graded.checks(), &graded.results["extra_data"]["sunet"]), (90.0, &Value::from("codyho")));
}

#[test]
fn what_is_missing_is_said_in_the_students_words() {
    let gradescope = Gradescope::new();
    fs::remove_dir_all(gradescope.path("submission/cdk")).unwrap();
    let graded = gradescope.run(&[]);
    assert_eq!(graded.checks(), 0.0);
    let reason =
        "the checks: there is no folder cdk/ in what was handed in: hand in the assignment's whole folder";
    assert!(graded.said().contains(reason), "{}", graded.said());
    assert_eq!(graded.tests()[0]["output"], "not graded: the reason stands above the tests");
    // Nothing at all.
    fs::remove_dir_all(gradescope.path("submission")).unwrap();
    fs::create_dir(gradescope.path("submission")).unwrap();
    fs::remove_file(gradescope.path("submission_metadata.json")).unwrap();
    let graded = gradescope.run(&[]);
    assert!(graded.said().contains("there is no file SUNET"), "{}", graded.said());
    assert!(graded.staff().contains("who handed in is not known"), "{}", graded.staff());
}

#[test]
fn a_group_may_hand_in() {
    let gradescope = Gradescope::new();
    gradescope.submitted_by(&["akps@stanford.edu", "CodyHo@stanford.edu"]);
    let graded = gradescope.run(&[]);
    assert!(!graded.staff().contains("any of its submitters"), "{}", graded.staff());
    gradescope.write("submission_metadata.json", "[]");
    assert!(gradescope.run(&[]).staff().contains("not as expected"));
}

#[test]
fn the_root_may_be_relative() {
    let gradescope = Gradescope::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_infragrade"));
    command.args(["autograde", "--no-live", "--root", "."]).current_dir(gradescope.0.path());
    assert!(command.env_remove("VIRTUAL_ENV").env_remove("SUNET").output().unwrap().status.success());
    assert_eq!(sum(&gradescope.results()["tests"].as_array().unwrap()[..54], "score"), 90.0);
}

#[test]
fn an_unusable_call_is_told_in_one_line() {
    let gradescope = Gradescope::new();
    let says = |arguments: &[&str], text: &str| {
        let output = gradescope.command(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(text) && said.lines().count() == 1, "{said}");
    };
    says(&["--resolve", "here"], "does not say where a name is");
    says(&["--cacert", "/nowhere.pem"], "--cacert /nowhere.pem: cannot be read");
    fs::remove_dir_all(gradescope.path("submission")).unwrap();
    says(&[], "submission: not there: name the folder that holds submission/ with --root");
}

/// Starts an app that does not end, and waits until it runs.
fn started(gradescope: &Gradescope) -> Child {
    gradescope.attacked_by(&attacks().join("never_ends"));
    let mut command = gradescope.command(&["--time-limit", "600", "--no-live"]);
    // What it cannot remove when it is killed goes with the folder; the sandbox's user passes through it.
    fs::set_permissions(gradescope.0.path(), fs::Permissions::from_mode(0o755)).unwrap();
    command.env("TMPDIR", gradescope.path("source"));
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let parent = child.id().to_string();
    let deadline = Instant::now() + Duration::from_secs(60);
    while children(&parent).iter().all(|child| children(child).is_empty()) {
        assert!(Instant::now() < deadline, "the app does not start");
        std::thread::sleep(Duration::from_millis(20));
    }
    child
}

/// The processes that a process has started.
fn children(parent: &str) -> Vec<String> {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let is_child = |number: &String| {
        let status = fs::read_to_string(format!("/proc/{number}/status")).unwrap_or_default();
        status.lines().any(|line| line.strip_prefix("PPid:").is_some_and(|found| found.trim() == parent))
    };
    numbers.filter(is_child).collect()
}

fn kill(signal: &str, process: &str) {
    assert!(Command::new("sh").args(["-c", "kill -$0 $1", signal, process]).status().unwrap().success());
}

#[test]
fn a_signal_leaves_whole_results() {
    let gradescope = Gradescope::new();
    let child = started(&gradescope);
    // Long before the end there are results already.
    assert_eq!(gradescope.results()["extra_data"]["complete"], false);
    assert_eq!(gradescope.results()["tests"][0]["output"], "is still being graded");
    kill("TERM", &child.id().to_string());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let results = gradescope.results();
    assert_eq!(results["extra_data"]["complete"], true);
    assert!(
        results["output"].as_str().unwrap().contains("the grading was stopped from outside"),
        "{results}"
    );
}

#[test]
fn a_part_that_is_killed_costs_its_own_points() {
    let gradescope = Gradescope::new();
    let child = started(&gradescope);
    kill("KILL", &children(&child.id().to_string())[0]);
    let output = child.wait_with_output().unwrap();
    let staff = String::from_utf8(output.stdout).unwrap();
    assert!(staff.contains("killed by the system: most likely the memory was used up"), "{staff}");
    let results = gradescope.results();
    let said = results["output"].as_str().unwrap();
    assert!(said.contains("the checks: could not be graded: this is not your fault"), "{said}");
}

#[test]
fn parts_end_with_the_process_that_holds_the_results() {
    let gradescope = Gradescope::new();
    let mut child = started(&gradescope);
    let parts = children(&child.id().to_string());
    kill("KILL", &child.id().to_string());
    child.wait().unwrap();
    assert_eq!(gradescope.results()["extra_data"]["complete"], false);
    let deadline = Instant::now() + Duration::from_secs(30);
    while parts.iter().any(|part| is_running(part)) {
        assert!(Instant::now() < deadline, "still there: {parts:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn is_running(process: &str) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    !status.is_empty() && !status.contains(") Z ")
}

#[test]
fn the_time_limit_is_kept() {
    let gradescope = Gradescope::new();
    gradescope.attacked_by(&attacks().join("never_ends"));
    let graded = gradescope.run(&["--time-limit", "10"]);
    assert!(graded.said().contains("did not end within 6 s"), "{}", graded.said());
}

/// On a disk of its own, which the app's neighbours have filled.
#[test]
fn a_full_disk_leaves_whole_results() {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        return;
    }
    let gradescope = Gradescope::new();
    let script = r#"mount -t tmpfs -o size=1200k tmpfs "$0/results" || exit 99
        "$@" & grader=$!
        until [ -s "$0/results/results.json" ]; do sleep 0.01; done
        dd if=/dev/zero of="$0/results/filled" bs=4k 2>/dev/null
        wait $grader || exit 1
        cat "$0/results/results.json""#;
    let own = gradescope.command(&["--no-live"]);
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-c", script]).arg(gradescope.0.path());
    let output = command.arg(own.get_program()).args(own.get_args()).output().unwrap();
    if output.status.code() == Some(99) {
        return;
    }
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    let results: Value = serde_json::from_str(&said[said.find("{\n").unwrap()..]).unwrap();
    assert_eq!(results["extra_data"]["complete"], true);
    assert_eq!(sum(&results["tests"].as_array().unwrap()[..54], "score"), 90.0);
}

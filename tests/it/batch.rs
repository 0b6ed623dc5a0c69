//! `infragrade batch`: many submissions, and what becomes of bad ones.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::time::Duration;

use infragrade::assembly;
use infragrade::batch::{self, Entry, Settings, Synth, Worker};
use infragrade::grade::{Grading, grade};
use infragrade::input;
use infragrade::policy::{Limits, Pack};
use serde_json::Value;
use zip::write::SimpleFileOptions;

use crate::support::{SUNET, Variant, fixtures, read, root, variants};

fn infragrade(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_infragrade"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("VIRTUAL_ENV")
        .output()
        .unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn results(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("results.json")).unwrap()).unwrap()
}

fn submission<'v>(results: &'v Value, name: &str) -> &'v Value {
    results["submissions"].as_array().unwrap().iter().find(|found| found["name"] == name).unwrap()
}

/// Every file below a folder, by its path.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| (entry.path().strip_prefix(folder).unwrap().to_owned(), fs::read(entry.path()).unwrap()))
        .collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(fs::copy(&path, &target).unwrap()),
        }
    }
}

fn zip(from: &Path, around: &str, to: &Path) {
    let mut writer = zip::ZipWriter::new(File::create(to).unwrap());
    for (path, bytes) in contents(from) {
        writer.start_file(format!("{around}{}", path.display()), SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap();
}

/// A class of recordings as folders, assignments and archives, below `class` in a folder for itself.
fn class() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let class = folder.path().join("class");
    let starter = fixtures().join("starter");
    copy(&fixtures().join("reference"), &class.join("student10"));
    copy(&starter, &class.join("student9/cdk/cdk.out"));
    fs::write(class.join("student9/SUNET"), "codyho\n").unwrap();
    copy(&fixtures().join("vpc-cidr-10-1"), &class.join("codyho"));
    copy(&fixtures().join("buckets-swapped"), &class.join("around-1/hw/cdk.out"));
    zip(&starter, "", &class.join("flat-1.zip"));
    zip(&fixtures().join("zones-dummy"), "hw/cdk/cdk.out/", &class.join("nested-1.zip"));
    folder
}

#[test]
fn a_class_is_graded_into_tables() {
    let folder = class();
    let output = infragrade(folder.path(), &["batch", "class", "--output", "out"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(output.stdout.is_empty());
    assert_eq!(stderr(&output), "graded 6 of 6 submissions: out/index.html\n");

    let out = folder.path().join("out");
    let table = fs::read_to_string(out.join("results.csv")).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split(',').take(6).collect()).collect();
    assert_eq!(rows[0], ["submission", "sunet", "assembly", "problem", "score", "max_score"]);
    let expected = [
        ["around-1", "codyho", "submitted", "", "88", "90"],
        ["codyho", "codyho", "submitted", "", "88", "90"],
        ["flat-1", "codyho", "submitted", "", "30", "90"],
        ["nested-1", "codyho", "submitted", "", "88", "90"],
        ["student9", "codyho", "submitted", "", "30", "90"],
        ["student10", "codyho", "submitted", "", "90", "90"],
    ];
    assert_eq!(rows[1..], expected);

    let results = results(&out);
    let cidr =
        results["checks"].as_array().unwrap().iter().find(|check| check["id"] == "network.vpc.cidr").unwrap();
    assert_eq!((&cidr["pass"], &cidr["fail"], &cidr["pass_rate"]), (&5.into(), &1.into(), &0.8333.into()));
    assert_eq!(submission(&results, "codyho")["checks"]["network.vpc.cidr"]["status"], "fail");

    let page = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(page.contains("<a href=\"submissions/student9.json\">student9</a>"), "{page}");
    assert!(!page.contains("<script"));
}

#[test]
fn each_recording_gets_the_points_that_it_gets_alone() {
    let recordings = variants();
    let archived =
        recordings.iter().find(|variant| variant.directory().parent() != Some(fixtures().as_path())).unwrap();
    let class = archived.directory().parent().unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let output = infragrade(folder.path(), &["batch", class.to_str().unwrap(), "--output", "out"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let results = results(&folder.path().join("out"));

    let mut pack = Pack::builtin().unwrap();
    let alone = |pack: &mut Pack, variant: &Variant, sunet: &str| -> BTreeMap<String, (f64, String)> {
        let assembly = read(&variant.directory());
        let evaluations = pack.evaluate(input::build(&assembly, sunet), &Limits::default());
        let report = grade(
            Grading { catalogue: pack.catalogue(), points_per_violation: None, only: "" },
            evaluations,
            &assembly,
        );
        let checks = report.checks.into_iter();
        checks.map(|check| (check.id, (check.points, format!("{:?}", check.status).to_lowercase()))).collect()
    };
    let mut compared = 0;
    for variant in recordings.iter().filter(|variant| variant.directory().parent() == Some(class.as_path())) {
        let graded = submission(&results, &variant.name);
        let sunet = graded["sunet"].as_str().unwrap_or("SUNET");
        let marks = graded["checks"].as_object().unwrap().iter();
        let marks: BTreeMap<String, (f64, String)> = marks
            .map(|(id, mark)| {
                (id.clone(), (mark["points"].as_f64().unwrap(), mark["status"].as_str().unwrap().to_owned()))
            })
            .collect();
        assert_eq!(marks, alone(&mut pack, variant, sunet), "{}", variant.name);
        compared += 1;
    }
    assert!(compared >= 300, "{compared}");
}

#[test]
fn what_is_kept_is_the_report_of_check() {
    let folder = class();
    infragrade(folder.path(), &["batch", "class", "--output", "out"]);
    for (name, assembly) in [("student9", "class/student9/cdk/cdk.out"), ("codyho", "class/codyho")] {
        let kept = fs::read(folder.path().join("out/submissions").join(name).with_extension("json")).unwrap();
        let kept: Value = serde_json::from_slice(&kept).unwrap();
        let alone = infragrade(folder.path(), &["check", assembly, "--sunet", SUNET, "--format", "json"]);
        let alone: Value = serde_json::from_slice(&alone.stdout).unwrap();
        assert_eq!(kept["report"], alone, "{name}");
    }
}

#[test]
fn any_number_of_jobs_writes_the_same_bytes() {
    let folder = class();
    for jobs in ["1", "2", "7"] {
        let output =
            infragrade(folder.path(), &["batch", "class", "--output", jobs, "--jobs", jobs, "--pages"]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    let first = contents(&folder.path().join("1"));
    assert_eq!(first.len(), 3 + 2 * 6);
    assert!(first == contents(&folder.path().join("2")) && first == contents(&folder.path().join("7")));
}

#[test]
fn a_bad_submission_is_a_row_that_says_why() {
    let folder = class();
    let class = folder.path().join("class");
    fs::create_dir(class.join("empty")).unwrap();
    fs::write(class.join("junk.zip"), "junk").unwrap();
    fs::write(class.join("grades.xlsx"), "").unwrap();
    fs::create_dir_all(class.join("broken/cdk.out")).unwrap();
    fs::write(class.join("broken/cdk.out/a.template.json"), "{").unwrap();
    fs::write(class.join("codyho/SUNET"), "cody ho").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(class.join("student10"), class.join("link")).unwrap();
    let hostile = "=1+1 <b>\u{1b}[31m";
    fs::create_dir(class.join(hostile)).unwrap();

    let output = infragrade(folder.path(), &["batch", "class", "--output", "out"]);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    let said = stderr(&output);
    insta::assert_snapshot!("batch-problems", said);
    let results = results(&folder.path().join("out"));
    assert_eq!(submission(&results, "student10")["score"], 90.0, "the others are graded");
    let page = fs::read_to_string(folder.path().join("out/index.html")).unwrap();
    assert!(!page.contains("<b>") && !page.contains('\u{1b}'));
    let table = fs::read_to_string(folder.path().join("out/results.csv")).unwrap();
    assert!(table.contains("\r\n'=1+1 <b>\u{fffd}[31m,") && !table.contains('\u{1b}'), "{table}");
}

#[test]
fn what_is_the_same_is_not_graded_again() {
    let folder = class();
    let run = |arguments: &[&str]| {
        let output = infragrade(folder.path(), &[&["batch", "class", "--output", "out"], arguments].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        contents(&folder.path().join("out"))
    };
    let first = run(&[]);
    let kept = folder.path().join("out/submissions");
    for entry in fs::read_dir(&kept).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen("One VPC", "Kept as it was", 1)).unwrap();
    }
    let was_kept = |name: &str| {
        fs::read_to_string(kept.join(name).with_extension("json")).unwrap().contains("Kept as it was")
    };

    let again = run(&["--resume"]);
    assert!(was_kept("student9") && was_kept("flat-1"));
    assert_eq!(again[Path::new("results.json")], first[Path::new("results.json")]);

    fs::write(folder.path().join("class/student9/SUNET"), "akps").unwrap();
    fs::write(kept.join("flat-1.json"), "half a fi").unwrap();
    fs::remove_dir_all(folder.path().join("class/around-1")).unwrap();
    let changed = run(&["--resume"]);
    assert!(!was_kept("student9") && !was_kept("flat-1") && was_kept("student10"));
    assert!(!kept.join("around-1.json").exists(), "what is not there any more is forgotten");
    assert_eq!(
        submission(&results(&folder.path().join("out")), "student9")["sunet"],
        "akps",
        "what changed is graded again"
    );
    assert_eq!(changed[Path::new("submissions/flat-1.json")], first[Path::new("submissions/flat-1.json")]);

    let rules = folder.path().join("rules");
    copy(&root().join("rules"), &rules);
    run(&["--resume", "--rules", "rules"]);
    assert!(!was_kept("student10"), "other rules, other results");
}

#[test]
fn results_are_not_lost_by_mistake() {
    let folder = class();
    let unusable = |arguments: &[&str], problem: &str| {
        let output = infragrade(folder.path(), arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(problem), "{}", stderr(&output));
        assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    };
    infragrade(folder.path(), &["batch", "class", "--output", "out"]);
    unusable(&["batch", "class", "--output", "out"], "holds results already");
    for within in ["class/out", "class", "./class/../class/out"] {
        unusable(&["batch", "class", "--output", within], "lies among the submissions");
    }
    assert!(!folder.path().join("class/out").exists(), "nothing was made there");
    unusable(&["batch", "nowhere"], "nowhere: cannot be read");
    unusable(&["batch", "--merge", "class", "--output", "merged"], "class/results.json: cannot be read");
}

/// Runs the containers' commands of the Kubernetes manifests as they stand there, with the paths of a test.
#[test]
fn shards_merge_into_what_one_run_writes() {
    let folder = class();
    fs::create_dir(folder.path().join("class/empty")).unwrap();
    let output = infragrade(folder.path(), &["batch", "class", "--output", "one", "--synth", "missing"]);
    assert_eq!(code(&output), 1, "{}", stderr(&output));

    let [grading, merging] = ["batch-job", "batch-merge-job"].map(|name| -> Value {
        let manifest = root().join("deploy").join(name).with_extension("yaml");
        yaml_serde::from_str(&fs::read_to_string(manifest).unwrap()).unwrap()
    });
    let completions = grading["spec"]["completions"].as_u64().unwrap();
    let run = |job: &Value, index: u64| {
        let container = &job["spec"]["template"]["spec"]["containers"][0];
        let script = container["args"][0].as_str().unwrap();
        let here = script
            .replace("/submissions", "class")
            .replace("/results", "results")
            .replace("--synth always", "--synth missing");
        let bin = Path::new(env!("CARGO_BIN_EXE_infragrade")).parent().unwrap();
        let status = Command::new(container["command"][0].as_str().unwrap())
            .args(["-c", &here])
            .env("PATH", format!("{}:/usr/bin:/bin", bin.display()))
            .env("JOB_COMPLETION_INDEX", index.to_string())
            .current_dir(folder.path())
            .status()
            .unwrap();
        assert!(status.success(), "{here}");
    };
    fs::create_dir(folder.path().join("results")).unwrap();
    (0..completions).for_each(|index| run(&grading, index));

    let incomplete = infragrade(
        folder.path(),
        &["batch", "--synth", "missing", "--output", "some", "--merge", "results/shard-1", "results/shard-3"],
    );
    assert_eq!(code(&incomplete), 2);
    assert!(
        stderr(&incomplete).contains("of these 2/8, 4/8, 5/8, 6/8, 7/8, 8/8 is missing"),
        "{}",
        stderr(&incomplete)
    );

    run(&merging, 0);
    let (one, merged) = (contents(&folder.path().join("one")), contents(&folder.path().join("results/all")));
    assert_eq!(one.keys().collect::<Vec<_>>(), merged.keys().collect::<Vec<_>>());
    assert!(one == merged);
}

fn settings(output: &Path) -> Settings {
    fs::create_dir_all(output.join("submissions")).unwrap();
    Settings {
        output: output.to_owned(),
        rules: None,
        synth: Synth::Missing,
        time_limit: Duration::from_secs(60),
        memory_limit: 1 << 30,
        resume: false,
        pages: false,
        grader: batch::grader(None, Synth::Missing).unwrap(),
    }
}

/// A worker that ends, hangs or talks nonsense costs the submission that it was at, and no other.
#[cfg(unix)]
#[test]
fn a_worker_that_fails_costs_one_submission() {
    let folder = tempfile::tempdir().unwrap();
    let script = "read settings; while read entry; do case $entry in *crash*) kill -9 $$ ;; *hang*) exec sleep 60 ;; \
                  *nonsense*) echo nonsense ;; \
                  *) echo '{\"done\":{\"name\":\"fine\",\"sunet\":null,\"assembly\":null,\"outcome\":{\"Ok\":{\"statuses\":[],\"points\":null}}}}' ;; \
                  esac; done";
    let worker = Worker {
        program: "/bin/sh".into(),
        arguments: vec!["-c".into(), script.into()],
        deadline: Some(Duration::from_secs(20)),
    };
    let names = ["a", "crash1", "b", "nonsense", "hang", "c", "crash2", "d"];
    let entries: Vec<Entry> =
        names.map(|name| Entry { name: name.to_owned(), path: PathBuf::from("unused") }).into();
    for jobs in [1, 3] {
        let rows = Mutex::new(BTreeMap::new());
        batch::run(&entries, jobs, &worker, &settings(folder.path()), &|index, row| {
            rows.lock().unwrap().insert(index, row);
        });
        let rows = rows.into_inner().unwrap();
        assert_eq!(rows.len(), names.len());
        for (index, name) in names.into_iter().enumerate() {
            let problem = rows[&index].outcome.as_ref().err().map(|problem| problem.message.clone());
            let expected = match name {
                "crash1" | "crash2" => Some("infragrade ended while it graded this (signal: 9 (SIGKILL))"),
                "hang" => Some("not graded within 20 s"),
                "nonsense" => Some("infragrade said what it does not understand"),
                _ => None,
            };
            assert_eq!(problem.is_some(), expected.is_some(), "{name}: {problem:?}");
            assert!(problem.unwrap_or_default().starts_with(expected.unwrap_or_default()), "{name}");
            let kept =
                fs::read_to_string(folder.path().join("submissions").join(name).with_extension("json"));
            assert_eq!(
                kept.is_ok_and(|kept| kept.contains("\"is_fault\": true")),
                expected.is_some(),
                "{name}"
            );
        }
    }
}

/// Limits of the reader and of the evaluation hold in a batch too.
#[test]
fn hostile_assemblies_cost_themselves_only() {
    let folder = class();
    let class = folder.path().join("class");
    let hostile = |name: &str, template: &str| {
        fs::create_dir(class.join(name)).unwrap();
        fs::write(class.join(name).join("a.template.json"), template).unwrap();
    };
    hostile("deep", &("[".repeat(100_000) + &"]".repeat(100_000)));
    hostile("large", &format!("{{\"Resources\": {{\"A\": \"{}\"}}}}", "x".repeat(9 << 20)));
    let many: Vec<String> =
        (0..6000).map(|i| format!("\"R{i}\": {{\"Type\": \"AWS::S3::Bucket\"}}")).collect();
    hostile("many", &format!("{{\"Resources\": {{{}}}}}", many.join(",")));
    let output = infragrade(folder.path(), &["batch", "class", "--output", "out", "--jobs", "2"]);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    let results = results(&folder.path().join("out"));
    for name in ["deep", "large", "many"] {
        let problem = &submission(&results, name)["problem"];
        assert!(
            problem["message"].as_str().unwrap().starts_with(name) && problem["is_fault"].is_null(),
            "{problem}"
        );
    }
    assert_eq!(submission(&results, "student10")["score"], 90.0);
    let limits = assembly::Limits::default();
    assert!(assembly::read(&class.join("deep"), &limits).is_err());
}

/// A hand-written assembly beside an app does not count, and the app is run in the sandbox.
///
/// Needs the pinned packages, which `fixtures/record.sh --list reference` installs; `tests/grade.sh` runs these.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs the CDK's packages"]
fn an_app_is_synthesized_and_its_assembly_does_not_count() {
    let folder = tempfile::tempdir().unwrap();
    let student = folder.path().join("class/codyho");
    for part in ["cdk", "app", "web"] {
        copy(&fixtures().join(part), &student.join(part));
    }
    let network = student.join("cdk/cdk/network_stack.py");
    let text = fs::read_to_string(&network).unwrap();
    fs::write(&network, text.replace("10.0.0.0/16", "10.1.0.0/16")).unwrap();
    copy(&fixtures().join("reference"), &student.join("cdk/cdk.out"));
    zip(&student, "hw/", &folder.path().join("class/zipped.zip"));
    let run = |output: &str, synth: &str| {
        let output_and = ["batch", "class", "--output", output, "--synth", synth, "--jobs", "1"];
        let done = Command::new(env!("CARGO_BIN_EXE_infragrade"))
            .args(output_and)
            .current_dir(folder.path())
            .env("VIRTUAL_ENV", root().join("target/fixtures/venv"))
            .output()
            .unwrap();
        assert_eq!(code(&done), 0, "{}", stderr(&done));
        results(&folder.path().join(output))
    };
    let fresh = run("fresh", "apps");
    for name in ["codyho", "zipped"] {
        let row = submission(&fresh, name);
        assert_eq!((&row["score"], &row["assembly"]), (&88.0.into(), &"synthesized".into()), "{row}");
    }
    let trusted = run("trusted", "missing");
    let row = submission(&trusted, "codyho");
    assert_eq!((&row["score"], &row["assembly"]), (&90.0.into(), &"submitted".into()), "{row}");
    let kept = fs::read_to_string(folder.path().join("fresh/submissions/codyho.json")).unwrap();
    assert!(kept.contains("\"file\": \"cdk/cdk/network_stack.py\""), "{kept}");
}

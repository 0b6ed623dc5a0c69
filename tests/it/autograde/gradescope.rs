//! Gradescope's folder, laid out for a test, and what came of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{fixtures, root};

/// Gradescope's folder.
pub(super) struct Gradescope(pub(super) tempfile::TempDir);

impl Gradescope {
    /// With an honest submission of all 90 points.
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = Self(folder);
        for folder in ["source", "results", "submission/cdk", "submission/assembly"] {
            fs::create_dir_all(made.path(folder)).unwrap();
        }
        made.write("submission/SUNET", "codyho\n");
        made.write("submission/cdk/cdk.json", r#"{"app": "python3 app.py"}"#);
        made.write("submission/cdk/root.txt", made.0.path().to_str().unwrap());
        made.write("run_autograder", "#!/bin/sh\n");
        made.write("source/setup.sh", "#!/bin/sh\n");
        made.submitted_by(&["codyho@stanford.edu"]);
        for file in ["app.py", "honest.py"] {
            fs::copy(attacks().join(file), made.path("submission/cdk").join(file)).unwrap();
        }
        for entry in fs::read_dir(fixtures().join("reference")).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().unwrap() != "infragrade.trace.json" {
                fs::copy(&path, made.path("submission/assembly").join(path.file_name().unwrap())).unwrap();
            }
        }
        made
    }

    pub(super) fn path(&self, inside: &str) -> PathBuf {
        self.0.path().join(inside)
    }

    pub(super) fn write(&self, inside: &str, content: &str) {
        fs::write(self.path(inside), content).unwrap();
    }

    pub(super) fn submitted_by(&self, emails: &[&str]) {
        let users: Vec<_> = emails.iter().map(|email| serde_json::json!({"email": email, "id": 1})).collect();
        self.write("submission_metadata.json", &serde_json::json!({"id": 1, "users": users}).to_string());
    }

    /// Puts an attack's files over the honest ones.
    pub(super) fn attacked_by(&self, attack: &Path) {
        let submission = self.path("submission");
        for entry in walkdir::WalkDir::new(attack).min_depth(1) {
            let entry = entry.unwrap();
            let inside = entry.path().strip_prefix(attack).unwrap();
            match inside.to_str().unwrap() {
                "about.toml" | "make.sh" => {}
                _ if entry.file_type().is_dir() => fs::create_dir_all(submission.join(inside)).unwrap(),
                _ => drop(fs::copy(entry.path(), submission.join(inside)).unwrap()),
            }
        }
        let make = attack.join("make.sh");
        if make.exists() {
            let made = Command::new("sh").arg("-e").arg(make).current_dir(&submission).output().unwrap();
            assert!(made.status.success(), "{}: {made:?}", attack.display());
        }
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_infragrade"));
        command.arg("autograde").arg("--root").arg(self.0.path()).args(arguments);
        command.env_remove("VIRTUAL_ENV").env_remove("SUNET");
        command
    }

    /// Grades without the website.
    pub(super) fn run(&self, arguments: &[&str]) -> Graded {
        let output = self.command(arguments).arg("--no-live").output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        Graded { results: self.results(), output }
    }

    /// The results, which hold what must hold of all.
    pub(super) fn results(&self) -> Value {
        let path = self.path("results/results.json");
        let results: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let tests = results["tests"].as_array().unwrap();
        assert_eq!(tests.len(), 65);
        assert_eq!(sum(tests, "max_score"), 150.0);
        assert!(results.get("score").is_none() && results["visibility"] == "visible");
        for test in tests {
            assert!(test["score"].as_f64().unwrap() <= test["max_score"].as_f64().unwrap(), "{test}");
            assert!(test.get("visibility").is_none() && test["output_format"] == "text", "{test}");
        }
        results
    }
}

pub(super) struct Graded {
    pub(super) results: Value,
    pub(super) output: Output,
}

impl Graded {
    pub(super) fn tests(&self) -> &[Value] {
        self.results["tests"].as_array().unwrap()
    }

    pub(super) fn checks(&self) -> f64 {
        sum(&self.tests()[..54], "score")
    }

    pub(super) fn said(&self) -> &str {
        self.results["output"].as_str().unwrap()
    }

    pub(super) fn staff(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).unwrap()
    }

    /// All texts that the student sees.
    pub(super) fn all(&self) -> String {
        let outputs = self.tests().iter().map(|test| test["output"].as_str().unwrap());
        outputs.fold(self.said().to_owned(), |all, output| all + "\n" + output)
    }
}

pub(super) fn sum(tests: &[Value], key: &str) -> f64 {
    tests.iter().map(|test| test[key].as_f64().unwrap()).sum()
}

pub(super) fn attacks() -> PathBuf {
    root().join("tests/hostile/autograde")
}

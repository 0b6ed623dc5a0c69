//! The command as a whole process: what it prints, writes and exits with.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{fixtures, root, variants};

/// `infragrade` in a folder where there is nothing else, so that no file `SUNET` is found by chance.
fn infragrade(arguments: &[&str]) -> Output {
    let empty = tempfile::tempdir().unwrap();
    run_in(empty.path(), arguments)
}

fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_infragrade"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap()
}

fn check(variant: &str, arguments: &[&str]) -> Output {
    let known = variants();
    let variant = known.iter().find(|known| known.name == variant).unwrap();
    let directory = variant.directory();
    let fixed = ["check", directory.to_str().unwrap(), "--sunet", crate::support::SUNET];
    infragrade(&[&fixed, arguments].concat())
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn reports_for_students() {
    for (variant, expected) in [
        ("reference", 0),
        ("starter", 1),
        ("vpc-cidr-10-1", 1),
        ("subnets-without-nat-gateway", 1),
        ("buckets-swapped", 1),
        ("database-serverless-v2", 1),
        ("zones-dummy", 1),
    ] {
        let output = check(variant, &[]);
        assert_eq!((code(&output), stderr(&output).as_str()), (expected, ""), "{variant}");
        insta::assert_snapshot!(format!("human-{variant}"), stdout(&output));
    }
    insta::assert_snapshot!("human-quiet", stdout(&check("vpc-cidr-10-1", &["--quiet"])));
}

#[test]
fn reports_for_programs() {
    for variant in ["starter", "vpc-cidr-10-1"] {
        let output = check(variant, &["--format", "json"]);
        assert_eq!(code(&output), 1);
        insta::assert_snapshot!(format!("json-{variant}"), stdout(&output));
    }
    let reference: serde_json::Value =
        serde_json::from_str(&stdout(&check("reference", &["--format", "json"]))).unwrap();
    assert_eq!((reference["score"].as_f64(), reference["max_score"].as_f64()), (Some(90.0), Some(90.0)));
    assert_eq!(reference["checks"].as_array().unwrap().len(), 54);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let first = stdout(&check("starter", &["--format", "json"]));
    for _ in 1..20 {
        assert_eq!(stdout(&check("starter", &["--format", "json"])), first);
    }
}

#[test]
fn the_order_of_the_stacks_in_the_manifest_changes_nothing() {
    let starter = fixtures().join("starter");
    let expected = stdout(&check("starter", &["--format", "json"]));
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(&starter).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(starter.join("manifest.json")).unwrap()).unwrap();
    let artifacts = manifest["artifacts"].as_object().unwrap();
    for rotation in 1..artifacts.len() {
        let order = artifacts.iter().cycle().skip(rotation).take(artifacts.len());
        let order: Vec<String> = order.map(|(id, artifact)| format!("{id:?}: {artifact}")).collect();
        fs::write(
            folder.path().join("manifest.json"),
            format!("{{\"artifacts\": {{{}}}}}", order.join(", ")),
        )
        .unwrap();
        let output = infragrade(&[
            "check",
            folder.path().to_str().unwrap(),
            "--sunet",
            crate::support::SUNET,
            "--format",
            "json",
        ]);
        assert_eq!(stdout(&output), expected);
    }
}

#[test]
fn a_part_may_be_graded_and_a_threshold_set() {
    let output = check("vpc-cidr-10-1", &["--only", "data"]);
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).contains("17 of 17 points"), "{}", stdout(&output));
    assert!(!stdout(&output).contains("all public static checks"), "a part is not all: {}", stdout(&output));
    assert_eq!(code(&check("vpc-cidr-10-1", &["--fail-under", "88"])), 0);
    assert_eq!(code(&check("vpc-cidr-10-1", &["--fail-under", "88.5"])), 1);
    let output = check("reference", &["--only", "netwrok"]);
    assert_eq!(code(&output), 2);
    insta::assert_snapshot!(stderr(&output), @"error: --only netwrok: no check begins with it; did you mean network.vpc.cidr?");
}

#[test]
fn a_report_file_is_written_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    let output = check("starter", &["--format", "json", "--output", file.to_str().unwrap()]);
    assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
    assert_eq!(fs::read_to_string(&file).unwrap(), stdout(&check("starter", &["--format", "json"])));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");

    let nowhere = folder.path().join("no/report.json");
    let output = check("starter", &["--output", nowhere.to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("report.json: cannot be written"), "{}", stderr(&output));
}

#[test]
fn the_sunet_id_comes_from_the_option_the_file_or_the_templates() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("cdk/cdk.out");
    fs::create_dir_all(&out).unwrap();
    for entry in fs::read_dir(fixtures().join("reference")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, out.join(path.file_name().unwrap())).unwrap();
    }
    let graded = |arguments: &[&str]| run_in(folder.path(), &[&["check"], arguments].concat());

    let inferred = graded(&[]);
    assert_eq!(code(&inferred), 0);
    assert!(
        stdout(&inferred)
            .starts_with("note: your SUNet ID is taken to be codyho, from the templates' domain names")
    );

    fs::write(folder.path().join("SUNET"), " codyho \n").unwrap();
    assert!(!stdout(&graded(&[])).contains("note:"));
    let from_elsewhere = infragrade(&["check", out.to_str().unwrap()]);
    assert!(
        !stdout(&from_elsewhere).contains("note:"),
        "the file lies at the assignment's root, wherever one stands"
    );

    let other = graded(&["--sunet", "akps"]);
    assert_eq!(code(&other), 1);
    assert!(stdout(&other).contains("akps.infracourse.cloud"));

    fs::write(folder.path().join("SUNET"), "cody ho").unwrap();
    let output = graded(&[]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output)
            .contains("SUNET: must hold only your SUNet ID, such as codyho, but holds \"cody ho\"")
    );
    assert_eq!(code(&graded(&["--sunet", "evil.com/"])), 2);
}

#[test]
fn unusable_input_is_one_line_and_exit_2() {
    let output = infragrade(&["check"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (2, ""));
    insta::assert_snapshot!(stderr(&output), @"error: cdk/cdk.out: there is no such directory: run `cdk synth` in cdk/ first, then pass the directory that it wrote");
    assert_eq!(code(&infragrade(&["check", "--format", "xml"])), 2);
    assert_eq!(code(&infragrade(&["chekc"])), 2);
}

#[test]
fn a_faulty_pack_is_nobodys_loss() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().to_str().unwrap();
    let output = check("reference", &["--rules", rules]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("no *.rego file in it"), "{}", stderr(&output));

    let main = "# METADATA\n# title: P\n# custom: {points: 1, sections: [S]}\npackage rules\n";
    let check_file = "# METADATA\n# title: T\n# custom: {points: 1, requires: [], handout: S, order: 1, help: h}\n\
                      package checks.a\n\nviolation contains \"no object\"\n";
    fs::write(folder.path().join("main.rego"), main).unwrap();
    fs::write(folder.path().join("a.rego"), check_file).unwrap();
    let output = check("reference", &["--rules", rules]);
    assert_eq!(code(&output), 3);
    assert!(stdout(&output).contains("this is not your fault"), "{}", stdout(&output));
}

#[test]
fn explanations() {
    let output = infragrade(&["explain", "network.vpc.single"]);
    assert_eq!(code(&output), 0);
    insta::assert_snapshot!("explain", stdout(&output));
    let output = infragrade(&["explain", "network.vpc.cdir"]);
    assert_eq!(code(&output), 2);
    insta::assert_snapshot!(stderr(&output), @"error: network.vpc.cdir: there is no such check; did you mean network.vpc.cidr? (`infragrade checks` lists all)");
    insta::assert_snapshot!("checks", stdout(&infragrade(&["checks"])));
}

#[test]
fn the_input_document_is_what_the_rules_see() {
    let reference = fixtures().join("reference");
    let output = infragrade(&["input", reference.to_str().unwrap()]);
    let document: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    let keys: Vec<_> = document.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["Resources", "exports", "missing_context", "paths", "stacks", "sunet"]);
    assert_eq!(document["sunet"], "codyho");
    let vpc = &document["Resources"]["yoctogramvpcC5F577CF"];
    assert_eq!(vpc["Properties"]["CidrBlock"], "10.0.0.0/16");
    assert_eq!(document["paths"]["yoctogramvpcC5F577CF"], "yoctogram-network-stack/yoctogram-vpc/Resource");
    let compute = &document["stacks"]["yoctogram-compute-stack"];
    assert_eq!(compute["environment"]["region"], "us-west-2");
    assert_eq!(compute["images"].as_array().unwrap().len(), 1);
}

#[test]
fn the_packs_tests_pass_and_a_failing_one_fails() {
    let output = run_in(root(), &["test"]);
    assert_eq!(code(&output), 0, "{}", stdout(&output));

    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().to_str().unwrap();
    fs::write(folder.path().join("a.rego"), "package a\n\nx := 1\n").unwrap();
    assert_eq!(code(&infragrade(&["test", rules])), 2, "no test is a failure");
    let tests = "package a_test\n\nimport data.a\n\ntest_one if a.x == 1\n\ntest_two if {\n\tprint(\"x is\", a.x)\n\ta.x == 2\n}\n";
    fs::write(folder.path().join("a_test.rego"), tests).unwrap();
    let output = infragrade(&["test", rules]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    assert!(
        text.contains("data.a_test.test_two")
            && text.contains("x is 1")
            && text.ends_with("1 passed, 1 failed\n"),
        "{text}"
    );
    assert_eq!(code(&infragrade(&["test", rules, "--filter", "one"])), 0);
}

#[test]
fn findings_are_shown_with_the_students_line() {
    let root = tempfile::tempdir().unwrap();
    let cdk = root.path().join("cdk");
    fs::create_dir_all(cdk.join("cdk.out")).unwrap();
    for entry in fs::read_dir(fixtures().join("vpc-cidr-10-1")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, cdk.join("cdk.out").join(path.file_name().unwrap())).unwrap();
    }
    fs::write(cdk.join("cdk.json"), "{}").unwrap();
    let app = "from aws_cdk import App, Stack, aws_ec2 as ec2\nstack = Stack(App(), 'yoctogram-network-stack')\n\
               \tec2.Vpc(stack, 'yoctogram-vpc', ip_addresses=ec2.IpAddresses.cidr('10.1.0.0/16'))  # \u{1b}[31m\u{202e}\n";
    fs::write(cdk.join("app.py"), app.replace("\n\t", "\nif stack:\n\t")).unwrap();
    let output = run_in(root.path(), &["check", "--sunet", crate::support::SUNET, "--quiet"]);
    assert_eq!(code(&output), 1);
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn an_earlier_report_tells_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    let path = file.to_str().unwrap();
    check("vpc-cidr-10-1", &["--format", "json", "--output", path]);

    let worse = check("service-without-redirect", &["--quiet", "--baseline", path]);
    assert_eq!(code(&worse), 1, "a check lost points, though the total is the same");
    assert!(stdout(&worse).contains("0 of 2 -2\n"), "{}", stdout(&worse));
    assert!(stdout(&worse).contains("88 of 90 points, as in the last run"), "{}", stdout(&worse));

    let better = check("reference", &["--quiet", "--baseline", path]);
    assert_eq!(code(&better), 0);
    assert!(stdout(&better).contains("90 of 90 points, +2 since the last run"), "{}", stdout(&better));

    let same = check("vpc-cidr-10-1", &["--baseline", path]);
    assert_eq!(code(&same), 0, "nothing was lost since");
    assert_eq!(code(&check("vpc-cidr-10-1", &["--baseline", path, "--fail-under", "90"])), 1);
}

#[test]
fn what_is_no_earlier_report_is_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    let path = file.to_str().unwrap();
    assert_eq!(code(&check("reference", &["--source", path])), 2);
    let missing = check("reference", &["--baseline", path]);
    assert_eq!((code(&missing), stdout(&missing).as_str()), (2, ""));
    assert!(stderr(&missing).contains("report.json: cannot be read"), "{}", stderr(&missing));
    for content in ["", "[]", "{\"schema\": \"other/v1\", \"checks\": []}", "{\"checks\": 1}", "\u{1b}[31m"] {
        fs::write(&file, content).unwrap();
        let output = check("reference", &["--baseline", path]);
        assert_eq!((code(&output), stderr(&output).lines().count()), (2, 1), "{content}");
        assert!(stderr(&output).contains("is no report of infragrade"), "{}", stderr(&output));
    }
}

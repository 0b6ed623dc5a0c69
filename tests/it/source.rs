//! Findings point at the student's own lines.

use std::fs;
use std::path::Path;
use std::process::Command;

use infragrade::policy::Pack;
use infragrade::report::{KnownFrom, Report};
use infragrade::{source, trace};

use crate::lines::{Verdict, judge};
use crate::support::{fixtures, graded, read};

fn located(assembly_folder: &Path, app: Option<&Path>) -> Report {
    let mut pack = Pack::builtin().unwrap();
    let assembly = read(assembly_folder);
    let mut report = graded(&mut pack, &assembly);
    let about =
        source::Graded { directory: assembly_folder, assembly: &assembly, catalogue: pack.catalogue(), app };
    source::locate(&mut report, about);
    report
}

/// `FILE:LINE TEXT` of a check's first finding.
fn place(report: &Report, check: &str) -> Option<(KnownFrom, String)> {
    let check = report.checks.iter().find(|known| known.id == check).unwrap();
    let source = check.violations[0].source.as_ref()?;
    let line = report.sources[&source.file].lines().nth(source.line - 1).unwrap();
    let text: String = line.chars().skip(source.column - 1).collect();
    Some((source.known_from, format!("{}:{} {text}", source.file, source.line)))
}

/// An assignment's folder with a recording and an app.
fn assignment(recording: &str, app: &str) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let cdk = root.path().join("cdk");
    fs::create_dir_all(cdk.join("cdk.out")).unwrap();
    for entry in fs::read_dir(fixtures().join(recording)).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), cdk.join("cdk.out").join(entry.file_name())).unwrap();
    }
    fs::write(cdk.join("cdk.json"), r#"{"app": "python3 app.py"}"#).unwrap();
    fs::write(cdk.join("app.py"), app).unwrap();
    root
}

const VPC: &str = r#"
from aws_cdk import App, Stack, aws_ec2 as ec2

class NetworkStack(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        ec2.Vpc(self, "yoctogram-vpc", ip_addresses=ec2.IpAddresses.cidr("10.1.0.0/16"))

NetworkStack(App(), "yoctogram-network-stack")
"#;

fn place_of_cidr(app: &str) -> Option<(KnownFrom, String)> {
    let root = assignment("vpc-cidr-10-1", app);
    fs::remove_file(root.path().join("cdk/cdk.out").join(trace::FILE)).unwrap();
    place(&located(&root.path().join("cdk/cdk.out"), None), "network.vpc.cidr")
}

#[test]
fn every_finding_points_at_the_fault() {
    for with_trace in [true, false] {
        let judged = judge(with_trace, |_| true);
        let wrong = judged.iter().filter(|judged| judged.verdict != Verdict::Right);
        let wrong: Vec<_> =
            wrong.map(|found| format!("{} {} {}", found.variant, found.check, found.text)).collect();
        assert!(judged.len() > 300 && wrong.is_empty(), "{}", wrong.join("\n"));
        let traced = judged.iter().filter(|judged| judged.known_from == Some(KnownFrom::Trace)).count();
        assert_eq!(traced > judged.len() / 2, with_trace);
    }
}

#[test]
fn the_construct_is_found_by_its_id() {
    let (known_from, text) = place_of_cidr(VPC).unwrap();
    assert_eq!(known_from, KnownFrom::Search);
    assert_eq!(text, r#"cdk/app.py:7 ip_addresses=ec2.IpAddresses.cidr("10.1.0.0/16"))"#);
}

#[test]
fn where_several_places_fit_none_is_named() {
    let twice = VPC.replace("        ec2.Vpc(", "        if scope.node.try_get_context('x'):\n            ec2.Vpc(self, \"yoctogram-vpc\")\n        ec2.Vpc(");
    assert_eq!(place_of_cidr(&twice), None);
    let unknown_id = VPC.replace("\"yoctogram-vpc\"", "input()");
    assert_eq!(place_of_cidr(&unknown_id), None);
    assert_eq!(place_of_cidr("this is no Python ((("), None);
}

#[test]
fn a_source_that_changed_is_searched_as_it_is() {
    let root = assignment("vpc-cidr-10-1", VPC);
    let report = located(&root.path().join("cdk/cdk.out"), None);
    assert!(report.notes[0].starts_with("the source was changed after the synthesis"), "{:?}", report.notes);
    assert_eq!(place(&report, "network.vpc.cidr").unwrap().0, KnownFrom::Search);
}

#[test]
fn what_the_app_wrote_cannot_lead_out_of_it() {
    let root = assignment("vpc-cidr-10-1", VPC);
    let cdk = root.path().join("cdk");
    fs::write(root.path().join("secret.py"), VPC).unwrap();
    let frame = r#"{"file": "../secret.py", "line": 7, "column": 9, "end_line": 7, "end_column": 90}"#;
    let path = "yoctogram-network-stack/yoctogram-vpc";
    for trace in [
        format!(
            r#"{{"schema": "infragrade/trace/v1", "constructs": [{{"path": "{path}", "frames": [{frame}]}}]}}"#
        ),
        format!(
            r#"{{"schema": "infragrade/trace/v1", "constructs": {}{}}}"#,
            "[".repeat(5000),
            "]".repeat(5000)
        ),
        "{".to_owned(),
        String::new(),
    ] {
        fs::write(cdk.join("cdk.out").join(trace::FILE), trace).unwrap();
        let (_, text) = place(&located(&cdk.join("cdk.out"), None), "network.vpc.cidr").unwrap();
        assert!(text.starts_with("cdk/app.py:7 "), "{text}");
    }
    #[cfg(unix)]
    {
        fs::remove_file(cdk.join("app.py")).unwrap();
        std::os::unix::fs::symlink(root.path().join("secret.py"), cdk.join("app.py")).unwrap();
        assert_eq!(place(&located(&cdk.join("cdk.out"), None), "network.vpc.cidr"), None);
    }
}

#[test]
fn programs_without_end_come_to_one() {
    let deep = format!("x = {}1{}", "(".repeat(20_000), ")".repeat(20_000));
    let long = format!("s = 'x'\n{}", "s = s + s\nl = [s, s]\nl = l + l\nd = {s: l}\n".repeat(200));
    let recursive = "def f(x):\n    return f(x) + f([x, x])\nf(1)\n".to_owned();
    let wide = format!("x = f'{}'", "{y}".repeat(2_000));
    let loops =
        "for a in range(200):\n  for b in range(200):\n    for c in range(200):\n      print(a, b, c)\n"
            .to_owned();
    let lists: String =
        (1..8).map(|i| format!("l{i} = [{}]\n", format!("l{}, ", i - 1).repeat(900))).collect();
    let lists = format!("l0 = 1\n{lists}print_(l7)\nx.grant_read(l7)\nx.add_override('IpAddresses', l7)\n");
    let own =
        "l = []\nl.append(l)\nl.extend(l)\nd = {}\nd.update(d)\nd['d'] = d\nx.grant_read(l, d)\n".to_owned();
    let nested = "l = []\nfor a in range(200):\n  for b in range(200):\n    l = [l.x]\n".to_owned();
    let chain = format!("{}1\n", "a = ".repeat(20_000));
    let pattern = format!("{}a{} = 1\n", "[".repeat(20_000), "]".repeat(20_000));
    let clauses = format!("l = [x {} {}]\n", "for x in y ".repeat(10_000), "if x ".repeat(10_000));
    for program in [deep, long, recursive, wide, loops, lists, own, nested, chain, pattern, clauses] {
        // What follows may be out of reach; that it ends, and without a fault, is what counts.
        place_of_cidr(&format!("{program}\n{VPC}"));
        assert!(place_of_cidr(&format!("{VPC}\n{program}")).is_some(), "{}", &program[..40]);
    }
}

#[test]
fn stack_traces_of_newer_versions_are_read_in_both_layouts() {
    let recorded = fixtures().join("stack-traces");
    let report = located(&recorded.join("assembly"), None);
    let expected = |file: &str, text: &str| Some((KnownFrom::StackTrace, format!("{file} {text}")));
    let stack = "stack-traces/network/stack.py";
    let cidr = expected(&format!("{stack}:12"), r#"ip_addresses=ec2.IpAddresses.cidr("10.1.0.0/16"),"#);
    let name = expected(&format!("{stack}:24"), r#"domain_name="wrong.codyho.infracourse.cloud","#);
    assert_eq!(place(&report, "network.vpc.cidr"), cidr);
    assert_eq!(place(&report, "network.certificate.domain"), name);

    // The other layout: the metadata inside of the manifest.
    let folder = tempfile::tempdir().unwrap();
    let json = |name: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(recorded.join("assembly").join(name)).unwrap()).unwrap()
    };
    let mut manifest = json("manifest.json");
    let artifact = &mut manifest["artifacts"]["yoctogram-network-stack"];
    artifact["metadata"] = json("yoctogram-network-stack.metadata.json");
    artifact.as_object_mut().unwrap().remove("additionalMetadataFile");
    fs::write(folder.path().join("manifest.json"), manifest.to_string()).unwrap();
    for name in ["yoctogram-network-stack.template.json", "yoctogram-network-stack.assets.json"] {
        fs::copy(recorded.join("assembly").join(name), folder.path().join(name)).unwrap();
    }
    let report = located(folder.path(), Some(&recorded));
    assert_eq!(place(&report, "network.vpc.cidr"), cidr);
    assert_eq!(place(&report, "network.certificate.domain"), name);
}

#[test]
fn the_tracer_lets_an_app_run_as_it_would_without() {
    let folder = tempfile::tempdir().unwrap();
    let [ours, sites, out] = ["ours", "sites", "out"].map(|name| folder.path().join(name));
    for path in [&ours, &sites, &out] {
        fs::create_dir(path).unwrap();
    }
    fs::write(ours.join("sitecustomize.py"), trace::TRACER).unwrap();
    fs::write(sites.join("sitecustomize.py"), "import sys\nsys.flavour = 'vanilla'\n").unwrap();
    let paths = std::env::join_paths([&ours, &sites]).unwrap();
    let python = Command::new("python3")
        .args(["-c", "import sys; print(sys.flavour); sys.exit(3)"])
        .env("PYTHONPATH", paths)
        .env("CDK_OUTDIR", &out)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&python.stdout), "vanilla\n");
    assert_eq!((python.status.code(), String::from_utf8_lossy(&python.stderr).as_ref()), (Some(3), ""));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 0, "an app without constructs leaves nothing");
}

#[test]
fn the_fix_has_the_names_of_the_students_own_imports() {
    let other = VPC.replace("aws_ec2 as ec2", "aws_ec2 as network").replace("ec2.", "network.");
    let root = assignment("vpc-cidr-10-1", &other);
    let report = located(&root.path().join("cdk/cdk.out"), None);
    let check = report.checks.iter().find(|check| check.id == "network.vpc.cidr").unwrap();
    assert_eq!(
        check.help,
        r#"give network.Vpc the argument ip_addresses=network.IpAddresses.cidr("10.0.0.0/16")"#
    );
}

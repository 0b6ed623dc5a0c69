//! Reading assemblies: what is accepted, what is refused and in which words.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{root, variants};
use infragrade::assembly::{self, Assembly, Error, Limits};
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Writes files into a new directory; what is no JSON text is given as bytes.
fn directory(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn read(folder: &Path) -> Result<Assembly, Error> {
    read_within(folder, &Limits::default())
}

/// Reads a directory, and the same files from memory, which must come to the same.
fn read_within(folder: &Path, limits: &Limits) -> Result<Assembly, Error> {
    let from_directory = assembly::read(folder, limits);
    let files = files_below(folder);
    let from_memory =
        assembly::read_files(folder, files.iter().map(|(path, content)| (path, &content[..])), limits);
    match (&from_directory, &from_memory) {
        (Ok(one), Ok(other)) => assert_eq!(one, other),
        (Err(one), Err(other)) => assert_eq!(one.to_string(), other.to_string()),
        _ => panic!("{from_directory:?} from {}, {from_memory:?} from memory", folder.display()),
    }
    from_directory
}

/// The files of a directory by their paths in it.
fn files_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| (entry.path().strip_prefix(folder).unwrap().to_owned(), fs::read(entry.path()).unwrap()))
        .collect()
}

/// The message for a directory, with its path as `OUT`.
fn refusal(folder: &Path) -> String {
    let message = read(folder).unwrap_err().to_string();
    message.replace(&folder.display().to_string(), "OUT")
}

fn manifest(artifacts: Value) -> Vec<u8> {
    json!({"version": "34.0.0", "artifacts": artifacts}).to_string().into_bytes()
}

fn stack(file: &str) -> Value {
    json!({"type": "aws:cloudformation:stack", "environment": "aws://1/us-west-2", "properties": {"templateFile": file}})
}

#[test]
fn every_recording_is_read() {
    for variant in variants() {
        let assembly = read(&variant.directory()).unwrap_or_else(|error| panic!("{}: {error}", variant.name));
        assert!(
            !assembly.stacks.is_empty() && !assembly.exports.is_empty() || variant.name == "app-one-stack"
        );
        for stack in &assembly.stacks {
            let without: Vec<_> =
                stack.resources().filter(|(id, _)| !stack.paths.contains_key(*id)).collect();
            assert!(without.is_empty(), "{}: no construct path for {without:?}", variant.name);
        }
    }
}

#[test]
fn without_a_manifest_the_templates_are_the_stacks() {
    let reference = root().join("fixtures/reference");
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(&reference).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().ends_with(".template.json") {
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    let (bare, whole) = (read(folder.path()).unwrap(), read(&reference).unwrap());
    assert_eq!(bare.exports, whole.exports);
    let templates = |assembly: &Assembly| -> Vec<_> {
        assembly
            .stacks
            .iter()
            .map(|stack| (stack.name.clone(), stack.template.clone(), stack.paths.clone()))
            .collect()
    };
    assert_eq!(templates(&bare), templates(&whole));
}

#[test]
fn stages_and_nested_stacks_are_stacks_too() {
    let parent = json!({"Resources": {
        "Inner": {
            "Type": "AWS::CloudFormation::Stack",
            "Metadata": {"aws:cdk:path": "Prod/Web/inner.NestedStack/inner.NestedStackResource", "aws:asset:path": "inner.nested.template.json"},
            "Properties": {"Parameters": {"Name": {"Ref": "Bucket"}}},
        },
        "Bucket": {"Type": "AWS::S3::Bucket"},
        "User": {"Type": "T", "Properties": {"Url": {"Fn::GetAtt": ["Inner", "Outputs.Url"]}}},
    }});
    let inner = json!({
        "Parameters": {"Name": {"Type": "String"}},
        "Resources": {"R": {"Type": "T", "Properties": {"A": {"Ref": "Name"}, "B": {"Fn::Sub": "x/${Name}"}}}},
        "Outputs": {"Url": {"Value": {"Fn::GetAtt": ["R", "Url"]}}},
    });
    let stage = json!({"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}});
    let mut web = stack("Web.template.json");
    web["displayName"] = json!("Prod/Web");
    let folder = directory(&[
        ("manifest.json", &manifest(json!({"Stage": stage}))),
        ("assembly-Prod/manifest.json", &manifest(json!({"ProdWeb": web}))),
        ("assembly-Prod/Web.template.json", parent.to_string().as_bytes()),
        ("assembly-Prod/inner.nested.template.json", inner.to_string().as_bytes()),
    ]);
    let assembly = read(folder.path()).unwrap();
    let names: Vec<_> = assembly.stacks.iter().map(|stack| stack.name.as_str()).collect();
    assert_eq!(names, ["Prod/Web", "Prod/Web/inner"]);
    let import = |name: &str| json!({"Fn::ImportValue": name});
    assert_eq!(
        assembly.stacks[1].template["Resources"]["R"]["Properties"],
        json!({"A": import("Prod/Web/inner/Parameters/Name"), "B": {"Fn::Sub": ["x/${Name}", {"Name": import("Prod/Web/inner/Parameters/Name")}]}})
    );
    assert_eq!(
        assembly.stacks[0].template["Resources"]["User"]["Properties"]["Url"],
        import("Prod/Web/inner/Outputs/Url")
    );
    let exports: Vec<_> = assembly
        .exports
        .iter()
        .map(|(name, export)| (name.as_str(), export.stack.as_str(), export.value.clone()))
        .collect();
    assert_eq!(
        exports,
        [
            ("Prod/Web/inner/Outputs/Url", "Prod/Web/inner", json!({"Fn::GetAtt": ["R", "Url"]})),
            ("Prod/Web/inner/Parameters/Name", "Prod/Web", json!({"Ref": "Bucket"})),
        ]
    );
}

#[test]
fn construct_paths_may_come_from_the_manifest_or_from_a_file_beside_it() {
    let metadata = json!({"/S/thing/Resource": [{"type": "aws:cdk:logicalId", "data": "R"}]});
    let template = json!({"Resources": {"R": {"Type": "T"}}}).to_string();
    let mut inside = stack("S.template.json");
    inside["metadata"] = metadata.clone();
    let mut beside = stack("S.template.json");
    beside["additionalMetadataFile"] = json!("S.metadata.json");
    for artifact in [inside, beside] {
        let folder = directory(&[
            ("manifest.json", &manifest(json!({"S": artifact}))),
            ("S.template.json", template.as_bytes()),
            ("S.metadata.json", metadata.to_string().as_bytes()),
        ]);
        assert_eq!(read(folder.path()).unwrap().stacks[0].paths["R"], "S/thing/Resource");
    }
}

#[test]
fn what_cannot_be_read_is_said_in_one_line() {
    let template = br#"{"Resources": {}}"#.as_slice();
    let of = |artifacts: Value, files: &[(&str, &[u8])]| {
        let manifest = manifest(artifacts);
        let mut all: Vec<(&str, &[u8])> = vec![("manifest.json", &manifest)];
        all.extend(files);
        refusal(directory(&all).path())
    };
    let only = |content: &[u8]| refusal(directory(&[("S.template.json", content)]).path());
    let assembly = |name: &str| json!({"type": "cdk:cloud-assembly", "properties": {"directoryName": name}});
    let nested = |file: &str| {
        json!({"Resources": {"N": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": file}}}}).to_string()
    };
    let cases = [
        ("empty", refusal(directory(&[]).path())),
        ("no stack in the manifest", of(json!({}), &[])),
        ("manifest is a list", refusal(directory(&[("manifest.json", b"[]")]).path())),
        ("artifacts are a list", of(json!([]), &[])),
        ("no type", of(json!({"S": {}}), &[])),
        ("no template file", of(json!({"S": {"type": "aws:cloudformation:stack"}}), &[])),
        ("template file is a number", of(json!({"S": {"type": "aws:cloudformation:stack", "properties": {"templateFile": 1}}}), &[])),
        ("template is not there", of(json!({"S": stack("S.template.json")}), &[])),
        ("dot dot", of(json!({"S": stack("../S.template.json")}), &[])),
        ("absolute", of(json!({"S": stack("/etc/passwd")}), &[])),
        ("empty path", of(json!({"S": stack("")}), &[])),
        ("assembly outside", of(json!({"A": assembly("..")}), &[])),
        ("assembly in itself", of(json!({"A": assembly(".")}), &[])),
        ("assembly without manifest", of(json!({"A": assembly("a")}), &[("a/S.template.json", template)])),
        ("template is a folder", of(json!({"S": stack("a")}), &[("a/S.template.json", template)])),
        ("template is below a file", of(json!({"S": stack("a/S.template.json")}), &[("a", template)])),
        ("template is the assembly", of(json!({"S": stack(".")}), &[])),
        ("folder with a template's name", refusal(directory(&[("S.template.json/a", template)]).path())),
        ("two of a name", of(json!({"A": stack("S.template.json"), "B": {"type": "aws:cloudformation:stack", "displayName": "A", "properties": {"templateFile": "S.template.json"}}}), &[("S.template.json", template)])),
        ("nested outside", only(nested("../x.json").as_bytes())),
        ("nested in itself", only(nested("S.template.json").as_bytes())),
        ("truncated", only(br#"{"Resources": {"#)),
        ("no JSON", only(b"Resources:\n  A: 1\n")),
        ("not UTF-8", only(b"{\"Resources\": \"\xff\"}")),
        ("UTF-16", only(b"\xff\xfe{\x00}\x00")),
        ("duplicate keys", only(br#"{"Resources": {"A": {"Type": "T"}, "A": {"Type": "U"}}}"#)),
        ("template is a list", only(b"[]")),
        ("resources are a list", only(br#"{"Resources": []}"#)),
        ("resource is a string", only(br#"{"Resources": {"A": "T"}}"#)),
        ("resource without type", only(br#"{"Resources": {"A": {}}}"#)),
        ("properties are a list", only(br#"{"Resources": {"A": {"Type": "T", "Properties": []}}}"#)),
        ("output is a number", only(br#"{"Outputs": {"A": 1}}"#)),
        ("circle", only(json!({"Resources": {"A": {"Type": "T", "Properties": {"P": {"Ref": "B"}}}, "B": {"Type": "T", "DependsOn": "A"}}}).to_string().as_bytes())),
        ("deep", only(format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)).as_bytes())),
        ("circle of stacks", of(
            json!({
                "A": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "S.template.json"}, "dependencies": ["B"]},
                "B": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "S.template.json"}, "dependencies": ["A"]},
            }),
            &[("S.template.json", template)],
        )),
    ];
    let text: String = cases.iter().map(|(name, message)| format!("{name}:\n  {message}\n")).collect();
    assert!(cases.iter().all(|(_, message)| !message.contains('\n')));
    insta::assert_snapshot!(text);
}

fn from_directory(folder: &Path) -> Result<Assembly, Error> {
    assembly::read(folder, &Limits::default())
}

#[test]
fn a_missing_directory_and_a_file_are_said_so() {
    let folder = directory(&[("file", b"")]);
    let message = |name: &str| from_directory(&folder.path().join(name)).unwrap_err().to_string();
    assert!(
        message("cdk.out").ends_with("run `cdk synth` in cdk/ first, then pass the directory that it wrote")
    );
    assert!(
        message("file")
            .ends_with("not a directory: pass the directory that `cdk synth` wrote (usually cdk.out)")
    );
    assert!(message("file/cdk.out").contains("not a directory"));
}

#[test]
fn files_in_memory_have_the_paths_that_a_directory_could_have() {
    let template = br#"{"Resources": {}}"#.as_slice();
    let read = |path: &str| {
        assembly::read_files(Path::new("homework"), [(path, template)], &Limits::default())
            .map(|assembly| assembly.stacks[0].name.clone())
            .map_err(|error| error.to_string())
    };
    assert_eq!(read("S.template.json").unwrap(), "S");
    assert_eq!(read("./S.template.json").unwrap(), "S");
    for path in ["../S.template.json", "/S.template.json", "", "a/../S.template.json"] {
        let refused = format!("homework: refused to follow `{path}` out of the assembly");
        assert!(read(path).unwrap_err().starts_with(&refused), "{path}");
    }
    assert!(read("S.json").unwrap_err().starts_with("homework: no stack in it"));
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_not_followed() {
    use std::os::unix::fs::symlink;

    let outside = directory(&[("S.template.json", br#"{"Resources": {}}"#), ("a/manifest.json", b"{}")]);
    let folder = directory(&[]);
    let link = folder.path().join("S.template.json");
    symlink(outside.path().join("S.template.json"), &link).unwrap();
    assert!(matches!(from_directory(folder.path()), Err(Error::NotAFile(path)) if path == link));
    fs::remove_file(&link).unwrap();

    symlink(outside.path().join("a"), folder.path().join("a")).unwrap();
    let assembly = json!({"A": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "a"}}});
    fs::write(folder.path().join("manifest.json"), manifest(assembly)).unwrap();
    assert!(matches!(from_directory(folder.path()), Err(Error::NotAFile(_))));
    fs::remove_file(folder.path().join("manifest.json")).unwrap();

    // Opening a pipe that nobody writes to would wait for ever.
    let made = std::process::Command::new("mkfifo").arg(&link).status().unwrap();
    assert!(made.success());
    assert!(matches!(from_directory(folder.path()), Err(Error::NotAFile(path)) if path == link));
}

#[test]
fn sizes_and_counts_are_bounded() {
    let limits = Limits { file_bytes: 2000, total_bytes: 3000, depth: 64, stacks: 3, resources: 10 };
    let message = |files: &[(&str, &[u8])]| {
        let folder = directory(files);
        let error = read_within(folder.path(), &limits).unwrap_err();
        assert!(matches!(error, Error::TooLarge { .. }), "{error}");
        error.to_string()
    };
    let padded =
        |bytes: usize| format!(r#"{{"Resources": {{}}, "x": "{}"}}"#, "x".repeat(bytes)).into_bytes();
    assert!(message(&[("S.template.json", &padded(3000))]).contains("the file is larger"));
    let (a, b) = (padded(1800), padded(1800));
    assert!(message(&[("A.template.json", &a), ("B.template.json", &b)]).contains("larger together"));
    let small = padded(1);
    let many: Vec<String> = (0..5).map(|i| format!("{i}.template.json")).collect();
    let files: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), small.as_slice())).collect();
    assert!(message(&files).contains("more than 3 stacks"));
    let resources: serde_json::Map<String, Value> =
        (0..11).map(|i| (format!("R{i}"), json!({"Type": "T"}))).collect();
    let crowded = json!({ "Resources": resources }).to_string();
    assert!(message(&[("S.template.json", crowded.as_bytes())]).contains("11 resources, more than the 10"));
}

/// A nested template that nests two of the next, and so on, is 2^n stacks of n small files.
#[test]
fn nesting_that_doubles_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    for level in 0..30 {
        let next = format!("{}.nested.template.json", level + 1);
        let one = json!({"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": next}});
        let name =
            if level == 0 { "0.template.json".to_owned() } else { format!("{level}.nested.template.json") };
        fs::write(folder.path().join(name), json!({"Resources": {"A": one, "B": one}}).to_string()).unwrap();
    }
    assert!(matches!(read(folder.path()), Err(Error::TooLarge { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever bytes a file of an assembly holds, reading ends with an assembly or an error of one line.
    #[test]
    fn damaged_files_are_read_or_refused(
        file in prop::sample::select(vec!["manifest.json", "yoctogram-network-stack.template.json", "yoctogram-compute-stack.assets.json"]),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..8),
    ) {
        let reference = root().join("fixtures/reference");
        let folder = tempfile::tempdir().unwrap();
        for entry in fs::read_dir(&reference).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
        let mut bytes = fs::read(reference.join(file)).unwrap();
        for (place, byte, kind) in edits {
            let place = place.index(bytes.len());
            match kind {
                0 => bytes[place] = byte,
                1 => bytes.truncate(place + 1),
                _ => bytes.insert(place, byte),
            }
        }
        fs::write(folder.path().join(file), bytes).unwrap();
        if let Err(error) = read(folder.path()) {
            let message = error.to_string();
            prop_assert!(!message.contains('\n'), "{message}");
        }
    }
}

//! The style of the Rego files, as far as lines tell: what Regal would report, and the dialect of `docs/rules.md`.

use infragrade::policy::pack::RuleFile;
use infragrade::policy::pack::source;

use crate::support::root;

#[test]
fn rego_files_are_clean() {
    let mut problems = Vec::new();
    for file in source::read(&root().join("rules")).unwrap() {
        let path = file.path.strip_prefix(root()).unwrap().display().to_string();
        problems.extend(of_file(&file).map(|problem| format!("{path}: {problem}")));
        problems.extend(file.text.lines().enumerate().flat_map(|(i, line)| {
            let path = path.clone();
            of_line(line).map(move |problem| format!("{path}:{}: {problem}", i + 1))
        }));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn of_file(file: &RuleFile) -> impl Iterator<Item = String> {
    let package = file.package().map(|(name, _)| name.to_owned()).unwrap_or_default();
    let folder = package.trim_start_matches("checks.").replace('.', "/");
    let belongs = package == "rules" || file.path.ends_with(format!("{folder}.rego"));
    let misplaced = (!belongs).then(|| format!("package {package} lies in another file"));
    let imports = file.text.lines().filter_map(|line| line.strip_prefix("import data.")).map(str::to_owned);
    let text = file.text.clone();
    let unused = imports.filter_map(move |import| {
        let name = import.rsplit(' ').next()?.rsplit('.').next()?.to_owned();
        let used = text
            .lines()
            .filter(|line| !line.starts_with("import "))
            .any(|line| line.contains(&format!("{name}.")));
        (!used).then(|| format!("the import of {import} is not used"))
    });
    let is_library = package.starts_with("lib.") && !package.ends_with("_test");
    let undocumented = if is_library { undocumented(&file.text) } else { Vec::new() };
    let trailing = (!file.text.ends_with('\n') || file.text.ends_with("\n\n"))
        .then(|| "must end with one line feed".to_owned());
    misplaced.into_iter().chain(unused).chain(undocumented).chain(trailing)
}

/// Public rules of a library without METADATA above their first line.
fn undocumented(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut seen: Vec<&str> = Vec::new();
    let mut problems = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let name: &str =
            line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
        let is_rule =
            line.starts_with(|c: char| c.is_ascii_lowercase()) && !["package", "import"].contains(&name);
        if !is_rule || seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let above = lines[..i].iter().rev().take_while(|line| line.starts_with('#'));
        if !above.clone().any(|line| *line == "# METADATA") {
            problems.push(format!("the public rule {name} has no METADATA"));
        }
    }
    problems
}

fn of_line(line: &str) -> impl Iterator<Item = String> {
    let code = line.split('#').next().unwrap_or_default();
    let indentation = &line[..line.len() - line.trim_start().len()];
    [
        (line.chars().count() > 120 && !line.contains("http"), "longer than 120 characters"),
        (line.ends_with([' ', '\t']), "white space at its end"),
        (indentation.contains(' '), "indented with spaces"),
        (code.contains("[_]"), "iterate with `some … in`"),
        (code.contains("] contains "), "the virtual machine loses such keys"),
        (code.contains(" walk("), "walk is not known to the virtual machine"),
        (code.contains("import future") || code.contains("import rego.v1"), "Rego v1 needs no such import"),
        (code.starts_with("default "), "object.get or else names the default"),
    ]
    .into_iter()
    .filter(|(wrong, _)| *wrong)
    .map(|(_, problem)| problem.to_owned())
}

//! The style of our Rego files, as far as lines tell; `infragrade lint` looks for mistakes.

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
    let is_library = file.package().is_some_and(|(name, _)| name.starts_with("lib.")) && !file.is_test();
    let undocumented = if is_library { undocumented(&file.text) } else { Vec::new() };
    let trailing = (!file.text.ends_with('\n') || file.text.ends_with("\n\n"))
        .then(|| "must end with one line feed".to_owned());
    undocumented.into_iter().chain(trailing)
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
        (code.starts_with("default "), "object.get or else names the default"),
    ]
    .into_iter()
    .filter(|(wrong, _)| *wrong)
    .map(|(_, problem)| problem.to_owned())
}

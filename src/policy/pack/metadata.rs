//! OPA's annotations: YAML in comments that begin with `# METADATA`.
//!
//! Source: <https://www.openpolicyagent.org/docs/policy-language#metadata>

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Error, RuleFile};

/// The annotations of a package. `C` is what stands under `custom`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annotations<C> {
    /// A short noun phrase.
    pub title: String,
    /// What must hold, in a sentence or two.
    #[serde(default)]
    pub description: String,
    /// `package`.
    #[serde(default, rename = "scope")]
    _scope: Option<Scope>,
    /// Documentation.
    #[serde(default)]
    pub related_resources: Vec<RelatedResource>,
    /// What the pack adds to OPA's fields.
    pub custom: C,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Scope {
    Package,
}

/// A link to documentation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelatedResource {
    /// The address.
    #[serde(rename = "ref")]
    pub address: String,
    /// What is there.
    #[serde(default)]
    pub description: String,
}

const MISSING: &str = "write the annotations directly above `package`, without an empty line between";
const UNREADABLE: &str = "compare the comment with the table of fields in docs/rules.md; it is YAML";

/// Reads the annotations directly above a file's package declaration.
///
/// # Errors
/// None there, YAML that cannot be read, missing or unknown fields: with the line.
pub fn of_package<C: DeserializeOwned>(file: &RuleFile) -> Result<Annotations<C>, Error> {
    let Some((_, package_line)) = file.package() else {
        return Err(Error::new(&file.path, "no package declaration").fix("begin the file with `package …`"));
    };
    let lines: Vec<&str> = file.text.lines().take(package_line - 1).collect();
    let comments = lines.iter().rev().take_while(|line| line.starts_with('#')).count();
    let first = lines.len() - comments;
    let block = &lines[first..];
    let Some(marker) = block.iter().position(|line| line.trim_end() == "# METADATA") else {
        let problem = "no `# METADATA` comment above the package";
        return Err(Error::at(&file.path, package_line, problem).fix(MISSING));
    };
    let yaml: String = block[marker + 1..].iter().map(|line| uncomment(line) + "\n").collect();
    yaml_serde::from_str(&yaml).map_err(|error| {
        let inside = error.location().map_or(1, |location| location.line());
        let problem = error.to_string();
        // The line is ours: the one in the file, not in the comment.
        let problem = problem.split(" at line ").next().unwrap_or_default();
        Error::at(&file.path, first + marker + 1 + inside, format!("METADATA: {problem}")).fix(UNREADABLE)
    })
}

/// The line of a field in the annotations of a file's package; the package's where it is not there.
pub fn line(file: &RuleFile, field: &str) -> usize {
    let package = file.package().map_or(1, |(_, line)| line);
    let is_field = |line: &str| {
        line.trim_start_matches(['#', ' ']).strip_prefix(field).is_some_and(|rest| rest.starts_with(':'))
    };
    let lines: Vec<&str> = file.text.lines().take(package - 1).collect();
    let above = lines.iter().rposition(|line| line.starts_with('#') && is_field(line));
    above.map_or(package, |index| index + 1)
}

fn uncomment(line: &str) -> String {
    let text = line.trim_start_matches('#');
    text.strip_prefix(' ').unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Custom {
        points: f64,
    }

    fn read(text: &str) -> Result<Annotations<Custom>, String> {
        let file = RuleFile { path: "a.rego".into(), text: text.to_owned() };
        of_package(&file).map_err(|error| error.to_string())
    }

    #[test]
    fn fields_are_read() {
        let text = "# about\n# METADATA\n# title: T\n# scope: package\n# custom:\n#   points: 2\npackage a\n";
        let annotations = read(text).unwrap();
        assert_eq!((annotations.title.as_str(), annotations.custom.points), ("T", 2.0));
    }

    #[test]
    fn problems_name_the_line() {
        for (text, problem) in [
            ("x := 1\n", "a.rego: no package declaration"),
            ("package a\n", "a.rego:1: no `# METADATA` comment above the package"),
            ("# METADATA\n# title: T\n\npackage a\n", "a.rego:4: no `# METADATA` comment above the package"),
            (
                "# METADATA\n# title: T\n# custom:\n#   points: 1\n#   pionts: 2\npackage a\n",
                "a.rego:5: METADATA: custom: unknown field `pionts`, expected `points`",
            ),
            (
                "# METADATA\n# title: T\n# custom: {}\npackage a\n",
                "a.rego:3: METADATA: custom: missing field `points`",
            ),
            (
                "# METADATA\n# title: T\n# custom: {points: 1\npackage a\n",
                "a.rego:4: METADATA: did not find expected ',' or '}'",
            ),
        ] {
            assert_eq!(read(text).unwrap_err(), problem, "{text}");
        }
    }
}

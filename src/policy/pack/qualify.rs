//! Writes imports out: `cfn.text` becomes `data.lib.cfn.text`.
//!
//! For a rule that is reached through an imported package, regorus' compiler (0.14.1) has its virtual machine evaluate the
//! whole package, each time; for one that is named in full, the rule alone, once.

use std::collections::BTreeMap;

use super::RuleFile;

/// The file with its imports written out and its comments left out. Lines stay where they are.
pub(super) fn file(file: &RuleFile) -> RuleFile {
    let imports = imports(&file.text);
    let mut text = String::with_capacity(file.text.len());
    for token in tokens(&file.text) {
        match imports.get(token.text) {
            _ if token.text.starts_with('#') => {}
            Some(path) if token.is_reference => text.push_str(path),
            _ => text.push_str(token.text),
        }
    }
    RuleFile { path: file.path.clone(), text }
}

/// The names that the file's imports give to packages.
fn imports(text: &str) -> BTreeMap<&str, &str> {
    let paths = text.lines().filter_map(|line| line.strip_prefix("import "));
    let named = paths.filter_map(|import| match import.trim().split_once(" as ") {
        Some((path, name)) => Some((name.trim(), path.trim())),
        None => Some((import.trim().rsplit('.').next()?, import.trim())),
    });
    named.filter(|(_, path)| path.starts_with("data.")).collect()
}

struct Token<'t> {
    text: &'t str,
    /// A name at the beginning of a reference, such as `cfn` in `cfn.text`.
    is_reference: bool,
}

/// Names, strings, comments, and single characters of anything else.
fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    let mut after_dot = false;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '`' => rest[1..].find('`').map_or(rest.len(), |end| end + 2),
            '"' => string_length(rest),
            c if is_name(c) => rest.find(|c| !is_name(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (text, after) = rest.split_at(length);
        let is_reference = is_name(first) && !after_dot && after.starts_with('.');
        after_dot = text == ".";
        rest = after;
        Some(Token { text, is_reference })
    })
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (i, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return i + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_through_imports_are_written_out() {
        let text = r#"package a # cfn.x

import data.lib.cfn
import data.lib.task as job

r := cfn.text(x.cfn.y, "cfn.a \"cfn.b", `cfn.c`) if job.definition == cfn # job.x
"#;
        let expected = r#"package a 

import data.lib.cfn
import data.lib.task as job

r := data.lib.cfn.text(x.cfn.y, "cfn.a \"cfn.b", `cfn.c`) if data.lib.task.definition == cfn 
"#;
        let written = file(&RuleFile { path: "a.rego".into(), text: text.to_owned() });
        assert_eq!(written.text, expected);
    }
}

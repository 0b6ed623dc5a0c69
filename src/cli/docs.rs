//! The pages that `infragrade checks --docs` writes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use infragrade::policy::{Catalogue, Check, Explanation, Explanations};

use super::checks::{counted, points};
use super::explain::dependants;
use super::{Failure, Status, output};

/// Pages begin with it: a page that does belongs to a check, or to one that is gone.
const MARK: &str = "<!-- Written by `infragrade checks --docs`. Change the check's METADATA instead. -->";

/// Markdown by file name.
pub(super) type Pages = BTreeMap<String, String>;

/// A page for each check, and the index.
pub(super) fn pages(catalogue: &Catalogue, explanations: &Explanations) -> Pages {
    let page = |check| (file_name(check), page(catalogue, check, explanations.get(&check.id)));
    let mut pages: Pages = catalogue.checks.iter().map(page).collect();
    pages.insert("README.md".to_owned(), index(catalogue));
    pages
}

fn file_name(check: &Check) -> String {
    format!("{}.md", check.id)
}

fn index(catalogue: &Catalogue) -> String {
    let mut text = format!("{MARK}\n\n# {}\n", catalogue.title);
    let counted = counted(catalogue.checks.len());
    let sum = points(catalogue.points);
    let _ = writeln!(text, "\n{counted}, {sum}. `infragrade explain CHECK` prints what is on a page.");
    let mut section = None;
    for check in &catalogue.checks {
        if section != Some(&check.handout) {
            let _ = writeln!(text, "\n## {}\n\n| check | | points |\n|---|---|---:|", check.handout);
            section = Some(&check.handout);
        }
        let _ =
            writeln!(text, "| [{}]({}) | {} | {} |", check.id, file_name(check), check.title, check.points);
    }
    text
}

fn page(catalogue: &Catalogue, check: &Check, explanation: Option<&Explanation>) -> String {
    let mut text = format!("{MARK}\n\n# {}\n\n`{}`, {}\n", check.title, check.id, points(check.points));
    let mut paragraph = |part: &str| {
        let _ = writeln!(text, "\n{}", part.trim_end());
    };
    paragraph(&literal(&check.description));
    paragraph(&format!("Handout: {}", check.handout));
    if let Some(explanation) = explanation {
        paragraph(&format!("> {}", literal(explanation.asks.trim())));
    }
    paragraph(&format!("**Fix**: {}", literal(&check.help)));
    if let Some(explanation) = explanation {
        paragraph(&format!("## Why\n\n{}", literal(&explanation.why)));
        paragraph(&format!("## What the template contains\n\n{}", block("yaml", &explanation.template)));
        paragraph("`…` stands for any value, `SUNET` for your SUNet ID.");
        paragraph(&format!("## Instead of\n\n{}", block("python", &explanation.before)));
        paragraph(&format!("## Write\n\n{}", block("python", &explanation.after)));
    }
    for (relation, ids) in [("Requires", check.requires.clone()), ("Blocks", dependants(catalogue, check))] {
        if !ids.is_empty() {
            let links: Vec<String> = ids.iter().map(|id| format!("[{id}]({id}.md)")).collect();
            paragraph(&format!("{relation} {}", links.join(", ")));
        }
    }
    if !check.links.is_empty() {
        let links = check.links.iter().map(|link| format!("- [{}]({})\n", link.title, link.address));
        paragraph(&format!("## More\n\n{}", links.collect::<String>()));
    }
    text
}

fn block(language: &str, code: &str) -> String {
    format!("```{language}\n{}\n```", code.trim_end())
}

/// Text that is no Markdown, but for its code in backticks: what stands for itself is kept from being read as emphasis.
fn literal(text: &str) -> String {
    let mut in_code = false;
    text.chars().fold(String::new(), |mut out, c| {
        in_code ^= c == '`';
        if !in_code && matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '|') {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

/// Writes the pages, and takes away those of checks that are gone.
pub(super) fn write(directory: &Path, pages: &Pages) -> Result<Status, Failure> {
    fs::create_dir_all(directory).map_err(|source| Failure::Output { path: directory.to_owned(), source })?;
    refuse_foreign(directory, pages)?;
    for (name, text) in pages {
        output::to(Some(&directory.join(name)), |sink| sink.write_all(text.as_bytes()))?;
    }
    for name in stale(directory, pages)? {
        let path = directory.join(name);
        fs::remove_file(&path).map_err(|source| Failure::Output { path, source })?;
    }
    output::to(None, |sink| writeln!(sink, "{}: {} pages", directory.display(), pages.len()))?;
    Ok(Status::Success)
}

/// Refuses to write over what somebody else wrote, such as another README.md.
fn refuse_foreign(directory: &Path, pages: &Pages) -> Result<(), Failure> {
    let is_foreign = |path: &Path| path.exists() && !is_ours(path);
    match pages.keys().map(|name| directory.join(name)).find(|path| is_foreign(path)) {
        None => Ok(()),
        Some(path) => {
            let problem = format!(
                "{}: is no page of infragrade, so it is not replaced: name another folder",
                path.display()
            );
            Err(Failure::Call(problem))
        }
    }
}

fn is_ours(page: &Path) -> bool {
    fs::read_to_string(page).is_ok_and(|text| text.starts_with(MARK))
}

/// Names the pages that are missing, differ, or belong to no check.
pub(super) fn compare(directory: &Path, pages: &Pages) -> Result<Status, Failure> {
    let differs = |name: &str, text: &str| match fs::read_to_string(directory.join(name)) {
        Ok(there) => there != text,
        Err(_) => true,
    };
    let mut wrong: Vec<String> =
        pages.iter().filter(|(name, text)| differs(name, text)).map(|(name, _)| name.clone()).collect();
    wrong.extend(stale(directory, pages)?);
    output::to(None, |sink| {
        for name in &wrong {
            writeln!(sink, "{} is not what the rules say", directory.join(name).display())?;
        }
        match wrong.len() {
            0 => writeln!(sink, "{}: {} pages, all current", directory.display(), pages.len()),
            _ => writeln!(sink, "write them afresh: `infragrade checks --docs {}`", directory.display()),
        }
    })?;
    Ok(if wrong.is_empty() { Status::Success } else { Status::Lost })
}

/// Pages of ours in the folder that are no longer written.
fn stale(directory: &Path, pages: &Pages) -> Result<Vec<String>, Failure> {
    let unreadable =
        |source: io::Error| Failure::Call(format!("{}: cannot be read ({source})", directory.display()));
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") && !pages.contains_key(&name) && is_ours(&entry.path()) {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

//! The student's SUNet ID, of which every domain name of the assignment is made.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::{fmt, fs, io};

use serde_json::Value;
use thiserror::Error;

use crate::assembly::Assembly;

/// The domain below which every student has one (handout, "Cloud services").
const COURSE_DOMAIN: &str = ".infracourse.cloud";

/// A SUNet ID: 3 to 8 letters and digits, the first a letter, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sunet(String);

/// Why something is no SUNet ID, or has none.
#[derive(Debug, Error)]
pub enum Error {
    /// Text of another form.
    #[error(
        "{0} is no SUNet ID, which is 3 to 8 letters and digits and begins with a letter, such as codyho"
    )]
    Form(String),
    /// The file `SUNET` holds something else.
    #[error("{}: must hold only your SUNet ID, such as codyho, but holds {found}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Its beginning, quoted.
        found: String,
    },
    /// The file `SUNET` cannot be read.
    #[error("{}: cannot be read ({source}): it must be a text file that holds only your SUNet ID, such as codyho", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl FromStr for Sunet {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let fits = (3..=8).contains(&text.len())
            && text.starts_with(|first: char| first.is_ascii_alphabetic())
            && text.chars().all(|c| c.is_ascii_alphanumeric());
        if fits { Ok(Self(text.to_ascii_lowercase())) } else { Err(Error::Form(excerpt(text))) }
    }
}

impl fmt::Display for Sunet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Reads a file `SUNET`; `None` where there is none.
///
/// # Errors
/// A file that holds anything but one ID and white space around it.
pub fn read(path: &Path) -> Result<Option<Sunet>, Error> {
    // The longest ID with all the white space that anyone needs.
    const LIMIT: u64 = 1024;
    let file = match fs::metadata(path) {
        // Nobody may ever write to a pipe.
        Ok(found) if !found.is_file() && !found.is_dir() => Err(io::Error::other("not a regular file")),
        _ => fs::File::open(path),
    };
    let text = match file {
        Ok(file) => {
            let mut bytes = Vec::new();
            io::Read::read_to_end(&mut io::Read::take(file, LIMIT + 1), &mut bytes)
                .map_err(|source| Error::Io { path: path.to_owned(), source })?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(Error::Io { path: path.to_owned(), source });
        }
    };
    let id = text.trim_start_matches('\u{feff}').trim();
    let too_long = text.len() as u64 > LIMIT;
    match id.parse() {
        Ok(id) if !too_long => Ok(Some(id)),
        _ => Err(Error::File { path: path.to_owned(), found: excerpt(id) }),
    }
}

/// The ID that all domain names of the templates agree on.
pub fn infer(assembly: &Assembly) -> Option<Sunet> {
    let mut found = BTreeSet::new();
    for stack in &assembly.stacks {
        collect(&stack.template, &mut found);
    }
    let mut ids = found.iter().filter_map(|label| label.parse().ok());
    ids.next().filter(|_| ids.next().is_none())
}

/// Collects what stands directly before the course's domain in any text.
fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        // Most texts are shorter, and to look for a text in each takes a while.
        Value::String(text) if text.len() <= COURSE_DOMAIN.len() => {}
        Value::String(text) => {
            for (end, _) in text.match_indices(COURSE_DOMAIN) {
                let label = text[..end].rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-').next();
                found.extend(label.filter(|label| !label.is_empty()).map(str::to_ascii_lowercase));
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Value::Object(entries) => entries.values().for_each(|value| collect(value, found)),
        _ => {}
    }
}

/// The beginning of a text, quoted, with control characters made visible.
fn excerpt(text: &str) -> String {
    const LENGTH: usize = 40;
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let beginning: String = text.chars().take(LENGTH).collect();
    let rest = if beginning.len() < text.len() { "…" } else { "" };
    format!("{beginning:?}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_form_is_taken_and_no_other() {
        for id in ["cod", "codyho", "akps", "a1b2c3d4", "CodyHo"] {
            assert_eq!(id.parse::<Sunet>().unwrap().to_string(), id.to_lowercase());
        }
        for id in ["", "ab", "abcdefghi", "1abc", "a b", "évil", "evil.com/", "../x", "cody\u{0}"] {
            assert!(id.parse::<Sunet>().is_err(), "{id:?}");
        }
        let error = "evil.com/\u{1b}[31m".parse::<Sunet>().unwrap_err().to_string();
        assert!(error.starts_with(r#""evil.com/\u{1b}[31m" is no SUNet ID"#), "{error}");
    }

    #[test]
    fn a_file_may_have_white_space_around_the_id() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("SUNET");
        assert!(read(&path).unwrap().is_none());
        for (content, id) in [("codyho\n", "codyho"), ("  akps \r\n\n", "akps"), ("\u{feff}codyho", "codyho")]
        {
            fs::write(&path, content).unwrap();
            assert_eq!(read(&path).unwrap().unwrap().to_string(), id);
        }
        for content in ["", "cody ho", "codyho\nakps\n", "c\u{f6}dy", &" ".repeat(5000)] {
            fs::write(&path, content).unwrap();
            let error = read(&path).unwrap_err().to_string();
            assert!(error.contains("must hold only your SUNet ID, such as codyho, but holds"), "{error}");
        }
        fs::write(&path, b"cody\xff").unwrap();
        assert!(read(&path).is_err());
        assert!(matches!(read(directory.path()), Err(Error::Io { .. })));
    }
}

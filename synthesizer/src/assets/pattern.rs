//! Patterns of paths.

use regex_lite::Regex;

use crate::error::{Error, Result};

/// A pattern with `*`, `?`, `[…]` within a name, and `**` for any number of folders.
#[derive(Debug)]
pub(super) struct Pattern {
    regex: Regex,
}

impl Pattern {
    /// With `hidden_apart`, as in a shell, stars match no name that begins with a dot.
    pub(super) fn new(pattern: &str, hidden_apart: bool) -> Result<Pattern> {
        let not_hidden = if hidden_apart { r"(?:[^./][^/]*)" } else { r"(?:[^/]+)" };
        let mut regex = String::from("^");
        let segments: Vec<&str> = pattern.split('/').collect();
        for (index, segment) in segments.iter().enumerate() {
            let last = index + 1 == segments.len();
            if *segment == "**" {
                regex.push_str(&match last {
                    true => format!("(?:{not_hidden}(?:/{not_hidden})*)?"),
                    false => format!("(?:{not_hidden}/)*"),
                });
                continue;
            }
            push_segment(&mut regex, segment, hidden_apart);
            if !last {
                regex.push('/');
            }
        }
        regex.push('$');
        let regex = Regex::new(&regex)
            .map_err(|error| Error::message(format!("the pattern {pattern} cannot be read: {error}")))?;
        Ok(Pattern { regex })
    }

    pub(super) fn matches(&self, path: &str) -> bool {
        self.regex.is_match(path)
    }
}

fn push_segment(regex: &mut String, segment: &str, hidden_apart: bool) {
    let mut chars = segment.chars().peekable();
    if hidden_apart && matches!(chars.peek(), Some('*' | '?')) {
        let star = chars.next() == Some('*');
        regex.push_str(match (star, chars.peek()) {
            (false, _) => "[^./]",
            (true, Some('.')) => "[^./][^/]*",
            (true, _) => "(?:[^./][^/]*)?",
        });
    }
    while let Some(c) = chars.next() {
        match c {
            '*' => regex.push_str("[^/]*"),
            '?' => regex.push_str("[^/]"),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let inside = inside.strip_prefix('!').map_or(inside.clone(), |rest| format!("^{rest}"));
                regex.push_str(&format!("[{}]", inside.replace('\\', r"\\")));
            }
            '\\' => regex.push_str(&regex_lite::escape(&chars.next().unwrap_or('\\').to_string())),
            c => regex.push_str(&regex_lite::escape(&c.to_string())),
        }
    }
}

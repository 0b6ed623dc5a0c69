//! Finds the last exception in what a Python program printed.

/// One `File "…", line N, in …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) file: String,
    pub(super) line: u32,
    /// The line of code that Python prints below.
    pub(super) code: Option<String>,
}

/// An exception that ended a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exception {
    /// Innermost last.
    pub(super) frames: Vec<Frame>,
    /// Its type with the module, such as `jsii.errors.JSIIError`.
    pub(super) kind: String,
    /// All lines of its text.
    pub(super) message: String,
}

const BEGIN: &str = "Traceback (most recent call last):";

/// Before an exception of something that is being cleaned up, which ends nothing.
const IGNORED: &str = "Exception ignored in";

/// The last exception; a `SyntaxError` of the program itself comes without the line that begins others.
pub(super) fn last(printed: &str) -> Option<Exception> {
    let lines: Vec<&str> = printed.lines().collect();
    let ended_by = |begin: usize| begin == 0 || !lines[begin - 1].starts_with(IGNORED);
    let begin = (0..lines.len()).rev().find(|begin| lines[*begin] == BEGIN && ended_by(*begin));
    let begin = begin.or_else(|| lines.iter().position(|line| line.starts_with("  File \"")))?;
    let mut frames = Vec::new();
    let mut rest = lines[begin..].iter().skip_while(|line| **line == BEGIN).peekable();
    while let Some(line) = rest.next_if(|line| line.starts_with(' ') || line.is_empty()) {
        if let Some(mut frame) = frame(line) {
            let code = rest.peek().filter(|next| next.starts_with("    "));
            frame.code = code.map(|code| code.trim().to_owned());
            frames.push(frame);
        }
    }
    let (kind, first) = kind(rest.next()?)?;
    // What comes after it is the text's, up to what something else printed.
    let more =
        rest.take_while(|line| **line != BEGIN && !line.starts_with("  File ") && !line.starts_with(IGNORED));
    let mut message = first.to_owned();
    more.take(200).for_each(|line| {
        message.push('\n');
        message.push_str(line);
    });
    Some(Exception { frames, kind: kind.to_owned(), message: message.trim_end().to_owned() })
}

fn frame(line: &str) -> Option<Frame> {
    let (file, rest) = line.trim_start().strip_prefix("File \"")?.split_once('"')?;
    let number = rest.strip_prefix(", line ")?;
    let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    Some(Frame { file: file.to_owned(), line: number[..digits].parse().ok()?, code: None })
}

/// `module.Type: text`, or a type alone.
fn kind(line: &str) -> Option<(&str, &str)> {
    let (kind, message) = line.split_once(": ").unwrap_or((line.trim_end_matches(':'), ""));
    let is_name = !kind.is_empty() && kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    is_name.then_some((kind, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_several_is_found() {
        let printed = "noise\nTraceback (most recent call last):\n  File \"/a.py\", line 1, in <module>\n    one()\n\
            KeyError: 'x'\n\nDuring handling of the above exception, another exception occurred:\n\n\
            Traceback (most recent call last):\n  File \"/a.py\", line 2, in <module>\n    two(\n        3)\n  \
            File \"/b.py\", line 30, in two\n    raise ValueError(\"no\")\n    ^^^^^\nValueError: no\nmore\n";
        let found = last(printed).unwrap();
        assert_eq!((found.kind.as_str(), found.message.as_str()), ("ValueError", "no\nmore"));
        assert_eq!(found.frames.len(), 2);
        assert_eq!(found.frames[1].line, 30);
        assert_eq!(found.frames[1].code.as_deref(), Some("raise ValueError(\"no\")"));
    }

    #[test]
    fn what_is_ignored_ended_nothing() {
        let printed = "Traceback (most recent call last):\n  File \"/a.py\", line 1, in <module>\nValueError: no\n\
            Exception ignored in: <function f>\nTraceback (most recent call last):\n  File \"/b.py\", line 2, in f\n\
            KeyError: 'x'\n";
        let found = last(printed).unwrap();
        assert_eq!((found.kind.as_str(), found.message.as_str()), ("ValueError", "no"));
    }

    #[test]
    fn a_syntax_error_has_a_place_too() {
        let printed =
            "  File \"/app.py\", line 3\n    def f(\n         ^\nSyntaxError: '(' was never closed\n";
        let found = last(printed).unwrap();
        assert_eq!((found.kind.as_str(), found.frames[0].line), ("SyntaxError", 3));
        assert_eq!(last("no exception\n"), None);
        assert_eq!(last("Traceback (most recent call last):\n"), None);
    }
}

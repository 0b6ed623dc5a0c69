//! The line of the source that a finding is about, with the place underlined.

use std::io::{self, Write};

use colored::Colorize;
use unicode_width::UnicodeWidthChar;

use super::plain;
use crate::report::{Report, Source};

/// Columns that a line of the source may take.
const WIDEST: usize = 100;

/// Columns before the underlined place that are shown of a line that is too long.
const BEFORE: usize = 20;

const TAB: usize = 4;

/// Writes the frame, if the text is there.
pub(super) fn write(sink: &mut impl Write, report: &Report, source: &Source) -> io::Result<()> {
    let Some(line) =
        report.sources.get(&source.file).and_then(|text| text.lines().nth(source.line.checked_sub(1)?))
    else {
        return Ok(());
    };
    let is_one_line = source.end_line == source.line;
    let end = if is_one_line { source.end_column } else { usize::MAX };
    let Excerpt { text, before, marked } = Excerpt::of(line, source.column, end);
    let number = source.line.to_string();
    let margin = " ".repeat(number.len());
    let bar = "|".blue();
    let rest = if is_one_line { String::new() } else { format!(" … to line {}", source.end_line) };
    writeln!(sink, "    {margin} {bar}")?;
    writeln!(sink, "    {} {bar} {text}", number.blue().bold())?;
    let marks = format!("{}{}", "^".repeat(marked.max(1)), rest);
    writeln!(sink, "    {margin} {bar} {}{}", " ".repeat(before), marks.red().bold())?;
    writeln!(sink, "    {margin} {bar}")
}

/// A line as a terminal shows it.
#[derive(Debug, PartialEq)]
struct Excerpt {
    text: String,
    /// The columns before what is underlined.
    before: usize,
    /// The columns that are underlined.
    marked: usize,
}

impl Excerpt {
    /// `column` and `end` count the line's characters from 1.
    fn of(line: &str, column: usize, end: usize) -> Self {
        let line = line.trim_end();
        let cells: Vec<(String, usize)> = line.chars().map(cell).collect();
        let first = column.saturating_sub(1).min(cells.len());
        let last = end.saturating_sub(1).clamp(first, cells.len());
        let width =
            |range: std::ops::Range<usize>| cells[range].iter().map(|(_, width)| width).sum::<usize>();
        let mut from = 0;
        if width(0..cells.len()) > WIDEST {
            while from < first && width(from..first) > BEFORE && width(from..last) > WIDEST {
                from += 1;
            }
        }
        let mut to = cells.len();
        while to > from + 1 && width(from..to) > WIDEST {
            to -= 1;
        }
        let (left, right) = (if from > 0 { "…" } else { "" }, if to < cells.len() { "…" } else { "" });
        let shown: String = cells[from..to].iter().map(|(text, _)| text.as_str()).collect();
        let last = last.min(to).max(first);
        Self {
            text: format!("{left}{shown}{right}"),
            before: left.chars().count() + width(from..first),
            marked: width(first..last),
        }
    }
}

/// A character as it is shown, and the columns that it takes.
fn cell(c: char) -> (String, usize) {
    if c == '\t' {
        return (" ".repeat(TAB), TAB);
    }
    let shown = plain(c.encode_utf8(&mut [0; 4]));
    let width = shown.chars().map(|c| c.width().unwrap_or(1)).sum();
    (shown, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(line: &str, column: usize, end: usize) -> (String, String) {
        let Excerpt { text, before, marked } = Excerpt::of(line, column, end);
        (text, format!("{}{}", " ".repeat(before), "^".repeat(marked)))
    }

    #[test]
    fn tabs_and_wide_characters_keep_the_marks_below_the_place() {
        assert_eq!(excerpt("\tcpu=256,", 2, 9), ("    cpu=256,".to_owned(), "    ^^^^^^^".to_owned()));
        assert_eq!(excerpt("日本 = Vpc(", 6, 9), ("日本 = Vpc(".to_owned(), "       ^^^".to_owned()));
        assert_eq!(excerpt("e\u{301} = 1", 6, 7), ("e\u{301} = 1".to_owned(), "    ^".to_owned()));
    }

    #[test]
    fn what_a_terminal_would_obey_is_not_shown() {
        let (text, marks) = excerpt("a = '\u{1b}[31m\u{202e}'", 5, 13);
        assert_eq!(text, "a = '\u{fffd}[31m\u{fffd}'");
        assert_eq!(marks, "    ^^^^^^^^");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let line = format!("{}cpu=256{}", "x, ".repeat(100), ", y".repeat(100));
        let (text, marks) = excerpt(&line, 301, 308);
        assert!(text.starts_with('…') && text.ends_with('…') && text.chars().count() <= WIDEST + 2, "{text}");
        let start = marks.chars().take_while(|c| *c == ' ').count();
        assert_eq!(text.chars().skip(start).take(7).collect::<String>(), "cpu=256");
        assert_eq!(excerpt("short", 40, 50), ("short".to_owned(), "     ".to_owned()));
    }
}

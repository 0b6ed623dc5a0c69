//! A few lines of the student's source, with the span that is meant.

use maud::{Markup, html};

use crate::report::Source;
use crate::report::text::visible;

/// The lines shown before and after the span.
const AROUND: usize = 2;
/// The most lines of a span that are shown.
const MOST_LINES: usize = 12;
/// The longest line that is shown, in characters.
const LONGEST_LINE: usize = 160;

/// Shows a place; without the file's text, its name and line.
pub(super) fn code(source: &Source, text: Option<&str>, known_from: &str) -> Markup {
    let first = source.line.saturating_sub(AROUND).max(1);
    let last = source.end_line.min(source.line + MOST_LINES) + AROUND;
    let lines: Vec<(usize, &str)> = text
        .map(|text| (1..).zip(text.lines()).skip(first - 1).take(last.saturating_sub(first) + 1).collect())
        .unwrap_or_default();
    html! {
        figure.frame {
            figcaption { code { (visible(&source.file)) ":" (source.line) } " " span.known { (known_from) } }
            @if !lines.is_empty() {
                pre { @for (number, line) in lines { (one(source, number, line)) } }
            }
        }
    }
}

fn one(source: &Source, number: usize, line: &str) -> Markup {
    let [before, inside, after] = split(source, number, line);
    html! {
        span.line { span.number { (number) } code { (before) @if !inside.is_empty() { mark { (inside) } } (after) } } "\n"
    }
}

/// What of a line comes before the span, is in it, and comes after it.
fn split(source: &Source, number: usize, line: &str) -> [String; 3] {
    let characters: Vec<char> = line.chars().take(LONGEST_LINE).collect();
    let indent = characters.iter().take_while(|c| c.is_whitespace()).count();
    let (begin, end) = if number < source.line || number > source.end_line {
        (0, 0)
    } else {
        let begin = if number == source.line { source.column.saturating_sub(1) } else { indent };
        let end =
            if number == source.end_line { source.end_column.saturating_sub(1) } else { characters.len() };
        (begin.min(characters.len()), end.min(characters.len()))
    };
    let end = end.max(begin);
    [&characters[..begin], &characters[begin..end], &characters[end..]].map(|part| {
        let text: String = part.iter().collect();
        visible(&text.replace('\t', "    "))
    })
}

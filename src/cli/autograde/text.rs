//! Foreign text for the results: nothing in it means anything but itself.

/// Of one text, in characters. Gradescope cuts a longer one in the middle at 100,000.
const MOST: usize = 10_000;

/// The text without control characters but line feeds and tabs, and cut where it is too long.
pub(super) fn clean(text: &str) -> String {
    let seen: String = text.chars().map(|c| if is_unseen(c) { '\u{fffd}' } else { c }).collect();
    cut(seen, MOST)
}

/// The text, or its beginning.
pub(super) fn cut(text: String, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…\n(cut here: it is too long)", &text[..end]),
        None => text,
    }
}

/// The text on one line.
pub(super) fn line(text: &str) -> String {
    clean(text).replace(['\n', '\t'], " ")
}

/// Control characters, and marks that are not seen or turn the direction of writing around.
fn is_unseen(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_a_page_or_a_terminal_obeys() {
        assert_eq!(clean("a\u{1b}[31m\r\0b\n\tc"), "a\u{fffd}[31m\u{fffd}\u{fffd}b\n\tc");
        assert_eq!(line("two\nlines\u{202e}"), "two lines\u{fffd}");
        let long = clean(&"é".repeat(MOST + 1));
        assert!(long.ends_with("é…\n(cut here: it is too long)"));
        assert_eq!(clean(&"é".repeat(MOST)).chars().count(), MOST);
    }
}

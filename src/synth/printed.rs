//! What the app prints: kept in part, however much it is, and made harmless for a terminal.

use std::collections::VecDeque;
use std::io::{self, PipeReader, Read};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// Kept of the beginning and of the end, in bytes each.
const KEPT: usize = 64 << 10;

/// Reads a pipe to its end beside whatever else is done.
pub(super) struct Reading(Receiver<String>);

impl Reading {
    pub(super) fn start(pipe: PipeReader) -> Self {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut kept = Kept::default();
            // An error ends the output like its end.
            let _ = kept.read(pipe);
            let _ = sender.send(kept.text());
        });
        Self(receiver)
    }

    /// The text. Whoever could write more is gone, so it is there at once.
    pub(super) fn finish(self) -> String {
        self.0.recv_timeout(Duration::from_secs(10)).unwrap_or_default()
    }
}

#[derive(Default)]
struct Kept {
    first: Vec<u8>,
    last: VecDeque<u8>,
    dropped: u64,
}

impl Kept {
    fn read(&mut self, mut pipe: impl Read) -> io::Result<()> {
        let mut buffer = vec![0; 64 << 10];
        loop {
            let count = pipe.read(&mut buffer)?;
            if count == 0 {
                return Ok(());
            }
            let (first, rest) = buffer[..count].split_at(count.min(KEPT - self.first.len()));
            self.first.extend(first);
            self.last.extend(rest);
            let excess = self.last.len().saturating_sub(KEPT);
            self.last.drain(..excess);
            self.dropped += excess as u64;
        }
    }

    fn text(mut self) -> String {
        let mut text = String::from_utf8_lossy(&self.first).into_owned();
        if self.dropped > 0 {
            text += &format!("\n… {} bytes are left out here …\n", self.dropped);
        }
        text += &String::from_utf8_lossy(self.last.make_contiguous());
        clean(&text)
    }
}

/// The text without escape sequences and other control characters; lines and tabs stay.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' | '\t' => clean.push(character),
            // A carriage return before a line's end is part of it, alone it would overwrite the line.
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' => clean.push('\n'),
            '\u{1b}' if characters.next_if_eq(&'[').is_some() => {
                // Colours and the like: up to the letter that ends them.
                while characters.next_if(|c| matches!(c, '0'..='9' | ';' | ':' | '?')).is_some() {}
                characters.next_if(char::is_ascii_alphabetic);
            }
            '\u{1b}' => {}
            _ if character.is_control() || is_reordering(character) => clean.push('\u{fffd}'),
            _ => clean.push(character),
        }
    }
    clean
}

/// Whether a character changes the direction of the text around it, and so what seems to stand there.
fn is_reordering(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The last lines, each cut at a width that a terminal bears.
pub(super) fn tail(text: &str, lines: usize) -> String {
    const WIDTH: usize = 300;
    let all: Vec<&str> = text.trim_end().lines().collect();
    let last = all.iter().skip(all.len().saturating_sub(lines));
    last.map(|line| shortened(line, WIDTH)).collect::<Vec<_>>().join("\n")
}

/// A text's beginning, with a mark where something is left out.
pub(super) fn shortened(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginning_and_end_are_kept() {
        let mut kept = Kept::default();
        let long = [b"start".as_slice(), &vec![b'x'; 1 << 20], b"end"].concat();
        kept.read(long.as_slice()).unwrap();
        let text = kept.text();
        assert!(text.starts_with("startx") && text.ends_with("xend"), "{}", text.len());
        assert!(text.contains(&format!("{} bytes are left out", (1 << 20) + 8 - 2 * KEPT)));
        assert!(text.len() < 3 * KEPT);
    }

    #[test]
    fn nothing_is_left_that_a_terminal_obeys() {
        for (printed, shown) in [
            ("a\u{1b}[31mred\u{1b}[0m", "ared"),
            ("\u{1b}]0;title\u{7}", "]0;title\u{fffd}"),
            ("one\r\ntwo\rthree", "one\ntwo\nthree"),
            ("tab\there\u{0}\u{9b}", "tab\there\u{fffd}\u{fffd}"),
            ("\u{202e}gnp.exe", "\u{fffd}gnp.exe"),
        ] {
            assert_eq!(clean(printed), shown);
        }
        assert_eq!(tail("a\nb\nc\n\n", 2), "b\nc");
    }
}

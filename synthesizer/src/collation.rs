//! The order of JavaScript's `localeCompare` in English, which the CDK sorts by.

use std::cmp::Ordering;

/// What is neither letter nor digit, in order.
const PUNCTUATION: &str = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/// Compares as people sort: punctuation, digits, letters without regard to case; small letters first where all else is
/// equal.
pub(crate) fn locale_compare(a: &str, b: &str) -> Ordering {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let same = (0..=same).rev().find(|place| a.is_char_boundary(*place)).unwrap_or_default();
    let primary = a[same..].chars().map(weight).cmp(b[same..].chars().map(weight));
    primary.then_with(|| a.chars().map(char::is_uppercase).cmp(b.chars().map(char::is_uppercase)))
}

fn weight(character: char) -> (u8, u32) {
    if character.is_ascii_alphabetic() {
        return (2, u32::from(character.to_ascii_lowercase()));
    }
    match PUNCTUATION.find(character) {
        Some(place) => (0, place as u32),
        None if character.is_ascii_digit() => (1, u32::from(character)),
        None => (2, character.to_lowercase().next().map_or(0, u32::from)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_javascripts() {
        let sorted = ["a", "a-b", "a/b", "a/B", "a/b/c", "a1", "ab", "aB", "Ab", "b"];
        let mut shuffled = ["b", "Ab", "a1", "a/b/c", "aB", "a/B", "ab", "a/b", "a-b", "a"];
        shuffled.sort_by(|a, b| locale_compare(a, b));
        assert_eq!(shuffled, sorted);
    }
}

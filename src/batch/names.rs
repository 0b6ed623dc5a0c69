//! The order of names: numbers in them count as numbers, so `student2` comes before `student10`.

use std::cmp::Ordering;

/// Compares names as a person would list them. Names that differ are never equal.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let order = match (left.is_empty(), right.is_empty()) {
            (true, true) => return a.cmp(b),
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => compare_part(&mut left, &mut right),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Takes a number off both, or a character, and compares them.
fn compare_part(left: &mut &str, right: &mut &str) -> Ordering {
    let (a, b) = (digits(left), digits(right));
    if !a.is_empty() && !b.is_empty() {
        (*left, *right) = (&left[a.len()..], &right[b.len()..]);
        let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
        return a.len().cmp(&b.len()).then_with(|| a.cmp(b));
    }
    let folded = |text: &mut &str| {
        let mut characters = text.chars();
        let first = characters.next();
        *text = characters.as_str();
        first.map(|c| c.to_ascii_lowercase())
    };
    folded(left).cmp(&folded(right))
}

fn digits<'t>(text: &&'t str) -> &'t str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_count_as_numbers() {
        let mut names = ["b", "a10", "a2", "A3", "a", "a02", "10", "9", "a2b", "é"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["9", "10", "a", "a02", "a2", "a2b", "A3", "a10", "b", "é"]);
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in "[aB0-2]{0,4}", b in "[aB0-2]{0,4}", c in "[aB0-2]{0,4}") {
            prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
            prop_assert_eq!(natural(&a, &b) == Ordering::Equal, a == b);
            if natural(&a, &b).is_le() && natural(&b, &c).is_le() {
                prop_assert!(natural(&a, &c).is_le());
            }
        }
    }
}

//! What the METADATA field `argument` of a check says: `docs/rules.md` describes its form.

use crate::policy::Violation;

/// One of the places that a check may be about.
#[derive(Debug, PartialEq)]
pub(super) struct Alternative<'m> {
    /// Only for violations with this in their property, or of this resource type.
    about: Option<&'m str>,
    pub(super) place: Place<'m>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Place<'m> {
    /// The only call of a class that lacks all these arguments.
    Without { class: &'m str, names: Vec<&'m str> },
    /// A call of a method that has to do with the construct and with a word, and keyword arguments in it.
    Method { word: Option<&'m str>, name: &'m str, steps: Vec<Step<'m>> },
    /// Keyword arguments within each other, of the construct or of the only call of a class.
    Argument { class: Option<&'m str>, steps: Vec<Step<'m>> },
}

#[derive(Debug, PartialEq, Clone, Copy)]
pub(super) enum Step<'m> {
    Keyword(&'m str),
    /// An entry of a dictionary.
    Key(&'m str),
    /// The call of a class.
    Call(&'m str),
}

impl<'m> Alternative<'m> {
    pub(super) fn all(argument: &'m str) -> impl Iterator<Item = Self> {
        argument.split(',').map(str::trim).filter(|text| !text.is_empty()).map(Self::parse)
    }

    fn parse(text: &'m str) -> Self {
        let (place, about) = match text.split_once(" for ") {
            Some((place, about)) => (place.trim(), Some(about.trim())),
            None => (text, None),
        };
        Self { about, place: Place::parse(place) }
    }

    /// Whether it is said what kind of violation it is for.
    pub(super) fn is_particular(&self) -> bool {
        self.about.is_some()
    }

    pub(super) fn fits(&self, violation: &Violation) -> bool {
        self.about.is_none_or(|about| {
            let property = violation.property.as_deref().unwrap_or_default();
            violation.kind.as_deref() == Some(about) || property.split('/').any(|step| step == about)
        })
    }
}

impl<'m> Place<'m> {
    fn parse(text: &'m str) -> Self {
        if let Some((class, names)) = text.split_once(" without ") {
            return Self::Without {
                class: class.trim(),
                names: names.split(" and ").map(str::trim).collect(),
            };
        }
        let mut parts: Vec<&str> = split(text);
        if let Some(i) = parts.iter().position(|part| part.ends_with("()")) {
            let steps = parts[i + 1..].iter().flat_map(|part| Step::parse(part)).collect();
            let word = i.checked_sub(1).map(|i| parts[i]);
            return Self::Method { word, name: parts[i].trim_end_matches("()"), steps };
        }
        let class = is_class(parts[0]).then(|| parts.remove(0));
        Self::Argument { class, steps: parts.iter().flat_map(|part| Step::parse(part)).collect() }
    }
}

/// Splits at dots, but not at those within brackets.
fn split(text: &str) -> Vec<&str> {
    let mut depth = 0;
    text.split(|c| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        c == '.' && depth == 0
    })
    .collect()
}

fn is_class(part: &str) -> bool {
    part.starts_with(|first: char| first.is_ascii_uppercase())
}

impl<'m> Step<'m> {
    /// `name` and `name["key"]`.
    fn parse(part: &'m str) -> Vec<Self> {
        match part.split_once('[') {
            Some((name, key)) => {
                vec![Self::Keyword(name), Self::Key(key.trim_end_matches(']').trim_matches('"'))]
            }
            None if is_class(part) => vec![Self::Call(part)],
            None => vec![Self::Keyword(part)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        use Step::{Key, Keyword};
        let text = "cpu, default_behavior.origin for TargetOriginId, behaviors[\"/api/*.x\"].origin, \
                    Service without cluster and vpc, key.grant_read(), configure().path for AWS::X::Y";
        let places: Vec<_> = Alternative::all(text).map(|found| (found.about, found.place)).collect();
        let argument = |class, steps| Place::Argument { class, steps };
        assert_eq!(
            places,
            [
                (None, argument(None, vec![Keyword("cpu")])),
                (
                    Some("TargetOriginId"),
                    argument(None, vec![Keyword("default_behavior"), Keyword("origin")])
                ),
                (None, argument(None, vec![Keyword("behaviors"), Key("/api/*.x"), Keyword("origin")])),
                (None, Place::Without { class: "Service", names: vec!["cluster", "vpc"] }),
                (None, Place::Method { word: Some("key"), name: "grant_read", steps: vec![] }),
                (
                    Some("AWS::X::Y"),
                    Place::Method { word: None, name: "configure", steps: vec![Keyword("path")] }
                ),
            ]
        );
    }
}

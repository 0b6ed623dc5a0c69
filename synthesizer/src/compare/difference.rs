//! The first place where two JSON values differ.

use std::fmt;

use crate::json::{Json, Map};

/// The first place where two JSON values differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Keys and indexes down to the place, each after a `/`.
    pub path: String,
    /// What the recording has there.
    pub theirs: String,
    /// What we have there.
    pub ours: String,
}

impl Difference {
    pub(super) fn only(what: &str, ours: &str) -> Difference {
        Difference { path: what.to_owned(), theirs: "recorded".to_owned(), ours: ours.to_owned() }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: theirs {}, ours {}", self.path, self.theirs, self.ours)
    }
}

/// Where `ours` first differs from `theirs`, the order of keys included.
pub fn first_difference(theirs: &Json, ours: &Json) -> Option<Difference> {
    find(theirs, ours, String::new())
}

fn find(theirs: &Json, ours: &Json, path: String) -> Option<Difference> {
    match (theirs, ours) {
        (Json::Object(a), Json::Object(b)) => in_objects(a, b, &path),
        (Json::Array(a), Json::Array(b)) => {
            let inner = a.iter().zip(b).enumerate().find_map(|(i, (a, b))| find(a, b, format!("{path}/{i}")));
            let lengths = || difference(&path, format!("{} items", a.len()), format!("{} items", b.len()));
            inner.or_else(|| (a.len() != b.len()).then(lengths))
        }
        _ => (theirs != ours).then(|| difference(&path, short(theirs), short(ours))),
    }
}

fn in_objects(theirs: &Map<Json>, ours: &Map<Json>, path: &str) -> Option<Difference> {
    for (key, value) in theirs.iter() {
        let place = format!("{path}/{key}");
        let found = match ours.get(key) {
            None => Some(difference(&place, short(value), "nothing".to_owned())),
            Some(own) => find(value, own, place),
        };
        if found.is_some() {
            return found;
        }
    }
    if let Some((key, value)) = ours.iter().find(|(key, _)| !theirs.contains_key(key)) {
        return Some(difference(&format!("{path}/{key}"), "nothing".to_owned(), short(value)));
    }
    let moved = theirs.keys().zip(ours.keys()).find(|(a, b)| a != b);
    moved.map(|(a, b)| difference(path, format!("{a} first"), format!("{b} first")))
}

fn difference(path: &str, theirs: String, ours: String) -> Difference {
    Difference { path: if path.is_empty() { "/".to_owned() } else { path.to_owned() }, theirs, ours }
}

/// One line, cut where it gets long.
fn short(json: &Json) -> String {
    const MOST: usize = 300;
    let text = json.stringify(0);
    match text.char_indices().nth(MOST) {
        Some((place, _)) => format!("{}…", &text[..place]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(theirs: &str, ours: &str) -> Option<String> {
        first_difference(&Json::parse(theirs).unwrap(), &Json::parse(ours).unwrap())
            .map(|found| found.to_string())
    }

    #[test]
    fn the_place_is_named() {
        assert_eq!(at(r#"{"a":[1,2]}"#, r#"{"a":[1,2]}"#), None);
        assert_eq!(at(r#"{"a":[1,2]}"#, r#"{"a":[1,3]}"#).unwrap(), "/a/1: theirs 2, ours 3");
        assert_eq!(at(r#"{"a":[1]}"#, r#"{"a":[1,3]}"#).unwrap(), "/a: theirs 1 items, ours 2 items");
        assert_eq!(at(r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#).unwrap(), "/: theirs a first, ours b first");
        assert_eq!(at(r#"{"a":1}"#, r#"{"a":1,"b":2}"#).unwrap(), "/b: theirs nothing, ours 2");
    }
}

//! Ids and names made of a construct's path.

use std::rc::Rc;

use crate::error::{Error, Result};
use crate::hash::md5;

const HIDDEN_FROM_HUMAN_ID: &str = "Resource";
const HIDDEN_ID: &str = "Default";
const HASH_LENGTH: usize = 8;
const MAX_HUMAN_LENGTH: usize = 240;
const MAX_ID_LENGTH: usize = 255;

/// Which characters a unique resource name may have, and how long it may be.
#[derive(Debug, Clone, Copy)]
pub struct UniqueResourceNameOptions<'a> {
    /// At most so many characters.
    pub max_length: usize,
    /// Between the parts of the path.
    pub separator: &'a str,
    /// Characters that may stay besides letters and digits.
    pub allowed_special_characters: &'a str,
}

impl Default for UniqueResourceNameOptions<'_> {
    fn default() -> Self {
        UniqueResourceNameOptions { max_length: 256, separator: "", allowed_special_characters: "" }
    }
}

/// A logical id made of a path: its letters and digits, and a hash of it all.
pub(crate) fn unique_id(components: &[Rc<str>]) -> Result<String> {
    let components = without_hidden(components)?;
    if let [only] = components[..] {
        let candidate = keep_allowed(only, "");
        if candidate.len() <= MAX_ID_LENGTH {
            return Ok(candidate);
        }
    }
    let human: String = human_parts(&components).map(|part| keep_allowed(part, "")).collect();
    Ok(human[..human.len().min(MAX_HUMAN_LENGTH)].to_owned() + &path_hash(&components))
}

/// A name made of a path, for resources whose names have other rules than logical ids.
pub(crate) fn unique_resource_name(
    components: &[Rc<str>],
    prefix: &str,
    options: UniqueResourceNameOptions<'_>,
) -> Result<String> {
    let UniqueResourceNameOptions { max_length, separator, allowed_special_characters } = options;
    let components = without_hidden(components)?;
    if let [only] = components[..] {
        let name = prefix.to_owned() + &keep_allowed(only, allowed_special_characters);
        if name.len() <= max_length {
            return Ok(name);
        }
    }
    let parts: Vec<String> = human_parts(&components)
        .map(|part| keep_allowed(part, allowed_special_characters))
        .filter(|part| !part.is_empty())
        .collect();
    let human = format!("{prefix}{}{separator}", parts.join(separator));
    Ok(shorten(&human, max_length.saturating_sub(HASH_LENGTH)) + &path_hash(&components))
}

fn without_hidden(components: &[Rc<str>]) -> Result<Vec<&str>> {
    let kept: Vec<&str> = components.iter().map(AsRef::as_ref).filter(|part| *part != HIDDEN_ID).collect();
    if kept.is_empty() {
        return Err(Error::message("Unable to calculate a unique id for an empty set of components"));
    }
    Ok(kept)
}

/// The parts without those that only repeat the end of the part before.
fn human_parts<'a>(components: &[&'a str]) -> impl Iterator<Item = &'a str> {
    let mut kept: Vec<&str> = Vec::new();
    for part in components {
        if kept.last().is_none_or(|last| !last.ends_with(part)) {
            kept.push(part);
        }
    }
    kept.into_iter().filter(|part| *part != HIDDEN_FROM_HUMAN_ID)
}

fn keep_allowed(part: &str, allowed: &str) -> String {
    let mut kept = String::with_capacity(part.len());
    kept.extend(part.chars().filter(|c| c.is_ascii_alphanumeric() || allowed.contains(*c)));
    kept
}

fn path_hash(components: &[&str]) -> String {
    md5(components.join("/").as_bytes())[..HASH_LENGTH].to_uppercase()
}

/// Takes characters out of the middle.
fn shorten(name: &str, max_length: usize) -> String {
    if name.len() <= max_length {
        return name.to_owned();
    }
    let characters: Vec<char> = name.chars().collect();
    let half = max_length / 2;
    let tail = &characters[characters.len().saturating_sub(max_length - half)..];
    characters[..half].iter().chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(path: &str) -> String {
        unique_id(&path.split('/').map(Rc::from).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn a_hash_follows_the_letters_and_digits() {
        assert_eq!(id("yoctogram-hosted-zone/Resource"), "yoctogramhostedzone8F58E672");
        assert_eq!(
            id("yoctogram-vpc/publicSubnet1/RouteTable"),
            "yoctogramvpcpublicSubnet1RouteTable853FC3F8"
        );
    }

    #[test]
    fn one_component_has_no_hash_and_default_does_not_count() {
        assert_eq!(id("CDKMetadata/Default"), "CDKMetadata");
        assert_eq!(id("Check-Me"), "CheckMe");
    }

    #[test]
    fn long_ids_are_cut() {
        let long = "a".repeat(300);
        assert_eq!(id(&long).len(), 248);
        assert!(unique_id(&[Rc::from("Default")]).is_err());
    }
}

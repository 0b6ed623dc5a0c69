//! Sentences about violations, in the student's words: construct paths rather than logical ids.

use serde_json::Value;

use crate::assembly::Assembly;
use crate::policy::Violation;

/// The longest value that a sentence quotes, in characters.
const LONGEST_VALUE: usize = 160;

/// The violation's own sentence, or one made of what was found and what was expected.
pub fn of(violation: &Violation, assembly: &Assembly) -> String {
    if let Some(message) = &violation.message {
        return with_paths(message, assembly);
    }
    let subject = match violation.property.as_deref().map(property_name) {
        Some(name) if !name.is_empty() => name,
        _ => violation.kind.clone().unwrap_or_else(|| "it".to_owned()),
    };
    let found = match &violation.actual {
        Some(actual) => format!("is {}", quote(actual, assembly)),
        None => "is not set".to_owned(),
    };
    match &violation.expected {
        Some(expected) => format!("{subject} {found}, expected {}", quote(expected, assembly)),
        None => format!("{subject} {found}"),
    }
}

/// `ContainerDefinitions/0/Image` of `/Properties/ContainerDefinitions/0/Image`.
fn property_name(pointer: &str) -> String {
    let name = pointer.strip_prefix("/Properties").unwrap_or(pointer);
    name.trim_start_matches('/').to_owned()
}

/// A value as text on one line, not too long.
pub fn quote(value: &Value, assembly: &Assembly) -> String {
    let text = match value {
        Value::String(text) if text.is_empty() => "empty".to_owned(),
        Value::String(text) => with_paths(text, assembly),
        Value::Array(values) if values.is_empty() => "none".to_owned(),
        Value::Array(values) => {
            values.iter().map(|value| quote(value, assembly)).collect::<Vec<_>>().join(", ")
        }
        Value::Null => "not set".to_owned(),
        other => other.to_string(),
    };
    shorten(&text)
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Puts construct paths for the references that `lib.cfn` writes as `${stack/logical id.attribute}`.
fn with_paths(text: &str, assembly: &Assembly) -> String {
    let mut pieces = text.split("${");
    let mut result = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('}') {
            // What was "${" in the template.
            Some((reference, rest)) if reference.starts_with('!') => {
                result.push_str(&format!("${{{}}}{rest}", &reference[1..]));
            }
            Some((reference, rest)) => {
                result.push_str(&named(reference, assembly).unwrap_or_else(|| format!("${{{reference}}}")));
                result.push_str(rest);
            }
            None => result.push_str(&format!("${{{}", piece.strip_prefix('!').unwrap_or(piece))),
        }
    }
    result
}

/// `yoctogram-data-stack/photos` of `yoctogram-data-stack/photosF4DA.Ref`, with the attribute where it is another.
fn named(reference: &str, assembly: &Assembly) -> Option<String> {
    let (stack, resource) = reference.rsplit_once('/')?;
    let (id, attribute) = resource.split_once('.')?;
    let known = assembly.stacks.iter().find(|known| known.name == stack)?;
    let path = known.paths.get(id).map(|path| construct(path).to_owned()).unwrap_or_else(|| id.to_owned());
    Some(if attribute == "Ref" { path } else { format!("{path} ({attribute})") })
}

/// The construct that the student wrote: the resource inside it is the CDK's affair.
pub fn construct(path: &str) -> &str {
    path.strip_suffix("/Resource").or_else(|| path.strip_suffix("/Default")).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::assembly::{Environment, Stack};

    fn assembly() -> Assembly {
        let stack = Stack {
            name: "stage/data".to_owned(),
            template_file: "data.template.json".into(),
            template: json!({}),
            dependencies: Vec::new(),
            environment: Environment::default(),
            paths: BTreeMap::from([("PhotosF4DA".to_owned(), "stage/data/photos/Resource".to_owned())]),
            images: Vec::new(),
        };
        Assembly { stacks: vec![stack], ..Assembly::default() }
    }

    #[test]
    fn found_and_expected_make_a_sentence() {
        let violation = |property: &str, expected, actual| Violation {
            property: Some(property.to_owned()),
            expected,
            actual,
            ..Violation::default()
        };
        for (violation, sentence) in [
            (
                violation("/Properties/Cpu", Some(json!("512")), Some(json!("256"))),
                "Cpu is 256, expected 512",
            ),
            (violation("/Properties/A/0/B", Some(json!(["x", 1])), None), "A/0/B is not set, expected x, 1"),
            (violation("", None, Some(json!([]))), "it is none"),
            (
                violation(
                    "/Properties/Value",
                    Some(json!("${stage/data/PhotosF4DA.Arn}/*")),
                    Some(json!("${!x}")),
                ),
                "Value is ${x}, expected stage/data/photos (Arn)/*",
            ),
        ] {
            assert_eq!(of(&violation, &assembly()), sentence);
        }
    }

    #[test]
    fn references_become_construct_paths() {
        for (text, named) in [
            ("${stage/data/PhotosF4DA.Ref}", "stage/data/photos"),
            ("${stage/data/Other.Ref}", "Other"),
            ("${unknown/X.Ref} ${AWS::Region}", "${unknown/X.Ref} ${AWS::Region}"),
            ("${unclosed", "${unclosed"),
        ] {
            assert_eq!(with_paths(text, &assembly()), named);
        }
    }

    #[test]
    fn long_values_are_cut() {
        assert_eq!(quote(&json!("é".repeat(500)), &assembly()).chars().count(), LONGEST_VALUE + 1);
    }
}

//! References between the resources of one template: `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn`.

use serde_json::Value;

/// Calls `found` with every name that a value refers to: logical ids, parameters and pseudo parameters.
pub(crate) fn names<'v>(value: &'v Value, found: &mut impl FnMut(&'v str)) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| names(value, found)),
        Value::Object(entries) => {
            for (key, value) in entries {
                match (key.as_str(), value) {
                    ("Ref", Value::String(name)) => found(name),
                    ("Fn::GetAtt", Value::String(path)) => found(attribute(path).0),
                    ("Fn::GetAtt", Value::Array(path)) => {
                        path.first().and_then(Value::as_str).into_iter().for_each(&mut *found);
                    }
                    ("Fn::Sub", Value::String(template)) => substituted(template).for_each(&mut *found),
                    ("Fn::Sub", Value::Array(arguments)) => {
                        let template = arguments.first().and_then(Value::as_str).unwrap_or_default();
                        let variables = arguments.get(1).and_then(Value::as_object);
                        let own =
                            |name: &&str| variables.is_none_or(|variables| !variables.contains_key(*name));
                        substituted(template).filter(own).for_each(&mut *found);
                        arguments.iter().skip(1).for_each(|value| names(value, found));
                    }
                    _ => names(value, found),
                }
            }
        }
        _ => {}
    }
}

/// The names of the export that a value imports.
pub(crate) fn imports<'v>(value: &'v Value, found: &mut impl FnMut(&'v str)) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| imports(value, found)),
        Value::Object(entries) => {
            for (key, value) in entries {
                match value {
                    Value::String(name) if key == "Fn::ImportValue" => found(name),
                    _ => imports(value, found),
                }
            }
        }
        _ => {}
    }
}

/// Splits `Id.Attribute.Of.It`.
pub(super) fn attribute(path: &str) -> (&str, &str) {
    path.split_once('.').unwrap_or((path, ""))
}

/// What stands between `${` and `}` in an `Fn::Sub`, without attributes and without `${!Literal}`.
fn substituted(template: &str) -> impl Iterator<Item = &str> {
    let pieces = template.split("${").skip(1).filter_map(|piece| piece.split_once('}'));
    pieces.map(|(name, _)| attribute(name).0).filter(|name| !name.starts_with('!'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_of_reference_is_found() {
        let value = json!({
            "a": [{"Ref": "A"}, {"Fn::GetAtt": ["B", "Arn"]}, {"Fn::GetAtt": "C.D.E"}],
            "b": {"Fn::Sub": "x${F}${G.Arn}${!H}${unclosed"},
            "c": {"Fn::Join": ["", [{"Fn::Sub": ["${I}${J}", {"I": {"Ref": "K"}}]}]]},
            "d": {"Fn::GetAtt": []},
            "e": {"Fn::ImportValue": "export"},
        });
        let mut found = Vec::new();
        names(&value, &mut |name| found.push(name));
        assert_eq!(found, ["A", "B", "C", "F", "G", "J", "K"]);
        found.clear();
        imports(&value, &mut |name| found.push(name));
        assert_eq!(found, ["export"]);
    }
}

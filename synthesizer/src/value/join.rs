//! `Fn::Join`, no longer than it has to be.

use crate::json::Json;

/// Two pieces of a string. Literals become one string, everything else a join without delimiter.
pub(crate) fn concat(left: Option<Json>, right: Option<Json>) -> Json {
    let mut parts: Vec<Json> = left.into_iter().chain(right).collect();
    match parts.len() {
        0 => Json::from(""),
        1 => parts.swap_remove(0),
        _ => match (literal(&parts[0]), literal(&parts[1])) {
            (Some(a), Some(b)) => Json::from(a + &b),
            _ => Json::single("Fn::Join", vec![Json::from(""), Json::Array(minimal("", parts))]),
        },
    }
}

/// The shortest list that joins to the same: nested joins spliced in, neighbouring literals made one.
pub(crate) fn minimal(delimiter: &str, values: Vec<Json>) -> Vec<Json> {
    let mut out: Vec<Json> = Vec::with_capacity(values.len());
    for value in values {
        match splice(delimiter, value) {
            Ok(inner) => inner.into_iter().for_each(|value| push(delimiter, &mut out, value)),
            Err(value) => push(delimiter, &mut out, value),
        }
    }
    out
}

fn push(delimiter: &str, out: &mut Vec<Json>, value: Json) {
    if let (Some(last), Some(text)) = (out.last_mut(), literal(&value))
        && let Some(before) = literal(last)
    {
        *last = Json::from(before + delimiter + &text);
        return;
    }
    out.push(value);
}

/// The items of an `Fn::Join` with this delimiter, all joins in them spliced in too; or the value as it was.
fn splice(delimiter: &str, value: Json) -> Result<Vec<Json>, Json> {
    let spliceable = match value.as_intrinsic() {
        Some(("Fn::Join", Json::Array(arguments))) => {
            matches!(&arguments[..], [Json::String(own), Json::Array(_)] if **own == *delimiter)
        }
        _ => false,
    };
    if !spliceable {
        return Err(value);
    }
    let mut items = Vec::new();
    if let Json::Object(map) = value {
        for (_, arguments) in map {
            if let Json::Array(arguments) = arguments {
                for inner in arguments.into_iter().filter_map(into_array).flatten() {
                    match splice(delimiter, inner) {
                        Ok(more) => items.extend(more),
                        Err(inner) => items.push(inner),
                    }
                }
            }
        }
    }
    Ok(items)
}

fn into_array(value: Json) -> Option<Vec<Json>> {
    match value {
        Json::Array(items) => Some(items),
        _ => None,
    }
}

fn literal(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.to_string()),
        Json::Integer(_) | Json::Float(_) => Some(value.stringify(0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region() -> Json {
        Json::single("Ref", "AWS::Region")
    }

    #[test]
    fn literals_become_one_string() {
        assert_eq!(concat(Some("a".into()), Some(Json::Integer(1))), Json::from("a1"));
        assert_eq!(concat(None, Some("a".into())), Json::from("a"));
        assert_eq!(concat(None, None), Json::from(""));
    }

    #[test]
    fn joins_are_spliced_in() {
        let inner = concat(Some("a".into()), Some(region()));
        let outer = concat(Some("x".into()), Some(concat(Some(inner), Some("b".into()))));
        let text = "{\"Fn::Join\":[\"\",[\"xa\",{\"Ref\":\"AWS::Region\"},\"b\"]]}";
        assert_eq!(outer.stringify(0), text);
    }

    #[test]
    fn another_delimiter_stays() {
        let inner = concat(Some("a".into()), Some(region()));
        assert_eq!(minimal(",", vec![inner.clone(), "b".into(), "c".into()]), [inner, "b,c".into()]);
    }
}

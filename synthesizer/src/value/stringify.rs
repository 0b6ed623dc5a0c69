//! JSON inside of a string, with tokens in it.

use super::{Lazy, ResolveContext, Text, Token, TypeHint, Value};
use crate::error::{Error, Result};
use crate::json::{Json, Map};

/// The value as JSON text, as `Stack.toJsonString` gives it; references in it stay references.
pub fn to_json_string(value: Value) -> Text {
    Lazy::text(move |context| {
        let mut pieces = Vec::new();
        write(context, &value, &mut pieces)?;
        Ok(Text::concat(pieces))
    })
}

fn write(context: &ResolveContext<'_>, value: &Value, out: &mut Vec<Text>) -> Result<()> {
    match value {
        Value::Token(token) => write_token(context, value, token.type_hint(), out),
        Value::Text(text) if text.is_unresolved() => write_token(context, value, TypeHint::String, out),
        Value::List(items) => {
            let items = items.iter().filter(|item| !item.is_undefined());
            write_all(out, "[", "]", items, |item, out| write(context, item, out))
        }
        Value::Object(map) | Value::Struct(map) => {
            let mut kept = Vec::new();
            for (key, value) in map.iter() {
                // What resolves to nothing has no key either.
                if context.resolve(value)?.is_some() {
                    kept.push((key, value));
                }
            }
            write_all(out, "{", "}", kept.into_iter(), |(key, value), out| {
                out.push(Text::from(Json::from(key).stringify(0) + ":"));
                write(context, value, out)
            })
        }
        plain => {
            if let Some(json) = context.resolve(plain)? {
                out.push(Text::from(json.stringify(0)));
            }
            Ok(())
        }
    }
}

fn write_all<T>(
    out: &mut Vec<Text>,
    open: &str,
    close: &str,
    items: impl Iterator<Item = T>,
    mut each: impl FnMut(T, &mut Vec<Text>) -> Result<()>,
) -> Result<()> {
    out.push(Text::from(open));
    for (place, item) in items.enumerate() {
        if place > 0 {
            out.push(Text::from(","));
        }
        each(item, out)?;
    }
    out.push(Text::from(close));
    Ok(())
}

fn write_token(
    context: &ResolveContext<'_>,
    value: &Value,
    hint: TypeHint,
    out: &mut Vec<Text>,
) -> Result<()> {
    let Some(json) = context.resolve(value)? else {
        return Ok(());
    };
    if json.as_intrinsic().is_none() {
        out.push(Text::from(json.stringify(0)));
        return Ok(());
    }
    match hint {
        TypeHint::String => {
            out.push(Text::from("\""));
            out.push(intrinsic(quote_literals(json)));
            out.push(Text::from("\""));
        }
        TypeHint::Number => out.push(intrinsic(json)),
        TypeHint::StringList => {
            let path = context.scope().path();
            return Err(Error::message(format!(
                "{path}: a list that is known only at deployment inside of JSON text"
            )));
        }
    }
    Ok(())
}

fn intrinsic(json: Json) -> Text {
    Text::from(Token::intrinsic(Value::from(json)))
}

/// The strings inside an intrinsic end up between quotes, so they are escaped.
fn quote_literals(json: Json) -> Json {
    match json {
        Json::String(text) => {
            let quoted = Json::String(text).stringify(0);
            Json::from(&quoted[1..quoted.len() - 1])
        }
        Json::Array(items) => Json::Array(items.into_iter().map(quote_literals).collect()),
        Json::Object(map) => Json::Object(
            map.into_iter().map(|(key, value)| (key, quote_literals(value))).collect::<Map<Json>>(),
        ),
        plain => plain,
    }
}

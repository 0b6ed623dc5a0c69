//! The functions and methods of Python's own types that apps are written with.

use super::assign::put;
use super::calls::entry_of;
use super::value::{Arguments, Entry, Kind, Span, Text, Value};
use super::{Follower, LONGEST_LOOP};

impl<'t> Follower<'t> {
    /// A call of one of Python's functions; `None` for all others.
    pub(super) fn builtin(&mut self, name: &str, arguments: &Arguments<'t>, span: Span) -> Option<Value<'t>> {
        let first = arguments.positional.first();
        let second = arguments.positional.get(1);
        Some(match name {
            "str" => Value::new(Kind::Text(first?.as_text()), span),
            "dict" => {
                let mut entries = first.and_then(entries_of).unwrap_or_default();
                for named in &arguments.named {
                    put(&mut entries, entry_of(named));
                }
                Value::dictionary(entries, span)
            }
            "list" | "tuple" | "set" | "sorted" => {
                Value::list(first.map(values_of).unwrap_or_default(), span)
            }
            "reversed" => Value::list(values_of(first?).into_iter().rev().collect(), span),
            "enumerate" => {
                let unknown = |value| Value::list(vec![Value::unknown(span), value], span);
                Value::list(values_of(first?).into_iter().map(unknown).collect(), span)
            }
            "zip" => {
                let pairs = values_of(first?).into_iter().zip(values_of(second?));
                Value::list(pairs.map(|(a, b)| Value::list(vec![a, b], span)).collect(), span)
            }
            "range" => {
                let Kind::Literal(count) = first?.kind else {
                    return None;
                };
                let count = count.parse().unwrap_or(1).min(LONGEST_LOOP);
                Value::list(vec![Value::unknown(span); count], span)
            }
            "getattr" => {
                let Kind::External(object) = &first?.kind else {
                    return None;
                };
                Value::new(Kind::External(format!("{object}.{}", second?.known_text()?).into()), span)
            }
            "print" | "len" | "isinstance" | "setattr" => Value::unknown(span),
            "dataclasses.field" | "field" | "pydantic.Field" => {
                match arguments.get("default_factory").map(|f| &f.kind) {
                    Some(Kind::External(made)) if &**made == "dict" => Value::dictionary(Vec::new(), span),
                    Some(Kind::External(made)) if &**made == "list" => Value::list(Vec::new(), span),
                    _ => arguments.get("default").or(first).cloned().unwrap_or_else(|| Value::unknown(span)),
                }
            }
            _ => return None,
        })
    }

    /// A call of a method of a text, a list or a dictionary; `None` for all others.
    pub(super) fn method_of_builtin(
        &mut self,
        object: &Value<'t>,
        name: &str,
        arguments: &Arguments<'t>,
        span: Span,
    ) -> Option<Value<'t>> {
        match &object.kind {
            Kind::Text(text) => Some(Value::new(Kind::Text(method_of_text(text, name, arguments)), span)),
            Kind::List(values) => {
                let first = arguments.positional.first();
                // Before the list is borrowed: it may be the one that it is extended by.
                let added = first.map(values_of).unwrap_or_default();
                let mut values = values.borrow_mut();
                match name {
                    "append" => values.extend(first.cloned()),
                    "extend" => values.extend(added),
                    "insert" => values.insert(0, arguments.positional.get(1)?.clone()),
                    "copy" => return Some(Value::list(values.clone(), span)),
                    _ => {}
                }
                values.truncate(super::LONGEST_LIST);
                Some(Value::unknown(span))
            }
            Kind::Dictionary(entries) if name == "update" => {
                let added = arguments.positional.first().and_then(entries_of).unwrap_or_default();
                let mut entries = entries.borrow_mut();
                added.into_iter().for_each(|entry| put(&mut entries, entry));
                for named in &arguments.named {
                    put(&mut entries, entry_of(named));
                }
                Some(Value::unknown(span))
            }
            Kind::Dictionary(_) => Some(method_of_dictionary(object, name, arguments, span)),
            _ => None,
        }
    }
}

fn method_of_dictionary<'t>(
    object: &Value<'t>,
    name: &str,
    arguments: &Arguments<'t>,
    span: Span,
) -> Value<'t> {
    let entries = entries_of(object).unwrap_or_default();
    match name {
        "items" => {
            let pair = |entry: Entry<'t>| Value::list(vec![entry.key, entry.value], span);
            Value::list(entries.into_iter().map(pair).collect(), span)
        }
        "values" => Value::list(entries.into_iter().map(|entry| entry.value).collect(), span),
        "keys" => Value::list(entries.into_iter().map(|entry| entry.key).collect(), span),
        "copy" => Value::dictionary(entries, span),
        "get" | "pop" | "setdefault" => {
            let key = arguments.positional.first().and_then(Value::known_text);
            let found = entries.into_iter().find(|entry| key.is_some() && entry.key.known_text() == key);
            let found = found.map(|entry| entry.value).or_else(|| arguments.positional.get(1).cloned());
            found.unwrap_or_else(|| Value::unknown(span))
        }
        _ => Value::unknown(span),
    }
}

fn method_of_text(text: &Text, name: &str, arguments: &Arguments<'_>) -> Text {
    let known = |position: usize| arguments.positional.get(position).and_then(Value::known_text);
    match name {
        "upper" => text.map(str::to_uppercase),
        "lower" => text.map(str::to_lowercase),
        "strip" | "title" if text.known().is_some() => text.map(|text| match name {
            "strip" => text.trim().to_owned(),
            _ => text.to_owned(),
        }),
        "replace" => match (known(0), known(1)) {
            (Some(from), Some(to)) if !from.is_empty() => text.map(|text| text.replace(&from, &to)),
            _ => Text::unknown(),
        },
        "join" => {
            let mut joined = Text::default();
            for (i, value) in
                arguments.positional.first().map(values_of).unwrap_or_default().iter().enumerate()
            {
                if i > 0 {
                    joined.push(text.clone());
                }
                joined.push(value.as_text());
            }
            joined
        }
        "format" => text.known().map_or_else(Text::unknown, |format| formatted(&format, arguments)),
        _ => Text::unknown(),
    }
}

/// `"{}-{name}".format(…)`.
fn formatted(format: &str, arguments: &Arguments<'_>) -> Text {
    let mut text = Text::default();
    let mut positional = arguments.positional.iter();
    for (i, piece) in format.split('{').enumerate() {
        let Some((name, rest)) = piece.split_once('}').filter(|_| i > 0) else {
            text.push(Text::from(piece));
            continue;
        };
        let value = match name.parse::<usize>() {
            Ok(index) => arguments.positional.get(index),
            Err(_) if name.is_empty() => positional.next(),
            Err(_) => arguments.get(name),
        };
        text.push(value.map_or_else(Text::unknown, Value::as_text));
        text.push(Text::from(rest));
    }
    text
}

fn entries_of<'t>(value: &Value<'t>) -> Option<Vec<Entry<'t>>> {
    match &value.kind {
        Kind::Dictionary(entries) => Some(entries.borrow().clone()),
        _ => None,
    }
}

fn values_of<'t>(value: &Value<'t>) -> Vec<Value<'t>> {
    match &value.kind {
        Kind::List(values) => values.borrow().clone(),
        Kind::Dictionary(entries) => entries.borrow().iter().map(|entry| entry.key.clone()).collect(),
        _ => vec![Value::unknown(value.span)],
    }
}

//! The last step of a policy document, on resolved statements.

use std::collections::HashSet;

use crate::json::{Json, Map};
use crate::value::Value;

/// Takes out statements that are there twice, numbers them, and sorts what is in them.
pub(super) fn post_process(statements: Option<Json>, assign_sids: bool, sort: bool) -> Vec<Value> {
    let Some(Json::Array(statements)) = statements else {
        return Vec::new();
    };
    let mut seen = HashSet::new();
    let only = statements.len() == 1;
    let unique = statements.into_iter().filter(|statement| only || seen.insert(statement.stringify(0)));
    unique
        .enumerate()
        .map(|(index, statement)| {
            let Json::Object(mut statement) = statement else {
                return Value::from(statement);
            };
            if assign_sids && !statement.contains_key("Sid") {
                statement.insert("Sid", Json::from(index.to_string()));
            }
            if sort {
                sort_statement(&mut statement);
            }
            Value::from(Json::Object(statement))
        })
        .collect()
}

fn sort_statement(statement: &mut Map<Json>) {
    for key in ["Action", "Resource"] {
        if let Some(values) = statement.get_mut(key) {
            sort_by_json(values);
        }
    }
    if let Some(Json::Object(principals)) = statement.get_mut("Principal") {
        principals.sort();
        principals.values_mut().for_each(sort_by_json);
    }
}

/// Sorts a list by the text of its elements, each once; a list of one becomes its element.
fn sort_by_json(values: &mut Json) {
    let Json::Array(items) = values else {
        return;
    };
    if let [only] = items.as_mut_slice() {
        *values = std::mem::replace(only, Json::Null);
        return;
    }
    let mut keyed: Vec<(String, Json)> =
        std::mem::take(items).into_iter().map(|item| (item.stringify(0), item)).collect();
    keyed.sort_by(|(a, _), (b, _)| match a.is_ascii() && b.is_ascii() {
        true => a.cmp(b),
        false => a.encode_utf16().cmp(b.encode_utf16()),
    });
    keyed.dedup_by(|(a, _), (b, _)| a == b);
    let mut sorted: Vec<Json> = keyed.into_iter().map(|(_, item)| item).collect();
    *values = if sorted.len() == 1 { sorted.swap_remove(0) } else { Json::Array(sorted) };
}

//! Text equal to that of JavaScript's `JSON.stringify(value, undefined, indent)`.

use super::{Json, Map};

const BLANKS: &str = "                                                                ";

impl Json {
    /// The text, with `indent` blanks per level; everything on one line for 0.
    pub fn stringify(&self, indent: usize) -> String {
        let mut out = String::new();
        write_value(&mut out, self, indent, 0);
        out
    }
}

fn write_value(out: &mut String, value: &Json, indent: usize, level: usize) {
    match value {
        Json::Null => out.push_str("null"),
        Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Json::Integer(number) => out.push_str(&number.to_string()),
        Json::Float(number) => write_float(out, *number),
        Json::String(text) => write_string(out, text),
        Json::Array(items) => write_array(out, items, indent, level),
        Json::Object(map) => write_object(out, map, indent, level),
    }
}

fn write_array(out: &mut String, items: &[Json], indent: usize, level: usize) {
    out.push('[');
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        break_line(out, indent, level + 1);
        write_value(out, item, indent, level + 1);
    }
    if !items.is_empty() {
        break_line(out, indent, level);
    }
    out.push(']');
}

fn write_object(out: &mut String, map: &Map<Json>, indent: usize, level: usize) {
    out.push('{');
    for (place, (key, value)) in map.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        break_line(out, indent, level + 1);
        write_string(out, key);
        out.push_str(if indent > 0 { ": " } else { ":" });
        write_value(out, value, indent, level + 1);
    }
    if !map.is_empty() {
        break_line(out, indent, level);
    }
    out.push('}');
}

fn break_line(out: &mut String, indent: usize, level: usize) {
    if indent > 0 {
        out.push('\n');
        let mut missing = indent * level;
        while missing > 0 {
            let piece = missing.min(BLANKS.len());
            out.push_str(&BLANKS[..piece]);
            missing -= piece;
        }
    }
}

fn write_float(out: &mut String, number: f64) {
    // JavaScript writes no fraction for a whole number, and null for what JSON cannot say.
    if number.is_finite() {
        out.push_str(&number.to_string());
    } else {
        out.push_str("null");
    }
}

pub(crate) fn write_string(out: &mut String, text: &str) {
    out.push('"');
    // To look at every byte is faster than to stop at the first; and most texts have nothing to escape.
    if text.bytes().fold(false, |found, byte| found | is_escaped(byte)) {
        write_escaped(out, text);
    } else {
        out.push_str(text);
    }
    out.push('"');
}

fn write_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(place) = rest.bytes().position(is_escaped) {
        out.push_str(&rest[..place]);
        match rest.as_bytes()[place] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\x08' => out.push_str("\\b"),
            b'\x0c' => out.push_str("\\f"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            control => out.push_str(&format!("\\u{control:04x}")),
        }
        rest = &rest[place + 1..];
    }
    out.push_str(rest);
}

/// None of these is a part of a longer character.
fn is_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Json {
        let mut map = Map::new();
        map.insert("empty", Json::Object(Map::new()));
        map.insert(
            "list",
            Json::Array(vec![Json::Integer(1), Json::Float(0.5), Json::Float(2.0), Json::Null]),
        );
        map.insert("none", Json::Array(Vec::new()));
        map.insert("text", Json::from("a\"\\\n\u{1}é\u{7f}"));
        Json::Object(map)
    }

    #[test]
    fn one_line() {
        let text =
            "{\"empty\":{},\"list\":[1,0.5,2,null],\"none\":[],\"text\":\"a\\\"\\\\\\n\\u0001é\u{7f}\"}";
        assert_eq!(sample().stringify(0), text);
    }

    #[test]
    fn indented() {
        let text =
            "{\n \"empty\": {},\n \"list\": [\n  1,\n  0.5,\n  2,\n  null\n ],\n \"none\": [],\n \"text\": ";
        assert!(sample().stringify(1).starts_with(text));
    }
}

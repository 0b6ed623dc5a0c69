//! Finds the line of a template that a JSON pointer means.

/// The line, from 1, of the innermost step of the path that is written in a JSON text; `None` where not even the
/// first one is.
pub(super) fn line(text: &str, path: &[&str]) -> Option<usize> {
    let mut cursor = Cursor { text, at: 0 };
    let mut found = None;
    for step in path {
        match cursor.enter(step) {
            Some(at) => found = Some(at),
            None => break,
        }
    }
    found.map(|at| 1 + text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count())
}

/// A position in a JSON text that was parsed before, so that what is malformed need only end the search.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl Cursor<'_> {
    /// Moves from the beginning of an object or list to that of a member's value; gives where the member begins.
    fn enter(&mut self, step: &str) -> Option<usize> {
        let is_object = match self.peek()? {
            b'{' => true,
            b'[' => false,
            _ => return None,
        };
        self.at += 1;
        for index in 0_usize.. {
            let member = self.peek().map(|_| self.at)?;
            let is_it = if is_object {
                let key = self.string()?;
                self.expect(b':')?;
                key == step
            } else {
                step.parse() == Ok(index)
            };
            self.peek()?;
            if is_it {
                return Some(member);
            }
            self.skip_value()?;
            self.expect(b',')?;
        }
        None
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        self.text.as_bytes().get(self.at).copied()
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn string(&mut self) -> Option<String> {
        let start = self.at;
        self.skip_string()?;
        serde_json::from_str(&self.text[start..self.at]).ok()
    }

    fn skip_string(&mut self) -> Option<()> {
        self.expect(b'"')?;
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at)? {
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                _ => self.at += 1,
            }
        }
    }

    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.skip_string()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                    continue;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b',' | b':' if depth > 0 => {
                    self.at += 1;
                    continue;
                }
                b',' | b':' => return None,
                _ => {
                    let rest = &self.text.as_bytes()[self.at..];
                    let ends = |byte: &u8| b",:]}".contains(byte) || byte.is_ascii_whitespace();
                    self.at += rest.iter().position(ends)?;
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn the_innermost_known_step_is_found() {
        let text = "{\n \"Other\": {\"A\\\"}\": [1, \"x]\", {}]},\n \"R\": {\n  \"A\": {\n   \"B\": [\n    0,\n    {\"C\": 1}\n   ]\n  }\n }\n}";
        for (path, expected) in [
            (vec!["R"], Some(3)),
            (vec!["R", "A"], Some(4)),
            (vec!["R", "A", "B", "1", "C"], Some(7)),
            (vec!["R", "A", "B", "2"], Some(5)),
            (vec!["R", "A", "X", "Y"], Some(4)),
            (vec!["Other", "A\"}", "2"], Some(2)),
            (vec!["X"], None),
        ] {
            assert_eq!(line(text, &path), expected, "{path:?}");
        }
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf =
            prop_oneof![Just(Value::Null), any::<i32>().prop_map(Value::from), ".*".prop_map(Value::from)];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(".*", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_member_is_found_where_it_is_written(before in json(), inner in json()) {
            let text = format!("{{\"before\": {before},\n\"it\": {{\"a\": [{inner},\n{inner}]}}}}");
            prop_assert_eq!(line(&text, &["it"]), Some(2));
            prop_assert_eq!(line(&text, &["it", "a", "1"]), Some(3));
        }

        #[test]
        fn what_is_no_json_does_no_harm(text in "[\\[\\]{}:,\"\\\\a1 \n]*") {
            line(&text, &["a", "1"]);
        }
    }
}

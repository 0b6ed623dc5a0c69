//! A string that may have tokens in it.

use std::rc::Rc;

use super::{Reference, Token};

/// A string that may have tokens in it. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub struct Text(Repr);

#[derive(Debug, Clone, PartialEq)]
enum Repr {
    Literal(Rc<str>),
    Token(Token),
    Parts(Rc<[Text]>),
}

/// One piece of a [`Text`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fragment<'a> {
    Literal(&'a Rc<str>),
    Token(&'a Token),
}

impl Text {
    /// These texts one after the other.
    pub fn concat(parts: impl IntoIterator<Item = Text>) -> Text {
        let mut pieces: Vec<Text> = Vec::new();
        for part in parts {
            match part.0 {
                Repr::Parts(inner) => inner.iter().for_each(|piece| push(&mut pieces, piece.clone())),
                _ => push(&mut pieces, part),
            }
        }
        match pieces.len() {
            0 => Text::from(""),
            1 => pieces.swap_remove(0),
            _ => Text(Repr::Parts(pieces.into())),
        }
    }

    /// Whether there is a token in it.
    pub fn is_unresolved(&self) -> bool {
        self.as_literal().is_none()
    }

    /// The string, if there is no token in it.
    pub fn as_literal(&self) -> Option<&str> {
        match &self.0 {
            Repr::Literal(text) => Some(text),
            Repr::Token(_) | Repr::Parts(_) => None,
        }
    }

    /// The token, if it is one and nothing else.
    pub fn as_token(&self) -> Option<&Token> {
        match &self.0 {
            Repr::Token(token) => Some(token),
            _ => None,
        }
    }

    /// The reference, if it is one and nothing else.
    pub fn as_reference(&self) -> Option<&Reference> {
        match self.as_token()? {
            Token::Reference(reference) => Some(reference),
            _ => None,
        }
    }

    /// The text as the CDK sorts it, in which a token is `${Token[TOKEN.N]}` with a number that counts up. Here the
    /// elements are counted that references are to, and other tokens all have the last number.
    pub(crate) fn creation_key(&self) -> String {
        let mut key = String::new();
        for fragment in self.fragments() {
            match fragment {
                Fragment::Literal(text) => key.push_str(text),
                Fragment::Token(token) => {
                    let number = match token {
                        Token::Reference(reference) => reference.target.number(),
                        _ => u32::MAX,
                    };
                    key.push_str(&format!("${{Token[TOKEN.{number:010}]}}"));
                }
            }
        }
        key
    }

    /// The text without these literal characters at its end, if it has them there.
    pub(crate) fn without_suffix(&self, suffix: &str) -> Text {
        let parts = match &self.0 {
            Repr::Parts(parts) => parts,
            _ => std::slice::from_ref(self),
        };
        match parts.split_last() {
            Some((Text(Repr::Literal(last)), before)) => {
                let last = last.strip_suffix(suffix).unwrap_or(last);
                Text::concat(before.iter().cloned().chain([last.into()]))
            }
            _ => self.clone(),
        }
    }

    pub(crate) fn fragments(&self) -> impl Iterator<Item = Fragment<'_>> {
        let parts = match &self.0 {
            Repr::Parts(parts) => parts,
            _ => std::slice::from_ref(self),
        };
        parts.iter().filter_map(|part| match &part.0 {
            Repr::Literal(text) => Some(Fragment::Literal(text)),
            Repr::Token(token) => Some(Fragment::Token(token)),
            Repr::Parts(_) => None,
        })
    }
}

/// Adds a piece that is no concatenation; neighbouring literals become one.
fn push(pieces: &mut Vec<Text>, piece: Text) {
    let Repr::Literal(text) = &piece.0 else {
        pieces.push(piece);
        return;
    };
    if text.is_empty() {
        return;
    }
    if let Some(Text(Repr::Literal(last))) = pieces.last_mut() {
        *last = format!("{last}{text}").into();
    } else {
        pieces.push(piece);
    }
}

impl Default for Text {
    fn default() -> Text {
        Text::from("")
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text(Repr::Literal(text.into()))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text(Repr::Literal(text.into()))
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Text {
        Text::from(text.as_str())
    }
}

impl From<Rc<str>> for Text {
    fn from(text: Rc<str>) -> Text {
        Text(Repr::Literal(text))
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Text {
        text.clone()
    }
}

impl From<Token> for Text {
    fn from(token: Token) -> Text {
        Text(Repr::Token(token))
    }
}

impl From<Reference> for Text {
    fn from(reference: Reference) -> Text {
        Text(Repr::Token(Token::Reference(reference)))
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_literal() == Some(other)
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_literal() == Some(*other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Aws;

    #[test]
    fn neighbouring_literals_become_one() {
        let text = Text::concat(["a".into(), Text::concat(["b".into(), "".into()]), "c".into()]);
        assert_eq!(text.as_literal(), Some("abc"));
    }

    #[test]
    fn concatenations_are_flat() {
        let text = Text::concat([Text::concat(["a".into(), Aws::region()]), "b".into(), "c".into()]);
        let kinds: Vec<bool> = text.fragments().map(|f| matches!(f, Fragment::Token(_))).collect();
        assert_eq!(kinds, [false, true, false]);
    }
}

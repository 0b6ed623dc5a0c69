//! What an expression is known to be, and where it is written.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use tree_sitter::Node;

use super::scope::Scope;
use super::{LONGEST_LIST, LONGEST_TEXT};

/// A stretch of a file, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::source) struct Span {
    pub(in crate::source) file: usize,
    pub(in crate::source) start: usize,
    pub(in crate::source) end: usize,
}

impl Span {
    pub(in crate::source) fn of(file: usize, node: Node<'_>) -> Self {
        Self { file, start: node.start_byte(), end: node.end_byte() }
    }

    pub(in crate::source) fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// A value, with the expression that made it.
#[derive(Clone)]
pub(in crate::source) struct Value<'t> {
    pub(in crate::source) kind: Kind<'t>,
    pub(in crate::source) span: Span,
    /// The argument by which it came into the function that is followed.
    pub(in crate::source) passed: Option<Span>,
}

#[derive(Clone)]
pub(in crate::source) enum Kind<'t> {
    Unknown,
    /// A number, `True`, `False` or `None`, as it is written.
    Literal(&'t str),
    Text(Text),
    List(Rc<RefCell<Vec<Value<'t>>>>),
    Dictionary(Rc<RefCell<Vec<Entry<'t>>>>),
    Object(Rc<Object<'t>>),
    Class(Rc<Class<'t>>),
    Function(Rc<Function<'t>>),
    /// A function together with the object that it is a method of.
    Method(Rc<Function<'t>>, Rc<Object<'t>>),
    Module(usize),
    /// Something of a package that is not the app's, by its dotted name.
    External(Rc<str>),
    /// What the call with this number in `Program::events` returned.
    Made(usize),
    /// An attribute of something whose attributes are not known.
    Attribute(Rc<Value<'t>>, &'t str),
}

impl<'t> Value<'t> {
    pub(super) fn new(kind: Kind<'t>, span: Span) -> Self {
        Self { kind, span, passed: None }
    }

    pub(super) fn unknown(span: Span) -> Self {
        Self::new(Kind::Unknown, span)
    }

    pub(super) fn list(mut values: Vec<Self>, span: Span) -> Self {
        values.truncate(LONGEST_LIST);
        Self::new(Kind::List(Rc::new(RefCell::new(values))), span)
    }

    pub(super) fn dictionary(mut entries: Vec<Entry<'t>>, span: Span) -> Self {
        entries.truncate(LONGEST_LIST);
        Self::new(Kind::Dictionary(Rc::new(RefCell::new(entries))), span)
    }

    /// The text that it is, if all of it is known.
    pub(in crate::source) fn known_text(&self) -> Option<String> {
        match &self.kind {
            Kind::Text(text) => text.known(),
            _ => None,
        }
    }

    /// Its text for a f-string or `str()`.
    pub(super) fn as_text(&self) -> Text {
        match &self.kind {
            Kind::Text(text) => text.clone(),
            Kind::Literal(literal) => Text::from(*literal),
            _ => Text::unknown(),
        }
    }

    /// Whether it is written out: numbers, known text, and lists and dictionaries.
    pub(in crate::source) fn is_written_out(&self) -> bool {
        match &self.kind {
            Kind::Literal(_) | Kind::List(_) | Kind::Dictionary(_) => true,
            Kind::Text(text) => text.known().is_some(),
            _ => false,
        }
    }

    /// Whether it counts as true; `None` where that is not known.
    pub(super) fn truth(&self) -> Option<bool> {
        match &self.kind {
            Kind::Literal(literal) => Some(!matches!(*literal, "None" | "False" | "0" | "0.0")),
            Kind::Text(text) => text.known().map(|text| !text.is_empty()),
            Kind::List(values) => Some(!values.borrow().is_empty()),
            Kind::Dictionary(entries) => Some(!entries.borrow().is_empty()),
            Kind::Unknown | Kind::Attribute(..) => None,
            _ => Some(true),
        }
    }
}

/// Text of which parts may not be known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::source) struct Text(Vec<Option<String>>);

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(vec![Some(text.to_owned())])
    }
}

impl Text {
    pub(in crate::source) fn unknown() -> Self {
        Self(vec![None])
    }

    pub(super) fn push(&mut self, other: Self) {
        let length = |text: &Self| text.0.iter().flatten().map(String::len).sum::<usize>() + text.0.len();
        if length(self) + length(&other) > LONGEST_TEXT {
            *self = Self::unknown();
            return;
        }
        for part in other.0 {
            match (self.0.last_mut(), part) {
                (Some(Some(last)), Some(part)) => last.push_str(&part),
                (Some(None), None) => {}
                (_, part) => self.0.push(part),
            }
        }
    }

    /// `None` if a part is not known.
    pub(in crate::source) fn known(&self) -> Option<String> {
        self.0.iter().cloned().collect()
    }

    /// Puts an id below a construct's path.
    pub(super) fn child(&self, id: Self) -> Self {
        let mut path = self.clone();
        if path != Self::default() {
            path.push(Self::from("/"));
        }
        path.push(id);
        path
    }

    pub(super) fn map(&self, change: impl Fn(&str) -> String) -> Self {
        Self(self.0.iter().map(|part| part.as_deref().map(&change)).collect())
    }

    /// How much is known of the last step of a path, in characters.
    pub(in crate::source) fn known_of_last_step(&self) -> usize {
        let mut known = 0;
        for part in self.0.iter().rev().flatten() {
            match part.rsplit_once('/') {
                Some((_, step)) => return known + step.chars().count(),
                None => known += part.chars().count(),
            }
        }
        known
    }

    /// Whether it may be this text: what is known occurs in its order, and nothing unknown spans a `/` but at the start.
    pub(in crate::source) fn may_be(&self, text: &str) -> bool {
        // More unknown parts than anyone writes would take long to try.
        const MOST_UNKNOWN: usize = 4;
        self.0.iter().filter(|part| part.is_none()).count() <= MOST_UNKNOWN && matches(&self.0, text, true)
    }
}

fn matches(parts: &[Option<String>], text: &str, at_start: bool) -> bool {
    match parts.split_first() {
        None => text.is_empty(),
        Some((Some(known), rest)) => {
            text.strip_prefix(known.as_str()).is_some_and(|text| matches(rest, text, false))
        }
        Some((None, rest)) => {
            let reach = if at_start { text.len() } else { text.find('/').unwrap_or(text.len()) };
            (0..=reach)
                .filter(|end| text.is_char_boundary(*end))
                .any(|end| matches(rest, &text[end..], false))
        }
    }
}

/// One entry of a dictionary, with the pair or the assignment that made it.
#[derive(Clone)]
pub(in crate::source) struct Entry<'t> {
    pub(in crate::source) key: Value<'t>,
    pub(in crate::source) value: Value<'t>,
    /// The expression after `KEY:`, where there is a pair.
    pub(in crate::source) expression: Option<Node<'t>>,
    pub(in crate::source) span: Span,
}

/// An object of one of the app's classes.
pub(in crate::source) struct Object<'t> {
    pub(super) class: Rc<Class<'t>>,
    pub(super) attributes: RefCell<BTreeMap<&'t str, Value<'t>>>,
    /// Its construct path, if it is a construct.
    pub(in crate::source) path: RefCell<Option<Text>>,
}

/// A class of the app.
pub(in crate::source) struct Class<'t> {
    pub(in crate::source) name: &'t str,
    pub(super) bases: Vec<Value<'t>>,
    pub(super) scope: Rc<Scope<'t>>,
    /// `class NAME(BASES)`.
    pub(in crate::source) header: Span,
    /// The construct paths of its objects.
    pub(in crate::source) paths: RefCell<Vec<Text>>,
}

/// A function of the app.
pub(in crate::source) struct Function<'t> {
    pub(super) node: Node<'t>,
    pub(super) file: usize,
    pub(super) scope: Rc<Scope<'t>>,
    pub(super) class: RefCell<Option<Rc<Class<'t>>>>,
    pub(super) decorators: Vec<&'t str>,
}

/// The arguments of a call.
#[derive(Clone, Default)]
pub(in crate::source) struct Arguments<'t> {
    pub(in crate::source) positional: Vec<Value<'t>>,
    /// The expressions that stand for them.
    pub(super) places: Vec<Span>,
    pub(in crate::source) named: Vec<Named<'t>>,
}

/// A keyword argument.
#[derive(Clone)]
pub(in crate::source) struct Named<'t> {
    pub(in crate::source) name: String,
    pub(in crate::source) value: Value<'t>,
    /// `NAME=VALUE`, or what stands for it where a dictionary is spread.
    pub(in crate::source) span: Span,
    /// The expression after `NAME=`, or after `KEY:` in a dictionary that is spread.
    pub(in crate::source) expression: Option<Node<'t>>,
}

/// A call of something that a package of other people defines.
pub(in crate::source) struct Event<'t> {
    /// The last part of what is called: `Vpc` of `ec2.Vpc(…)`.
    pub(in crate::source) name: String,
    /// What it is a method of.
    pub(in crate::source) receiver: Option<Value<'t>>,
    pub(in crate::source) arguments: Arguments<'t>,
    pub(in crate::source) span: Span,
    /// The calls that led here, outermost first.
    pub(in crate::source) callers: Vec<Span>,
    /// The construct path of what it makes, if that may be a construct.
    pub(in crate::source) path: Option<Text>,
    /// Whether it makes a construct for sure.
    pub(in crate::source) is_construct: bool,
}

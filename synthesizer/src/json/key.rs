//! Keys of objects.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::rc::Rc;

/// A key of an object. Cheap to clone; most are literals of the program, and need no memory of their own.
#[derive(Clone)]
pub struct MapKey(Repr);

#[derive(Clone)]
enum Repr {
    Literal(&'static str),
    Shared(Rc<str>),
}

impl Deref for MapKey {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Repr::Literal(text) => text,
            Repr::Shared(text) => text,
        }
    }
}

impl Borrow<str> for MapKey {
    fn borrow(&self) -> &str {
        self
    }
}

impl AsRef<str> for MapKey {
    fn as_ref(&self) -> &str {
        self
    }
}

impl PartialEq for MapKey {
    fn eq(&self, other: &MapKey) -> bool {
        **self == **other
    }
}

impl Eq for MapKey {}

impl PartialOrd for MapKey {
    fn partial_cmp(&self, other: &MapKey) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for MapKey {
    fn cmp(&self, other: &MapKey) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl Hash for MapKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for MapKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, formatter)
    }
}

impl From<&'static str> for MapKey {
    fn from(text: &'static str) -> MapKey {
        MapKey(Repr::Literal(text))
    }
}

impl From<String> for MapKey {
    fn from(text: String) -> MapKey {
        MapKey(Repr::Shared(text.into()))
    }
}

impl From<&String> for MapKey {
    fn from(text: &String) -> MapKey {
        MapKey(Repr::Shared(text.as_str().into()))
    }
}

impl From<Rc<str>> for MapKey {
    fn from(text: Rc<str>) -> MapKey {
        MapKey(Repr::Shared(text))
    }
}

impl From<MapKey> for Rc<str> {
    fn from(key: MapKey) -> Rc<str> {
        match key.0 {
            Repr::Literal(text) => text.into(),
            Repr::Shared(text) => text,
        }
    }
}

//! Attributes of load balancers and target groups: keys and values.

use std::cell::RefCell;
use std::rc::Rc;

use crate::json::{Map, MapKey};
use crate::props;
use crate::value::{Lazy, Text, Value};

/// Attributes in the order in which they were first set. Cheap to clone: all clones are the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Attributes(Rc<RefCell<Map<Option<Text>>>>);

impl Attributes {
    pub(super) fn set(&self, key: impl Into<MapKey>, value: Option<Text>) {
        self.0.borrow_mut().insert(key, value);
    }

    /// The property's value, as it is at synthesis.
    pub(super) fn lazy(&self) -> Value {
        let attributes = self.clone();
        Lazy::any(move |_| {
            let attributes = attributes.0.borrow();
            let set = attributes.iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
            Ok(Value::List(set.map(|(key, value)| props! { "Key" => key, "Value" => value }).collect()))
        })
    }
}

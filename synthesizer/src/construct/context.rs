//! Context: settings of the app that any construct can look up, feature flags among them.

use std::rc::Rc;

use super::Node;
use crate::error::{Error, Result};
use crate::json::Json;

impl Node {
    /// Sets a context value for this construct and all below it. Only before it has children.
    pub fn set_context(&self, key: impl Into<Rc<str>>, value: impl Into<Json>) -> Result<()> {
        let names: Vec<Rc<str>> = self.children().iter().map(Node::id).collect();
        if !names.is_empty() {
            let names = names.join(",");
            return Err(Error::message(format!(
                "Cannot set context after children have been added: {names}"
            )));
        }
        self.write(|data| data.context.insert(key.into(), value.into()));
        Ok(())
    }

    /// The context value of this construct or of the nearest above that has one.
    pub fn try_get_context(&self, key: &str) -> Option<Json> {
        let mut place = Some(self.clone());
        while let Some(node) = place {
            if let Some(value) = node.read(|data| data.context.get(key).cloned()) {
                return Some(value);
            }
            place = node.scope();
        }
        None
    }

    /// Whether a feature flag is set; flags are off unless the context says otherwise.
    pub fn is_enabled(&self, flag: &str) -> bool {
        self.try_get_context(flag).is_some_and(|value| value.is_truthy())
    }
}

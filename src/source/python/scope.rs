//! Names and what they stand for.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::value::{Class, Object, Value};

/// The names of a module, a class or a call of a function.
pub(in crate::source) struct Scope<'t> {
    pub(super) file: usize,
    names: RefCell<HashMap<&'t str, Value<'t>>>,
    parent: Option<Rc<Self>>,
    /// The object whose method is followed, and the class that has the method: what `super()` is about.
    pub(super) method_of: Option<(Rc<Object<'t>>, Rc<Class<'t>>)>,
    /// What a branch returned that may not have been taken.
    pub(super) maybe_returned: RefCell<Option<Value<'t>>>,
}

impl<'t> Scope<'t> {
    pub(super) fn of_module(file: usize) -> Self {
        Self {
            file,
            names: RefCell::default(),
            parent: None,
            method_of: None,
            maybe_returned: RefCell::default(),
        }
    }

    pub(super) fn within(parent: &Rc<Self>) -> Self {
        Self {
            parent: Some(parent.clone()),
            method_of: parent.method_of.clone(),
            ..Self::of_module(parent.file)
        }
    }

    /// The names of a call of a function, which was defined in `parent`.
    pub(super) fn of_call(parent: &Rc<Self>, method_of: Option<(Rc<Object<'t>>, Rc<Class<'t>>)>) -> Self {
        let within = Self::within(parent);
        Self { method_of: method_of.or_else(|| within.method_of.clone()), ..within }
    }

    pub(super) fn set(&self, name: &'t str, value: Value<'t>) {
        self.names.borrow_mut().insert(name, value);
    }

    /// The value of a name of this scope alone.
    pub(super) fn own(&self, name: &str) -> Option<Value<'t>> {
        self.names.borrow().get(name).cloned()
    }

    pub(super) fn get(&self, name: &str) -> Option<Value<'t>> {
        self.own(name).or_else(|| self.parent.as_ref()?.get(name))
    }

    /// All names of this scope alone, sorted.
    pub(super) fn names(&self) -> Vec<&'t str> {
        let mut names: Vec<_> = self.names.borrow().keys().copied().collect();
        names.sort_unstable();
        names
    }
}

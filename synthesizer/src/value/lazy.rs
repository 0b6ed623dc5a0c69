//! Values that are computed at synthesis.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use super::{ResolveContext, Text, Token, TypeHint, Value};
use crate::error::Result;

type Produce = dyn std::ops::Fn(&ResolveContext<'_>) -> Result<Value>;

/// A value that is computed at synthesis, when everything that it depends on has been said.
#[derive(Clone)]
pub struct Lazy {
    inner: Rc<Inner>,
}

struct Inner {
    produce: Box<Produce>,
    hint: TypeHint,
    /// The first result, for those that keep it.
    kept: Option<RefCell<Option<Value>>>,
}

impl Lazy {
    /// Computed each time it is resolved.
    pub fn new(produce: impl std::ops::Fn(&ResolveContext<'_>) -> Result<Value> + 'static) -> Lazy {
        Lazy { inner: Rc::new(Inner { produce: Box::new(produce), hint: TypeHint::String, kept: None }) }
    }

    /// Computed when it is first resolved, before references are exported, and kept.
    pub fn cached(produce: impl std::ops::Fn(&ResolveContext<'_>) -> Result<Value> + 'static) -> Lazy {
        let kept = Some(RefCell::default());
        Lazy { inner: Rc::new(Inner { produce: Box::new(produce), hint: TypeHint::String, kept }) }
    }

    /// A string that is computed.
    pub fn text(produce: impl std::ops::Fn(&ResolveContext<'_>) -> Result<Text> + 'static) -> Text {
        Text::from(Token::Lazy(Lazy::new(move |context| produce(context).map(Value::Text))))
    }

    /// A list, object or number that is computed; an empty list is left out.
    pub fn any(produce: impl std::ops::Fn(&ResolveContext<'_>) -> Result<Value> + 'static) -> Value {
        Value::Token(Token::Lazy(Lazy::new(move |context| {
            Ok(match produce(context)? {
                Value::List(items) if items.is_empty() => Value::Undefined,
                value => value,
            })
        })))
    }

    pub(crate) fn type_hint(&self) -> TypeHint {
        self.inner.hint
    }

    pub(crate) fn produce(&self, context: &ResolveContext<'_>) -> Result<Value> {
        let Some(kept) = &self.inner.kept else {
            return (self.inner.produce)(context);
        };
        if let Some(value) = kept.borrow().as_ref() {
            return Ok(value.clone());
        }
        let value = (self.inner.produce)(context)?;
        *kept.borrow_mut() = Some(value.clone());
        Ok(value)
    }
}

impl fmt::Debug for Lazy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Lazy")
    }
}

impl PartialEq for Lazy {
    fn eq(&self, other: &Lazy) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

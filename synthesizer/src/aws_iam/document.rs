//! Policy documents.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::PolicyStatement;
use super::merge::{Merging, merge_statements};
use super::post_process::post_process;
use crate::construct::Node;
use crate::error::Result;
use crate::flags;
use crate::object;
use crate::value::{Lazy, ResolveContext, Token, Value};

/// A collection of statements. Cheap to clone: all clones are the same document.
#[derive(Clone, Default)]
pub struct PolicyDocument {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    statements: RefCell<Vec<PolicyStatement>>,
    /// Whether they are merged already, as far as they can be.
    merged: Cell<bool>,
    assign_sids: bool,
    minimize: Option<bool>,
}

impl PolicyDocument {
    /// A document with these statements.
    pub fn new(statements: impl IntoIterator<Item = PolicyStatement>) -> PolicyDocument {
        PolicyDocument::with_options(statements, false, None)
    }

    /// A document that numbers its statements (`assign_sids`), or says whether it is minimized whatever the feature
    /// flag says.
    pub fn with_options(
        statements: impl IntoIterator<Item = PolicyStatement>,
        assign_sids: bool,
        minimize: Option<bool>,
    ) -> PolicyDocument {
        let statements = RefCell::new(statements.into_iter().collect());
        let merged = Cell::new(false);
        PolicyDocument { inner: Rc::new(Inner { statements, merged, assign_sids, minimize }) }
    }

    /// An empty document like this one.
    pub(super) fn sibling(&self) -> PolicyDocument {
        PolicyDocument::with_options([], self.inner.assign_sids, self.inner.minimize)
    }

    /// Adds statements.
    pub fn add_statements(&self, statements: impl IntoIterator<Item = PolicyStatement>) {
        let statements: Vec<_> = statements.into_iter().collect();
        self.inner.statements.borrow_mut().extend(statements);
        self.inner.merged.set(false);
    }

    /// Whether there are no statements.
    pub fn is_empty(&self) -> bool {
        self.inner.statements.borrow().is_empty()
    }

    /// How many statements there are.
    pub fn statement_count(&self) -> usize {
        self.inner.statements.borrow().len()
    }

    pub(super) fn statements(&self) -> Vec<PolicyStatement> {
        self.inner.statements.borrow().clone()
    }

    pub(super) fn set_statements(&self, statements: Vec<PolicyStatement>) {
        *self.inner.statements.borrow_mut() = statements;
        self.inner.merged.set(false);
    }

    /// What is wrong with it as the policy of an identity.
    pub fn validate_for_identity_policy(&self) -> Vec<String> {
        self.statements().iter().flat_map(PolicyStatement::validate_for_identity_policy).collect()
    }

    /// What is wrong with it as the policy of a resource.
    pub fn validate_for_resource_policy(&self) -> Vec<String> {
        self.statements().iter().flat_map(PolicyStatement::validate_for_resource_policy).collect()
    }

    /// Whether statements are merged where this construct uses it.
    pub(super) fn should_merge(&self, scope: &Node) -> bool {
        self.inner.minimize.unwrap_or_else(|| scope.is_enabled(flags::IAM_MINIMIZE_POLICIES))
    }

    /// The document with references still in it, to be written as JSON in a text.
    pub(crate) fn unresolved(&self) -> Result<Value> {
        let statements: Vec<Value> =
            self.statements().iter().map(PolicyStatement::render).collect::<Result<_>>()?;
        Ok(object! { "Statement" => statements, "Version" => "2012-10-17" })
    }

    fn resolve(&self, context: &ResolveContext<'_>) -> Result<Value> {
        let merge = self.should_merge(context.scope());
        if merge && !self.inner.merged.get() {
            self.set_statements(merge_statements(self.statements(), Merging::default())?);
            self.inner.merged.set(true);
        }
        if self.is_empty() {
            return Ok(Value::Undefined);
        }
        let statements = self.inner.statements.borrow();
        let rendered: Vec<Value> = statements.iter().map(PolicyStatement::render).collect::<Result<_>>()?;
        drop(statements);
        let resolved = context.resolve(&Value::List(rendered))?;
        let statements = post_process(resolved, self.inner.assign_sids, merge);
        Ok(object! { "Statement" => Value::List(statements), "Version" => "2012-10-17" })
    }
}

impl From<&PolicyDocument> for Value {
    fn from(document: &PolicyDocument) -> Value {
        let document = document.clone();
        Value::Token(Token::Lazy(Lazy::new(move |context| document.resolve(context))))
    }
}

impl From<PolicyDocument> for Value {
    fn from(document: PolicyDocument) -> Value {
        Value::from(&document)
    }
}

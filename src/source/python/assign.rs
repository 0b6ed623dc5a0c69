//! Assignments.

use std::rc::Rc;

use tree_sitter::Node;

use super::scope::Scope;
use super::syntax::{children, field};
use super::value::{Entry, Kind, Span, Value};
use super::{Assignment, Follower};

impl<'t> Follower<'t> {
    pub(super) fn assignment(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else {
            return;
        };
        let value = if right.kind() == "assignment" {
            // `a = b = c`
            self.deeper(|follower| follower.assignment(right, scope));
            field(right, "left").map(|inner| self.expression(inner, scope))
        } else {
            Some(self.expression(right, scope))
        };
        if let Some(value) = value {
            self.assign(left, value, Span::of(scope.file, node), scope);
        }
    }

    pub(super) fn augmented_assignment(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else {
            return;
        };
        let (before, added) = (self.expression(left, scope), self.expression(right, scope));
        let span = Span::of(scope.file, node);
        let value = match field(node, "operator").map(|operator| self.text(scope, operator)) {
            Some("+=" | "|=") => self.joined(&before, &added, span),
            _ => Value::unknown(span),
        };
        self.assign(left, value, span, scope);
    }

    /// Binds a loop's or a parameter's names.
    pub(super) fn bind(&mut self, target: Node<'t>, value: Value<'t>, scope: &Rc<Scope<'t>>) {
        let span = value.span;
        self.assign(target, value, span, scope);
    }

    fn assign(&mut self, target: Node<'t>, value: Value<'t>, statement: Span, scope: &Rc<Scope<'t>>) {
        match target.kind() {
            "identifier" => scope.set(self.text(scope, target), value),
            "pattern_list" | "tuple_pattern" | "list_pattern" | "tuple" => {
                let targets = children(target);
                let parts = match &value.kind {
                    Kind::List(values) if values.borrow().len() == targets.len() => values.borrow().clone(),
                    _ => vec![Value::unknown(value.span); targets.len()],
                };
                for (target, part) in targets.into_iter().zip(parts) {
                    self.deeper(|follower| follower.assign(target, part, statement, scope));
                }
            }
            "attribute" => self.assign_attribute(target, value, statement, scope),
            "subscript" => {
                let (Some(object), Some(key)) = (field(target, "value"), field(target, "subscript")) else {
                    return;
                };
                let (object, key) = (self.expression(object, scope), self.expression(key, scope));
                if let Kind::Dictionary(entries) = &object.kind {
                    put(&mut entries.borrow_mut(), Entry { key, value, expression: None, span: statement });
                }
            }
            _ => {}
        }
    }

    fn assign_attribute(
        &mut self,
        target: Node<'t>,
        value: Value<'t>,
        statement: Span,
        scope: &Rc<Scope<'t>>,
    ) {
        let (Some(object), Some(name)) = (field(target, "object"), field(target, "attribute")) else {
            return;
        };
        let (object, name) = (self.expression(object, scope), self.text(scope, name));
        match &object.kind {
            Kind::Object(object) => {
                object.attributes.borrow_mut().insert(name, value);
            }
            Kind::Class(class) => class.scope.set(name, value),
            Kind::Made(_) | Kind::Attribute(..) => {
                self.program.assignments.push(Assignment { target: object, name, span: statement });
            }
            _ => {}
        }
    }
}

/// Sets an entry as Python does: in its old place, if the key is there.
pub(super) fn put<'t>(entries: &mut Vec<Entry<'t>>, entry: Entry<'t>) {
    let key = entry.key.known_text();
    match entries.iter_mut().find(|old| key.is_some() && old.key.known_text() == key) {
        Some(old) => *old = entry,
        None => entries.push(entry),
    }
}

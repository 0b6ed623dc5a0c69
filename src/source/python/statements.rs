//! Statements.

use std::cell::RefCell;
use std::rc::Rc;

use tree_sitter::Node;

use super::scope::Scope;
use super::syntax::{children, field};
use super::value::{Class, Function, Kind, Span, Value};
use super::{Follower, LONGEST_LOOP};

impl<'t> Follower<'t> {
    /// Follows the statements of a block; what it returns, if it surely does.
    pub(super) fn block(&mut self, block: Node<'t>, scope: &Rc<Scope<'t>>) -> Option<Value<'t>> {
        self.depth += 1;
        let returned = children(block).into_iter().find_map(|statement| self.statement(statement, scope));
        self.depth -= 1;
        returned
    }

    fn statement(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Option<Value<'t>> {
        if !self.may_step() {
            return None;
        }
        match node.kind() {
            "expression_statement" => {
                for expression in children(node) {
                    self.expression_statement(expression, scope);
                }
                None
            }
            "return_statement" => {
                let returned = children(node).first().map(|value| self.expression(*value, scope));
                Some(
                    returned.unwrap_or_else(|| Value::new(Kind::Literal("None"), Span::of(scope.file, node))),
                )
            }
            "if_statement" => self.if_statement(node, scope),
            "for_statement" => self.for_statement(node, scope),
            "while_statement" => field(node, "body").and_then(|body| self.perhaps(body, scope)),
            "with_statement" | "try_statement" | "finally_clause" | "except_clause" | "with_clause" => {
                children(node).into_iter().find_map(|part| self.part(part, scope))
            }
            "match_statement" => {
                for case in field(node, "body").map(children).unwrap_or_default() {
                    field(case, "consequence").and_then(|body| self.perhaps(body, scope));
                }
                None
            }
            "function_definition" => {
                self.define_function(node, Vec::new(), scope);
                None
            }
            "class_definition" => {
                self.define_class(node, scope);
                None
            }
            "decorated_definition" => {
                self.decorated(node, scope);
                None
            }
            "import_statement" | "import_from_statement" => {
                self.import(node, scope);
                None
            }
            _ => None,
        }
    }

    fn expression_statement(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) {
        match node.kind() {
            "assignment" => self.assignment(node, scope),
            "augmented_assignment" => self.augmented_assignment(node, scope),
            _ => {
                self.expression(node, scope);
            }
        }
    }

    /// A part of a `with` or `try`.
    fn part(&mut self, part: Node<'t>, scope: &Rc<Scope<'t>>) -> Option<Value<'t>> {
        match part.kind() {
            "block" => self.block(part, scope),
            "except_clause" | "finally_clause" => {
                let body = children(part).into_iter().find(|child| child.kind() == "block")?;
                if part.kind() == "finally_clause" {
                    self.block(body, scope)
                } else {
                    self.perhaps(body, scope)
                }
            }
            "with_clause" => {
                for item in children(part) {
                    if let Some(value) = field(item, "value") {
                        self.expression(value, scope);
                    }
                }
                None
            }
            _ => None,
        }
    }

    /// Follows a block that may not be reached; it does not surely return.
    fn perhaps(&mut self, block: Node<'t>, scope: &Rc<Scope<'t>>) -> Option<Value<'t>> {
        if let Some(returned) = self.block(block, scope) {
            scope.maybe_returned.borrow_mut().get_or_insert(returned);
        }
        None
    }

    fn if_statement(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Option<Value<'t>> {
        let mut branches = vec![(field(node, "condition"), field(node, "consequence"))];
        for clause in node.children_by_field_name("alternative", &mut node.walk()) {
            branches.push((
                field(clause, "condition"),
                field(clause, "consequence").or_else(|| field(clause, "body")),
            ));
        }
        for (condition, block) in branches {
            let truth = condition.map_or(Some(true), |condition| self.expression(condition, scope).truth());
            match (truth, block) {
                (Some(true), Some(block)) => return self.block(block, scope),
                (None, Some(block)) => {
                    self.perhaps(block, scope);
                }
                _ => {}
            }
        }
        None
    }

    fn for_statement(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Option<Value<'t>> {
        let (Some(left), Some(right), Some(body)) =
            (field(node, "left"), field(node, "right"), field(node, "body"))
        else {
            return None;
        };
        for item in self.items_of(right, scope) {
            self.bind(left, item, scope);
            self.perhaps(body, scope);
        }
        None
    }

    /// What a loop goes through; one value that is not known where that is not known.
    pub(super) fn items_of(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Vec<Value<'t>> {
        let iterated = self.expression(node, scope);
        let mut items = match &iterated.kind {
            Kind::List(values) => values.borrow().clone(),
            Kind::Dictionary(entries) => entries.borrow().iter().map(|entry| entry.key.clone()).collect(),
            _ => vec![Value::unknown(iterated.span)],
        };
        items.truncate(LONGEST_LOOP);
        items
    }

    fn decorated(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) {
        let decorators = children(node).into_iter().filter(|child| child.kind() == "decorator");
        let decorators =
            decorators.map(|child| self.text(scope, child).trim_start_matches('@').trim()).collect();
        match field(node, "definition") {
            Some(definition) if definition.kind() == "function_definition" => {
                self.define_function(definition, decorators, scope);
            }
            Some(definition) => self.define_class(definition, scope),
            None => {}
        }
    }

    fn define_function(&mut self, node: Node<'t>, decorators: Vec<&'t str>, scope: &Rc<Scope<'t>>) {
        let Some(name) = field(node, "name") else {
            return;
        };
        let function = Rc::new(Function {
            node,
            file: scope.file,
            scope: scope.clone(),
            class: RefCell::new(None),
            decorators,
        });
        self.functions.push(function.clone());
        scope.set(self.text(scope, name), Value::new(Kind::Function(function), Span::of(scope.file, node)));
    }

    fn define_class(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) {
        let (Some(name), Some(body)) = (field(node, "name"), field(node, "body")) else {
            return;
        };
        let superclasses = field(node, "superclasses");
        let bases = superclasses.map(children).unwrap_or_default();
        let bases = bases.into_iter().filter(|base| base.kind() != "keyword_argument");
        let bases = bases.map(|base| self.expression(base, scope)).collect();
        let own = Rc::new(Scope::within(scope));
        self.block(body, &own);
        let end = superclasses.unwrap_or(name).end_byte();
        let header = Span { file: scope.file, start: node.start_byte(), end };
        let name = self.text(scope, name);
        let class = Rc::new(Class { name, bases, scope: own.clone(), header, paths: RefCell::default() });
        for attribute in own.names() {
            if let Some(Value { kind: Kind::Function(function), .. }) = own.own(attribute) {
                function.class.borrow_mut().get_or_insert(class.clone());
            }
        }
        self.program.classes.push(class.clone());
        scope.set(name, Value::new(Kind::Class(class), header));
    }
}

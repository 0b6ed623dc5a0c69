//! Expressions.

use std::rc::Rc;

use tree_sitter::Node;

use super::Follower;
use super::assign::put;
use super::scope::Scope;
use super::syntax::{children, field};
use super::value::{Entry, Kind, Object, Span, Text, Value};

impl<'t> Follower<'t> {
    pub(super) fn expression(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Value<'t> {
        self.depth += 1;
        let value = if self.may_step() {
            self.expression_of_kind(node, scope)
        } else {
            Value::unknown(Span::of(scope.file, node))
        };
        self.depth -= 1;
        value
    }

    fn expression_of_kind(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Value<'t> {
        let span = Span::of(scope.file, node);
        match node.kind() {
            "identifier" => self.name(self.text(scope, node), span, scope),
            "attribute" => self.attribute_expression(node, scope),
            "call" => self.call(node, scope),
            "string" | "concatenated_string" => Value::new(Kind::Text(self.string(node, scope)), span),
            "integer" | "float" | "true" | "false" | "none" => {
                Value::new(Kind::Literal(self.text(scope, node)), span)
            }
            "list" | "tuple" | "set" | "expression_list" => self.list(node, scope),
            "dictionary" => self.dictionary(node, scope),
            "list_comprehension" | "generator_expression" | "set_comprehension" => {
                let mut values = Vec::new();
                self.comprehension(node, scope, &mut |follower, body, scope| {
                    values.push(follower.expression(body, scope));
                });
                Value::list(values, span)
            }
            "dictionary_comprehension" => {
                let mut entries = Vec::new();
                self.comprehension(node, scope, &mut |follower, body, scope| {
                    if let Some(entry) = follower.pair(body, scope) {
                        put(&mut entries, entry);
                    }
                });
                Value::dictionary(entries, span)
            }
            "parenthesized_expression" | "await" => match children(node).first() {
                Some(inner) => self.expression(*inner, scope),
                None => Value::unknown(span),
            },
            "subscript" => self.subscript(node, scope),
            "binary_operator" => self.binary(node, scope),
            "boolean_operator" | "not_operator" | "comparison_operator" => self.condition(node, scope),
            "conditional_expression" => self.conditional(node, scope),
            "named_expression" => {
                let value = field(node, "value").map(|value| self.expression(value, scope));
                let value = value.unwrap_or_else(|| Value::unknown(span));
                if let Some(name) = field(node, "name") {
                    self.bind(name, value.clone(), scope);
                }
                value
            }
            _ => {
                // Whatever is called inside is called.
                for child in children(node) {
                    self.expression(child, scope);
                }
                Value::unknown(span)
            }
        }
    }

    fn name(&mut self, name: &'t str, span: Span, scope: &Rc<Scope<'t>>) -> Value<'t> {
        scope.get(name).unwrap_or_else(|| Value::new(Kind::External(name.into()), span))
    }

    fn attribute_expression(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Value<'t> {
        let (Some(object), Some(name)) = (field(node, "object"), field(node, "attribute")) else {
            return Value::unknown(Span::of(scope.file, node));
        };
        let object = self.expression(object, scope);
        self.attribute(&object, self.text(scope, name), Span::of(scope.file, node))
    }

    pub(super) fn attribute(&mut self, object: &Value<'t>, name: &'t str, span: Span) -> Value<'t> {
        let other = || Value::new(Kind::Attribute(Rc::new(object.clone()), name), span);
        let found = match &object.kind {
            Kind::Module(file) => {
                let own = self.module(*file).own(name);
                own.or_else(|| self.submodule(*file, name, span))
            }
            Kind::External(dotted) => {
                Some(Value::new(Kind::External(format!("{dotted}.{name}").into()), span))
            }
            Kind::Object(instance) => self.attribute_of_object(instance, name, span),
            Kind::Class(class) => class.find(name),
            _ => None,
        };
        // Who asks for an attribute was not passed it.
        Value { passed: None, ..found.unwrap_or_else(other) }
    }

    fn attribute_of_object(
        &mut self,
        object: &Rc<Object<'t>>,
        name: &'t str,
        span: Span,
    ) -> Option<Value<'t>> {
        if let Some(value) = object.attributes.borrow().get(name) {
            return Some(value.clone());
        }
        let value = object.class.find(name)?;
        let Kind::Function(function) = &value.kind else {
            return Some(value);
        };
        if function.decorators.contains(&"staticmethod") {
            return Some(value);
        }
        if function.decorators.iter().any(|decorator| decorator.ends_with("property")) {
            let own = Value::new(Kind::Object(object.clone()), span);
            return Some(self.follow_function(function, Some(own), &Default::default(), Some(span)));
        }
        Some(Value::new(Kind::Method(function.clone(), object.clone()), span))
    }

    fn string(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Text {
        let mut text = Text::from("");
        let is_raw = self
            .text(scope, node)
            .split(['"', '\''])
            .next()
            .is_some_and(|prefix| prefix.contains(['r', 'R']));
        for child in children(node) {
            match child.kind() {
                "string" => text.push(self.string(child, scope)),
                "string_content" => {
                    let content = self.text(scope, child);
                    text.push(Text::from(&*if is_raw { content.to_owned() } else { unescaped(content) }));
                }
                "interpolation" => {
                    let is_plain = field(child, "format_specifier").is_none();
                    let value = field(child, "expression").map(|inner| self.expression(inner, scope));
                    text.push(value.filter(|_| is_plain).map_or_else(Text::unknown, |value| value.as_text()));
                }
                _ => {}
            }
        }
        text
    }

    fn list(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Value<'t> {
        let mut values = Vec::new();
        for child in children(node) {
            if child.kind() == "list_splat" {
                let spread = children(child).first().map(|inner| self.items_of(*inner, scope));
                values.extend(spread.unwrap_or_default());
            } else {
                values.push(self.expression(child, scope));
            }
        }
        Value::list(values, Span::of(scope.file, node))
    }

    fn dictionary(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Value<'t> {
        let mut entries = Vec::new();
        for child in children(node) {
            if child.kind() == "dictionary_splat" {
                let spread = children(child).first().map(|inner| self.expression(*inner, scope));
                if let Some(Value { kind: Kind::Dictionary(spread), .. }) = spread {
                    // The place to change is where the other dictionary is written.
                    spread.borrow().iter().cloned().for_each(|entry| put(&mut entries, entry));
                }
            } else if let Some(entry) = self.pair(child, scope) {
                put(&mut entries, entry);
            }
        }
        Value::dictionary(entries, Span::of(scope.file, node))
    }

    fn pair(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Option<Entry<'t>> {
        let (key, expression) = (field(node, "key")?, field(node, "value")?);
        let (key, value) = (self.expression(key, scope), self.expression(expression, scope));
        Some(Entry { key, value, expression: Some(expression), span: Span::of(scope.file, node) })
    }

    /// Calls `each` with the body of a comprehension for every turn of its loops.
    fn comprehension(
        &mut self,
        node: Node<'t>,
        scope: &Rc<Scope<'t>>,
        each: &mut dyn FnMut(&mut Self, Node<'t>, &Rc<Scope<'t>>),
    ) {
        let Some(body) = field(node, "body") else {
            return;
        };
        let clauses: Vec<_> =
            children(node).into_iter().filter(|child| child.kind().ends_with("_clause")).collect();
        self.clauses(&clauses, body, &Rc::new(Scope::within(scope)), each);
    }

    fn clauses(
        &mut self,
        clauses: &[Node<'t>],
        body: Node<'t>,
        scope: &Rc<Scope<'t>>,
        each: &mut dyn FnMut(&mut Self, Node<'t>, &Rc<Scope<'t>>),
    ) {
        let Some((clause, rest)) = clauses.split_first() else {
            return each(self, body, scope);
        };
        if clause.kind() == "if_clause" {
            let truth =
                children(*clause).first().and_then(|condition| self.expression(*condition, scope).truth());
            if truth != Some(false) {
                self.deeper(|follower| follower.clauses(rest, body, scope, each));
            }
            return;
        }
        let (Some(left), Some(right)) = (field(*clause, "left"), field(*clause, "right")) else {
            return;
        };
        for item in self.items_of(right, scope) {
            self.bind(left, item, scope);
            self.deeper(|follower| follower.clauses(rest, body, scope, each));
        }
    }

    fn subscript(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Value<'t> {
        let span = Span::of(scope.file, node);
        let (Some(object), Some(key)) = (field(node, "value"), field(node, "subscript")) else {
            return Value::unknown(span);
        };
        let (object, key) = (self.expression(object, scope), self.expression(key, scope));
        let found = match (&object.kind, &key.kind) {
            (Kind::Dictionary(entries), _) => key.known_text().and_then(|key| {
                let entries = entries.borrow();
                entries
                    .iter()
                    .find(|entry| entry.key.known_text().as_ref() == Some(&key))
                    .map(|e| e.value.clone())
            }),
            (Kind::List(values), Kind::Literal(index)) => {
                index.parse::<usize>().ok().and_then(|index| values.borrow().get(index).cloned())
            }
            (Kind::List(values), _) if self.text(scope, node).ends_with("[-1]") => {
                values.borrow().last().cloned()
            }
            _ => None,
        };
        Value { passed: None, ..found.unwrap_or_else(|| Value::unknown(span)) }
    }

    fn binary(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Value<'t> {
        let span = Span::of(scope.file, node);
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else {
            return Value::unknown(span);
        };
        let (left, right) = (self.expression(left, scope), self.expression(right, scope));
        match field(node, "operator").map(|operator| operator.kind()) {
            Some("+" | "|") => self.joined(&left, &right, span),
            Some("%") => match &left.kind {
                Kind::Text(format) => Value::new(Kind::Text(percent_formatted(format, &right)), span),
                _ => Value::unknown(span),
            },
            _ => Value::unknown(span),
        }
    }

    /// `left + right` of texts and lists, `left | right` of dictionaries.
    pub(super) fn joined(&self, left: &Value<'t>, right: &Value<'t>, span: Span) -> Value<'t> {
        match (&left.kind, &right.kind) {
            (Kind::Text(_), _) | (_, Kind::Text(_)) => {
                let mut text = left.as_text();
                text.push(right.as_text());
                Value::new(Kind::Text(text), span)
            }
            (Kind::List(first), Kind::List(second)) => {
                let values = first.borrow().iter().chain(second.borrow().iter()).cloned().collect();
                Value::list(values, span)
            }
            (Kind::Dictionary(first), Kind::Dictionary(second)) => {
                let mut entries = first.borrow().clone();
                second.borrow().iter().cloned().for_each(|entry| put(&mut entries, entry));
                Value::dictionary(entries, span)
            }
            _ => Value::unknown(span),
        }
    }

    fn conditional(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Value<'t> {
        let span = Span::of(scope.file, node);
        let [then, condition, otherwise] = children(node)[..] else {
            return Value::unknown(span);
        };
        let truth = self.expression(condition, scope).truth();
        match truth {
            Some(true) => self.expression(then, scope),
            Some(false) => self.expression(otherwise, scope),
            None => {
                self.expression(then, scope);
                self.expression(otherwise, scope);
                Value::unknown(span)
            }
        }
    }

    /// `and`, `or`, `not` and comparisons, where what they say is known.
    fn condition(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Value<'t> {
        let span = Span::of(scope.file, node);
        let operator =
            field(node, "operator").or_else(|| field(node, "operators")).map(|operator| operator.kind());
        let operands: Vec<_> =
            children(node).into_iter().map(|child| self.expression(child, scope)).collect();
        let (Some(first), last) = (operands.first(), operands.last()) else {
            return Value::unknown(span);
        };
        let truth = match (node.kind(), operator, last) {
            ("not_operator", ..) => first.truth().map(|truth| !truth),
            (_, Some("and" | "or"), Some(last)) => {
                let is_and = operator == Some("and");
                return match first.truth() {
                    Some(truth) if truth == is_and => last.clone(),
                    Some(_) => first.clone(),
                    None => Value::unknown(span),
                };
            }
            (_, Some("==" | "!="), Some(last)) if operands.len() == 2 => {
                let equal = same(first, last);
                equal.map(|equal| equal == (operator == Some("==")))
            }
            (_, Some("in"), Some(Value { kind: Kind::List(values), .. })) if operands.len() == 2 => {
                let answers: Vec<_> = values.borrow().iter().map(|value| same(first, value)).collect();
                if answers.contains(&Some(true)) {
                    Some(true)
                } else {
                    answers.into_iter().collect::<Option<Vec<_>>>().map(|_| false)
                }
            }
            _ => None,
        };
        match truth {
            Some(truth) => Value::new(Kind::Literal(if truth { "True" } else { "False" }), span),
            None => Value::unknown(span),
        }
    }
}

/// Whether two values are equal, where that is known.
fn same(one: &Value<'_>, other: &Value<'_>) -> Option<bool> {
    match (&one.kind, &other.kind) {
        (Kind::Literal(one), Kind::Literal(other)) => Some(one == other),
        _ => Some(one.known_text()? == other.known_text()?),
    }
}

/// `format % values` with `%s` and `%d`.
fn percent_formatted(format: &Text, values: &Value<'_>) -> Text {
    let Some(format) = format.known() else {
        return Text::unknown();
    };
    let values = match &values.kind {
        Kind::List(values) => values.borrow().iter().map(Value::as_text).collect(),
        _ => vec![values.as_text()],
    };
    let mut values = values.into_iter();
    let mut text = Text::default();
    for (i, piece) in format.split('%').enumerate() {
        match piece.strip_prefix(['s', 'd']) {
            Some(rest) if i > 0 => {
                text.push(values.next().unwrap_or_else(Text::unknown));
                text.push(Text::from(rest));
            }
            _ if i > 0 => text.push(Text::unknown()),
            _ => text.push(Text::from(piece)),
        }
    }
    text
}

/// The common escapes; others stay as they are written.
fn unescaped(content: &str) -> String {
    let mut text = String::with_capacity(content.len());
    let mut characters = content.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match characters.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some(c @ ('\\' | '"' | '\'')) => text.push(c),
            Some(c) => text.extend(['\\', c]),
            None => text.push('\\'),
        }
    }
    text
}

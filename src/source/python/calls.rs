//! Calls: of the app's functions and classes, which are followed, and of everything else, which is written down.

use std::cell::RefCell;
use std::rc::Rc;

use tree_sitter::Node;

use super::Follower;
use super::scope::Scope;
use super::syntax::{children, field};
use super::value::{Arguments, Class, Entry, Event, Function, Kind, Named, Object, Span, Text, Value};

impl<'t> Follower<'t> {
    pub(super) fn call(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Value<'t> {
        let span = Span::of(scope.file, node);
        let Some(function) = field(node, "function") else {
            return Value::unknown(span);
        };
        let arguments =
            field(node, "arguments").map(|arguments| self.arguments(arguments, scope)).unwrap_or_default();
        if function.kind() == "attribute"
            && let (Some(object), Some(name)) = (field(function, "object"), field(function, "attribute"))
        {
            let name = self.text(scope, name);
            if self.text(scope, object).starts_with("super(") {
                return self.call_of_super(name, &arguments, span, scope);
            }
            let object = self.expression(object, scope);
            if let Some(value) = self.method_of_builtin(&object, name, &arguments, span) {
                return value;
            }
            let callee = self.attribute(&object, name, Span::of(scope.file, function));
            return self.call_value(&callee, name, arguments, span);
        }
        let callee = self.expression(function, scope);
        self.call_value(&callee, self.text(scope, function), arguments, span)
    }

    fn call_value(
        &mut self,
        callee: &Value<'t>,
        name: &'t str,
        arguments: Arguments<'t>,
        span: Span,
    ) -> Value<'t> {
        match &callee.kind {
            Kind::Function(function) => self.follow_function(function, None, &arguments, Some(span)),
            Kind::Method(function, object) => {
                let own = Value::new(Kind::Object(object.clone()), span);
                self.follow_function(function, Some(own), &arguments, Some(span))
            }
            Kind::Class(class) => self.instantiate(class, arguments, span),
            Kind::External(dotted) => {
                if let Some(value) = self.builtin(dotted, &arguments, span) {
                    return value;
                }
                let name = dotted.rsplit('.').next().unwrap_or(dotted).to_owned();
                self.external(name, None, arguments, span)
            }
            Kind::Attribute(receiver, name) => {
                self.external((*name).to_owned(), Some((**receiver).clone()), arguments, span)
            }
            _ => self.external(name.to_owned(), None, arguments, span),
        }
    }

    fn arguments(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) -> Arguments<'t> {
        let mut arguments = Arguments::default();
        if node.kind() == "generator_expression" {
            arguments.push(self.expression(node, scope), Span::of(scope.file, node));
            return arguments;
        }
        for child in children(node) {
            let span = Span::of(scope.file, child);
            match child.kind() {
                "keyword_argument" => {
                    let (Some(name), Some(expression)) = (field(child, "name"), field(child, "value")) else {
                        continue;
                    };
                    let (name, value) =
                        (self.text(scope, name).to_owned(), self.expression(expression, scope));
                    arguments.named.push(Named { name, value, span, expression: Some(expression) });
                }
                "dictionary_splat" => {
                    let spread = children(child).first().map(|inner| self.expression(*inner, scope));
                    if let Some(Value { kind: Kind::Dictionary(entries), .. }) = spread {
                        arguments.named.extend(entries.borrow().iter().filter_map(named_by));
                    }
                }
                "list_splat" => {
                    let spread = children(child).first().map(|inner| self.items_of(*inner, scope));
                    spread.unwrap_or_default().into_iter().for_each(|value| arguments.push(value, span));
                }
                _ => arguments.push(self.expression(child, scope), span),
            }
        }
        arguments
    }

    /// Writes down a call of what is not the app's own.
    pub(super) fn external(
        &mut self,
        name: String,
        receiver: Option<Value<'t>>,
        arguments: Arguments<'t>,
        span: Span,
    ) -> Value<'t> {
        let (path, is_construct) = self.path_of_made(&name, receiver.as_ref(), &arguments);
        let callers = self.callers.clone();
        let event = Event { name, receiver, arguments, span, callers, path, is_construct };
        self.program.events.push(event);
        Value::new(Kind::Made(self.program.events.len() - 1), span)
    }

    /// The construct path of what a call makes, and whether it surely is a construct.
    fn path_of_made(
        &self,
        name: &str,
        receiver: Option<&Value<'t>>,
        arguments: &Arguments<'t>,
    ) -> (Option<Text>, bool) {
        let id = |position| {
            let id = arguments.get("id").or_else(|| arguments.get("construct_id"));
            id.or_else(|| arguments.positional.get(position)).map(Value::as_text)
        };
        if let Some(receiver) = receiver {
            let parent = self.path_of(receiver).unwrap_or_else(Text::unknown);
            let id = id(0).filter(|id| id.known_of_last_step() > 0);
            return (id.map(|id| parent.child(id)), false);
        }
        if name == "App" && arguments.positional.is_empty() {
            return (Some(Text::default()), true);
        }
        let scope = arguments.get("scope").or_else(|| arguments.positional.first());
        let position = if arguments.get("scope").is_some() { 0 } else { 1 };
        match (scope.and_then(|scope| self.path_of(scope)), id(position)) {
            (Some(parent), Some(id)) => (Some(parent.child(id)), true),
            // Whether the scope is one is not known, in a function that nothing was seen to call.
            (None, Some(id)) if scope.is_some_and(|scope| matches!(scope.kind, Kind::Unknown)) => {
                (Some(Text::unknown().child(id)), true)
            }
            _ => (None, false),
        }
    }

    fn path_of(&self, value: &Value<'t>) -> Option<Text> {
        match &value.kind {
            Kind::Made(event) => self.program.events[*event].path.clone(),
            Kind::Object(object) => object.path.borrow().clone(),
            _ => None,
        }
    }

    fn instantiate(&mut self, class: &Rc<Class<'t>>, arguments: Arguments<'t>, span: Span) -> Value<'t> {
        let object = Rc::new(Object {
            class: class.clone(),
            attributes: RefCell::default(),
            path: RefCell::default(),
        });
        let value = Value::new(Kind::Object(object.clone()), span);
        if let Some(Value { kind: Kind::Function(function), .. }) = class.find("__init__") {
            self.follow_function(&function, Some(value.clone()), &arguments, Some(span));
            return value;
        }
        for named in &arguments.named {
            if let Some(name) = class.scope.names().into_iter().find(|name| *name == named.name) {
                object.attributes.borrow_mut().insert(name, named.value.clone());
            }
        }
        match class.external_base() {
            Some(base) => self.construct(&object, base, arguments, span),
            None if !arguments.positional.is_empty() => {
                // A dataclass: which of its fields these are is not told by their names.
                let unknown = || Value::unknown(span);
                let names = class.scope.names().into_iter().map(|name| (name, unknown()));
                object.attributes.borrow_mut().extend(names);
            }
            None => {}
        }
        value
    }

    /// `super().NAME(…)`.
    fn call_of_super(
        &mut self,
        name: &'t str,
        arguments: &Arguments<'t>,
        span: Span,
        scope: &Rc<Scope<'t>>,
    ) -> Value<'t> {
        let Some((object, class)) = scope.method_of.clone() else {
            return Value::unknown(span);
        };
        let own = Value::new(Kind::Object(object.clone()), span);
        let inherited = class.bases.iter().find_map(|base| match &base.kind {
            Kind::Class(base) => base.find(name),
            _ => None,
        });
        match inherited.map(|value| value.kind) {
            Some(Kind::Function(function)) => {
                self.follow_function(&function, Some(own), arguments, Some(span))
            }
            _ if name == "__init__" => {
                if let Some(base) = class.external_base() {
                    self.construct(&object, base, arguments.clone(), span);
                }
                Value::unknown(span)
            }
            _ => self.external(name.to_owned(), Some(own), arguments.clone(), span),
        }
    }

    /// An object of the app's becomes what its base of another package makes of it.
    fn construct(&mut self, object: &Rc<Object<'t>>, base: String, arguments: Arguments<'t>, span: Span) {
        self.external(base, None, arguments, span);
        let path = self.program.events.last().and_then(|event| event.path.clone());
        if let Some(path) = path {
            object.class.paths.borrow_mut().push(path.clone());
            object.path.replace(Some(path));
        }
    }

    /// Follows a function of the app; `call` is `None` when nothing was seen to call it.
    pub(super) fn follow_function(
        &mut self,
        function: &Rc<Function<'t>>,
        own: Option<Value<'t>>,
        arguments: &Arguments<'t>,
        call: Option<Span>,
    ) -> Value<'t> {
        let span = call.unwrap_or_else(|| Span::of(function.file, function.node));
        let Some(body) = field(function.node, "body").filter(|_| self.may_step()) else {
            return Value::unknown(span);
        };
        self.reached.insert((function.file, function.node.id()));
        let class = function.class.borrow().clone();
        let method_of = match own.as_ref().map(|own| &own.kind) {
            Some(Kind::Object(object)) => class.map(|class| (object.clone(), class)),
            _ => None,
        };
        let scope = Rc::new(Scope::of_call(&function.scope, method_of));
        self.callers.extend(call);
        self.bind_parameters(function, own, arguments, call.is_some(), &scope);
        let returned = self.block(body, &scope);
        if call.is_some() {
            self.callers.pop();
        }
        returned.or_else(|| scope.maybe_returned.take()).unwrap_or_else(|| Value::unknown(span))
    }

    fn bind_parameters(
        &mut self,
        function: &Function<'t>,
        own: Option<Value<'t>>,
        arguments: &Arguments<'t>,
        is_called: bool,
        scope: &Rc<Scope<'t>>,
    ) {
        let is_static = function.decorators.contains(&"staticmethod");
        let mut positional: Vec<_> = own.filter(|_| !is_static).into_iter().collect();
        let passed = |value: &Value<'t>, span| Value { passed: value.passed.or(Some(span)), ..value.clone() };
        let given = arguments.positional.iter().zip(&arguments.places);
        positional.extend(given.map(|(value, place)| passed(value, *place)));
        let mut positional = positional.into_iter();
        let mut named: Vec<&Named<'t>> = arguments.named.iter().collect();
        for parameter in field(function.node, "parameters").map(children).unwrap_or_default() {
            let span = Span::of(scope.file, parameter);
            let inner = if parameter.kind() == "typed_parameter" {
                parameter.named_child(0)
            } else {
                Some(parameter)
            };
            let Some(inner) = inner else {
                continue;
            };
            let name = field(inner, "name").unwrap_or(inner);
            match inner.kind() {
                "list_splat_pattern" => {
                    let rest = Value::list(positional.by_ref().collect(), span);
                    name.named_child(0).into_iter().for_each(|name| self.bind(name, rest.clone(), scope));
                }
                "dictionary_splat_pattern" => {
                    let rest = named.drain(..).map(|named| entry_of(named)).collect();
                    let rest = Value::dictionary(rest, span);
                    name.named_child(0).into_iter().for_each(|name| self.bind(name, rest.clone(), scope));
                }
                "identifier" | "default_parameter" | "typed_default_parameter" => {
                    let text = self.text(scope, name);
                    let by_name = named.iter().position(|named| named.name == text).map(|i| named.remove(i));
                    let given =
                        by_name.map(|named| passed(&named.value, named.span)).or_else(|| positional.next());
                    let default = field(inner, "value").filter(|_| given.is_none() && is_called);
                    let default = default.map(|value| passed(&self.expression(value, &function.scope), span));
                    self.bind(name, given.or(default).unwrap_or_else(|| Value::unknown(span)), scope);
                }
                _ => {}
            }
        }
    }
}

fn named_by<'t>(entry: &Entry<'t>) -> Option<Named<'t>> {
    let name = entry.key.known_text()?;
    Some(Named { name, value: entry.value.clone(), span: entry.span, expression: entry.expression })
}

pub(super) fn entry_of<'t>(named: &Named<'t>) -> Entry<'t> {
    let key = Value::new(Kind::Text(Text::from(named.name.as_str())), named.span);
    Entry { key, value: named.value.clone(), expression: named.expression, span: named.span }
}

impl<'t> Arguments<'t> {
    fn push(&mut self, value: Value<'t>, place: Span) {
        self.positional.push(value);
        self.places.push(place);
    }

    /// The value of a keyword argument.
    pub(super) fn get(&self, name: &str) -> Option<&Value<'t>> {
        self.named.iter().find(|named| named.name == name).map(|named| &named.value)
    }
}

impl<'t> Class<'t> {
    /// An attribute or a method, its own or inherited from another class of the app.
    pub(super) fn find(&self, name: &str) -> Option<Value<'t>> {
        self.scope.own(name).or_else(|| {
            self.bases.iter().find_map(|base| match &base.kind {
                Kind::Class(base) => base.find(name),
                _ => None,
            })
        })
    }

    /// The name of the class of another package that it derives from, directly or not.
    pub(in crate::source) fn external_base(&self) -> Option<String> {
        self.bases.iter().find_map(|base| match &base.kind {
            Kind::External(dotted) => dotted.rsplit('.').next().map(str::to_owned),
            Kind::Class(base) => base.external_base(),
            _ => None,
        })
    }
}

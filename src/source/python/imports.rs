//! Imports: of the app's own files, and of packages.

use std::rc::Rc;

use tree_sitter::Node;

use super::scope::Scope;
use super::syntax::{children, field};
use super::value::{Kind, Span, Value};
use super::{Follower, Import};

impl<'t> Follower<'t> {
    pub(super) fn import(&mut self, node: Node<'t>, scope: &Rc<Scope<'t>>) {
        let from =
            field(node, "module_name").map(|module| self.absolute(self.text(scope, module), scope.file));
        let span = Span::of(scope.file, node);
        let is_all = children(node).iter().any(|child| child.kind() == "wildcard_import");
        if let Some(module) = from.as_deref().filter(|_| is_all) {
            if let Some(file) = self.file_of(module) {
                let names = self.module(file);
                for name in names.names().into_iter().filter(|name| !name.starts_with('_')) {
                    if let Some(value) = names.own(name) {
                        scope.set(name, value);
                    }
                }
            }
            return;
        }
        for item in node.children_by_field_name("name", &mut node.walk()) {
            let (dotted, alias) = match item.kind() {
                "aliased_import" => match field(item, "name") {
                    Some(name) => {
                        (self.text(scope, name), field(item, "alias").map(|alias| self.text(scope, alias)))
                    }
                    None => continue,
                },
                _ => (self.text(scope, item), None),
            };
            match &from {
                Some(module) => {
                    let (value, name) = (self.imported(module, dotted, span), alias.unwrap_or(dotted));
                    self.note(&value, name, scope.file);
                    scope.set(name, value);
                }
                None => {
                    // `import a.b` binds `a`; `import a.b as c` binds the module itself.
                    let bound =
                        if alias.is_some() { dotted } else { dotted.split('.').next().unwrap_or(dotted) };
                    let (value, name) = (self.module_value(bound, span), alias.unwrap_or(bound));
                    self.note(&value, name, scope.file);
                    scope.set(name, value);
                }
            }
        }
    }

    fn note(&mut self, value: &Value<'t>, name: &'t str, file: usize) {
        if let Kind::External(dotted) = &value.kind {
            self.program.imports.push(Import { file, dotted: dotted.to_string(), name });
        }
    }

    /// `NAME` of `from MODULE import NAME`.
    fn imported(&mut self, module: &str, name: &str, span: Span) -> Value<'t> {
        if let Some(file) = self.file_of(module)
            && let Some(value) = self.module(file).own(name)
        {
            return value;
        }
        self.module_value(&format!("{module}.{name}"), span)
    }

    fn module_value(&mut self, dotted: &str, span: Span) -> Value<'t> {
        match self.file_of(dotted) {
            Some(file) => {
                self.module(file);
                Value::new(Kind::Module(file), span)
            }
            None => Value::new(Kind::External(dotted.into()), span),
        }
    }

    /// The module `NAME` inside of the package whose `__init__.py` is given.
    pub(super) fn submodule(&mut self, package: usize, name: &str, span: Span) -> Option<Value<'t>> {
        let folder = self.files[package].path.strip_suffix("__init__.py")?;
        let dotted = format!("{folder}{name}").replace('/', ".");
        self.file_of(&dotted).map(|_| self.module_value(&dotted, span))
    }

    fn file_of(&self, dotted: &str) -> Option<usize> {
        let path = dotted.replace('.', "/");
        let candidates = [format!("{path}.py"), format!("{path}/__init__.py")];
        self.files.iter().position(|file| candidates.contains(&file.path))
    }

    /// Resolves the dots of `from ..package import name`.
    fn absolute(&self, module: &str, file: usize) -> String {
        let rest = module.trim_start_matches('.');
        let dots = module.len() - rest.len();
        if dots == 0 {
            return module.to_owned();
        }
        let mut folders: Vec<&str> = self.files[file].path.split('/').collect();
        folders.truncate(folders.len().saturating_sub(dots));
        folders.extend((!rest.is_empty()).then_some(rest));
        folders.join(".")
    }
}

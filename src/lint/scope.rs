//! What the names in a pack's files mean.

use std::collections::BTreeMap;
use std::path::Path;

use regorus::unstable::{BUILTINS, Expr, ExprRef, Module, Rule, RuleHead};

use crate::policy::pack::RuleFile;
use crate::policy::syntax::{self, root};

/// The fields of the input document, which are always there.
const INPUT: [&str; 6] = ["Resources", "stacks", "exports", "paths", "missing_context", "sunet"];

/// The rules of all packages.
pub(super) struct Scope<'m> {
    pub(super) directory: &'m Path,
    /// Whether a rule has a value whatever the input is, by package and name.
    rules: BTreeMap<String, BTreeMap<&'m str, bool>>,
}

/// What a name at the beginning of a reference means.
pub(super) enum Meaning {
    Input,
    /// A rule or a package, as a path below `data`.
    Data(String),
    Local,
}

impl<'m> Scope<'m> {
    pub(super) fn new(directory: &'m Path, modules: &'m [(&RuleFile, Module)]) -> Self {
        let mut rules: BTreeMap<String, BTreeMap<&str, bool>> = BTreeMap::new();
        for (_, module) in modules {
            let package = rules.entry(package(module)).or_default();
            for rule in &module.policy {
                *package.entry(syntax::name(rule)).or_default() |= is_total(rule);
            }
        }
        Self { directory, rules }
    }

    pub(super) fn meaning(&self, module: &Module, name: &str) -> Meaning {
        let own = package(module);
        match name {
            "input" => Meaning::Input,
            "data" => Meaning::Data(String::new()),
            _ if self.has_rule(&own, name) => Meaning::Data(format!("{own}.{name}")),
            _ => import(module, name).map_or(Meaning::Local, Meaning::Data),
        }
    }

    pub(super) fn has_rule(&self, package: &str, name: &str) -> bool {
        self.rules.get(package).is_some_and(|rules| rules.contains_key(name))
    }

    /// The path below `data` of what an expression names, such as `lib.cfn.text`.
    pub(super) fn path(&self, module: &Module, expr: &ExprRef) -> Option<String> {
        let (name, fields) = root(expr)?;
        let Meaning::Data(path) = self.meaning(module, name) else {
            return None;
        };
        let steps = (!path.is_empty()).then_some(path.as_str()).into_iter().chain(fields);
        Some(steps.collect::<Vec<_>>().join("."))
    }

    /// Whether the pack defines a rule or function at a path below `data`.
    pub(super) fn is_defined(&self, path: &str) -> bool {
        path.rsplit_once('.').is_some_and(|(package, name)| self.has_rule(package, name))
    }

    /// Every function and rule that a module could call, as it would be written.
    pub(super) fn known<'s>(&'s self, module: &'s Module) -> impl Iterator<Item = String> + 's {
        let own = self.rules.get(&package(module)).into_iter().flat_map(|rules| rules.keys());
        let imported = module.imports.iter().flat_map(|import| {
            let (name, path) = (import_name(import), import_path(import));
            let rules = self.rules.get(&path).into_iter().flat_map(|rules| rules.keys());
            rules.map(move |rule| format!("{name}.{rule}"))
        });
        own.map(|name| (*name).to_owned())
            .chain(imported)
            .chain(BUILTINS.keys().map(|name| (*name).to_owned()))
    }

    /// Whether an expression may have no value. Taken to have one are variables, which are bound, arguments of the right
    /// type given, every builtin, and snake_case fields, which are those of the pack's own objects.
    pub(super) fn may_be_undefined(&self, module: &Module, expr: &ExprRef) -> bool {
        match expr.as_ref() {
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => self.reference(module, expr),
            Expr::Call { fcn, params, .. } => {
                let path = self.path(module, fcn);
                let partial = path.is_some_and(|path| self.is_defined(&path) && !self.has_value(&path));
                partial || params.iter().any(|param| self.may_be_undefined(module, param))
            }
            Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. } => false,
            other => syntax::parts(other).0.into_iter().any(|part| self.may_be_undefined(module, part)),
        }
    }

    fn reference(&self, module: &Module, expr: &ExprRef) -> bool {
        let Some((name, fields)) = root(expr) else {
            return false;
        };
        match self.meaning(module, name) {
            Meaning::Input => !(fields.len() == 1 && INPUT.contains(&fields[0])) || is_computed(expr),
            Meaning::Local => fields.iter().any(|field| is_foreign(field)) || is_computed(expr),
            Meaning::Data(path) => {
                let steps = [path.as_str()].into_iter().chain(fields).filter(|step| !step.is_empty());
                let path = steps.collect::<Vec<_>>().join(".");
                is_computed(expr) || (self.is_defined(&path) && !self.has_value(&path))
            }
        }
    }

    fn has_value(&self, path: &str) -> bool {
        let rule = path.rsplit_once('.').and_then(|(package, name)| self.rules.get(package)?.get(name));
        rule.copied().unwrap_or_default()
    }
}

/// A field of what a student wrote: CloudFormation's begin with a capital letter.
fn is_foreign(field: &str) -> bool {
    !field.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
}

/// Whether a key of the reference is not written out.
fn is_computed(expr: &ExprRef) -> bool {
    match expr.as_ref() {
        Expr::RefBrack { refr, index, .. } => {
            !matches!(index.as_ref(), Expr::String { .. }) || is_computed(refr)
        }
        Expr::RefDot { refr, .. } => is_computed(refr),
        _ => false,
    }
}

/// The package that a module declares, without `data`.
pub(super) fn package(module: &Module) -> String {
    path_of(&module.package.refr)
}

fn path_of(refr: &ExprRef) -> String {
    let (name, fields) = root(refr).unwrap_or_default();
    [name].into_iter().chain(fields).collect::<Vec<_>>().join(".")
}

/// The name that an import gives.
pub(super) fn import_name(import: &regorus::unstable::Import) -> &str {
    match &import.r#as {
        Some(name) => name.text(),
        None => root(&import.refr).map_or("", |(name, fields)| fields.last().copied().unwrap_or(name)),
    }
}

/// What an import names, without `data`.
pub(super) fn import_path(import: &regorus::unstable::Import) -> String {
    let path = path_of(&import.refr);
    path.strip_prefix("data.").map_or(path.clone(), str::to_owned)
}

fn import(module: &Module, name: &str) -> Option<String> {
    module.imports.iter().find(|import| import_name(import) == name).map(import_path)
}

/// Whether a rule or function has a value whenever it is asked for.
fn is_total(rule: &Rule) -> bool {
    let Rule::Spec { head, bodies, .. } = rule else {
        return true;
    };
    let unconditional = bodies.last().is_none_or(|body| body.query.stmts.is_empty());
    match head {
        RuleHead::Set { .. } => true,
        RuleHead::Compr { refr, .. } => unconditional || !matches!(refr.as_ref(), Expr::Var { .. }),
        RuleHead::Func { args, .. } => {
            unconditional && args.iter().all(|arg| matches!(arg.as_ref(), Expr::Var { .. }))
        }
    }
}

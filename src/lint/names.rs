//! Names: of packages and files, of imports, of variables.

use std::collections::BTreeSet;
use std::ops::Range;

use regorus::unstable::{AssignOp, Expr, ExprRef, Literal, Module, Rule, RuleHead};

use super::calls::suggestion;
use super::scope::{Meaning, Scope, import_name, import_path, package};
use super::{Finding, Severity};
use crate::policy::pack::RuleFile;
use crate::policy::syntax::{self, Node, bytes, root};

const UNKNOWN: &str = "it is no rule, no import, and no variable that this rule binds";
const SHADOWED: &str = "engines disagree which of the two a name means";

pub(super) fn lint(scope: &Scope<'_>, file: &RuleFile, module: &Module, add: &mut dyn FnMut(Finding)) {
    let mut found = |severity, code, bytes: Range<usize>, problem: String, reason, fix: String| {
        add(Finding { file: file.path.clone(), bytes, severity, code, problem, reason, fix });
    };
    let declared = bytes(&module.package.refr);
    if let Some((severity, code, problem, fix)) = misplaced(scope, file, module) {
        found(severity, code, declared.clone(), problem, None, fix);
    }
    if let Some(rule) = module.policy.iter().find(|rule| syntax::name(rule).starts_with("test_"))
        && !file.is_test()
    {
        let problem = format!("the test {} lies in a file of rules", syntax::name(rule));
        let reason = "it is loaded whenever an assembly is graded";
        let fix = "move it to a file whose name ends in _test.rego".to_owned();
        found(Severity::Error, "test-package", head(rule), problem, Some(reason), fix);
    }
    for import in &module.imports {
        let place = import.span.start as usize..import.span.end as usize;
        let path = import_path(import);
        if path == "rego.v1" || path.starts_with("future.") {
            let fix = "take the line out".to_owned();
            found(
                Severity::Warning,
                "needless-import",
                place,
                format!("Rego v1 needs no import of {path}"),
                None,
                fix,
            );
        } else if !used(module).contains(import_name(import)) {
            let fix = "take the line out".to_owned();
            found(
                Severity::Warning,
                "unused-import",
                place,
                format!("the import of {path} is not used"),
                None,
                fix,
            );
        }
    }
    // Tests are not compiled for the virtual machine, and neither OPA nor the interpreter minds.
    let variables = if file.is_test() { Vec::new() } else { variables(module) };
    for rule in &module.policy {
        for (name, place) in unknown(scope, module, rule) {
            let problem = format!("nothing here has the name {name}");
            let fix = suggestion(name, bound(rule).into_iter().map(str::to_owned).chain(scope.known(module)));
            found(Severity::Error, "unknown-name", place, problem, Some(UNKNOWN), fix);
        }
    }
    for (name, place) in variables {
        let is_import = module.imports.iter().any(|import| import_name(import) == name);
        if is_import || scope.has_rule(&package(module), name) {
            let what = if is_import { "an import" } else { "a rule of this package" };
            let problem = format!("the variable {name} has the name of {what}");
            found(
                Severity::Warning,
                "shadowing",
                place,
                problem,
                Some(SHADOWED),
                "rename the variable".to_owned(),
            );
        }
    }
}

/// A package that disagrees with its file's place; that of a check is for the catalogue to say.
fn misplaced(
    scope: &Scope<'_>,
    file: &RuleFile,
    module: &Module,
) -> Option<(Severity, &'static str, String, String)> {
    let name = package(module);
    if file.is_test() && !name.ends_with("_test") {
        let problem = format!("the package {name} of a test file does not end in _test");
        let fix = format!("declare `package {name}_test`, and import data.{name}");
        return Some((Severity::Error, "test-package", problem, fix));
    }
    let place = name.strip_prefix("checks.").unwrap_or(&name).replace('.', "/");
    let expected = scope.directory.join(place).with_extension("rego");
    let is_check = name.starts_with("checks.") && !file.is_test();
    if name == "rules" || name == "rules_test" || is_check || file.path == expected {
        return None;
    }
    let fix = format!("move the file to {}, or declare the package of its path", expected.display());
    Some((Severity::Warning, "package-path", format!("the package {name} lies in another file"), fix))
}

/// The names at the beginning of the module's references.
fn used(module: &Module) -> BTreeSet<&str> {
    let mut used = BTreeSet::new();
    syntax::walk(module, &mut |node| {
        if let Node::Expr(expr) = node
            && let Some((name, _)) = root(expr)
        {
            used.insert(name);
        }
    });
    used
}

/// The variables that a module declares: arguments, `:=`, `some` and `every`.
fn variables(module: &Module) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    syntax::walk(module, &mut |node| declared(node, &mut found));
    found.retain(|(name, _)| *name != "_");
    found
}

fn declared<'m>(node: Node<'m>, found: &mut Vec<(&'m str, Range<usize>)>) {
    match node {
        Node::Rule(rule) => {
            if let Rule::Spec { head: RuleHead::Func { args, .. }, .. } = rule {
                args.iter().for_each(|arg| pattern(arg, found));
            }
        }
        Node::Statement(statement) => match &statement.literal {
            Literal::SomeVars { vars, .. } => {
                found.extend(vars.iter().map(|span| (span.text(), span.start as usize..span.end as usize)));
            }
            Literal::SomeIn { key, value, .. } => {
                key.iter().chain([value]).for_each(|part| pattern(part, found));
            }
            Literal::Every { key, value, .. } => {
                let spans = key.iter().chain([value]);
                found.extend(spans.map(|span| (span.text(), span.start as usize..span.end as usize)));
            }
            Literal::Expr { expr, .. } => {
                if let Expr::AssignExpr { op: AssignOp::ColEq, lhs, .. } = expr.as_ref() {
                    pattern(lhs, found);
                }
            }
            Literal::NotExpr { .. } => {}
        },
        Node::Expr(_) => {}
    }
}

/// The variables of a pattern such as `[a, b]`.
fn pattern<'m>(expr: &'m ExprRef, found: &mut Vec<(&'m str, Range<usize>)>) {
    match expr.as_ref() {
        Expr::Var { span, .. } => found.push((span.text(), bytes(expr))),
        Expr::Array { items, .. } => items.iter().for_each(|item| pattern(item, found)),
        Expr::Object { fields, .. } => fields.iter().for_each(|(_, _, value)| pattern(value, found)),
        _ => {}
    }
}

/// The names in a rule that mean nothing. Which variable belongs to which part of the rule is not looked at.
fn unknown<'m>(scope: &Scope<'_>, module: &'m Module, rule: &'m Rule) -> Vec<(&'m str, Range<usize>)> {
    let bound = bound(rule);
    let mut found = Vec::new();
    let mut called = BTreeSet::new();
    syntax::walk_rule(rule, &mut |node| {
        let Node::Expr(expr) = node else {
            return;
        };
        match expr.as_ref() {
            // Whether there is such a function is looked at elsewhere; its name comes next.
            Expr::Call { fcn, .. } => drop(called.insert(bytes(fcn).start)),
            Expr::Var { span, .. } => {
                let (name, place) = (span.text(), bytes(expr));
                let known = name == "_" || bound.contains(name) || called.contains(&place.start);
                if !known && matches!(scope.meaning(module, name), Meaning::Local) {
                    found.push((name, place));
                }
            }
            _ => {}
        }
    });
    found
}

/// The variables that a rule binds: those that it declares, those in a computed key, and those on a side of `=`.
fn bound(rule: &Rule) -> BTreeSet<&str> {
    let mut found = Vec::new();
    syntax::walk_rule(rule, &mut |node| {
        declared(node, &mut found);
        if let Node::Expr(expr) = node {
            match expr.as_ref() {
                Expr::RefBrack { index, .. } => pattern(index, &mut found),
                Expr::AssignExpr { op: AssignOp::Eq, lhs, rhs, .. } => {
                    pattern(lhs, &mut found);
                    pattern(rhs, &mut found);
                }
                _ => {}
            }
        }
    });
    found.into_iter().map(|(name, _)| name).collect()
}

/// The name that a rule defines.
pub(super) fn head(rule: &Rule) -> Range<usize> {
    let start = rule.span().start as usize;
    start..start + syntax::name(rule).len()
}

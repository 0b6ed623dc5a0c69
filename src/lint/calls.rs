//! Calls of functions that there are not: misspelt ones, and builtins that a grader must not have.

use regorus::unstable::{BUILTINS, Expr, Module};

use super::scope::Scope;
use super::{Finding, Severity};
use crate::policy::pack::RuleFile;
use crate::policy::syntax::{self, Node, bytes};

/// Builtins of OPA that no rule may call, by how they begin, and why.
const FORBIDDEN: [(&str, &str); 10] = [
    ("http.", "it reaches the network: a grade depends on the templates alone"),
    ("net.lookup_ip_addr", "it may reach the network: a grade depends on the templates alone"),
    (
        "time.",
        "it depends on the clock or its zone tables: the same templates must give the same grade tomorrow",
    ),
    ("rand.", "it is random: the same templates must give the same grade"),
    ("uuid.", "it is random: the same templates must give the same grade"),
    ("opa.", "it tells about the machine: the same templates must give the same grade everywhere"),
    ("io.jwt.", "keys and tokens are nothing that a template holds"),
    ("crypto.", "keys and certificates are nothing that a template holds"),
    ("providers.", "it reaches the network: a grade depends on the templates alone"),
    ("rego.", "rules about rules are not for a pack"),
];

pub(super) fn lint(scope: &Scope<'_>, file: &RuleFile, module: &Module, add: &mut dyn FnMut(Finding)) {
    syntax::walk(module, &mut |node| {
        let Node::Expr(expr) = node else {
            return;
        };
        let Expr::Call { fcn, .. } = expr.as_ref() else {
            return;
        };
        let name = fcn.span().text();
        let mut found = |code, problem, reason, fix| {
            let (file, bytes) = (file.path.clone(), bytes(fcn));
            add(Finding { file, bytes, severity: Severity::Error, code, problem, reason, fix });
        };
        if let Some(path) = scope.path(module, fcn) {
            if !scope.is_defined(&path) {
                let problem = format!("there is no function data.{path}");
                found("unknown-function", problem, None, suggestion(name, scope.known(module)));
            }
            return;
        }
        let forbidden = FORBIDDEN.iter().find(|(prefix, _)| name.starts_with(prefix));
        if let Some((_, reason)) = forbidden {
            let problem = format!("the builtin {name} is not allowed");
            let fix = "work with what the input document holds (docs/input.md)".to_owned();
            found("forbidden-builtin", problem, Some(*reason), fix);
        } else if name != "print" && !BUILTINS.contains_key(name) {
            let problem = format!("there is no function {name} here");
            let reason = "neither this file, nor what it imports, nor infragrade's engine has it";
            found("unknown-function", problem, Some(reason), suggestion(name, scope.known(module)));
        }
    });
}

/// What could have been meant by a name.
pub(super) fn suggestion(name: &str, known: impl Iterator<Item = String>) -> String {
    const LIKE: f64 = 0.8;
    let scored = known.map(|known| (strsim::jaro_winkler(name, &known), known));
    match scored.max_by(|(a, x), (b, y)| a.total_cmp(b).then_with(|| y.cmp(x))) {
        Some((score, known)) if score > LIKE => format!("did you mean {known}?"),
        _ => "define it, or import the package that does".to_owned(),
    }
}

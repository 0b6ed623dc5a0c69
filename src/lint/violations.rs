//! What a check puts into its set `violation`: objects that say which resource, what was found and what is expected.

use regorus::unstable::{AssignOp, Expr, ExprRef, Literal, Module, Rule, RuleBody, RuleHead};

use super::scope::{Scope, package};
use super::{Finding, Severity};
use crate::policy::pack::RuleFile;
use crate::policy::syntax::{self, bytes};

const SENTENCE: &str = "a report shows the place, what was found and what is expected; a sentence alone is refused when it grades";
const PLACE: &str = "a student cannot tell which of their resources it is about";
const LIBRARY: &str = "build it with lib.result: mismatch, named, explained, problem or absent";

pub(super) fn lint(_: &Scope<'_>, file: &RuleFile, module: &Module, add: &mut dyn FnMut(Finding)) {
    if file.is_test() || !package(module).starts_with("checks.") {
        return;
    }
    let mut found = |code, bytes, problem: &str, reason| {
        let (file, problem, fix) = (file.path.clone(), problem.to_owned(), LIBRARY.to_owned());
        add(Finding { file, bytes, severity: Severity::Error, code, problem, reason, fix });
    };
    let violations: Vec<_> = module.policy.iter().filter(|rule| syntax::name(rule) == "violation").collect();
    if violations.is_empty() {
        let problem = "the check has no rule `violation contains …`";
        found(
            "no-violation",
            bytes(&module.package.refr),
            problem,
            Some("it is what the check says is wrong"),
        );
    }
    for rule in violations {
        let Rule::Spec { head: RuleHead::Set { key: Some(key), .. }, bodies, .. } = rule.as_ref() else {
            let problem = "the rule `violation` is no set";
            found(
                "no-violation",
                super::names::head(rule),
                problem,
                Some("a report lists the set's elements"),
            );
            continue;
        };
        let element = bound(key, bodies);
        if is_text(element) {
            found("string-violation", bytes(element), "a violation that is a string", Some(SENTENCE));
        } else if let Expr::Object { fields, .. } = element.as_ref() {
            let has = |name: &str| fields.iter().any(|(_, key, _)| key.span().text() == name);
            if !has("resource") && !has("type") {
                let problem = "a violation that names neither a resource nor a resource type";
                found("placeless-violation", bytes(element), problem, Some(PLACE));
            }
        }
    }
}

/// What a variable in the head is bound to in the body; anything else is itself.
fn bound<'m>(key: &'m ExprRef, bodies: &'m [RuleBody]) -> &'m ExprRef {
    let Expr::Var { span, .. } = key.as_ref() else {
        return key;
    };
    let statements = bodies.iter().flat_map(|body| &body.query.stmts);
    let mut values = statements.filter_map(|statement| match &statement.literal {
        Literal::Expr { expr, .. } => match expr.as_ref() {
            Expr::AssignExpr { op: AssignOp::ColEq, lhs, rhs, .. } if lhs.span().text() == span.text() => {
                Some(rhs)
            }
            _ => None,
        },
        _ => None,
    });
    values.next().unwrap_or(key)
}

/// Builtins whose value is a string.
const TEXTS: [&str; 9] =
    ["sprintf", "concat", "format_int", "lower", "upper", "replace", "substring", "trim", "trim_space"];

fn is_text(expr: &Expr) -> bool {
    match expr {
        Expr::String { .. } | Expr::RawString { .. } => true,
        Expr::Call { fcn, .. } => TEXTS.contains(&fcn.span().text()),
        _ => false,
    }
}

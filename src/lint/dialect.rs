//! Constructs that OPA, regorus' interpreter and its virtual machine do not understand alike: see docs/rules.md.

use regorus::unstable::{
    AssignOp, BoolOp, Expr, ExprRef, Literal, LiteralStmt, Module, Rule, RuleBody, RuleHead,
};

use super::scope::Scope;
use super::{Finding, Severity};
use crate::policy::pack::RuleFile;
use crate::policy::syntax::{self, Node, bytes};

const UNDER_NOT: &str = "OPA takes the inner part out of the `not`, so that the rule's body fails; regorus takes the negation as true";
const BINDING: &str =
    "regorus' virtual machine goes on with a variable that has no value; OPA and the interpreter stop";
const COLLECTION: &str = "over a string or a number regorus raises an error, where OPA has no elements";
const ELSE: &str = "regorus' virtual machine does not go on to `else` from a loop that finds nothing";
const KEYED: &str = "regorus' virtual machine loses the keys";
const WALK: &str = "regorus' virtual machine does not compile it";
const WILDCARD: &str = "an undefined reference and one without elements look alike";

pub(super) fn lint(scope: &Scope<'_>, file: &RuleFile, module: &Module, add: &mut dyn FnMut(Finding)) {
    let mut found = |severity, code, expr: &ExprRef, problem: String, reason, fix: &str| {
        let (file, bytes) = (file.path.clone(), bytes(expr));
        add(Finding { file, bytes, severity, code, problem, reason: Some(reason), fix: fix.to_owned() });
    };
    syntax::walk(module, &mut |node| {
        if let Node::Statement(LiteralStmt { literal: Literal::NotExpr { expr, .. }, .. }) = node {
            for part in undefined_parts(scope, module, expr) {
                found(
                    Severity::Error,
                    "undefined-under-not",
                    part,
                    format!("`{}` may be undefined, under `not`", part.span().text()),
                    UNDER_NOT,
                    "name the value above, with object.get and a default, or put the negation into a rule of its own",
                );
            }
        }
        if let Node::Expr(expr) = node
            && is_wildcard(expr)
        {
            let fix = "write `some element in collection`";
            found(Severity::Warning, "wildcard", expr, "`[_]` iterates".to_owned(), WILDCARD, fix);
        }
        if file.is_test() {
            return;
        }
        if let Some((code, expr, problem, reason, fix)) = for_the_machine(scope, module, node) {
            found(Severity::Warning, code, expr, problem, reason, fix);
        }
    });
}

type Difference<'m> = (&'static str, &'m ExprRef, String, &'static str, &'static str);

/// What only the virtual machine takes otherwise: tests do not run on it.
fn for_the_machine<'m>(scope: &Scope<'_>, module: &Module, node: Node<'m>) -> Option<Difference<'m>> {
    match node {
        Node::Rule(rule) => keyed_set(rule).or_else(|| loop_before_else(rule)),
        Node::Statement(statement) => match &statement.literal {
            Literal::SomeIn { collection, .. } => {
                let uncertain = is_reference(collection) && scope.may_be_undefined(module, collection);
                let problem = format!("`{}` may be no collection", collection.span().text());
                let fix = "wrap it in cfn.list or cfn.entries";
                uncertain.then_some(("uncertain-collection", collection, problem, COLLECTION, fix))
            }
            Literal::Expr { expr, .. } => uncertain_binding(scope, module, expr),
            _ => None,
        },
        Node::Expr(expr) => match expr.as_ref() {
            Expr::Call { fcn, .. } if fcn.span().text() == "walk" => {
                Some(("walk", expr, "a call of walk".to_owned(), WALK, "name the levels one by one"))
            }
            _ => None,
        },
    }
}

fn uncertain_binding<'m>(scope: &Scope<'_>, module: &Module, expr: &'m ExprRef) -> Option<Difference<'m>> {
    let Expr::AssignExpr { op: AssignOp::ColEq, lhs, rhs, .. } = expr.as_ref() else {
        return None;
    };
    let uncertain = is_reference(rhs) && !is_wildcard(rhs) && scope.may_be_undefined(module, rhs);
    let problem = format!("`{}` is bound to something that may be undefined", lhs.span().text());
    let fix = "use object.get with a default, or cfn.property";
    uncertain.then_some(("uncertain-binding", rhs, problem, BINDING, fix))
}

fn is_reference(expr: &ExprRef) -> bool {
    matches!(expr.as_ref(), Expr::RefDot { .. } | Expr::RefBrack { .. })
}

fn is_wildcard(expr: &ExprRef) -> bool {
    let Expr::RefBrack { index, .. } = expr.as_ref() else {
        return false;
    };
    matches!(index.as_ref(), Expr::Var { span, .. } if span.text() == "_")
}

/// The arguments and computed keys under a `not` that may have no value. The outermost reference and the sides of `==`
/// may be undefined: that is what `not` is for.
fn undefined_parts<'m>(scope: &Scope<'_>, module: &Module, negated: &'m ExprRef) -> Vec<&'m ExprRef> {
    let mut parts = Vec::new();
    syntax::walk_expr(negated, &mut |node| {
        let Node::Expr(expr) = node else {
            return;
        };
        match expr.as_ref() {
            Expr::Call { params, .. } => parts.extend(params),
            Expr::RefBrack { index, .. } => parts.push(index),
            Expr::Membership { key, value, collection, .. } => {
                parts.extend(key.iter().chain([value, collection]));
            }
            Expr::BoolExpr { op, lhs, rhs, .. } if *op != BoolOp::Eq => parts.extend([lhs, rhs]),
            Expr::ArithExpr { lhs, rhs, .. } | Expr::BinExpr { lhs, rhs, .. } => parts.extend([lhs, rhs]),
            _ => {}
        }
    });
    parts.retain(|part| scope.may_be_undefined(module, part));
    // Of parts within each other the outer one is enough.
    let outer: Vec<_> = parts.iter().map(|part| bytes(part)).collect();
    parts.retain(|part| {
        let own = bytes(part);
        !outer.iter().any(|other| *other != own && other.start <= own.start && own.end <= other.end)
    });
    parts
}

fn keyed_set(rule: &Rule) -> Option<Difference<'_>> {
    let Rule::Spec { head: RuleHead::Set { refr, .. }, .. } = rule else {
        return None;
    };
    let problem = format!("`{} contains` has a key", refr.span().text());
    let fix = "build the object with a comprehension: `p := {k: v | …}`";
    matches!(refr.as_ref(), Expr::RefBrack { .. }).then_some(("keyed-set", refr, problem, KEYED, fix))
}

fn loop_before_else(rule: &Rule) -> Option<Difference<'_>> {
    let Rule::Spec { bodies, .. } = rule else {
        return None;
    };
    let followed = bodies.iter().zip(bodies.iter().skip(1)).filter(|(_, next)| next.is_else);
    let mut loops = followed.filter_map(|(body, _)| first_loop(body));
    let problem = "a loop in a branch that `else` follows".to_owned();
    let fix = "put the loop into a comprehension or a helper rule";
    loops.next().map(|expr| ("loop-before-else", expr, problem, ELSE, fix))
}

fn first_loop(body: &RuleBody) -> Option<&ExprRef> {
    body.query.stmts.iter().find_map(|statement| match &statement.literal {
        Literal::SomeIn { collection, .. } => Some(collection),
        _ => None,
    })
}

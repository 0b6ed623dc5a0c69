//! Why a test failed: which of its lines does not hold, and what that line compares.

use std::fmt::Write as _;
use std::ops::Range;

use regorus::unstable::{AssignOp, BoolOp, Expr, ExprRef, Literal, LiteralStmt, Module, Rule};
use regorus::{Engine, Value};

use crate::policy::pack::{RuleFile, compile};
use crate::policy::syntax;

/// Why a test failed.
#[derive(Debug)]
pub struct Failure {
    /// The first line that does not hold, from 1, and what is written there.
    pub line: Option<(usize, String)>,
    /// What happened instead.
    pub reason: String,
    /// The values of both sides, where that line compares two.
    pub compared: Option<Compared>,
}

/// The two sides of a comparison that does not hold.
#[derive(Debug)]
pub struct Compared {
    /// What the rules say; `None` when that is undefined.
    pub found: Option<Value>,
    /// What the test says.
    pub expected: Option<Value>,
}

/// The rules that look into a test are called this and a number.
const PROBE: &str = "infragrade_probe_";

impl Failure {
    /// Looks for the line by evaluating the test as far as to each.
    pub(super) fn of(engine: &Engine, file: &RuleFile, module: &Module, test: &str, reason: String) -> Self {
        let found = statements(module, test)
            .and_then(|statements| Probe::new(engine, file, module, statements)?.first_failure());
        match found {
            Some((statement, compared)) => {
                let start = statement.span.start as usize;
                let line = file.text[..start].matches('\n').count() + 1;
                let written = file.text.lines().nth(line - 1).unwrap_or_default().trim().to_owned();
                Self { line: Some((line, written)), reason, compared }
            }
            None => Self { line: None, reason, compared: None },
        }
    }
}

fn statements<'m>(module: &'m Module, test: &str) -> Option<&'m [LiteralStmt]> {
    let rule = module.policy.iter().find(|rule| syntax::name(rule) == test)?;
    let Rule::Spec { bodies, .. } = rule.as_ref() else {
        return None;
    };
    Some(&bodies.first()?.query.stmts)
}

/// An engine with rules that hold a test's lines up to each, and the sides of its comparisons.
struct Probe<'m> {
    engine: Engine,
    package: &'m str,
    statements: &'m [LiteralStmt],
}

impl<'m> Probe<'m> {
    fn new(
        engine: &Engine,
        file: &'m RuleFile,
        module: &Module,
        statements: &'m [LiteralStmt],
    ) -> Option<Self> {
        let (package, _) = file.package()?;
        let mut text = format!("package {package}\n\n");
        for import in &module.imports {
            let _ = writeln!(text, "{}", written(&file.text, import.span.start, import.span.end));
        }
        let mut before = String::new();
        for (i, statement) in statements.iter().enumerate() {
            let Range { start, end } = statement.span.start..statement.span.end;
            if let Some((_, rhs)) = comparison(statement) {
                let (sides, with) = sides(&file.text, statement, rhs);
                for (side, value) in [("left", sides.0), ("right", sides.1)] {
                    let _ = writeln!(
                        text,
                        "\n{PROBE}{i}_{side} := {PROBE}value if {{\n{before}{PROBE}value := {value} {with}\n}}"
                    );
                }
            }
            let _ = writeln!(before, "{}", written(&file.text, start, end));
            let _ = writeln!(text, "\n{PROBE}{i} if {{\n{before}}}");
        }
        let mut engine = engine.clone();
        engine.set_enable_coverage(false);
        compile::add(&mut engine, &RuleFile { path: "probe.rego".into(), text }).ok()?;
        Some(Self { engine, package, statements })
    }

    fn first_failure(mut self) -> Option<(&'m LiteralStmt, Option<Compared>)> {
        let statements = self.statements;
        for (i, statement) in statements.iter().enumerate() {
            if self.value(&i.to_string()).is_some() {
                continue;
            }
            let compared = comparison(statement).map(|(lhs, rhs)| {
                let (left, right) = (self.value(&format!("{i}_left")), self.value(&format!("{i}_right")));
                if is_written_out(lhs) && !is_written_out(rhs) {
                    Compared { found: right, expected: left }
                } else {
                    Compared { found: left, expected: right }
                }
            });
            return Some((statement, compared));
        }
        None
    }

    /// The value of a probe; `None` when it is undefined.
    fn value(&mut self, probe: &str) -> Option<Value> {
        let value = self.engine.eval_rule(format!("data.{}.{PROBE}{probe}", self.package)).ok()?;
        (value != Value::Undefined).then_some(value)
    }
}

/// The sides of `==`, or of `=`.
fn comparison(statement: &LiteralStmt) -> Option<(&ExprRef, &ExprRef)> {
    let Literal::Expr { expr, .. } = &statement.literal else {
        return None;
    };
    match expr.as_ref() {
        Expr::BoolExpr { op: BoolOp::Eq, lhs, rhs, .. }
        | Expr::AssignExpr { op: AssignOp::Eq, lhs, rhs, .. } => Some((lhs, rhs)),
        _ => None,
    }
}

/// Whether an expression is a value that the test's author wrote, not one that a rule gives.
fn is_written_out(expr: &ExprRef) -> bool {
    let mut literal = true;
    syntax::walk_expr(expr, &mut |node| {
        if let syntax::Node::Expr(part) = node {
            literal &=
                !matches!(part.as_ref(), Expr::Call { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. });
        }
    });
    literal
}

/// A comparison as it is written: its sides, and its `with`. Only where expressions begin is certain, not where they end.
fn sides<'t>(text: &'t str, statement: &LiteralStmt, rhs: &ExprRef) -> ((&'t str, &'t str), &'t str) {
    let whole = written(text, statement.span.start, statement.span.end);
    let first = whole.as_ptr() as usize - text.as_ptr() as usize;
    let with =
        statement.with_mods.first().map_or(whole.len(), |modifier| modifier.span.start as usize - first);
    let operator = whole[..rhs.span().start as usize - first].rfind('=').unwrap_or_default();
    ((whole[..operator].trim_end_matches('='), &whole[operator + 1..with]), &whole[with..])
}

/// A part of a file; the parser's spans of strings leave out the quotes.
fn written(text: &str, start: u32, end: u32) -> &str {
    let (start, end) = (start as usize, syntax::written_to(text, end));
    let quoted = text[..start].ends_with(['"', '`']);
    &text[start - usize::from(quoted)..end]
}

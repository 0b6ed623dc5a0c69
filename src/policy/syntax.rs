//! The syntax tree of a Rego file, as regorus parses it, and a walk over it.

use std::ops::Range;

use regorus::Source;
use regorus::unstable::{
    Expr, ExprRef, Literal, LiteralStmt, Module, Parser, Query, Rule, RuleBody, RuleHead,
};

use super::pack::{Error, RuleFile, compile};

/// Parses a file as Rego v1.
///
/// # Errors
/// A syntax error, with its line.
pub(crate) fn parse(file: &RuleFile) -> Result<Module, Error> {
    parsed(file, true).map_err(|message| compile::syntax_error(file, &message))
}

/// Whether a file parses as Rego v0, which may use the words of v1.
pub(crate) fn is_v0(file: &RuleFile) -> bool {
    parsed(file, false).is_ok()
}

fn parsed(file: &RuleFile, v1: bool) -> Result<Module, String> {
    let parse = || {
        let source = Source::from_contents(file.path.display().to_string(), file.text.clone())?;
        let mut parser = Parser::new(&source)?;
        if v1 {
            parser.enable_rego_v1()?;
        } else {
            // Without them regorus prints warnings.
            ["contains", "every", "if", "in"]
                .iter()
                .try_for_each(|word| parser.set_future_keyword(word, &None))?;
        }
        parser.parse()
    };
    parse().map_err(|error| error.to_string())
}

/// What a walk meets.
#[derive(Clone, Copy)]
pub(crate) enum Node<'m> {
    Rule(&'m Rule),
    Statement(&'m LiteralStmt),
    Expr(&'m ExprRef),
}

/// Calls `visit` with everything in a module, what contains before what is contained.
pub(crate) fn walk<'m>(module: &'m Module, visit: &mut dyn FnMut(Node<'m>)) {
    for rule in &module.policy {
        walk_rule(rule, visit);
    }
}

pub(crate) fn walk_rule<'m>(rule: &'m Rule, visit: &mut dyn FnMut(Node<'m>)) {
    visit(Node::Rule(rule));
    match rule {
        Rule::Default { value, .. } => walk_expr(value, visit),
        Rule::Spec { head, bodies, .. } => {
            match head {
                RuleHead::Compr { refr, assign, .. } => {
                    walk_expr(refr, visit);
                    assign.iter().for_each(|assign| walk_expr(&assign.value, visit));
                }
                RuleHead::Set { refr, key, .. } => {
                    walk_expr(refr, visit);
                    key.iter().for_each(|key| walk_expr(key, visit));
                }
                RuleHead::Func { refr, args, assign, .. } => {
                    walk_expr(refr, visit);
                    args.iter().for_each(|arg| walk_expr(arg, visit));
                    assign.iter().for_each(|assign| walk_expr(&assign.value, visit));
                }
            }
            for RuleBody { assign, query, .. } in bodies {
                assign.iter().for_each(|assign| walk_expr(&assign.value, visit));
                walk_query(query, visit);
            }
        }
    }
}

fn walk_query<'m>(query: &'m Query, visit: &mut dyn FnMut(Node<'m>)) {
    for statement in &query.stmts {
        visit(Node::Statement(statement));
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { key, value, collection, .. } => {
                key.iter().for_each(|key| walk_expr(key, visit));
                walk_expr(value, visit);
                walk_expr(collection, visit);
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => walk_expr(expr, visit),
            Literal::Every { domain, query, .. } => {
                walk_expr(domain, visit);
                walk_query(query, visit);
            }
        }
        for modifier in &statement.with_mods {
            walk_expr(&modifier.r#as, visit);
        }
    }
}

/// Calls `visit` with an expression and all that is in it.
pub(crate) fn walk_expr<'m>(expr: &'m ExprRef, visit: &mut dyn FnMut(Node<'m>)) {
    visit(Node::Expr(expr));
    let (parts, query) = parts(expr);
    parts.into_iter().for_each(|part| walk_expr(part, visit));
    query.into_iter().for_each(|query| walk_query(query, visit));
}

/// The expressions directly in an expression, and the query of a comprehension.
pub(crate) fn parts(expr: &Expr) -> (Vec<&ExprRef>, Option<&Query>) {
    match expr {
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::Var { .. } => (Vec::new(), None),
        Expr::Array { items, .. } | Expr::Set { items, .. } => (items.iter().collect(), None),
        Expr::Object { fields, .. } => {
            (fields.iter().flat_map(|(_, key, value)| [key, value]).collect(), None)
        }
        Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
            (vec![term], Some(query))
        }
        Expr::ObjectCompr { key, value, query, .. } => (vec![key, value], Some(query)),
        Expr::Call { fcn, params, .. } => ([fcn].into_iter().chain(params).collect(), None),
        Expr::UnaryExpr { expr, .. } => (vec![expr], None),
        Expr::RefDot { refr, .. } => (vec![refr], None),
        Expr::RefBrack { refr, index, .. } => (vec![refr, index], None),
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => (vec![lhs, rhs], None),
        Expr::Membership { key, value, collection, .. } => {
            (key.iter().chain([value, collection]).collect(), None)
        }
    }
}

/// The name of the rule that a head defines: `p` in `p[x] := 1`.
pub(crate) fn name(rule: &Rule) -> &str {
    let refr = match rule {
        Rule::Default { refr, .. } => refr,
        Rule::Spec { head, .. } => match head {
            RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. } => refr,
        },
    };
    root(refr).map_or("", |(name, _)| name)
}

/// The variable that a reference begins with, and the constant fields after it until one is computed.
pub(crate) fn root(expr: &ExprRef) -> Option<(&str, Vec<&str>)> {
    match expr.as_ref() {
        Expr::Var { span, .. } => Some((span.text(), Vec::new())),
        Expr::RefDot { refr, field, .. } => {
            let (name, mut fields) = root(refr)?;
            fields.push(field.0.text());
            Some((name, fields))
        }
        Expr::RefBrack { refr, index, .. } => {
            let (name, mut fields) = root(refr)?;
            if let Expr::String { span, .. } = index.as_ref() {
                fields.push(span.text());
            }
            Some((name, fields))
        }
        _ => None,
    }
}

/// Where what ends at a byte ends in writing: the parser's spans leave out white space, but not always, and quotes.
pub(crate) fn written_to(text: &str, end: u32) -> usize {
    let end = text[..end as usize].trim_end().len();
    if matches!(text.as_bytes().get(end), Some(b'"' | b'`')) { end + 1 } else { end }
}

/// The first byte of an expression and the one after its last. The parser's own span does not reach over all of it.
pub(crate) fn bytes(expr: &ExprRef) -> Range<usize> {
    let span = expr.span();
    span.start as usize..span.end as usize
}

//! Merging statements, so that policies get smaller.

use std::rc::Rc;

use super::PolicyStatement;
use super::principals::{LITERAL_STRING, Principal};
use crate::error::Result;
use crate::json::Map;
use crate::value::{Text, Value};

/// Statements are not merged into larger ones when the document is going to be split.
const MAX_MERGE_SIZE: usize = 2000;

/// How statements are merged.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Merging {
    /// Only statements that are equal.
    pub(super) only_equal: bool,
    /// What a token counts for, if there is a limit to the size of merged statements.
    pub(super) arn_estimate: Option<usize>,
}

/// Merges statements as far as their meaning stays the same.
pub(super) fn merge_statements(
    mut statements: Vec<PolicyStatement>,
    merging: Merging,
) -> Result<Vec<PolicyStatement>> {
    while one_pass(&mut statements, merging)? {}
    Ok(statements)
}

fn one_pass(statements: &mut Vec<PolicyStatement>, merging: Merging) -> Result<bool> {
    let mut changed = false;
    let mut i = 0;
    while i < statements.len() {
        let mut j = i + 1;
        while j < statements.len() {
            match merge(&statements[i], &statements[j], merging)? {
                Some(merged) => {
                    statements[i] = merged;
                    statements.remove(j);
                    changed = true;
                }
                None => j += 1,
            }
        }
        i += 1;
    }
    Ok(changed)
}

fn merge(a: &PolicyStatement, b: &PolicyStatement, merging: Merging) -> Result<Option<PolicyStatement>> {
    let same_frame = a.effect == b.effect
        && same_conditions(&a.conditions, &b.conditions)
        && same_set(&a.not_actions, &b.not_actions)
        && same_set(&a.not_resources, &b.not_resources)
        && same_principals(&a.not_principals, &b.not_principals);
    if !same_frame {
        return Ok(None);
    }
    let same = [
        same_set(&a.actions, &b.actions),
        same_set(&a.resources, &b.resources),
        same_principals(&a.principals, &b.principals),
    ];
    let waiting: Vec<_> = a.waiting.iter().chain(&b.waiting).cloned().collect();
    if merging.only_equal {
        let equal = a.sid == b.sid && same == [true; 3];
        return Ok(equal.then(|| PolicyStatement { waiting, ..a.clone() }));
    }
    let differences = same.iter().filter(|same| !**same).count();
    if a.sid.is_some() || b.sid.is_some() || differences > 1 || is_literal(a)? != is_literal(b)? {
        return Ok(None);
    }
    let combined = PolicyStatement {
        actions: union(&a.actions, &b.actions),
        resources: union(&a.resources, &b.resources),
        principals: merge_principals(&a.principals, &b.principals),
        waiting,
        ..a.clone()
    };
    match merging.arn_estimate {
        Some(arn) if combined.estimate_size(arn)? > MAX_MERGE_SIZE => Ok(None),
        _ => Ok(Some(combined)),
    }
}

fn same_conditions(a: &Map<Value>, b: &Map<Value>) -> bool {
    a.iter().eq(b.iter())
}

fn same_set(a: &[Text], b: &[Text]) -> bool {
    a.len() == b.len() && a.iter().all(|text| b.contains(text))
}

/// Sorted as the CDK does it, which decides the order of exports; the document is sorted again when it is resolved.
fn union(a: &[Text], b: &[Text]) -> Vec<Text> {
    let mut all = a.to_vec();
    all.extend(b.iter().filter(|text| !a.contains(text)).cloned());
    all.sort_by_cached_key(Text::creation_key);
    all
}

/// Whether two principals are the same.
fn is_same(a: &Principal, b: &Principal) -> bool {
    match (a.dedupe_key(), b.dedupe_key()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => Rc::ptr_eq(a, b),
        _ => false,
    }
}

fn same_principals(a: &[Principal], b: &[Principal]) -> bool {
    let contains = |all: &[Principal], one: &Principal| all.iter().any(|other| is_same(other, one));
    a.iter().all(|one| contains(b, one)) && b.iter().all(|one| contains(a, one))
}

fn merge_principals(a: &[Principal], b: &[Principal]) -> Vec<Principal> {
    let mut merged: Vec<Principal> = Vec::new();
    for principal in a.iter().chain(b) {
        if !merged.iter().any(|known| is_same(known, principal)) {
            merged.push(principal.clone());
        }
    }
    merged
}

fn is_literal(statement: &PolicyStatement) -> Result<bool> {
    for principal in &statement.principals {
        if principal.policy_fragment()?.principal_json.contains_key(LITERAL_STRING) {
            return Ok(true);
        }
    }
    Ok(false)
}

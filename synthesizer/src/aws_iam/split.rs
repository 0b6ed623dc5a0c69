//! Documents that are too large for one policy.

use super::merge::{Merging, merge_statements};
use super::{PolicyDocument, PolicyStatement};
use crate::construct::Node;
use crate::error::{Error, Result};
use crate::json::Json;

const ARN_SIZE_ESTIMATE: &str = "@aws-cdk/aws-iam.arnSizeEstimate";
const DEFAULT_ARN_SIZE_ESTIMATE: usize = 150;

/// Moves statements that do not fit into `own_size` characters to further documents of `other_size` each.
pub(super) fn split_document(
    document: &PolicyDocument,
    scope: &Node,
    own_size: usize,
    other_size: usize,
) -> Result<Vec<PolicyDocument>> {
    let arn_estimate = arn_size_estimate(scope)?;
    let merging = Merging { only_equal: !document.should_merge(scope), arn_estimate: Some(arn_estimate) };
    let mut own: Vec<PolicyStatement> = Vec::new();
    let mut size = 0;
    let mut others: Vec<(PolicyDocument, usize)> = Vec::new();
    for statement in merge_statements(document.statements(), merging)? {
        let more = statement.estimate_size(arn_estimate)?;
        if size + more < own_size {
            size += more;
            own.push(statement);
            continue;
        }
        let place = others.iter().position(|(_, used)| used + more <= other_size).unwrap_or_else(|| {
            others.push((document.sibling(), 0));
            others.len() - 1
        });
        let (other, used) = &mut others[place];
        other.add_statements([statement]);
        *used += more;
    }
    document.set_statements(own);
    Ok(others.into_iter().map(|(document, _)| document).collect())
}

fn arn_size_estimate(scope: &Node) -> Result<usize> {
    match scope.try_get_context(ARN_SIZE_ESTIMATE) {
        None | Some(Json::Null) => Ok(DEFAULT_ARN_SIZE_ESTIMATE),
        Some(Json::Integer(number)) if number >= 0 => Ok(number as usize),
        Some(other) => Err(Error::message(format!(
            "Context value {ARN_SIZE_ESTIMATE} should be a number, got {}",
            other.stringify(0)
        ))),
    }
}

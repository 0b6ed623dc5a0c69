//! The name of a secret, which is in its ARN before the six characters that AWS put there.

use crate::error::{Error, Result};
use crate::stack::{ArnFormat, Stack};
use crate::value::{Fn, Text};

/// Whether the six characters are there. An ARN that is known later is taken to be complete.
pub(super) fn is_complete(arn: &Text) -> bool {
    arn.as_literal().is_none_or(|arn| {
        arn.rsplit_once('-')
            .is_some_and(|(_, end)| end.len() == 6 && end.bytes().all(|b| b.is_ascii_alphanumeric()))
    })
}

/// The name of a secret with this ARN.
pub(super) fn of_imported(stack: &Stack, arn: &Text) -> Result<Text> {
    let resource_name = resource_name(stack, arn)?;
    let known = resource_name.as_literal().and_then(|name| name.rsplit_once('-'));
    Ok(match known {
        Some((name, end)) if end.len() == 6 => name.into(),
        _ => resource_name,
    })
}

/// The name of a secret of this stack: as many parts of the ARN's end as the given name has.
pub(super) fn of_owned(stack: &Stack, arn: &Text, given: Option<&Text>) -> Result<Text> {
    let resource_name = resource_name(stack, arn)?;
    let parts = match given {
        None => 2,
        Some(name) => match name.as_literal() {
            None => return Ok(name.clone()),
            Some(name) => name.split('-').count(),
        },
    };
    Ok(Fn::join("-", (0..parts).map(|index| Fn::select(index, &Fn::split("-", &resource_name)))))
}

fn resource_name(stack: &Stack, arn: &Text) -> Result<Text> {
    let parts = stack.split_arn(arn, ArnFormat::ColonResourceName)?;
    parts.resource_name.ok_or_else(|| Error::message("invalid ARN format; no secret name provided"))
}

//! What many variants take hold of.

use synthesizer::aws_secretsmanager::Secret;
use synthesizer::{CfnResource, Construct, Error, Result};

use crate::{DataStack, StackBuilder};

/// The resource that a construct stands for, to change what the construct does not let one change.
pub(crate) fn resource_of(construct: &dyn Construct) -> Result<CfnResource> {
    let resource = construct.node().default_child().as_ref().and_then(CfnResource::at);
    resource.ok_or_else(|| Error::message("the construct stands for no resource"))
}

/// The database's secret, once the data stack is made.
pub(crate) fn database_secret(stack: &StackBuilder<'_>) -> Result<Secret> {
    let data: DataStack = stack.made("data-stack")?;
    data.aurora_db.secret().cloned().ok_or_else(|| Error::message("the database has no secret"))
}

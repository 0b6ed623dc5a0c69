//! Where a stack is deployed.

use crate::construct::Node;
use crate::value::{Aws, Text};

/// Account and region. What is not given is the app's, or not known before deployment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// Account number, 12 digits.
    pub account: Option<String>,
    /// Region, such as `us-west-2`.
    pub region: Option<String>,
}

impl Environment {
    /// This account and region.
    pub fn new(account: impl Into<String>, region: impl Into<String>) -> Environment {
        Environment { account: Some(account.into()), region: Some(region.into()) }
    }

    /// What a stack with this environment, in the stage of `node`, is deployed to.
    pub(super) fn resolved(given: Option<Environment>, node: &Node) -> (Text, Text) {
        let given = given.unwrap_or_default();
        let stage = node.stage_environment();
        let account = given.account.or(stage.account);
        let region = given.region.or(stage.region);
        (account.map_or_else(Aws::account_id, Text::from), region.map_or_else(Aws::region, Text::from))
    }
}

/// `aws://ACCOUNT/REGION`
pub(super) fn format(account: &Text, region: &Text) -> String {
    let account = account.as_literal().unwrap_or("unknown-account");
    let region = region.as_literal().unwrap_or("unknown-region");
    format!("aws://{account}/{region}")
}

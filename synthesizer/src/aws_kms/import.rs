//! Keys that were made elsewhere.

use super::key::{Details, Key};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::stack::ArnFormat;
use crate::value::Text;

impl Key {
    /// A key that was made elsewhere, by its ARN. Its policy stays as it is.
    pub fn from_key_arn(scope: &dyn Construct, id: &str, key_arn: impl Into<Text>) -> Result<Key> {
        let arn = key_arn.into();
        let parts = scope.node().stack()?.split_arn(&arn, ArnFormat::SlashResourceName)?;
        let Some(key_id) = parts.resource_name else {
            let arn = arn.as_literal().unwrap_or("${Token}");
            return Err(scope.node().error(format!(
                "KMS key ARN must be in the format 'arn:<partition>:kms:<region>:<account>:key/<keyId>', got: '{arn}'"
            )));
        };
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        let details = Details { arn, id: key_id, policy: None, trust_account_identities: true };
        Ok(Key::from_details(node, details))
    }
}

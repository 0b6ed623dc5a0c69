//! Security groups that were made elsewhere.

use super::SecurityGroup;
use super::security_group::Kind;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::value::Text;

/// What is known of a security group that was made elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct SecurityGroupImportOptions {
    /// Whether its members may talk to everyone, so that rules about that are left out.
    pub allow_all_outbound: bool,
    /// Whether rules are added to it.
    pub mutable: bool,
}

impl Default for SecurityGroupImportOptions {
    fn default() -> SecurityGroupImportOptions {
        SecurityGroupImportOptions { allow_all_outbound: true, mutable: true }
    }
}

impl SecurityGroup {
    /// A security group that was made elsewhere.
    pub fn from_security_group_id(
        scope: &dyn Construct,
        id: &str,
        security_group_id: impl Into<Text>,
        options: SecurityGroupImportOptions,
    ) -> Result<SecurityGroup> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        let kind = Kind::Imported {
            ingress: options.mutable,
            egress: options.mutable && !options.allow_all_outbound,
            allow_all_outbound: options.allow_all_outbound,
        };
        Ok(SecurityGroup::at(node, security_group_id.into(), kind))
    }
}

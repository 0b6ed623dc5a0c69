//! Permissions boundaries of everything below a construct.

use super::ManagedPolicy;
use crate::aspect::{Aspect, Aspects};
use crate::cfn::CfnResource;
use crate::construct::{Construct, Node};
use crate::error::Result;
use crate::value::Text;

const PROPERTY: &str = "PermissionsBoundary";

/// Sets the permissions boundaries of all roles and users below a construct.
#[derive(Debug)]
pub struct PermissionsBoundary {
    node: Node,
}

impl PermissionsBoundary {
    /// Those of everything below this construct.
    pub fn of(construct: &dyn Construct) -> PermissionsBoundary {
        PermissionsBoundary { node: construct.node().clone() }
    }

    /// Allows the roles and users at most what the policy allows.
    pub fn apply(&self, boundary_policy: &ManagedPolicy) {
        Aspects::of(&self.node).add(Boundary(Some(boundary_policy.managed_policy_arn())));
    }

    /// Takes their boundaries away.
    pub fn clear(&self) {
        Aspects::of(&self.node).add(Boundary(None));
    }
}

struct Boundary(Option<Text>);

impl Aspect for Boundary {
    fn visit(&self, node: &Node) -> Result<()> {
        let bounded = |resource: &CfnResource| {
            ["AWS::IAM::Role", "AWS::IAM::User"].contains(&&*resource.resource_type())
        };
        if let Some(resource) = CfnResource::at(node).filter(bounded) {
            match &self.0 {
                Some(arn) => resource.add_property_override(PROPERTY, arn),
                None => resource.add_property_deletion_override(PROPERTY),
            }
        }
        Ok(())
    }
}

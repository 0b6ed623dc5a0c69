//! Instance profiles: how EC2 instances get roles.

use super::{Role, RoleProps, ServicePrincipal};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::value::Text;
use crate::{PhysicalName, props};

/// What an instance profile can be told.
#[derive(Clone, Default)]
pub struct InstanceProfileProps {
    /// Made by CloudFormation if none is given.
    pub instance_profile_name: Option<Text>,
    /// Made here if none is given.
    pub role: Option<Role>,
    /// Such as `/course/`.
    pub path: Option<String>,
}

/// How an EC2 instance gets a role.
#[derive(Clone)]
pub struct InstanceProfile {
    node: Node,
    resource: CfnResource,
    role: Role,
}

crate::construct!(InstanceProfile);

impl InstanceProfile {
    /// An instance profile.
    pub fn new(scope: &dyn Construct, id: &str, props: InstanceProfileProps) -> Result<InstanceProfile> {
        let node = Node::new(scope, id, ConstructInfo::cdk("aws-cdk-lib.aws_iam.InstanceProfile"))?;
        let role = match props.role {
            Some(role) => role,
            None => {
                let ec2 = ServicePrincipal::new("ec2.amazonaws.com");
                let role_name = Some(PhysicalName::generate_if_needed());
                Role::new(&node, "InstanceRole", RoleProps { role_name, ..RoleProps::assumed_by(ec2) })?
            }
        };
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::IAM::InstanceProfile",
            props! {
                "Roles" => [role.role_name()],
                "InstanceProfileName" => props.instance_profile_name,
                "Path" => props.path,
            },
        )?;
        Ok(InstanceProfile { node, resource, role })
    }

    /// Its name.
    pub fn instance_profile_name(&self) -> Text {
        self.resource.ref_()
    }

    /// Its ARN.
    pub fn instance_profile_arn(&self) -> Text {
        self.resource.get_att("Arn")
    }

    /// Its role.
    pub fn role(&self) -> &Role {
        &self.role
    }
}

//! Keys with which users sign requests.

use super::User;
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::value::{Text, macros::text_enum};
use crate::{SecretValue, props};

text_enum! {
    /// Whether a key can be used.
    AccessKeyStatus { Active = "Active", Inactive = "Inactive" }
}

/// What an access key can be told.
#[derive(Clone)]
pub struct AccessKeyProps {
    /// Whose it is.
    pub user: User,
    /// Another number makes another key.
    pub serial: Option<u32>,
    /// Active if nothing is given.
    pub status: Option<AccessKeyStatus>,
}

impl AccessKeyProps {
    /// An active key of this user.
    pub fn new(user: User) -> AccessKeyProps {
        AccessKeyProps { user, serial: None, status: None }
    }
}

/// A key with which a user signs requests.
#[derive(Debug, Clone)]
pub struct AccessKey {
    node: Node,
    resource: CfnResource,
}

crate::construct!(AccessKey);

impl AccessKey {
    /// A key.
    pub fn new(scope: &dyn Construct, id: &str, props: AccessKeyProps) -> Result<AccessKey> {
        let node = Node::new(scope, id, ConstructInfo::cdk("aws-cdk-lib.aws_iam.AccessKey"))?;
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::IAM::AccessKey",
            props! {
                "UserName" => props.user.user_name(),
                "Serial" => props.serial,
                "Status" => props.status,
            },
        )?;
        Ok(AccessKey { node, resource })
    }

    /// Its public part.
    pub fn access_key_id(&self) -> Text {
        self.resource.ref_()
    }

    /// Its secret part.
    pub fn secret_access_key(&self) -> SecretValue {
        SecretValue::unsafe_plain_text(self.resource.get_att("SecretAccessKey"))
    }
}

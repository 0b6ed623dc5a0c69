//! Resources that a function makes.

mod provider;

pub use provider::{CustomResourceProvider, CustomResourceProviderProps};

use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::{Error, Result};
use crate::json::Map;
use crate::value::{Text, Value};

/// A resource that a function makes. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomResource {
    node: Node,
    resource: CfnResource,
}

crate::construct!(CustomResource);

/// What a custom resource can be told.
#[derive(Debug, Clone)]
pub struct CustomResourceProps {
    /// The function's ARN.
    pub service_token: Text,
    /// Begins with `Custom::`; `AWS::CloudFormation::CustomResource` if not given.
    pub resource_type: Option<String>,
    /// What the function is told.
    pub properties: Map<Value>,
    /// What happens to it when it leaves its stack.
    pub removal_policy: RemovalPolicy,
}

impl CustomResourceProps {
    /// A resource that is deleted when it leaves its stack.
    pub fn new(service_token: Text) -> CustomResourceProps {
        CustomResourceProps {
            service_token,
            resource_type: None,
            properties: Map::new(),
            removal_policy: RemovalPolicy::Destroy,
        }
    }
}

impl CustomResource {
    /// Its own class; others that are custom resources say theirs.
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.CustomResource");

    /// A resource that a function makes.
    pub fn new(scope: &dyn Construct, id: &str, props: CustomResourceProps) -> Result<CustomResource> {
        let node = Node::new(scope, id, CustomResource::INFO)?;
        let resource_type = checked_type(props.resource_type)?;
        let mut properties = crate::entries! { "ServiceToken" => props.service_token };
        for (key, value) in props.properties {
            properties.insert(key, value);
        }
        let resource = CfnResource::new(&node, "Default", &resource_type, Value::Object(properties))?;
        resource.apply_removal_policy(props.removal_policy)?;
        Ok(CustomResource { node, resource })
    }

    /// The id that the function gave.
    pub fn ref_(&self) -> Text {
        self.resource.ref_()
    }

    /// A value that the function gave.
    pub fn get_att(&self, attribute: &str) -> Text {
        self.resource.get_att(attribute)
    }
}

fn checked_type(given: Option<String>) -> Result<String> {
    let Some(name) = given else {
        return Ok("AWS::CloudFormation::CustomResource".to_owned());
    };
    let Some(rest) = name.strip_prefix("Custom::") else {
        return Err(Error::message(format!("Custom resource type must begin with \"Custom::\" ({name})")));
    };
    if name.len() > 60 {
        return Err(Error::message(format!("Custom resource type length > 60 ({name})")));
    }
    if rest.is_empty() || !rest.chars().all(|c| c.is_ascii_alphanumeric() || "_@-".contains(c)) {
        return Err(Error::message(format!(
            "Custom resource type name can only include alphanumeric characters and _@- ({rest})"
        )));
    }
    Ok(name)
}

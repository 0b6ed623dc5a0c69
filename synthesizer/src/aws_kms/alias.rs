//! Names of keys.

use super::Key;
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::flags;
use crate::props;
use crate::stack::ArnComponents;
use crate::value::Text;

const PREFIX: &str = "alias/";

/// A name of a key. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Alias {
    node: Node,
    name: Text,
    target_key: Key,
}

crate::construct!(Alias);

/// What a name can be told.
#[derive(Debug, Clone)]
pub struct AliasProps {
    /// With or without `alias/` before it.
    pub alias_name: Text,
    /// The key.
    pub target_key: Key,
    /// What happens to the name when it leaves its stack.
    pub removal_policy: Option<RemovalPolicy>,
}

impl AliasProps {
    /// This name of this key.
    pub fn new(alias_name: impl Into<Text>, target_key: &Key) -> AliasProps {
        AliasProps { alias_name: alias_name.into(), target_key: target_key.clone(), removal_policy: None }
    }
}

impl Alias {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_kms.Alias");

    /// A name of a key.
    pub fn new(scope: &dyn Construct, id: &str, props: AliasProps) -> Result<Alias> {
        let alias_name = match props.alias_name.as_literal() {
            Some(name) => checked(scope.node(), name)?.into(),
            None => props.alias_name,
        };
        let node = Node::new(scope, id, Alias::INFO)?;
        let properties = props! { "AliasName" => &alias_name, "TargetKeyId" => props.target_key.key_arn() };
        let resource = CfnResource::typed(&node, "Resource", "AWS::KMS::Alias", properties)?;
        if let Some(policy) = props.removal_policy {
            resource.apply_removal_policy(policy)?;
        }
        let by_reference = node.is_enabled(flags::KMS_ALIAS_NAME_REF);
        let name = if by_reference { resource.ref_() } else { alias_name };
        Ok(Alias { node, name, target_key: props.target_key })
    }

    /// The name with `alias/` before it.
    pub fn alias_name(&self) -> Text {
        self.name.clone()
    }

    /// The key that it is a name of.
    pub fn alias_target_key(&self) -> &Key {
        &self.target_key
    }

    /// Its own ARN.
    pub fn key_arn(&self) -> Result<Text> {
        self.node.stack()?.format_arn(ArnComponents {
            service: "kms".into(),
            resource: self.name.clone(),
            ..ArnComponents::default()
        })
    }
}

fn checked(node: &Node, name: &str) -> Result<String> {
    let full = if name.starts_with(PREFIX) { name.to_owned() } else { format!("{PREFIX}{name}") };
    if full == PREFIX {
        return Err(node.error(format!("Alias must include a value after \"{PREFIX}\": {full}")));
    }
    if full.to_lowercase().starts_with("alias/aws/") {
        return Err(node.error(format!("Alias cannot start with alias/aws/: {full}")));
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || ":/_-".contains(c);
    if full.len() > 256 || !full.chars().all(allowed) {
        return Err(node.error("Alias name must be between 1 and 256 characters in a-zA-Z0-9:/_-"));
    }
    Ok(full)
}

//! Keys that viewers' addresses have to be signed by.

use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::value::Text;

/// A key that addresses can be signed by. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PublicKey {
    node: Node,
    id: Text,
}

crate::construct!(PublicKey);

/// What a key can be told.
#[derive(Debug, Clone)]
pub struct PublicKeyProps {
    /// In PEM.
    pub encoded_key: String,
    /// Made of the path if none is given.
    pub public_key_name: Option<String>,
    /// For people.
    pub comment: Option<String>,
}

impl PublicKey {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_cloudfront.PublicKey");

    /// A key.
    pub fn new(scope: &dyn Construct, id: &str, props: PublicKeyProps) -> Result<PublicKey> {
        let node = Node::new(scope, id, PublicKey::INFO)?;
        if !props.encoded_key.starts_with("-----BEGIN PUBLIC KEY-----") {
            let key = props.encoded_key;
            return Err(node.error(format!(
                "Public key must be in PEM format (with the BEGIN/END PUBLIC KEY lines); got {key}"
            )));
        }
        let config = props! {
            "Name" => name(&node, props.public_key_name)?,
            "CallerReference" => node.addr(),
            "EncodedKey" => props.encoded_key,
            "Comment" => props.comment,
        };
        let properties = props! { "PublicKeyConfig" => config };
        let resource = CfnResource::typed(&node, "Resource", "AWS::CloudFront::PublicKey", properties)?;
        Ok(PublicKey { node, id: resource.ref_() })
    }

    /// Its id.
    pub fn public_key_id(&self) -> Text {
        self.id.clone()
    }
}

/// Keys, by one of which addresses have to be signed. Cheap to clone.
#[derive(Debug, Clone)]
pub struct KeyGroup {
    node: Node,
    id: Text,
}

crate::construct!(KeyGroup);

/// What a group of keys can be told.
#[derive(Debug, Clone, Default)]
pub struct KeyGroupProps {
    /// The keys.
    pub items: Vec<PublicKey>,
    /// Made of the path if none is given.
    pub key_group_name: Option<String>,
    /// For people.
    pub comment: Option<String>,
}

impl KeyGroup {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_cloudfront.KeyGroup");

    /// A group of keys.
    pub fn new(scope: &dyn Construct, id: &str, props: KeyGroupProps) -> Result<KeyGroup> {
        let node = Node::new(scope, id, KeyGroup::INFO)?;
        let keys: Vec<Text> = props.items.iter().map(PublicKey::public_key_id).collect();
        let config = props! {
            "Name" => name(&node, props.key_group_name)?,
            "Comment" => props.comment,
            "Items" => keys,
        };
        let properties = props! { "KeyGroupConfig" => config };
        let resource = CfnResource::typed(&node, "Resource", "AWS::CloudFront::KeyGroup", properties)?;
        Ok(KeyGroup { node, id: resource.ref_() })
    }

    /// Its id.
    pub fn key_group_id(&self) -> Text {
        self.id.clone()
    }
}

fn name(node: &Node, given: Option<String>) -> Result<String> {
    match given {
        Some(name) => Ok(name),
        None => Ok(shortened(&node.unique_id()?, 80)),
    }
}

/// Takes characters out of the middle of an ASCII name.
pub(super) fn shortened(name: &str, most: usize) -> String {
    if name.len() <= most {
        return name.to_owned();
    }
    format!("{}{}", &name[..most / 2], &name[name.len() - most / 2..])
}

//! What other services and accounts may do with a region's logs.

use crate::aws_iam::PolicyDocument;
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::value::{Lazy, to_json_string};

/// What other services and accounts may do with a region's logs. Cheap to clone.
#[derive(Clone)]
pub struct ResourcePolicy {
    node: Node,
    document: PolicyDocument,
}

crate::construct!(ResourcePolicy);

impl std::fmt::Debug for ResourcePolicy {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("ResourcePolicy").field(&self.node).finish()
    }
}

impl ResourcePolicy {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_logs.ResourcePolicy");

    /// An empty policy; its name is made of its path if none is given.
    pub fn new(scope: &dyn Construct, id: &str, name: Option<&str>) -> Result<ResourcePolicy> {
        let node = Node::new(scope, id, ResourcePolicy::INFO)?;
        let document = PolicyDocument::default();
        let name = match name {
            Some(name) => name.to_owned(),
            None => node.unique_id()?,
        };
        let written = document.clone();
        let properties = props! {
            "PolicyName" => name,
            "PolicyDocument" => Lazy::text(move |_| Ok(to_json_string(written.unresolved()?))),
        };
        let resource = CfnResource::typed(&node, "ResourcePolicy", "AWS::Logs::ResourcePolicy", properties)?;
        node.set_default_child(&resource);
        Ok(ResourcePolicy { node, document })
    }

    /// Its statements.
    pub fn document(&self) -> &PolicyDocument {
        &self.document
    }
}

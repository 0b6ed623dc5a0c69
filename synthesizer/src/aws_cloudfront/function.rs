//! Functions that run at CloudFront's edges.

use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::value::Text;
use crate::{props, text};

/// A function that runs at CloudFront's edges. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Function {
    node: Node,
    arn: Text,
}

crate::construct!(Function);

/// What a function can be told.
#[derive(Debug, Clone)]
pub struct FunctionProps {
    /// JavaScript.
    pub code: String,
    /// Made of the path if none is given.
    pub function_name: Option<String>,
    /// For people; the name if none is given.
    pub comment: Option<String>,
}

impl FunctionProps {
    /// A function with this code.
    pub fn new(code: impl Into<String>) -> FunctionProps {
        FunctionProps { code: code.into(), function_name: None, comment: None }
    }
}

impl Function {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_cloudfront.Function");

    /// A function.
    pub fn new(scope: &dyn Construct, id: &str, props: FunctionProps) -> Result<Function> {
        let node = Node::new(scope, id, Function::INFO)?;
        let name = match props.function_name {
            Some(name) => name.into(),
            None => generated_name(&node)?,
        };
        let comment = props.comment.map_or_else(|| name.clone(), Text::from);
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::CloudFront::Function",
            props! {
                "AutoPublish" => true,
                "FunctionCode" => props.code,
                "FunctionConfig" => props! { "Comment" => comment, "Runtime" => "cloudfront-js-1.0" },
                "Name" => name,
            },
        )?;
        Ok(Function { node, arn: resource.get_att("FunctionARN") })
    }

    /// Its ARN.
    pub fn function_arn(&self) -> Text {
        self.arn.clone()
    }
}

fn generated_name(node: &Node) -> Result<Text> {
    let (region, id) = (node.stack()?.region()?, node.unique_id()?);
    Ok(match region.as_literal() {
        Some(region) => super::key_group::shortened(&format!("{region}{id}"), 64).into(),
        None => text![region, id],
    })
}

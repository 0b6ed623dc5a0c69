//! Functions that were made elsewhere.

use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::value::Text;

/// A function that was made elsewhere. What it may do, and who may call it, is not touched. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ImportedFunction {
    node: Node,
    arn: Text,
}

crate::construct!(ImportedFunction);

impl ImportedFunction {
    /// The function with this ARN.
    pub fn from_function_arn(
        scope: &dyn Construct,
        id: &str,
        function_arn: impl Into<Text>,
    ) -> Result<ImportedFunction> {
        let node = Node::new(scope, id, ConstructInfo::cdk("aws-cdk-lib.aws_lambda.FunctionBase"))?;
        Ok(ImportedFunction { node, arn: function_arn.into() })
    }

    /// `arn:…:function:NAME`
    pub fn function_arn(&self) -> Text {
        self.arn.clone()
    }
}

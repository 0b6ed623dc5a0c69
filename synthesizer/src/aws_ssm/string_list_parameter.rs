//! Parameters that are lists of texts.

use super::ParameterTier;
use super::string_parameter::{READ, WRITE, arn, grant, validate};
use crate::aws_iam::{Grant, IGrantable};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::value::{Fn, Text};

/// What a parameter that is a list can be told.
#[derive(Debug, Clone, Default)]
pub struct StringListParameterProps {
    /// Its values, which have no commas.
    pub string_list_value: Vec<Text>,
    /// Generated if none is given.
    pub parameter_name: Option<String>,
    /// For people, at most 1,024 characters.
    pub description: Option<String>,
    /// A pattern that values fit, which AWS checks.
    pub allowed_pattern: Option<String>,
    /// How large it may be.
    pub tier: Option<ParameterTier>,
}

/// A parameter that is a list. Cheap to clone.
#[derive(Debug, Clone)]
pub struct StringListParameter {
    node: Node,
    arn: Text,
    name: Text,
}

crate::construct!(StringListParameter);

impl StringListParameter {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ssm.StringListParameter");

    /// A list.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        props: StringListParameterProps,
    ) -> Result<StringListParameter> {
        let node = Node::new(scope, id, StringListParameter::INFO)?;
        let has_comma = |value: &Text| value.as_literal().is_some_and(|value| value.contains(','));
        if props.string_list_value.iter().any(has_comma) {
            return Err(node.error(
                "Values of a StringList SSM Parameter cannot contain the ',' character. Use a string parameter instead.",
            ));
        }
        validate(&node, props.parameter_name.as_deref(), props.description.as_deref())?;
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::SSM::Parameter",
            props! {
                "AllowedPattern" => props.allowed_pattern,
                "Description" => props.description,
                "Name" => props.parameter_name.as_ref(),
                "Tier" => props.tier,
                "Type" => "StringList",
                "Value" => Fn::join(",", props.string_list_value),
            },
        )?;
        let name = resource.ref_();
        let arn = arn(&node, &name, props.parameter_name.as_deref())?;
        Ok(StringListParameter { node, arn, name })
    }

    /// Its ARN.
    pub fn parameter_arn(&self) -> Text {
        self.arn.clone()
    }

    /// Its name.
    pub fn parameter_name(&self) -> Text {
        self.name.clone()
    }

    /// Lets someone read it.
    pub fn grant_read(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        grant(grantee, &READ, &self.arn)
    }

    /// Lets someone change it.
    pub fn grant_write(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        grant(grantee, &WRITE, &self.arn)
    }
}

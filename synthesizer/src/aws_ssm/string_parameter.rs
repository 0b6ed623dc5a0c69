//! Parameters that are texts.

use super::ParameterValueType;
use crate::aws_iam::{Grant, GrantOptions, IGrantable};
use crate::aws_kms::Key;
use crate::cfn::{CfnParameter, CfnParameterProps, CfnResource};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::secret_value::SecretValue;
use crate::stack::ArnComponents;
use crate::value::macros::text_enum;
use crate::value::{Text, Value};

text_enum! {
    /// How large a parameter may be, and what it costs.
    ParameterTier {
        Advanced = "Advanced",
        IntelligentTiering = "Intelligent-Tiering",
        Standard = "Standard",
    }
}

text_enum! {
    /// What AWS checks of a parameter's value.
    ParameterDataType {
        Text = "text",
        AwsEc2Image = "aws:ec2:image",
    }
}

/// What a parameter can be told.
#[derive(Debug, Clone, Default)]
pub struct StringParameterProps {
    /// Its value.
    pub string_value: Text,
    /// Generated if none is given.
    pub parameter_name: Option<String>,
    /// For people, at most 1,024 characters.
    pub description: Option<String>,
    /// A pattern that values fit, which AWS checks.
    pub allowed_pattern: Option<String>,
    /// How large it may be.
    pub tier: Option<ParameterTier>,
    /// What AWS checks of its value.
    pub data_type: Option<ParameterDataType>,
}

impl StringParameterProps {
    /// A parameter with this value and nothing else.
    pub fn new(string_value: impl Into<Text>) -> StringParameterProps {
        StringParameterProps { string_value: string_value.into(), ..StringParameterProps::default() }
    }
}

/// A parameter, made here or imported. Cheap to clone.
#[derive(Debug, Clone)]
pub struct StringParameter {
    node: Node,
    pub(super) arn: Text,
    name: Text,
    value: Text,
    encryption_key: Option<Key>,
}

crate::construct!(StringParameter);

/// What is known of a parameter that was made elsewhere.
#[derive(Debug, Clone)]
pub struct StringParameterAttributes {
    /// Its name.
    pub parameter_name: String,
    /// Its version; the newest at deployment if none is given.
    pub version: Option<u32>,
    /// What its value is.
    pub value_type: ParameterValueType,
}

impl StringParameterAttributes {
    /// The parameter of this name, in its newest version.
    pub fn new(parameter_name: impl Into<String>) -> StringParameterAttributes {
        let value_type = ParameterValueType::String;
        StringParameterAttributes { parameter_name: parameter_name.into(), version: None, value_type }
    }
}

/// What is known of an encrypted parameter that was made elsewhere.
#[derive(Debug, Clone, Default)]
pub struct SecureStringParameterAttributes {
    /// Its name.
    pub parameter_name: String,
    /// Its version; the newest at deployment if none is given.
    pub version: Option<u32>,
    /// What encrypts it, if it is not AWS's own key.
    pub encryption_key: Option<Key>,
}

impl StringParameter {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ssm.StringParameter");

    /// A parameter.
    pub fn new(scope: &dyn Construct, id: &str, props: StringParameterProps) -> Result<StringParameter> {
        let node = Node::new(scope, id, StringParameter::INFO)?;
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
                "Type" => "String",
                "DataType" => props.data_type,
                "Value" => props.string_value,
            },
        )?;
        let name = resource.ref_();
        let arn = arn(&node, &name, props.parameter_name.as_deref())?;
        Ok(StringParameter { node, arn, name, value: resource.get_att("Value"), encryption_key: None })
    }

    /// A parameter that was made elsewhere.
    pub fn from_string_parameter_attributes(
        scope: &dyn Construct,
        id: &str,
        attributes: StringParameterAttributes,
    ) -> Result<StringParameter> {
        let name = attributes.parameter_name;
        if name.is_empty() {
            return Err(scope.node().error("parameterName cannot be an empty string"));
        }
        let value = match attributes.version {
            Some(version) => format!("{{{{resolve:ssm:{name}:{version}}}}}").into(),
            None => {
                let value_type = attributes.value_type.as_str();
                let props = CfnParameterProps {
                    r#type: Some(format!("AWS::SSM::Parameter::Value<{value_type}>")),
                    default: Some(Value::from(name.as_str())),
                    ..CfnParameterProps::default()
                };
                CfnParameter::new(scope, &format!("{id}.Parameter"), props)?.value_as_string()
            }
        };
        StringParameter::import(scope, id, &name, value, None)
    }

    /// An encrypted parameter that was made elsewhere.
    pub fn from_secure_string_parameter_attributes(
        scope: &dyn Construct,
        id: &str,
        attributes: SecureStringParameterAttributes,
    ) -> Result<StringParameter> {
        let version = attributes.version.map(|version| version.to_string());
        let value = SecretValue::ssm_secure(&attributes.parameter_name, version.as_deref()).unsafe_unwrap();
        StringParameter::import(scope, id, &attributes.parameter_name, value, attributes.encryption_key)
    }

    fn import(
        scope: &dyn Construct,
        id: &str,
        name: &str,
        value: Text,
        encryption_key: Option<Key>,
    ) -> Result<StringParameter> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        let name = Text::from(name);
        let arn = arn(&node, &name, name.as_literal())?;
        Ok(StringParameter { node, arn, name, value, encryption_key })
    }

    /// Its ARN.
    pub fn parameter_arn(&self) -> Text {
        self.arn.clone()
    }

    /// Its name.
    pub fn parameter_name(&self) -> Text {
        self.name.clone()
    }

    /// Its value at deployment.
    pub fn string_value(&self) -> Text {
        self.value.clone()
    }

    /// Lets someone read it.
    pub fn grant_read(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        if let Some(key) = &self.encryption_key {
            key.grant_decrypt(grantee)?;
        }
        grant(grantee, &READ, &self.arn)
    }

    /// Lets someone change it.
    pub fn grant_write(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        if let Some(key) = &self.encryption_key {
            key.grant_encrypt(grantee)?;
        }
        grant(grantee, &WRITE, &self.arn)
    }
}

pub(super) const READ: [&str; 4] =
    ["ssm:DescribeParameters", "ssm:GetParameters", "ssm:GetParameter", "ssm:GetParameterHistory"];
pub(super) const WRITE: [&str; 1] = ["ssm:PutParameter"];

pub(super) fn grant(grantee: &dyn IGrantable, actions: &[&str], arn: &Text) -> Result<Grant> {
    Grant::add_to_principal(GrantOptions {
        grantee: grantee.grant_principal(),
        actions: actions.iter().map(|action| Text::from(*action)).collect(),
        resource_arns: vec![arn.clone()],
        conditions: Default::default(),
    })
}

/// The ARN of a parameter. A name that begins with a slash needs none before it; generated names do not.
pub(super) fn arn(node: &Node, name: &Text, given: Option<&str>) -> Result<Text> {
    let with_slash = given.is_some_and(|given| given.starts_with('/'));
    let stack = node.stack()?;
    let resource = if with_slash { crate::text!["parameter", name] } else { "parameter".into() };
    stack.format_arn(ArnComponents {
        service: "ssm".into(),
        resource,
        resource_name: (!with_slash).then(|| name.clone()),
        ..ArnComponents::default()
    })
}

/// Refuses a name or description that AWS would refuse.
pub(super) fn validate(node: &Node, name: Option<&str>, description: Option<&str>) -> Result<()> {
    if let Some(name) = name {
        if name.len() > 2048 {
            return Err(node.error("name cannot be longer than 2048 characters."));
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || "/_.-".contains(c);
        if name.is_empty() || !name.chars().all(allowed) {
            return Err(node.error(format!(
                "name must only contain letters, numbers, and the following 4 symbols .-_/; got {name}"
            )));
        }
    }
    if description.is_some_and(|text| text.encode_utf16().count() > 1024) {
        return Err(node.error("Description cannot be longer than 1024 characters."));
    }
    Ok(())
}

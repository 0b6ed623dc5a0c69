//! Elements of a template besides its resources.

use std::rc::Rc;

use crate::construct::{Construct, ConstructInfo, Element, ElementBody, Node};
use crate::error::Result;
use crate::value::{Reference, Text, TypeHint, Value};

impl Node {
    /// A node that contributes to the template.
    pub(crate) fn new_element(
        scope: &dyn Construct,
        id: &str,
        info: ConstructInfo,
        body: ElementBody,
    ) -> Result<Node> {
        let node = Node::new(scope, id, info)?;
        node.stack_id()?;
        let element = Element { own_logical_id: None, locked: false, allocated: None, body };
        node.write(|data| data.element = Some(element));
        if node.try_get_context("aws:cdk:disable-logicalId-metadata").is_none_or(|value| !value.is_truthy()) {
            let own = node.key();
            let id = crate::Lazy::text(move |context| Ok(context.scope().other(own).logical_id()?.into()));
            node.add_metadata("aws:cdk:logicalId", id);
        }
        Ok(node)
    }

    /// A reference to an attribute of this element.
    pub(crate) fn reference(&self, attribute: &str, type_hint: TypeHint) -> Reference {
        Reference { target: self.key(), attribute: attribute.into(), type_hint }
    }

    pub(crate) fn lock_logical_id(&self) {
        self.write(|data| {
            if let Some(element) = &mut data.element {
                element.locked = true;
            }
        });
    }
}

macro_rules! element {
    ($(#[$doc:meta])* $name:ident, $fqn:literal, $section:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            node: Node,
        }

        crate::construct!($name);

        impl $name {
            fn with_content(scope: &dyn Construct, id: &str, content: Value) -> Result<$name> {
                let body = ElementBody::Entry($section, Rc::new(content));
                Ok($name { node: Node::new_element(scope, id, ConstructInfo::cdk($fqn), body)? })
            }
        }
    };
}

element! {
    /// A value that the stack shows, or exports for other stacks.
    CfnOutput, "aws-cdk-lib.CfnOutput", "Outputs"
}
element! {
    /// A value that is asked for when the stack is deployed.
    CfnParameter, "aws-cdk-lib.CfnParameter", "Parameters"
}
element! {
    /// Decides at deployment whether something is made.
    CfnCondition, "aws-cdk-lib.CfnCondition", "Conditions"
}
element! {
    /// Checks parameters before deployment.
    CfnRule, "aws-cdk-lib.CfnRule", "Rules"
}

/// What an output says.
#[derive(Debug, Clone, Default)]
pub struct CfnOutputProps {
    /// The value.
    pub value: Text,
    /// For people.
    pub description: Option<String>,
    /// Name by which other stacks import it, at most 255 characters.
    pub export_name: Option<Text>,
    /// Whether there is an output at all.
    pub condition: Option<CfnCondition>,
}

impl CfnOutputProps {
    /// An output of this value, not exported.
    pub fn new(value: impl Into<Text>) -> CfnOutputProps {
        CfnOutputProps { value: value.into(), ..CfnOutputProps::default() }
    }
}

impl CfnOutput {
    /// Adds an output to the stack of `scope`.
    pub fn new(scope: &dyn Construct, id: &str, props: CfnOutputProps) -> Result<CfnOutput> {
        let too_long =
            props.export_name.as_ref().and_then(Text::as_literal).map(str::len).filter(|n| *n > 255);
        let export = props.export_name.map(|name| crate::object! { "Name" => name });
        let output = CfnOutput::with_content(
            scope,
            id,
            crate::object! {
                "Description" => props.description,
                "Value" => props.value,
                "Export" => export,
                "Condition" => props.condition.map(|condition| condition.logical_id()),
            },
        )?;
        if let Some(length) = too_long {
            let message = format!("Export name cannot exceed 255 characters (got {length} characters)");
            output.node.add_validation(move || vec![message.clone()]);
        }
        Ok(output)
    }
}

/// What a parameter is.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "the fields are CloudFormation's")]
pub struct CfnParameterProps {
    /// `String` if none is given.
    pub r#type: Option<String>,
    pub default: Option<Value>,
    pub allowed_pattern: Option<String>,
    pub allowed_values: Option<Vec<String>>,
    pub constraint_description: Option<String>,
    pub description: Option<String>,
    pub max_length: Option<i64>,
    pub max_value: Option<i64>,
    pub min_length: Option<i64>,
    pub min_value: Option<i64>,
    pub no_echo: Option<bool>,
}

impl CfnParameter {
    /// Adds a parameter to the stack of `scope`.
    pub fn new(scope: &dyn Construct, id: &str, props: CfnParameterProps) -> Result<CfnParameter> {
        CfnParameter::with_content(
            scope,
            id,
            crate::object! {
                "Type" => props.r#type.unwrap_or_else(|| "String".to_owned()),
                "Default" => props.default,
                "AllowedPattern" => props.allowed_pattern,
                "AllowedValues" => props.allowed_values,
                "ConstraintDescription" => props.constraint_description,
                "Description" => props.description,
                "MaxLength" => props.max_length,
                "MaxValue" => props.max_value,
                "MinLength" => props.min_length,
                "MinValue" => props.min_value,
                "NoEcho" => props.no_echo,
            },
        )
    }

    /// The parameter's value, for parameters of a string or number type.
    pub fn value_as_string(&self) -> Text {
        Text::from(self.node.reference("Ref", TypeHint::String))
    }

    /// The parameter's value, for parameters of a list type.
    pub fn value_as_list(&self) -> Value {
        Value::from(self.node.reference("Ref", TypeHint::StringList))
    }

    /// The parameter's value, for parameters of the type `Number`.
    pub fn value_as_number(&self) -> Value {
        Value::from(self.node.reference("Ref", TypeHint::Number))
    }
}

impl CfnCondition {
    /// Adds a condition to the stack of `scope`; see [`Fn`](crate::Fn) for expressions.
    pub fn new(scope: &dyn Construct, id: &str, expression: Value) -> Result<CfnCondition> {
        CfnCondition::with_content(scope, id, expression)
    }

    /// Its logical id, by which resources and `Fn::If` name it.
    pub fn logical_id(&self) -> Text {
        logical_id(&self.node)
    }
}

pub(super) fn logical_id(element: &Node) -> Text {
    let node = element.key();
    crate::Lazy::text(move |context| Ok(context.scope().other(node).logical_id()?.into()))
}

/// What a rule is.
#[derive(Debug, Clone, Default)]
pub struct CfnRuleProps {
    /// The rule counts only where this holds.
    pub rule_condition: Option<Value>,
    /// What has to hold, each with what is said when it does not.
    pub assertions: Vec<(Value, String)>,
}

impl CfnRule {
    /// Adds a rule to the stack of `scope`.
    pub fn new(scope: &dyn Construct, id: &str, props: CfnRuleProps) -> Result<CfnRule> {
        let assertions: Vec<Value> = props
            .assertions
            .into_iter()
            .map(|(assert, description)| crate::object! { "Assert" => assert, "AssertDescription" => description })
            .collect();
        let assertions = (!assertions.is_empty()).then_some(assertions);
        CfnRule::with_content(
            scope,
            id,
            crate::object! { "RuleCondition" => props.rule_condition, "Assertions" => assertions },
        )
    }
}

impl From<&CfnCondition> for Value {
    /// The condition inside of another condition.
    fn from(condition: &CfnCondition) -> Value {
        crate::object! { "Condition" => condition.logical_id() }
    }
}

//! Stacks that are deployed as part of another stack.

use std::ops::Deref;

use super::{Environment, FileAssetSource, Stack, StackData, StackProps};
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node, NodeId};
use crate::error::{Error, Result};
use crate::hash::sha256;
use crate::json::Map;
use crate::value::{Lazy, Text, Value};
use crate::{Aws, Duration, props, text};

/// What a nested stack can be told.
#[derive(Debug, Clone, Default)]
pub struct NestedStackProps {
    /// Values of the parameters that it declares itself. References to values of other stacks need none.
    pub parameters: Map<Value>,
    /// How long CloudFormation waits for it.
    pub timeout: Option<Duration>,
    /// SNS topics that are told of its events.
    pub notification_arns: Vec<Text>,
    /// What happens to it when it leaves its parent; it is deleted if nothing else is said.
    pub removal_policy: Option<RemovalPolicy>,
    /// Description of its template, at most 512 characters.
    pub description: Option<String>,
}

/// A stack that is deployed as part of another. It can do what a [`Stack`] can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NestedStack {
    stack: Stack,
}

/// What a nested stack has besides.
#[derive(Debug)]
pub(crate) struct Nested {
    resource: NodeId,
    parameters: Map<Value>,
    pub(super) template_file: String,
    template_url: Option<Text>,
}

impl NestedStack {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.NestedStack");

    /// A stack inside of the stack of `scope`.
    pub fn new(scope: &dyn Construct, id: &str, props: NestedStackProps) -> Result<NestedStack> {
        let parent = scope.node().stack().map_err(|_| {
            Error::message("Nested stacks must be defined within scope of another non-nested stack")
        })?;
        let node = Node::new(scope, id, NestedStack::INFO)?;
        let literal = |text: Text| text.as_literal().map(str::to_owned);
        let env = Environment { account: literal(parent.account()?), region: literal(parent.region()?) };
        let mut data = StackData::new(
            &node,
            StackProps {
                env: Some(env),
                description: props.description.clone(),
                cross_region_references: parent.data(|data| data.cross_region_references)?,
                ..StackProps::default()
            },
        )?;
        let group = Node::group(scope, &format!("{id}.NestedStack"))?;
        let resource = stack_resource(&group, id, node.key(), &props)?;
        data.nested = Some(Nested {
            resource: resource.node().key(),
            parameters: props.parameters,
            template_file: format!("{}.nested.template.json", node.unique_id()?),
            template_url: None,
        });
        node.write(|place| {
            place.stack_data = Some(Box::new(data));
            place.stack = Some(node.key());
        });
        node.set_default_child(&resource);
        Ok(NestedStack { stack: Stack::from_node(node) })
    }

    /// Sets the value of a parameter that it declares itself.
    pub fn set_parameter(&self, name: &str, value: impl Into<Value>) -> Result<()> {
        self.stack.set_nested_parameter(name, value.into())
    }
}

impl Deref for NestedStack {
    type Target = Stack;

    fn deref(&self) -> &Stack {
        &self.stack
    }
}

impl Construct for NestedStack {
    fn node(&self) -> &Node {
        self.stack.node()
    }
}

fn stack_resource(group: &Node, id: &str, stack: NodeId, props: &NestedStackProps) -> Result<CfnResource> {
    let notification_arns = props.notification_arns.clone();
    let resource = CfnResource::typed(
        group,
        &format!("{id}.NestedStackResource"),
        "AWS::CloudFormation::Stack",
        props! {
            "TemplateURL" => Lazy::text(move |context| {
                let url = nested_data(&context.scope().other(stack), |nested| nested.template_url.clone());
                Ok(url.flatten().unwrap_or_else(|| "<unresolved>".into()))
            }),
            "Parameters" => Lazy::any(move |context| {
                let all = nested_data(&context.scope().other(stack), |nested| nested.parameters.clone());
                Ok(all.filter(|all| !all.is_empty()).map_or(Value::Undefined, Value::Object))
            }),
            "NotificationARNs" => (!notification_arns.is_empty()).then_some(notification_arns),
            "TimeoutInMinutes" => props.timeout.map(|timeout| timeout.to_minutes()).transpose()?,
        },
    )?;
    resource.apply_removal_policy(props.removal_policy.unwrap_or(RemovalPolicy::Destroy))?;
    Ok(resource)
}

fn nested_data<T>(stack: &Node, with: impl FnOnce(&Nested) -> T) -> Option<T> {
    stack.read(|place| place.stack_data.as_ref().and_then(|data| data.nested.as_ref()).map(with))
}

impl Stack {
    /// Whether it is part of another stack.
    pub fn is_nested(&self) -> bool {
        nested_data(self.node(), |_| ()).is_some()
    }

    /// The resource that stands for it in the stack that it is part of, if it is nested.
    pub(crate) fn nested_resource(&self) -> Result<Option<CfnResource>> {
        let resource = nested_data(self.node(), |nested| nested.resource);
        Ok(resource.and_then(|id| CfnResource::at(&self.node().other(id))))
    }

    /// The stack that it is part of, if it is nested.
    pub fn nested_stack_parent(&self) -> Result<Option<Stack>> {
        self.nested_resource()?.map(|resource| resource.stack()).transpose()
    }

    /// The stack that is deployed for itself: this one, or that which it is part of.
    pub(crate) fn top_level(&self) -> Result<Stack> {
        let mut stack = self.clone();
        while let Some(parent) = stack.nested_stack_parent()? {
            stack = parent;
        }
        Ok(stack)
    }

    /// From the stack that is deployed for itself down to this one.
    pub(super) fn path_from_top_level(&self) -> Result<Vec<Stack>> {
        let mut path = vec![self.clone()];
        while let Some(parent) = path.last().map_or(Ok(None), Stack::nested_stack_parent)? {
            path.push(parent);
        }
        path.reverse();
        Ok(path)
    }

    /// Whether it is part of the other, or of a part of it.
    pub(super) fn is_nested_in(&self, other: &Stack) -> Result<bool> {
        Ok(self != other && self.path_from_top_level()?.contains(other))
    }

    pub(super) fn set_nested_parameter(&self, name: &str, value: Value) -> Result<()> {
        self.data_mut(|data| {
            if let Some(nested) = &mut data.nested {
                nested.parameters.insert(name.to_owned(), value);
            }
        })
    }

    /// What is `inside` in this stack's template is `outside` in those of others.
    pub(super) fn seen_from_outside(&self, inside: Text, outside: Text) -> Text {
        let own = self.node().key();
        Lazy::text(move |context| {
            let here = context.stack()?.node().key() == own;
            Ok(if here { inside.clone() } else { outside.clone() })
        })
    }

    /// Has the template of a nested stack uploaded with the stack that it is part of.
    pub(crate) fn prepare_template_asset(&self) -> Result<()> {
        let (Some(resource), Some(parent)) = (self.nested_resource()?, self.nested_stack_parent()?) else {
            return Ok(());
        };
        if nested_data(self.node(), |nested| nested.template_url.is_some()) == Some(true) {
            return Ok(());
        }
        const TAG_PRIORITY: i32 = 0;
        let tags = self.tags(|tags| tags.tag_values())?;
        for (key, value) in tags {
            resource.tags(|tags| tags.set_tag(&key, value, TAG_PRIORITY, true));
        }
        let template = self.to_template()?.stringify(0);
        let file_name = self.data(|data| data.template_file())?;
        let location = self.add_file_asset(&FileAssetSource {
            file_name: file_name.clone(),
            zip_directory: false,
            source_hash: sha256(template.as_bytes()),
        })?;
        if self.node().is_enabled("aws:cdk:enable-asset-metadata") {
            resource.add_metadata("aws:asset:path", file_name);
            resource.add_metadata("aws:asset:property", "TemplateURL");
        }
        let host = text!["https://s3.", parent.region()?, ".", Aws::url_suffix(), "/"];
        let url = text![host, location.bucket_name, "/", location.object_key];
        self.data_mut(|data| {
            if let Some(nested) = &mut data.nested {
                nested.template_url = Some(url);
            }
        })
    }
}

//! Names that resources have before they are deployed, by which stacks of other environments know them.

use std::cell::RefCell;
use std::rc::Rc;

use crate::cfn::CfnResource;
use crate::construct::{Construct, Node, NodeId};
use crate::error::Result;
use crate::hash::sha256;
use crate::stack::{ArnComponents, Stack};
use crate::value::{Lazy, Reference, Text, Token, Value};

/// Names of resources that need one only sometimes.
#[derive(Debug, Clone, Copy)]
pub struct PhysicalName;

impl PhysicalName {
    /// A name that is made up if a stack of another account or region refers to the resource.
    pub fn generate_if_needed() -> Text {
        Text::from(Token::GeneratedName)
    }
}

/// The name that a resource was given, or is given when it is needed. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct ResourceName {
    given: Option<Text>,
    generated: Rc<RefCell<Option<Text>>>,
}

/// How stacks of other environments name a resource.
#[derive(Debug)]
pub(crate) struct AcrossEnvironments {
    owner: NodeId,
    name: ResourceName,
    name_attribute: &'static str,
    arn_attribute: &'static str,
    arn: ArnComponents,
}

impl ResourceName {
    pub(crate) fn new(given: Option<Text>) -> ResourceName {
        ResourceName { given, generated: Rc::default() }
    }

    fn is_generated(&self) -> bool {
        matches!(self.given.as_ref().and_then(Text::as_token), Some(Token::GeneratedName))
    }

    /// The property with the name.
    pub(crate) fn property(&self) -> Value {
        if !self.is_generated() {
            return self.given.clone().into();
        }
        let generated = self.generated.clone();
        Value::Token(Token::Lazy(Lazy::new(move |_| Ok(generated.borrow().clone().into()))))
    }

    /// The name in other texts.
    pub(crate) fn text(&self) -> Text {
        Token::as_string(self.property())
    }

    /// Lets stacks of other environments use the name and the ARN of the resource that `owner` is made of.
    pub(crate) fn use_across_environments(
        self,
        owner: &Node,
        resource: &CfnResource,
        (name_attribute, arn_attribute): (&'static str, &'static str),
        arn: ArnComponents,
    ) {
        let across =
            AcrossEnvironments { owner: owner.key(), name: self, name_attribute, arn_attribute, arn };
        resource.node().write(|node| node.across_environments = Some(Rc::new(across)));
    }

    /// Makes sure that there is a name.
    fn require(&self, owner: &Node) -> Result<()> {
        if self.is_generated() {
            if self.generated.borrow().is_none() {
                *self.generated.borrow_mut() = Some(generate(owner)?.into());
            }
            return Ok(());
        }
        match &self.given {
            Some(name) if !name.is_unresolved() => Ok(()),
            _ => Err(crate::Error::message(format!(
                "Cannot use resource '{}' in a cross-environment fashion, the resource's physical name must be explicit set or \
                 use `PhysicalName.GENERATE_IF_NEEDED`",
                owner.path()
            ))),
        }
    }
}

impl Reference {
    /// What stands for the reference in a stack of another environment. `None` if it is no name and no ARN, or used at home.
    pub(crate) fn across_environments(&self, target: &Node, consumer: &Stack) -> Result<Option<Text>> {
        let producer = target.stack()?;
        let Some(across) = target.read(|node| node.across_environments.clone()) else {
            return Ok(None);
        };
        let carried = consumer.data(|data| data.cross_region_references)?;
        let same_account = producer.account()? == consumer.account()?;
        if producer == *consumer || (same_account && (carried || producer.region()? == consumer.region()?)) {
            return Ok(None);
        }
        let is_name = self.attribute() == across.name_attribute;
        if !is_name && self.attribute() != across.arn_attribute {
            return Ok(None);
        }
        across.name.require(&target.other(across.owner))?;
        Ok(Some(if is_name { across.name.text() } else { producer.format_arn(across.arn.clone())? }))
    }
}

/// The ends of the stack's name and of the construct's path, with a hash.
fn generate(owner: &Node) -> Result<String> {
    const STACK_LENGTH: usize = 25;
    const ID_LENGTH: usize = 24;
    const HASH_LENGTH: usize = 12;
    let stack = owner.stack()?;
    let known = |what: &str, text: Text| {
        text.as_literal().map(str::to_owned).ok_or_else(|| {
            let path = owner.path();
            crate::Error::message(format!(
                "Cannot generate a physical name for {path}, because the {what} is un-resolved or missing"
            ))
        })
    };
    let region = known("region", stack.region()?)?;
    let account = known("account", stack.account()?)?;
    let stack_name = stack.data(|data| data.stack_name.clone())?;
    let id = owner.unique_id()?;
    let hash = sha256(format!("{stack_name}{id}{region}{account}").as_bytes());
    let start = &stack_name[..stack_name.len().min(STACK_LENGTH)];
    let end = &id[id.len().saturating_sub(ID_LENGTH)..];
    Ok(format!("{start}{end}{}", &hash[..HASH_LENGTH]).to_lowercase())
}

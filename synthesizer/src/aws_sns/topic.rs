//! Topics.

use std::cell::RefCell;
use std::rc::Rc;

use crate::aws_iam::{
    AddToResourcePolicyResult, Grant, GrantOptions, IGrantable, IResourceWithPolicy, PolicyDocument,
    PolicyStatement,
};
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Dependable, Node};
use crate::error::Result;
use crate::json::Map;
use crate::props;
use crate::stack::{ArnComponents, ArnFormat, UniqueResourceNameOptions};
use crate::value::Text;

const FIFO: &str = ".fifo";

/// What a topic can be told.
#[derive(Debug, Clone, Default)]
pub struct TopicProps {
    /// Shown as the sender of messages.
    pub display_name: Option<Text>,
    /// Made by CloudFormation if none is given.
    pub topic_name: Option<Text>,
    /// Whether messages are delivered in order, each once.
    pub fifo: Option<bool>,
    /// Whether messages of the same content are taken for the same. Only with `fifo`.
    pub content_based_deduplication: Option<bool>,
    /// ARN of the key that messages are encrypted with.
    pub master_key_arn: Option<Text>,
}

/// A topic: made here or imported. Cheap to clone.
#[derive(Clone)]
pub struct Topic {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(Topic);

struct Details {
    topic_arn: Text,
    topic_name: Text,
    account: Text,
    /// That of a topic that was made here.
    resource: Option<CfnResource>,
    policy: RefCell<Option<PolicyDocument>>,
}

impl Topic {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_sns.Topic");
    const IMPORTED: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_sns.TopicBase");

    /// A topic.
    pub fn new(scope: &dyn Construct, id: &str, props: TopicProps) -> Result<Topic> {
        let node = Node::new(scope, id, Topic::INFO)?;
        if props.content_based_deduplication == Some(true) && props.fifo != Some(true) {
            return Err(node.error("Content based deduplication can only be enabled for FIFO SNS topics."));
        }
        let topic_name = topic_name(&node, &props)?;
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::SNS::Topic",
            props! {
                "DisplayName" => props.display_name,
                "TopicName" => topic_name,
                "KmsMasterKeyId" => props.master_key_arn,
                "ContentBasedDeduplication" => props.content_based_deduplication,
                "FifoTopic" => props.fifo,
            },
        )?;
        let details = Details {
            topic_arn: resource.ref_(),
            topic_name: resource.get_att("TopicName"),
            account: node.stack()?.account()?,
            resource: Some(resource),
            policy: RefCell::default(),
        };
        Ok(Topic { node, details: Rc::new(details) })
    }

    /// A topic that was made elsewhere.
    pub fn from_topic_arn(scope: &dyn Construct, id: &str, topic_arn: impl Into<Text>) -> Result<Topic> {
        let topic_arn = topic_arn.into();
        let stack = scope.node().stack()?;
        let ArnComponents { resource, account, .. } =
            stack.split_arn(&topic_arn, ArnFormat::NoResourceName)?;
        let details = Details {
            topic_arn,
            topic_name: resource,
            account: account.map_or_else(|| stack.account(), Ok)?,
            resource: None,
            policy: RefCell::default(),
        };
        Ok(Topic { node: Node::new(scope, id, Topic::IMPORTED)?, details: Rc::new(details) })
    }

    /// Its ARN.
    pub fn topic_arn(&self) -> Text {
        self.details.topic_arn.clone()
    }

    /// Its name.
    pub fn topic_name(&self) -> Text {
        self.details.topic_name.clone()
    }

    /// Says what happens to the topic when it leaves its stack.
    pub fn apply_removal_policy(&self, policy: RemovalPolicy) -> Result<()> {
        self.details.resource.as_ref().map_or(Ok(()), |resource| resource.apply_removal_policy(policy))
    }

    /// Lets someone send messages.
    pub fn grant_publish(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        let options = GrantOptions {
            grantee: grantee.grant_principal(),
            actions: vec!["sns:Publish".into()],
            resource_arns: vec![self.topic_arn()],
            conditions: Map::new(),
        };
        Grant::add_to_principal_or_resource(options, self, None)
    }

    fn make_policy(&self) -> Result<PolicyDocument> {
        let info = ConstructInfo::cdk("aws-cdk-lib.aws_sns.TopicPolicy");
        let node = Node::new(&self.node, "Policy", info)?;
        let document = PolicyDocument::with_options([], true, None);
        let properties = props! { "PolicyDocument" => &document, "Topics" => [self.topic_arn()] };
        CfnResource::typed(&node, "Resource", "AWS::SNS::TopicPolicy", properties)?;
        let checked = document.clone();
        self.node.add_validation(move || checked.validate_for_resource_policy());
        Ok(document)
    }
}

/// The names of topics that keep the order of messages end in `.fifo`.
fn topic_name(node: &Node, props: &TopicProps) -> Result<Option<Text>> {
    if props.fifo != Some(true) {
        return Ok(props.topic_name.clone());
    }
    Ok(Some(match &props.topic_name {
        Some(name) if name.as_literal().is_some_and(|name| name.ends_with(FIFO)) => name.clone(),
        Some(name) => crate::text![name, FIFO],
        None => {
            let options = UniqueResourceNameOptions { max_length: 251, separator: "-", ..Default::default() };
            crate::text![node.unique_resource_name(options)?, FIFO]
        }
    }))
}

impl IResourceWithPolicy for Topic {
    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Result<AddToResourcePolicyResult> {
        if self.details.resource.is_none() {
            return Ok(AddToResourcePolicyResult::default());
        }
        if self.details.policy.borrow().is_none() {
            *self.details.policy.borrow_mut() = Some(self.make_policy()?);
        }
        if let Some(policy) = &*self.details.policy.borrow() {
            policy.add_statements([statement]);
        }
        let policy_dependable = self.node.try_find_child("Policy").as_ref().map(Dependable::from);
        Ok(AddToResourcePolicyResult { statement_added: true, policy_dependable })
    }

    fn resource_account(&self) -> Result<Text> {
        Ok(self.details.account.clone())
    }
}

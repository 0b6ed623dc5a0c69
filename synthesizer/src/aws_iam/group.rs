//! Groups of users.

use std::cell::RefCell;
use std::rc::Rc;

use super::attached::{InlinePolicies, arns};
use super::principals::{
    AddToPrincipalPolicyResult, ArnPrincipal, IGrantable, IPrincipal, Principal, PrincipalPolicyFragment,
};
use super::{ManagedPolicy, Policy, PolicyStatement, User};
use crate::cfn::CfnResource;
use crate::construct::{Annotations, Construct, ConstructInfo, Node};
use crate::error::{Error, Result};
use crate::props;
use crate::stack::{ArnComponents, ArnFormat};
use crate::value::{Lazy, Text};

const MOST_MANAGED_POLICIES: usize = 10;

/// What a group can be told.
#[derive(Clone, Default)]
pub struct GroupProps {
    /// Made by CloudFormation if none is given.
    pub group_name: Option<Text>,
    /// First managed policies.
    pub managed_policies: Vec<ManagedPolicy>,
    /// Such as `/course/`.
    pub path: Option<String>,
}

/// A group of users: made here or imported. Cheap to clone.
#[derive(Clone)]
pub struct Group {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(Group);

struct Details {
    group_name: Text,
    group_arn: Text,
    account: Text,
    /// Those of a group that was made here.
    managed_policies: Option<Rc<RefCell<Vec<ManagedPolicy>>>>,
    policies: InlinePolicies,
}

impl Group {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_iam.Group");

    /// A group.
    pub fn new(scope: &dyn Construct, id: &str, props: GroupProps) -> Result<Group> {
        let node = Node::new(scope, id, Group::INFO)?;
        let managed_policies = Rc::new(RefCell::new(props.managed_policies));
        let listed = managed_policies.clone();
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::IAM::Group",
            props! {
                "GroupName" => props.group_name,
                "ManagedPolicyArns" => Lazy::any(move |_| Ok(arns(&listed.borrow()))),
                "Path" => props.path,
            },
        )?;
        let details = Details {
            group_name: resource.ref_(),
            group_arn: resource.get_att("Arn"),
            account: node.stack()?.account()?,
            managed_policies: Some(managed_policies),
            policies: InlinePolicies::default(),
        };
        let group = Group { node, details: Rc::new(details) };
        group.warn_of_too_many();
        Ok(group)
    }

    /// A group of this account that was made elsewhere.
    pub fn from_group_name(scope: &dyn Construct, id: &str, group_name: impl Into<Text>) -> Result<Group> {
        let group_arn = scope.node().stack()?.format_arn(ArnComponents {
            service: "iam".into(),
            region: Some("".into()),
            resource: "group".into(),
            resource_name: Some(group_name.into()),
            ..ArnComponents::default()
        })?;
        Group::from_group_arn(scope, id, group_arn)
    }

    /// A group that was made elsewhere.
    pub fn from_group_arn(scope: &dyn Construct, id: &str, group_arn: impl Into<Text>) -> Result<Group> {
        let group_arn = group_arn.into();
        let stack = scope.node().stack()?;
        let parts = stack.split_arn(&group_arn, ArnFormat::SlashResourceName)?;
        let Some(group_name) = parts.resource_name else {
            return Err(Error::message(format!(
                "the ARN {} names no group",
                group_arn.as_literal().unwrap_or("${Token}")
            )));
        };
        let details = Details {
            group_name,
            group_arn,
            account: parts.account.map_or_else(|| stack.account(), Ok)?,
            managed_policies: None,
            policies: InlinePolicies::default(),
        };
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        Ok(Group { node, details: Rc::new(details) })
    }

    /// The group's name.
    pub fn group_name(&self) -> Text {
        self.details.group_name.clone()
    }

    /// The group's ARN.
    pub fn group_arn(&self) -> Text {
        self.details.group_arn.clone()
    }

    /// Adds a user.
    pub fn add_user(&self, user: &User) -> Result<()> {
        user.add_to_group(self)
    }

    /// Adds a managed policy; an imported group stays as it is.
    pub fn add_managed_policy(&self, policy: ManagedPolicy) {
        if let Some(policies) = &self.details.managed_policies {
            policies.borrow_mut().push(policy);
            self.warn_of_too_many();
        }
    }

    fn warn_of_too_many(&self) {
        let count = self.details.managed_policies.as_ref().map_or(0, |policies| policies.borrow().len());
        if count > MOST_MANAGED_POLICIES {
            let name = self.details.group_name.as_literal().unwrap_or("${Token}");
            Annotations::of(self).add_warning_v2(
                "@aws-cdk/aws-iam:groupMaxPoliciesExceeded",
                &format!(
                    "You added {count} to IAM Group {name}. The maximum number of managed policies attached to an IAM \
                     group is 10."
                ),
            );
        }
    }

    /// Attaches an inline policy.
    pub fn attach_inline_policy(&self, policy: &Policy) -> Result<()> {
        if self.details.policies.attached.attach(policy)? {
            policy.push_group(self);
        }
        Ok(())
    }

    /// Adds a statement to the group's policy. Says whether it was added.
    pub fn add_to_policy(&self, statement: PolicyStatement) -> Result<bool> {
        Ok(self.add_to_principal_policy(statement)?.statement_added)
    }
}

impl IPrincipal for Group {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        ArnPrincipal::new(self.group_arn()).policy_fragment()
    }

    fn principal_account(&self) -> Option<Text> {
        Some(self.details.account.clone())
    }

    fn add_to_principal_policy(&self, statement: PolicyStatement) -> Result<AddToPrincipalPolicyResult> {
        let attach = |policy: &Policy| self.attach_inline_policy(policy);
        self.details.policies.add_statement(&self.node, "DefaultPolicy", attach, statement)
    }
}

impl IGrantable for Group {
    fn grant_principal(&self) -> Principal {
        Rc::new(self.clone())
    }
}

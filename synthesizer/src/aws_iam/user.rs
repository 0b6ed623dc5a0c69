//! Users.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::attached::{InlinePolicies, arns};
use super::principals::{
    AddToPrincipalPolicyResult, ArnPrincipal, IGrantable, IPrincipal, Principal, PrincipalPolicyFragment,
};
use super::{Group, ManagedPolicy, Policy, PolicyStatement};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::{Error, Result};
use crate::stack::{ArnComponents, ArnFormat};
use crate::value::{Fn, Lazy, Text, Value};
use crate::{Aws, SecretValue, props};

/// What a user can be told.
#[derive(Clone, Default)]
pub struct UserProps {
    /// Made by CloudFormation if none is given.
    pub user_name: Option<Text>,
    /// First groups.
    pub groups: Vec<Group>,
    /// First managed policies.
    pub managed_policies: Vec<ManagedPolicy>,
    /// Such as `/course/`.
    pub path: Option<String>,
    /// The most that the user may be allowed.
    pub permissions_boundary: Option<ManagedPolicy>,
    /// With one, the user can sign in to the console.
    pub password: Option<SecretValue>,
    /// Whether the user has to choose another password first. Only with a password.
    pub password_reset_required: Option<bool>,
}

/// A user: made here or imported. Cheap to clone.
#[derive(Clone)]
pub struct User {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(User);

struct Details {
    user_name: Text,
    user_arn: Text,
    groups: Rc<RefCell<Vec<Text>>>,
    managed_policies: Rc<RefCell<Vec<ManagedPolicy>>>,
    policies: InlinePolicies,
    imported: bool,
    /// How many groups an imported user was added to.
    additions: Cell<usize>,
}

impl User {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_iam.User");

    /// A user.
    pub fn new(scope: &dyn Construct, id: &str, props: UserProps) -> Result<User> {
        let node = Node::new(scope, id, User::INFO)?;
        let login_profile = login_profile(&props).map_err(|message| node.error(message))?;
        let groups: Rc<RefCell<Vec<Text>>> = Rc::default();
        let managed_policies = Rc::new(RefCell::new(props.managed_policies));
        let (names, listed) = (groups.clone(), managed_policies.clone());
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::IAM::User",
            props! {
                "UserName" => props.user_name,
                "Groups" => Lazy::any(move |_| Ok(names.borrow().clone().into())),
                "ManagedPolicyArns" => Lazy::any(move |_| Ok(arns(&listed.borrow()))),
                "Path" => props.path,
                "PermissionsBoundary" => props.permissions_boundary.map(|policy| policy.managed_policy_arn()),
                "LoginProfile" => login_profile,
            },
        )?;
        let details = Details {
            user_name: resource.ref_(),
            user_arn: resource.get_att("Arn"),
            groups,
            managed_policies,
            policies: InlinePolicies::default(),
            imported: false,
            additions: Cell::new(0),
        };
        let user = User { node, details: Rc::new(details) };
        props.groups.iter().try_for_each(|group| user.add_to_group(group))?;
        Ok(user)
    }

    /// A user of this account that was made elsewhere.
    pub fn from_user_name(scope: &dyn Construct, id: &str, user_name: impl Into<Text>) -> Result<User> {
        let user_arn = scope.node().stack()?.format_arn(ArnComponents {
            service: "iam".into(),
            region: Some("".into()),
            resource: "user".into(),
            resource_name: Some(user_name.into()),
            ..ArnComponents::default()
        })?;
        User::from_user_arn(scope, id, user_arn)
    }

    /// A user that was made elsewhere.
    pub fn from_user_arn(scope: &dyn Construct, id: &str, user_arn: impl Into<Text>) -> Result<User> {
        let user_arn = user_arn.into();
        let user_name = name_in(scope, &user_arn)?;
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        let details = Details {
            user_name,
            user_arn,
            groups: Rc::default(),
            managed_policies: Rc::default(),
            policies: InlinePolicies::default(),
            imported: true,
            additions: Cell::new(0),
        };
        Ok(User { node, details: Rc::new(details) })
    }

    /// The user's name.
    pub fn user_name(&self) -> Text {
        self.details.user_name.clone()
    }

    /// The user's ARN.
    pub fn user_arn(&self) -> Text {
        self.details.user_arn.clone()
    }

    /// Adds the user to a group. For an imported user this is a resource of its own, in the group's stack.
    pub fn add_to_group(&self, group: &Group) -> Result<()> {
        if !self.details.imported {
            self.details.groups.borrow_mut().push(group.group_name());
            return Ok(());
        }
        let number = self.details.additions.get();
        let Some(name) = self.details.user_name.as_literal() else {
            return Err(self.node.error("cannot add an imported user whose name is not known to a group"));
        };
        CfnResource::typed(
            &group.node().stack()?,
            &format!("{name}Group{number}"),
            "AWS::IAM::UserToGroupAddition",
            props! { "GroupName" => group.group_name(), "Users" => [self.user_name()] },
        )?;
        self.details.additions.set(number + 1);
        Ok(())
    }

    /// Adds a managed policy.
    pub fn add_managed_policy(&self, policy: ManagedPolicy) -> Result<()> {
        if self.details.imported {
            return Err(self.node.error("Cannot add managed policy to imported User"));
        }
        self.details.managed_policies.borrow_mut().push(policy);
        Ok(())
    }

    /// Attaches an inline policy.
    pub fn attach_inline_policy(&self, policy: &Policy) -> Result<()> {
        if self.details.policies.attached.attach(policy)? {
            policy.push_user(self);
        }
        Ok(())
    }

    /// Adds a statement to the user's policy. Says whether it was added.
    pub fn add_to_policy(&self, statement: PolicyStatement) -> Result<bool> {
        Ok(self.add_to_principal_policy(statement)?.statement_added)
    }
}

fn login_profile(props: &UserProps) -> Result<Value, &'static str> {
    match (&props.password, props.password_reset_required) {
        (Some(password), reset) => Ok(props! {
            "Password" => password.unsafe_unwrap(),
            "PasswordResetRequired" => reset,
        }),
        (None, Some(true)) => {
            Err("Cannot set \"passwordResetRequired\" without specifying \"initialPassword\"")
        }
        (None, _) => Ok(Value::Undefined),
    }
}

/// The user's name, which is the last part of the ARN.
fn name_in(scope: &dyn Construct, arn: &Text) -> Result<Text> {
    if arn.is_unresolved() {
        return Ok(Fn::select(1, &Fn::split("/", arn)));
    }
    let parts = scope.node().stack()?.split_arn(arn, ArnFormat::SlashResourceName)?;
    let name = parts.resource_name.as_ref().and_then(Text::as_literal);
    match name.and_then(|name| name.rsplit('/').next()) {
        Some(name) if parts.resource == "user" => Ok(name.into()),
        _ => {
            let arn = arn.as_literal().unwrap_or_default();
            Err(Error::message(format!("Expected resource type in ARN to be 'user', got {arn}")))
        }
    }
}

impl IPrincipal for User {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        ArnPrincipal::new(self.user_arn()).policy_fragment()
    }

    fn principal_account(&self) -> Option<Text> {
        if self.details.imported {
            return Some(Aws::account_id());
        }
        self.node.stack().and_then(|stack| stack.account()).ok()
    }

    fn add_to_principal_policy(&self, statement: PolicyStatement) -> Result<AddToPrincipalPolicyResult> {
        let id = if self.details.imported { "Policy" } else { "DefaultPolicy" };
        let attach = |policy: &Policy| self.attach_inline_policy(policy);
        self.details.policies.add_statement(&self.node, id, attach, statement)
    }
}

impl IGrantable for User {
    fn grant_principal(&self) -> Principal {
        Rc::new(self.clone())
    }
}

impl From<User> for Principal {
    fn from(user: User) -> Principal {
        Rc::new(user)
    }
}

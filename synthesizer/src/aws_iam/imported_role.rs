//! Roles that were made elsewhere, and roles whose policies are not to be changed.

use std::cell::RefCell;
use std::rc::Rc;

use super::attached::AttachedPolicies;
use super::principals::AddToPrincipalPolicyResult;
use super::role::Kind;
use super::{ManagedPolicy, Policy, PolicyProps, PolicyStatement, Role};
use crate::construct::{Annotations, Construct, ConstructInfo, Dependable, Node};
use crate::error::{Error, Result};
use crate::flags;
use crate::stack::ArnComponents;
use crate::value::{Fn, Text};

pub(super) struct Imported {
    pub(super) role_arn: Text,
    pub(super) role_name: Text,
    pub(super) account: Option<Text>,
    default_policy_name: Option<String>,
    pub(super) attached: AttachedPolicies,
    default_policy: RefCell<Option<Policy>>,
}

pub(super) struct Immutable {
    pub(super) role: Role,
    pub(super) add_grants_to_resources: bool,
}

/// How an imported role is treated.
#[derive(Debug, Clone, Default)]
pub struct FromRoleArnOptions {
    /// Whether its policies must be left alone.
    pub immutable: bool,
    /// Whether grants are then made by the resources' policies; only for immutable roles.
    pub add_grants_to_resources: Option<bool>,
    /// Name of the policy that grants go to.
    pub default_policy_name: Option<String>,
}

/// How a role that is imported by name is treated.
pub type FromRoleNameOptions = FromRoleArnOptions;

impl Role {
    /// A role that was made elsewhere. One of another account is never changed.
    pub fn from_role_arn(
        scope: &dyn Construct,
        id: &str,
        role_arn: impl Into<Text>,
        options: FromRoleArnOptions,
    ) -> Result<Role> {
        if options.add_grants_to_resources.is_some() && !options.immutable {
            return Err(Error::message("'addGrantsToResources' can only be passed if 'mutable: false'"));
        }
        let role_arn = role_arn.into();
        let (account, role_name) = parts(&role_arn)?;
        let here = scope.node().stack()?.account()?;
        let foreign = match (account.as_literal(), here.as_literal()) {
            (Some(theirs), Some(ours)) => theirs != ours,
            _ => false,
        };
        let mutable = !options.immutable && !foreign;
        let imported_id = if mutable { id.to_owned() } else { format!("MutableRole{id}") };
        let imported = Imported {
            role_arn,
            role_name,
            account: Some(account),
            default_policy_name: options.default_policy_name,
            attached: AttachedPolicies::default(),
            default_policy: RefCell::default(),
        };
        let node = Node::new(scope, &imported_id, ConstructInfo::RESOURCE)?;
        let role = Role { node, kind: Kind::Imported(Rc::new(imported)) };
        if mutable {
            return Ok(role);
        }
        Role::immutable(scope, id, &role, options.add_grants_to_resources.unwrap_or(false))
    }

    /// A role of this account that was made elsewhere.
    pub fn from_role_name(
        scope: &dyn Construct,
        id: &str,
        role_name: impl Into<Text>,
        options: FromRoleNameOptions,
    ) -> Result<Role> {
        let role_arn = scope.node().stack()?.format_arn(ArnComponents {
            region: Some("".into()),
            service: "iam".into(),
            resource: "role".into(),
            resource_name: Some(role_name.into()),
            ..ArnComponents::default()
        })?;
        Role::from_role_arn(scope, id, role_arn, options)
    }

    pub(super) fn immutable(
        scope: &dyn Construct,
        id: &str,
        role: &Role,
        add_grants_to_resources: bool,
    ) -> Result<Role> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        if let Some(child) = role.node.default_child() {
            node.set_default_child(&child);
        }
        let immutable = Immutable { role: role.clone(), add_grants_to_resources };
        Ok(Role { node, kind: Kind::Immutable(Rc::new(immutable)) })
    }
}

/// The account and the name in the ARN of a role.
fn parts(arn: &Text) -> Result<(Text, Text)> {
    let Some(literal) = arn.as_literal() else {
        let components = Fn::split(":", arn);
        let last = Fn::split("/", &Fn::select(5, &components));
        return Ok((Fn::select(4, &components), Fn::select(1, &last)));
    };
    let parts: Vec<&str> = literal.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", _, _, _, account, resource] => {
            let name = resource.rsplit('/').next().unwrap_or(resource);
            Ok(((*account).into(), name.into()))
        }
        _ => Err(Error::message(format!(
            "ARNs must start with \"arn:\" and have at least 6 components: {literal}"
        ))),
    }
}

impl Imported {
    pub(super) fn add(&self, role: &Role, statement: PolicyStatement) -> Result<AddToPrincipalPolicyResult> {
        let known = self.default_policy.borrow().clone();
        let policy = match known {
            Some(policy) => policy,
            None => {
                let policy = self.make_default_policy(role)?;
                role.attach_inline_policy(&policy)?;
                *self.default_policy.borrow_mut() = Some(policy.clone());
                policy
            }
        };
        policy.add_statements([statement]);
        let policy_dependable = Some(Dependable::from(&policy));
        Ok(AddToPrincipalPolicyResult { statement_added: true, policy_dependable })
    }

    fn make_default_policy(&self, role: &Role) -> Result<Policy> {
        let node = role.node();
        let unique = node.is_enabled(flags::IAM_IMPORTED_ROLE_STACK_SAFE_DEFAULT_POLICY_NAME);
        let name = match &self.default_policy_name {
            Some(name) => name.clone(),
            None if unique => format!("Policy{}", node.unique_id()?),
            None => "Policy".to_owned(),
        };
        let policy_name = unique.then(|| Text::from(&name));
        Policy::new(node, &name, PolicyProps { policy_name, ..PolicyProps::default() })
    }

    /// Whether the policy is of the role's account, as far as that is known.
    pub(super) fn is_in_account_of(&self, policy: &Policy) -> Result<bool> {
        let theirs = policy.node().stack()?.account()?;
        Ok(match (self.account.as_ref().and_then(Text::as_literal), theirs.as_literal()) {
            (Some(ours), Some(theirs)) => ours == theirs,
            _ => true,
        })
    }

    pub(super) fn refuse_managed_policy(&self, node: &Node, policy: &ManagedPolicy) {
        let shown = |text: &Text| text.as_literal().unwrap_or("${Token}").to_owned();
        let arn = shown(&policy.managed_policy_arn());
        Annotations::of(node).add_warning_v2(
            "@aws-cdk/aws-iam:importedRoleManagedPolicyNotAdded",
            &format!("Not adding managed policy: {arn} to imported role: {}", shown(&self.role_name)),
        );
    }
}

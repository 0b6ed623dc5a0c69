//! Inline policies.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::principals::{
    AddToPrincipalPolicyResult, IGrantable, IPrincipal, Principal, PrincipalPolicyFragment,
};
use super::{Group, PolicyDocument, PolicyStatement, Role, User};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Dependable, Node};
use crate::error::Result;
use crate::props;
use crate::value::{Lazy, Text, Value};

/// What an inline policy can be told.
#[derive(Clone, Default)]
pub struct PolicyProps {
    /// Made of the logical id if none is given.
    pub policy_name: Option<Text>,
    /// Roles that it is attached to.
    pub roles: Vec<Role>,
    /// Users that it is attached to.
    pub users: Vec<User>,
    /// Groups that it is attached to.
    pub groups: Vec<Group>,
    /// First statements.
    pub statements: Vec<PolicyStatement>,
    /// Whether it is there even if nothing refers to it and it would be empty, which then is an error.
    pub force: bool,
    /// The document to fill.
    pub document: Option<PolicyDocument>,
}

/// A policy of roles, users and groups, as a resource of its own. It is left out of the template while it is empty or attached to no one.
#[derive(Clone)]
pub struct Policy {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(Policy);

struct Details {
    document: PolicyDocument,
    policy_name: Text,
    roles: RefCell<Vec<Role>>,
    users: RefCell<Vec<User>>,
    groups: RefCell<Vec<Group>>,
    force: bool,
    reference_taken: Cell<bool>,
}

impl Details {
    fn is_attached(&self) -> bool {
        !(self.roles.borrow().is_empty() && self.users.borrow().is_empty() && self.groups.borrow().is_empty())
    }

    fn is_wanted(&self) -> bool {
        self.force || self.reference_taken.get() || (!self.document.is_empty() && self.is_attached())
    }

    fn validate(&self) -> Vec<String> {
        let mut errors = Vec::new();
        let referenced = !self.force && self.reference_taken.get();
        if self.document.is_empty() {
            if self.force {
                errors.push(
                    "Policy created with force=true is empty. You must add statements to the policy"
                        .to_owned(),
                );
            } else if referenced {
                errors.push(
                    "This Policy has been referenced by a resource, so it must contain at least one statement."
                        .to_owned(),
                );
            }
        }
        if !self.is_attached() {
            if self.force {
                errors.push(
                    "Policy created with force=true must be attached to at least one principal: user, group or role"
                        .to_owned(),
                );
            } else if referenced {
                errors.push(
                    "This Policy has been referenced by a resource, so it must be attached to at least one user, \
                     group or role."
                        .to_owned(),
                );
            }
        }
        errors.extend(self.document.validate_for_identity_policy());
        errors
    }
}

impl Policy {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_iam.Policy");
    const MAX_NAME: usize = 128;

    /// A policy.
    pub fn new(scope: &dyn Construct, id: &str, props: PolicyProps) -> Result<Policy> {
        let node = Node::new(scope, id, Policy::INFO)?;
        let policy_name = props.policy_name.unwrap_or_else(|| name_of_resource(&node));
        let details = Rc::new(Details {
            document: props.document.unwrap_or_default(),
            policy_name,
            roles: RefCell::default(),
            users: RefCell::default(),
            groups: RefCell::default(),
            force: props.force,
            reference_taken: Cell::new(false),
        });
        let (roles, users, groups) = (details.clone(), details.clone(), details.clone());
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::IAM::Policy",
            props! {
                "PolicyDocument" => &details.document,
                "PolicyName" => &details.policy_name,
                "Roles" => Lazy::any(move |_| Ok(role_names(&roles.roles.borrow()))),
                "Users" => Lazy::any(move |_| Ok(user_names(&users.users.borrow()))),
                "Groups" => Lazy::any(move |_| Ok(group_names(&groups.groups.borrow()))),
            },
        )?;
        let wanted = details.clone();
        resource.synthesize_if(move || wanted.is_wanted());
        let policy = Policy { node, details };
        props.users.iter().try_for_each(|user| user.attach_inline_policy(&policy))?;
        props.groups.iter().try_for_each(|group| group.attach_inline_policy(&policy))?;
        props.roles.iter().try_for_each(|role| role.attach_inline_policy(&policy))?;
        policy.add_statements(props.statements);
        let details = policy.details.clone();
        policy.node.add_validation(move || details.validate());
        Ok(policy)
    }

    /// Its document.
    pub fn document(&self) -> &PolicyDocument {
        &self.details.document
    }

    /// Its name. Once asked for, the policy has to be there.
    pub fn policy_name(&self) -> Text {
        self.details.reference_taken.set(true);
        self.details.policy_name.clone()
    }

    pub(super) fn name_without_reference(&self) -> &Text {
        &self.details.policy_name
    }

    /// Adds statements.
    pub fn add_statements(&self, statements: impl IntoIterator<Item = PolicyStatement>) {
        self.details.document.add_statements(statements);
    }

    /// Attaches it to a role; [`Role::attach_inline_policy`] also knows of it.
    pub(super) fn push_role(&self, role: &Role) {
        let mut roles = self.details.roles.borrow_mut();
        if !roles.iter().any(|known| known.node() == role.node()) {
            roles.push(role.clone());
        }
    }

    /// Attaches it to a user; [`User::attach_inline_policy`] also knows of it.
    pub(super) fn push_user(&self, user: &User) {
        self.details.users.borrow_mut().push(user.clone());
    }

    /// Attaches it to a group; [`Group::attach_inline_policy`] also knows of it.
    pub(super) fn push_group(&self, group: &Group) {
        self.details.groups.borrow_mut().push(group.clone());
    }
}

/// The names of roles, as policies list them.
pub(super) fn role_names(roles: &[Role]) -> Value {
    roles.iter().map(|role| Value::from(role.role_name())).collect::<Vec<_>>().into()
}

/// The names of users, as policies list them.
pub(super) fn user_names(users: &[User]) -> Value {
    users.iter().map(|user| Value::from(user.user_name())).collect::<Vec<_>>().into()
}

/// The names of groups, as policies list them.
pub(super) fn group_names(groups: &[Group]) -> Value {
    groups.iter().map(|group| Value::from(group.group_name())).collect::<Vec<_>>().into()
}

fn name_of_resource(node: &Node) -> Text {
    let node = node.clone();
    Lazy::text(move |_| {
        let id = match node.try_find_child("Resource") {
            Some(resource) => resource.logical_id()?,
            None => node.id(),
        };
        Ok(id[id.len().saturating_sub(Policy::MAX_NAME)..].into())
    })
}

impl IPrincipal for Policy {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        Err(self.node.error(format!(
            "Cannot use a Policy '{}' as the 'Principal' or 'NotPrincipal' in an IAM Policy",
            self.node.path()
        )))
    }

    fn principal_account(&self) -> Option<Text> {
        self.node.stack().and_then(|stack| stack.account()).ok()
    }

    fn add_to_principal_policy(&self, statement: PolicyStatement) -> Result<AddToPrincipalPolicyResult> {
        self.add_statements([statement]);
        let policy_dependable = Some(Dependable::from(self));
        Ok(AddToPrincipalPolicyResult { statement_added: true, policy_dependable })
    }
}

impl IGrantable for Policy {
    fn grant_principal(&self) -> Principal {
        Rc::new(self.clone())
    }
}

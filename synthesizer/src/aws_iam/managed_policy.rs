//! Managed policies.

use std::cell::RefCell;
use std::rc::Rc;

use super::policy::{group_names, role_names, user_names};
use super::principals::{
    AddToPrincipalPolicyResult, IGrantable, IPrincipal, Principal, PrincipalPolicyFragment,
};
use super::{Group, PolicyDocument, PolicyStatement, Role, User};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Dependable, Node};
use crate::error::Result;
use crate::stack::ArnComponents;
use crate::value::{Lazy, Text, Value};
use crate::{Aws, props, text};

/// A policy that many can have: of AWS, of the account, or made here. Cheap to clone.
#[derive(Clone)]
pub struct ManagedPolicy {
    managed_policy_arn: Text,
    own: Option<Own>,
}

#[derive(Clone)]
struct Own {
    node: Node,
    document: PolicyDocument,
    attached: Rc<Attached>,
}

#[derive(Default)]
struct Attached {
    roles: RefCell<Vec<Role>>,
    users: RefCell<Vec<User>>,
    groups: RefCell<Vec<Group>>,
}

/// What a managed policy can be told.
#[derive(Clone, Default)]
pub struct ManagedPolicyProps {
    /// Made by CloudFormation if none is given.
    pub managed_policy_name: Option<Text>,
    /// For people.
    pub description: Option<String>,
    /// `/` if none is given.
    pub path: Option<String>,
    /// Roles that it is attached to.
    pub roles: Vec<Role>,
    /// Users that it is attached to.
    pub users: Vec<User>,
    /// Groups that it is attached to.
    pub groups: Vec<Group>,
    /// First statements.
    pub statements: Vec<PolicyStatement>,
    /// The document to fill.
    pub document: Option<PolicyDocument>,
}

impl ManagedPolicy {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_iam.ManagedPolicy");

    /// A policy of the account.
    pub fn new(scope: &dyn Construct, id: &str, props: ManagedPolicyProps) -> Result<ManagedPolicy> {
        let node = Node::new(scope, id, ManagedPolicy::INFO)?;
        Node::new(&node, &format!("Imported{id}"), ConstructInfo::RESOURCE)?;
        let document = props.document.unwrap_or_default();
        let attached: Rc<Attached> = Rc::default();
        let (roles, users, groups) = (attached.clone(), attached.clone(), attached.clone());
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::IAM::ManagedPolicy",
            props! {
                "PolicyDocument" => &document,
                "ManagedPolicyName" => props.managed_policy_name,
                "Description" => props.description.unwrap_or_default(),
                "Path" => props.path.unwrap_or_else(|| "/".to_owned()),
                "Roles" => Lazy::any(move |_| Ok(role_names(&roles.roles.borrow()))),
                "Users" => Lazy::any(move |_| Ok(user_names(&users.users.borrow()))),
                "Groups" => Lazy::any(move |_| Ok(group_names(&groups.groups.borrow()))),
            },
        )?;
        document.add_statements(props.statements);
        let checked = document.clone();
        node.add_validation(move || {
            let mut errors = checked.validate_for_identity_policy();
            if checked.is_empty() {
                errors.insert(0, "Managed Policy is empty. You must add statements to the policy".to_owned());
            }
            errors
        });
        let own = Own { node, document, attached };
        let policy = ManagedPolicy { managed_policy_arn: resource.ref_(), own: Some(own) };
        props.users.iter().for_each(|user| policy.attach_to_user(user));
        props.groups.iter().for_each(|group| policy.attach_to_group(group));
        props.roles.iter().for_each(|role| policy.attach_to_role(role));
        Ok(policy)
    }

    /// A policy that AWS keeps, such as `ReadOnlyAccess` or `service-role/AWSLambdaBasicExecutionRole`.
    pub fn from_aws_managed_policy_name(name: &str) -> ManagedPolicy {
        let managed_policy_arn = text!["arn:", Aws::partition(), ":iam::aws:policy/", name];
        ManagedPolicy { managed_policy_arn, own: None }
    }

    /// A policy of the account, by its name.
    pub fn from_managed_policy_name(scope: &dyn Construct, id: &str, name: &str) -> Result<ManagedPolicy> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        let managed_policy_arn = node.stack()?.format_arn(ArnComponents {
            service: "iam".into(),
            region: Some("".into()),
            resource: "policy".into(),
            resource_name: Some(name.into()),
            ..ArnComponents::default()
        })?;
        Ok(ManagedPolicy { managed_policy_arn, own: None })
    }

    /// A policy by its ARN.
    pub fn from_managed_policy_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl Into<Text>,
    ) -> Result<ManagedPolicy> {
        Node::new(scope, id, ConstructInfo::RESOURCE)?;
        Ok(ManagedPolicy { managed_policy_arn: arn.into(), own: None })
    }

    /// Its ARN.
    pub fn managed_policy_arn(&self) -> Text {
        self.managed_policy_arn.clone()
    }

    /// Its place in the tree, if it was made here.
    pub fn node(&self) -> Option<&Node> {
        self.own.as_ref().map(|own| &own.node)
    }

    /// Adds statements, if it was made here.
    pub fn add_statements(&self, statements: impl IntoIterator<Item = PolicyStatement>) {
        if let Some(own) = &self.own {
            own.document.add_statements(statements);
        }
    }

    /// Attaches it to a role, if it was made here; otherwise the role has to be told.
    pub fn attach_to_role(&self, role: &Role) {
        if let Some(own) = &self.own {
            push_new(&mut own.attached.roles.borrow_mut(), role);
        }
    }

    /// Attaches it to a user, if it was made here; otherwise the user has to be told.
    pub fn attach_to_user(&self, user: &User) {
        if let Some(own) = &self.own {
            push_new(&mut own.attached.users.borrow_mut(), user);
        }
    }

    /// Attaches it to a group, if it was made here; otherwise the group has to be told.
    pub fn attach_to_group(&self, group: &Group) {
        if let Some(own) = &self.own {
            push_new(&mut own.attached.groups.borrow_mut(), group);
        }
    }
}

fn push_new<T: Construct + Clone>(all: &mut Vec<T>, one: &T) {
    if !all.iter().any(|known| known.node() == one.node()) {
        all.push(one.clone());
    }
}

impl IPrincipal for ManagedPolicy {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        let path = self.own.as_ref().map(|own| own.node.path()).unwrap_or_default();
        Err(crate::Error::message(format!(
            "Cannot use a ManagedPolicy '{path}' as the 'Principal' or 'NotPrincipal' in an IAM Policy"
        )))
    }

    fn add_to_principal_policy(&self, statement: PolicyStatement) -> Result<AddToPrincipalPolicyResult> {
        let Some(own) = &self.own else {
            return Ok(AddToPrincipalPolicyResult::default());
        };
        own.document.add_statements([statement]);
        let policy_dependable = Some(Dependable::from(&own.node));
        Ok(AddToPrincipalPolicyResult { statement_added: true, policy_dependable })
    }
}

impl IGrantable for ManagedPolicy {
    fn grant_principal(&self) -> Principal {
        Rc::new(self.clone())
    }
}

impl From<&ManagedPolicy> for Value {
    fn from(policy: &ManagedPolicy) -> Value {
        policy.managed_policy_arn().into()
    }
}

//! Managed policies.

use std::cell::RefCell;
use std::rc::Rc;

use super::policy::role_names;
use super::principals::{
    AddToPrincipalPolicyResult, IGrantable, IPrincipal, Principal, PrincipalPolicyFragment,
};
use super::{PolicyDocument, PolicyStatement, Role};
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
    roles: Rc<RefCell<Vec<Role>>>,
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
        let roles: Rc<RefCell<Vec<Role>>> = Rc::default();
        let listed = roles.clone();
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::IAM::ManagedPolicy",
            props! {
                "PolicyDocument" => &document,
                "ManagedPolicyName" => props.managed_policy_name,
                "Description" => props.description.unwrap_or_default(),
                "Path" => props.path.unwrap_or_else(|| "/".to_owned()),
                "Roles" => Lazy::any(move |_| Ok(role_names(&listed.borrow()))),
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
        let policy =
            ManagedPolicy { managed_policy_arn: resource.ref_(), own: Some(Own { node, document, roles }) };
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
            let mut roles = own.roles.borrow_mut();
            if !roles.iter().any(|known| known.node() == role.node()) {
                roles.push(role.clone());
            }
        }
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

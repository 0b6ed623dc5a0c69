//! Roles.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::attached::{AttachedPolicies, arns};
use super::imported_role::{Immutable, Imported};
use super::principals::{
    AddToPrincipalPolicyResult, ArnPrincipal, IGrantable, IPrincipal, Principal, PrincipalPolicyFragment,
};
use super::split::split_document;
use super::{
    Grant, GrantOptions, ManagedPolicy, ManagedPolicyProps, Policy, PolicyDocument, PolicyProps,
    PolicyStatement,
};
use crate::aspect::{Aspect, Aspects};
use crate::cfn::CfnResource;
use crate::construct::{Annotations, Construct, ConstructInfo, Dependable, DependencyGroup, Node};
use crate::error::{Error, Result};
use crate::json::Map;
use crate::physical_name::ResourceName;
use crate::stack::ArnComponents;
use crate::value::{Lazy, Text, Value};
use crate::{object, props, text};

/// What a role can be told.
#[derive(Clone)]
pub struct RoleProps {
    /// Who may become it.
    pub assumed_by: Principal,
    /// What those have to name who become it.
    pub external_ids: Vec<Text>,
    /// First managed policies.
    pub managed_policies: Vec<ManagedPolicy>,
    /// Policies by name that are part of the role itself.
    pub inline_policies: Map<PolicyDocument>,
    /// Such as `/course/`.
    pub path: Option<String>,
    /// The most that it may be allowed.
    pub permissions_boundary: Option<ManagedPolicy>,
    /// Made by CloudFormation if none is given.
    pub role_name: Option<Text>,
    /// In seconds, from 3,600 to 43,200.
    pub max_session_duration: Option<u32>,
    /// For people, at most 1,000 characters.
    pub description: Option<String>,
}

impl RoleProps {
    /// A role that this principal may become, and nothing else.
    pub fn assumed_by(principal: impl Into<Principal>) -> RoleProps {
        RoleProps {
            assumed_by: principal.into(),
            external_ids: Vec::new(),
            managed_policies: Vec::new(),
            inline_policies: Map::new(),
            path: None,
            permissions_boundary: None,
            role_name: None,
            max_session_duration: None,
            description: None,
        }
    }
}

/// A role: made here, imported, or one whose policies are not to be changed. Cheap to clone.
#[derive(Clone)]
pub struct Role {
    pub(super) node: Node,
    pub(super) kind: Kind,
}

crate::construct!(Role);

#[derive(Clone)]
pub(super) enum Kind {
    Own(Rc<Own>),
    Imported(Rc<Imported>),
    Immutable(Rc<Immutable>),
}

pub(super) struct Own {
    resource: CfnResource,
    assume_role_policy: PolicyDocument,
    managed_policies: Rc<RefCell<Vec<ManagedPolicy>>>,
    attached: AttachedPolicies,
    default_policy: RefCell<Option<Policy>>,
    did_split: Cell<bool>,
}

impl Role {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_iam.Role");

    /// A role.
    pub fn new(scope: &dyn Construct, id: &str, props: RoleProps) -> Result<Role> {
        let node = Node::new(scope, id, Role::INFO)?;
        validate(&node, &props)?;
        let assume_role_policy = assume_role_policy(&props)?;
        Node::new(&node, &format!("Import{id}"), ConstructInfo::RESOURCE)?;
        let managed_policies = Rc::new(RefCell::new(props.managed_policies));
        let listed = managed_policies.clone();
        let name = ResourceName::new(props.role_name);
        let path = props.path.clone().unwrap_or_default();
        let arn = ArnComponents {
            region: Some("".into()),
            service: "iam".into(),
            resource: "role".into(),
            resource_name: Some(text![path.strip_prefix('/').unwrap_or(&path), name.text()]),
            ..ArnComponents::default()
        };
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::IAM::Role",
            props! {
                "AssumeRolePolicyDocument" => &assume_role_policy,
                "ManagedPolicyArns" => Lazy::any(move |_| Ok(arns(&listed.borrow()))),
                "Policies" => inline_policies(&props.inline_policies),
                "Path" => props.path,
                "PermissionsBoundary" => props.permissions_boundary.map(|policy| policy.managed_policy_arn()),
                "RoleName" => name.property(),
                "MaxSessionDuration" => props.max_session_duration,
                "Description" => props.description.filter(|text| !text.is_empty()),
            },
        )?;
        name.use_across_environments(&node, &resource, ("Ref", "Arn"), arn);
        let own = Rc::new(Own {
            resource,
            assume_role_policy,
            managed_policies,
            attached: AttachedPolicies::default(),
            default_policy: RefCell::default(),
            did_split: Cell::new(false),
        });
        let role = Role { node, kind: Kind::Own(own.clone()) };
        Aspects::of(&role).add(SplitLargePolicy { role: role.clone() });
        let documents: Vec<PolicyDocument> = props.inline_policies.values().cloned().collect();
        role.node.add_validation(move || {
            let mut errors = own.assume_role_policy.validate_for_resource_policy();
            errors.extend(documents.iter().flat_map(PolicyDocument::validate_for_identity_policy));
            errors
        });
        Ok(role)
    }

    /// Its ARN.
    pub fn role_arn(&self) -> Text {
        match &self.kind {
            Kind::Own(own) => own.resource.get_att("Arn"),
            Kind::Imported(imported) => imported.role_arn.clone(),
            Kind::Immutable(immutable) => immutable.role.role_arn(),
        }
    }

    /// Its name.
    pub fn role_name(&self) -> Text {
        match &self.kind {
            Kind::Own(own) => own.resource.ref_(),
            Kind::Imported(imported) => imported.role_name.clone(),
            Kind::Immutable(immutable) => immutable.role.role_name(),
        }
    }

    /// Its id, such as `AIDAJQABLZS4A3QDU576Q`; not known of imported roles.
    pub fn role_id(&self) -> Option<Text> {
        match &self.kind {
            Kind::Own(own) => Some(own.resource.get_att("RoleId")),
            _ => None,
        }
    }

    /// Who may become it; not known of imported roles.
    pub fn assume_role_policy(&self) -> Option<&PolicyDocument> {
        match &self.kind {
            Kind::Own(own) => Some(&own.assume_role_policy),
            _ => None,
        }
    }

    /// Adds a statement to its policy. Says whether it was added.
    pub fn add_to_policy(&self, statement: PolicyStatement) -> Result<bool> {
        Ok(self.add_to_principal_policy(statement)?.statement_added)
    }

    /// Adds a managed policy.
    pub fn add_managed_policy(&self, policy: ManagedPolicy) {
        match &self.kind {
            Kind::Own(own) => {
                let mut policies = own.managed_policies.borrow_mut();
                let arn = policy.managed_policy_arn();
                if !policies.iter().any(|known| known.managed_policy_arn() == arn) {
                    policies.push(policy);
                }
            }
            Kind::Imported(imported) => imported.refuse_managed_policy(&self.node, &policy),
            Kind::Immutable(_) => {}
        }
    }

    /// Attaches an inline policy.
    pub fn attach_inline_policy(&self, policy: &Policy) -> Result<()> {
        let attached = match &self.kind {
            Kind::Own(own) => &own.attached,
            Kind::Imported(imported) if imported.is_in_account_of(policy)? => &imported.attached,
            _ => return Ok(()),
        };
        if attached.attach(policy)? {
            policy.push_role(self);
        }
        Ok(())
    }

    /// Lets someone do something with the role itself.
    pub fn grant(&self, grantee: &dyn IGrantable, actions: &[&str]) -> Result<Grant> {
        if let Kind::Immutable(immutable) = &self.kind {
            return immutable.role.grant(grantee, actions);
        }
        Grant::add_to_principal(GrantOptions {
            grantee: grantee.grant_principal(),
            actions: actions.iter().map(|action| Text::from(*action)).collect(),
            resource_arns: vec![self.role_arn()],
            conditions: Map::new(),
        })
    }

    /// Lets someone hand the role to a service.
    pub fn grant_pass_role(&self, identity: &dyn IGrantable) -> Result<Grant> {
        self.grant(identity, &["iam:PassRole"])
    }

    /// Lets someone become the role.
    pub fn grant_assume_role(&self, identity: &dyn IGrantable) -> Result<Grant> {
        self.grant(identity, &["sts:AssumeRole"])
    }

    /// This role, as one whose policies nothing changes.
    pub fn without_policy_updates(&self, add_grants_to_resources: bool) -> Result<Role> {
        let Some(scope) = self.node.scope() else {
            return Err(self.node.error("a role is below a stack"));
        };
        let id = format!("ImmutableRole{}", self.node.id());
        if let Some(node) = scope.try_find_child(&id) {
            let immutable = Immutable { role: self.clone(), add_grants_to_resources };
            return Ok(Role { node, kind: Kind::Immutable(Rc::new(immutable)) });
        }
        Role::immutable(&scope, &id, self, add_grants_to_resources)
    }
}

fn inline_policies(policies: &Map<PolicyDocument>) -> Value {
    if policies.is_empty() {
        return Value::Undefined;
    }
    let rendered = policies.iter().map(|(name, document)| {
        props! { "PolicyName" => name, "PolicyDocument" => document }
    });
    rendered.collect::<Vec<_>>().into()
}

fn assume_role_policy(props: &RoleProps) -> Result<PolicyDocument> {
    let mut statements = props.assumed_by.assume_role_statements(&props.assumed_by)?;
    let ids: Value = match props.external_ids.as_slice() {
        [] => return Ok(PolicyDocument::new(statements)),
        [id] => id.into(),
        ids => ids.into(),
    };
    for statement in &mut statements {
        statement.add_condition("StringEquals", object! { "sts:ExternalId" => ids.clone() })?;
    }
    Ok(PolicyDocument::new(statements))
}

fn validate(node: &Node, props: &RoleProps) -> Result<(), Error> {
    if let Some(seconds) = props.max_session_duration.filter(|seconds| !(3600..=43200).contains(seconds)) {
        return Err(node.error(format!(
            "maxSessionDuration is set to {seconds}, but must be >= 3600sec (1hr) and <= 43200sec (12hrs)"
        )));
    }
    if props.description.as_ref().is_some_and(|text| text.encode_utf16().count() > 1000) {
        return Err(node.error("Role description must be no longer than 1000 characters."));
    }
    let Some(path) = &props.path else {
        return Ok(());
    };
    if path.is_empty() || path.len() > 512 {
        return Err(node.error(format!(
            "Role path must be between 1 and 512 characters. The provided role path is {} characters.",
            path.len()
        )));
    }
    let inner = path.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let printable = |text: &str| !text.is_empty() && text.chars().all(|c| ('!'..='\u{7f}').contains(&c));
    if path == "/" || inner.is_some_and(printable) {
        return Ok(());
    }
    Err(node.error(format!(
        "Role path must be either a slash or valid characters (alphanumerics and symbols) surrounded by slashes. \
         Valid characters are unicode characters in [\\u0021-\\u007F]. However, {path} is provided."
    )))
}

impl Own {
    fn add(&self, role: &Role, mut statement: PolicyStatement) -> Result<AddToPrincipalPolicyResult> {
        let known = self.default_policy.borrow().clone();
        let policy = match known {
            Some(policy) => policy,
            None => {
                let policy = Policy::new(&role.node, "DefaultPolicy", PolicyProps::default())?;
                role.attach_inline_policy(&policy)?;
                *self.default_policy.borrow_mut() = Some(policy.clone());
                policy
            }
        };
        // Which policy the statement ends up in is known when large documents have been split.
        let waiting = DependencyGroup::new();
        statement.waiting.push(waiting.clone());
        policy.add_statements([statement]);
        Ok(AddToPrincipalPolicyResult {
            statement_added: true,
            policy_dependable: Some(Dependable::Group(waiting)),
        })
    }
}

/// Moves what does not fit into a role's own policy to managed policies.
struct SplitLargePolicy {
    role: Role,
}

const MAX_INLINE_SIZE: usize = 10_000;
const MAX_MANAGED_SIZE: usize = 6_000;

impl Aspect for SplitLargePolicy {
    fn visit(&self, node: &Node) -> Result<()> {
        let Kind::Own(own) = &self.role.kind else {
            return Ok(());
        };
        let default_policy = own.default_policy.borrow().clone();
        let Some(policy) = default_policy.filter(|_| node == &self.role.node && !own.did_split.replace(true))
        else {
            return Ok(());
        };
        let others = split_document(policy.document(), node, MAX_INLINE_SIZE, MAX_MANAGED_SIZE)?;
        self.warn(own.managed_policies.borrow().len() + others.len());
        announce(policy.document(), policy.node());
        for (index, document) in others.into_iter().enumerate() {
            let props = ManagedPolicyProps {
                description: Some(format!("Part of the policies for {}", node.path())),
                document: Some(document.clone()),
                roles: vec![self.role.clone()],
                ..ManagedPolicyProps::default()
            };
            let managed = ManagedPolicy::new(node, &format!("OverflowPolicy{}", index + 1), props)?;
            if let Some(place) = managed.node() {
                announce(&document, place);
            }
        }
        Ok(())
    }
}

impl SplitLargePolicy {
    fn warn(&self, policies: usize) {
        let annotations = Annotations::of(&self.role);
        if policies > 20 {
            annotations.add_warning_v2(
                "@aws-cdk/aws-iam:rolePolicyTooLarge",
                &format!(
                    "Policy too large: {policies} exceeds the maximum of 20 managed policies attached to a Role"
                ),
            );
        } else if policies > 10 {
            annotations.add_warning_v2(
                "@aws-cdk/aws-iam:rolePolicyLarge",
                &format!(
                    "Policy large: {policies} exceeds 10 managed policies attached to a Role, this requires a quota \
                     increase"
                ),
            );
        }
    }
}

/// Tells those who wait for statements which policy these are in.
fn announce(document: &PolicyDocument, policy: &Node) {
    for group in document.statements().iter().flat_map(|statement| &statement.waiting) {
        group.add(policy);
    }
}

impl IPrincipal for Role {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        ArnPrincipal::new(self.role_arn()).policy_fragment()
    }

    fn principal_account(&self) -> Option<Text> {
        match &self.kind {
            Kind::Own(_) => self.node.stack().and_then(|stack| stack.account()).ok(),
            Kind::Imported(imported) => imported.account.clone(),
            Kind::Immutable(immutable) => immutable.role.principal_account(),
        }
    }

    fn construct(&self) -> Option<Node> {
        Some(self.node.clone())
    }

    fn add_to_principal_policy(&self, statement: PolicyStatement) -> Result<AddToPrincipalPolicyResult> {
        match &self.kind {
            Kind::Own(own) => own.add(self, statement),
            Kind::Imported(imported) => imported.add(self, statement),
            Kind::Immutable(immutable) => Ok(AddToPrincipalPolicyResult {
                statement_added: !immutable.add_grants_to_resources,
                policy_dependable: Some(Dependable::Group(DependencyGroup::new())),
            }),
        }
    }

    fn dedupe_key(&self) -> Option<Value> {
        Some(vec![Value::from("Role"), self.node.path().into()].into())
    }
}

impl IGrantable for Role {
    fn grant_principal(&self) -> Principal {
        Rc::new(self.clone())
    }
}

impl From<Role> for Principal {
    fn from(role: Role) -> Principal {
        Rc::new(role)
    }
}

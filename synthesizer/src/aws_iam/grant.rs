//! Grants: who may do what with which resource, wherever that has to be written down.

use super::PolicyStatement;
use super::principals::Principal;
use super::statement::PolicyStatementProps;
use crate::construct::{Construct, Dependable, DependencyGroup, Node};
use crate::error::{Error, Result};
use crate::json::Map;
use crate::value::{Text, Value};

/// What is granted.
#[derive(Clone)]
pub struct GrantOptions {
    /// Who gets it.
    pub grantee: Principal,
    /// What they may do.
    pub actions: Vec<Text>,
    /// With what.
    pub resource_arns: Vec<Text>,
    /// Under which conditions.
    pub conditions: Map<Value>,
}

/// What became of a statement for a resource's policy.
#[derive(Debug, Clone, Default)]
pub struct AddToResourcePolicyResult {
    /// Whether the resource has a policy that took it.
    pub statement_added: bool,
    /// What to wait for until it takes effect.
    pub policy_dependable: Option<Dependable>,
}

/// A resource with a policy of its own.
pub trait IResourceWithPolicy {
    /// Adds a statement to the resource's policy.
    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Result<AddToResourcePolicyResult>;

    /// The account that it is in.
    fn resource_account(&self) -> Result<Text>;
}

/// Permissions that were given.
#[derive(Debug, Clone, Default)]
pub struct Grant {
    on_principal: bool,
    on_resource: bool,
    waiting: DependencyGroup,
    described: String,
}

impl Grant {
    /// Adds a statement to the grantee's policy.
    pub fn add_to_principal(options: GrantOptions) -> Result<Grant> {
        let described = describe(&options);
        let statement = PolicyStatement::new(PolicyStatementProps {
            actions: options.actions,
            resources: options.resource_arns,
            conditions: options.conditions,
            ..PolicyStatementProps::default()
        })?;
        let added = options.grantee.add_to_principal_policy(statement)?;
        let waiting = DependencyGroup::new();
        if let Some(dependable) = added.policy_dependable.filter(|_| added.statement_added) {
            waiting.add(dependable);
        }
        Ok(Grant { on_principal: added.statement_added, on_resource: false, waiting, described })
    }

    /// Adds a statement to the grantee's policy, or to the resource's if the grantee has none or is of another account.
    /// `resource_self_arns` are what the resource's own policy calls it.
    pub fn add_to_principal_or_resource(
        options: GrantOptions,
        resource: &dyn IResourceWithPolicy,
        resource_self_arns: Option<Vec<Text>>,
    ) -> Result<Grant> {
        let grant = Grant::add_to_principal(options.clone())?;
        let same_account = match options.grantee.principal_account() {
            None => false,
            Some(theirs) => match (resource.resource_account()?.as_literal(), theirs.as_literal()) {
                (Some(ours), Some(theirs)) => ours == theirs,
                // Two that are not known yet are taken to be the same.
                (ours, theirs) => ours.is_none() && theirs.is_none(),
            },
        };
        if grant.on_principal && same_account {
            return Ok(grant);
        }
        grant.on_resource(options, resource, resource_self_arns)
    }

    /// Adds a statement to the policies of both.
    pub fn add_to_principal_and_resource(
        options: GrantOptions,
        resource: &dyn IResourceWithPolicy,
        resource_self_arns: Option<Vec<Text>>,
    ) -> Result<Grant> {
        let grant = Grant::add_to_principal(options.clone())?;
        grant.on_resource(options, resource, resource_self_arns)
    }

    fn on_resource(
        mut self,
        options: GrantOptions,
        resource: &dyn IResourceWithPolicy,
        resource_self_arns: Option<Vec<Text>>,
    ) -> Result<Grant> {
        let added = resource.add_to_resource_policy(PolicyStatement::new(PolicyStatementProps {
            actions: options.actions,
            resources: resource_self_arns.unwrap_or(options.resource_arns),
            principals: vec![options.grantee],
            conditions: options.conditions,
            ..PolicyStatementProps::default()
        })?)?;
        if let Some(dependable) = added.policy_dependable.filter(|_| added.statement_added) {
            self.waiting.add(dependable);
        }
        self.on_resource = added.statement_added;
        Ok(self)
    }

    /// A grant that nobody needs to write down.
    pub fn drop(described: &str) -> Grant {
        Grant { described: described.to_owned(), ..Grant::default() }
    }

    /// Whether it was written down anywhere.
    pub fn success(&self) -> bool {
        self.on_principal || self.on_resource
    }

    /// Whether it was written down in the resource's policy.
    pub(crate) fn success_on_resource(&self) -> bool {
        self.on_resource
    }

    /// An error unless it was written down.
    pub fn assert_success(&self) -> Result<()> {
        if self.success() {
            return Ok(());
        }
        Err(Error::message(format!(
            "{} could not be added on either identity or resource policy.",
            self.described
        )))
    }

    /// Makes constructs wait until it takes effect.
    pub fn apply_before(&self, constructs: &[&Node]) {
        for construct in constructs {
            construct.node().add_dependency(self.waiting.clone());
        }
    }

    /// Both.
    pub fn combine(&self, other: &Grant) -> Grant {
        let waiting = DependencyGroup::new();
        waiting.add(self.waiting.clone());
        waiting.add(other.waiting.clone());
        Grant {
            on_principal: self.on_principal || other.on_principal,
            on_resource: self.on_resource || other.on_resource,
            waiting,
            described: self.described.clone(),
        }
    }
}

impl From<&Grant> for Dependable {
    fn from(grant: &Grant) -> Dependable {
        Dependable::Group(grant.waiting.clone())
    }
}

fn describe(options: &GrantOptions) -> String {
    let list = |texts: &[Text]| {
        texts.iter().map(|text| text.as_literal().unwrap_or("${Token}")).collect::<Vec<_>>().join(",")
    };
    format!("Permissions to call '{}' on '{}'", list(&options.actions), list(&options.resource_arns))
}

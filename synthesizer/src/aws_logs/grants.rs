//! Who may do what with a log group.

use std::rc::Rc;

use super::{LogGroup, ResourcePolicy};
use crate::aws_iam::{
    AddToPrincipalPolicyResult, AddToResourcePolicyResult, ArnPrincipal, Grant, GrantOptions, IGrantable,
    IPrincipal, IResourceWithPolicy, PolicyStatement, Principal, PrincipalPolicyFragment,
};
use crate::construct::{Construct, Dependable};
use crate::error::Result;
use crate::value::{Text, Value};

impl LogGroup {
    /// Lets someone write to it.
    pub fn grant_write(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        self.grant(grantee, &["logs:CreateLogStream", "logs:PutLogEvents"])
    }

    /// Lets someone read and search it.
    pub fn grant_read(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        self.grant(
            grantee,
            &[
                "logs:FilterLogEvents",
                "logs:GetLogEvents",
                "logs:GetLogGroupFields",
                "logs:DescribeLogGroups",
                "logs:DescribeLogStreams",
            ],
        )
    }

    /// Lets someone do this with it.
    pub fn grant(&self, grantee: &dyn IGrantable, actions: &[&str]) -> Result<Grant> {
        let options = GrantOptions {
            grantee: Rc::new(ByAccount(grantee.grant_principal())),
            actions: actions.iter().map(|action| (*action).into()).collect(),
            resource_arns: vec![self.log_group_arn()],
            conditions: Default::default(),
        };
        Grant::add_to_principal_or_resource(options, self, None)
    }
}

impl IResourceWithPolicy for LogGroup {
    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Result<AddToResourcePolicyResult> {
        let known = self.policy.borrow().clone();
        let policy = match known {
            Some(policy) => policy,
            None => {
                let policy = ResourcePolicy::new(self, "Policy", None)?;
                *self.policy.borrow_mut() = Some(policy.clone());
                policy
            }
        };
        policy.document().add_statements([statement]);
        Ok(AddToResourcePolicyResult {
            statement_added: true,
            policy_dependable: Some(Dependable::from(&policy)),
        })
    }

    fn resource_account(&self) -> Result<Text> {
        self.node().stack()?.account()
    }
}

/// A principal that policies of log groups call by its account, for they take no ARNs of users and roles.
struct ByAccount(Principal);

impl IPrincipal for ByAccount {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        match self.0.principal_account() {
            Some(account) => ArnPrincipal::new(account).policy_fragment(),
            None => self.0.policy_fragment(),
        }
    }

    fn principal_account(&self) -> Option<Text> {
        self.0.principal_account()
    }

    fn add_to_principal_policy(&self, statement: PolicyStatement) -> Result<AddToPrincipalPolicyResult> {
        self.0.add_to_principal_policy(statement)
    }

    fn dedupe_key(&self) -> Option<Value> {
        self.0.dedupe_key()
    }
}

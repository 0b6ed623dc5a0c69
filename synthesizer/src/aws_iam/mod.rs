//! Identity and Access Management: who may do what. The CDK's `aws_iam`.

mod document;
mod grant;
mod imported_role;
mod managed_policy;
mod merge;
mod policy;
mod post_process;
mod principals;
mod role;
mod split;
mod statement;

pub use document::PolicyDocument;
pub use grant::{AddToResourcePolicyResult, Grant, GrantOptions, IResourceWithPolicy};
pub use imported_role::{FromRoleArnOptions, FromRoleNameOptions};
pub use managed_policy::{ManagedPolicy, ManagedPolicyProps};
pub use policy::{Policy, PolicyProps};
pub use principals::{
    AccountPrincipal, AccountRootPrincipal, AddToPrincipalPolicyResult, AnyPrincipal, ArnPrincipal,
    CanonicalUserPrincipal, CompositePrincipal, FederatedPrincipal, IGrantable, IPrincipal,
    OrganizationPrincipal, Principal, PrincipalPolicyFragment, PrincipalWithConditions, ServicePrincipal,
    ServicePrincipalOpts, SessionTagsPrincipal, StarPrincipal, WebIdentityPrincipal,
};
pub use role::{Role, RoleProps};
pub use statement::{Effect, PolicyStatement, PolicyStatementProps};

//! Identity and Access Management: who may do what. The CDK's `aws_iam`.

mod access_key;
mod attached;
mod boundary;
mod document;
mod from_json;
mod grant;
mod group;
mod imported_role;
mod instance_profile;
mod managed_policy;
mod merge;
mod policy;
mod post_process;
mod principals;
mod role;
mod split;
mod statement;
mod user;

pub use access_key::{AccessKey, AccessKeyProps, AccessKeyStatus};
pub use boundary::PermissionsBoundary;
pub use document::PolicyDocument;
pub use grant::{AddToResourcePolicyResult, Grant, GrantOptions, IResourceWithPolicy};
pub use group::{Group, GroupProps};
pub use imported_role::{FromRoleArnOptions, FromRoleNameOptions};
pub use instance_profile::{InstanceProfile, InstanceProfileProps};
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
pub use user::{User, UserProps};

//! `fixtures/combinations/iam.py`

use synthesizer::aws_iam::{
    AccountPrincipal, AccountRootPrincipal, AnyPrincipal, ArnPrincipal, CanonicalUserPrincipal,
    CompositePrincipal, Effect, FederatedPrincipal, OrganizationPrincipal, PolicyStatement,
    PolicyStatementProps, Principal, PrincipalWithConditions, Role, RoleProps, ServicePrincipal,
    ServicePrincipalOpts, SessionTagsPrincipal, WebIdentityPrincipal,
};
use synthesizer::{App, ConstructInfo, Map, Node, Result, Value, object};

use crate::support::{assert_all_equal, combinations, stack};

fn ecs() -> ServicePrincipal {
    ServicePrincipal::new("ecs-tasks.amazonaws.com")
}

fn map(key: &str, value: Value) -> Map<Value> {
    [(key, value)].into_iter().collect()
}

fn policy_statements(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let role = Role::new(&scope, "Role", RoleProps::assumed_by(ecs()))?;
    role.add_to_policy(PolicyStatement::new(PolicyStatementProps {
        effect: Effect::Deny,
        not_actions: vec!["iam:*".into(), "sts:*".into()],
        not_resources: vec!["arn:aws:s3:::x".into()],
        ..PolicyStatementProps::default()
    })?)?;
    let mut tagged = PolicyStatement::new(PolicyStatementProps {
        sid: Some("Tagged".to_owned()),
        actions: vec!["ec2:StartInstances".into()],
        resources: vec!["*".into()],
        ..PolicyStatementProps::default()
    })?;
    tagged.add_condition("StringEquals", object! { "aws:ResourceTag/Course" => "cloud" })?;
    tagged.add_condition("StringEquals", object! { "aws:RequestedRegion" => "us-west-2" })?;
    tagged.add_condition("Bool", object! { "aws:MultiFactorAuthPresent" => "true" })?;
    tagged.add_account_condition("123456789012")?;
    role.add_to_policy(tagged)?;
    let mut late = PolicyStatement::default();
    late.add_actions(["logs:PutLogEvents", "logs:CreateLogStream", "logs:PutLogEvents"])?;
    late.add_resources(["*"])?;
    role.add_to_policy(late)?;
    Ok(())
}

fn principals(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let audience = object! { "cognito-identity.amazonaws.com:aud" => "pool" };
    let east = ServicePrincipalOpts { region: Some("us-east-1".to_owned()), ..Default::default() };
    let true_c = ServicePrincipalOpts {
        conditions: map("Bool", object! { "c" => "true" }),
        ..ServicePrincipalOpts::default()
    };
    let kinds: [(&str, Principal); 12] = [
        ("Account", AccountPrincipal::new("210987654321").into()),
        ("Root", AccountRootPrincipal::new().into()),
        ("Arn", ArnPrincipal::new("arn:aws:iam::123456789012:user/u").into()),
        ("Any", AnyPrincipal::new().into()),
        ("Canonical", CanonicalUserPrincipal::new("79a59df900b949e5").into()),
        (
            "Federated",
            FederatedPrincipal::new(
                "cognito-identity.amazonaws.com",
                map("StringEquals", audience),
                "sts:AssumeRoleWithWebIdentity",
            )
            .into(),
        ),
        (
            "Web",
            WebIdentityPrincipal::new("accounts.google.com", map("StringEquals", object! { "a" => "b" }))
                .into(),
        ),
        ("Organization", OrganizationPrincipal::new("o-12345").into()),
        ("Service", ServicePrincipal::with_opts("logs.amazonaws.com", east).into()),
        (
            "Conditional",
            PrincipalWithConditions::new(
                ecs(),
                map("StringEquals", object! { "aws:SourceAccount" => "123456789012" }),
            )
            .into(),
        ),
        ("Tags", SessionTagsPrincipal::new(AccountPrincipal::new("210987654321")).into()),
        (
            "Composite",
            CompositePrincipal::new(vec![
                ecs().into(),
                ServicePrincipal::new("lambda.amazonaws.com").into(),
                ServicePrincipal::with_opts("ec2.amazonaws.com", true_c).into(),
                AccountPrincipal::new("210987654321").into(),
            ])?
            .into(),
        ),
    ];
    for (name, principal) in kinds {
        Role::new(&scope, name, RoleProps::assumed_by(principal))?;
    }
    Node::new(&scope, "Oidc", ConstructInfo::RESOURCE)?;
    let provider = "arn:aws:iam::123456789012:oidc-provider/token.example.com";
    Role::new(&scope, "Provider", RoleProps::assumed_by(WebIdentityPrincipal::new(provider, Map::new())))?;
    Ok(())
}

fn large_policies(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let role = Role::new(&scope, "Role", RoleProps::assumed_by(ecs()))?;
    for number in 0..150 {
        let name = format!("bucket-with-a-rather-long-name-{number:03}");
        let condition = object! { "aws:PrincipalTag/number" => number.to_string() };
        role.add_to_policy(PolicyStatement::new(PolicyStatementProps {
            actions: vec![format!("s3:Get{number}").into()],
            resources: vec![format!("arn:aws:s3:::{name}/*").into(), format!("arn:aws:s3:::{name}").into()],
            conditions: map("StringEquals", condition),
            ..PolicyStatementProps::default()
        })?)?;
    }
    Ok(())
}

#[test]
fn iam_equals_the_cdk() {
    assert_all_equal(combinations![policy_statements, principals, large_policies]);
}

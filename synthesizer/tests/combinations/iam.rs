//! `fixtures/combinations/iam.py`

use synthesizer::aws_iam::{
    AccessKey, AccessKeyProps, AccessKeyStatus, AccountPrincipal, AccountRootPrincipal, AnyPrincipal,
    ArnPrincipal, CanonicalUserPrincipal, CompositePrincipal, Effect, FederatedPrincipal, FromRoleArnOptions,
    Group, GroupProps, IResourceWithPolicy, InstanceProfile, InstanceProfileProps, ManagedPolicy,
    ManagedPolicyProps, OrganizationPrincipal, PermissionsBoundary, Policy, PolicyDocument, PolicyProps,
    PolicyStatement, PolicyStatementProps, Principal, PrincipalWithConditions, Role, RoleProps,
    ServicePrincipal, ServicePrincipalOpts, SessionTagsPrincipal, User, UserProps, WebIdentityPrincipal,
};
use synthesizer::aws_s3::{Bucket, BucketProps};
use synthesizer::{
    App, ArnComponents, ArnFormat, CfnOutput, CfnOutputProps, ConstructInfo, Json, Map, Node, Result, Value,
    object,
};

use crate::support::{assert_all_equal, combinations, named_stack, stack};

fn ecs() -> ServicePrincipal {
    ServicePrincipal::new("ecs-tasks.amazonaws.com")
}

fn map(key: &'static str, value: Value) -> Map<Value> {
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

fn allow(action: &str, resource: &str) -> Result<PolicyStatement> {
    PolicyStatement::allow([action], [resource])
}

fn mergeable(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let role = Role::new(&scope, "Role", RoleProps::assumed_by(ecs()))?;
    let plain: [(&[&str], &[&str]); 7] = [
        (&["s3:GetObject"], &["a"]),
        (&["s3:PutObject"], &["a"]),
        (&["s3:GetObject"], &["b"]),
        (&["s3:PutObject", "s3:GetObject"], &["a", "b"]),
        (&["s3:DeleteObject"], &["b", "a"]),
        (&["s3:*"], &["c"]),
        (&["s3:ListBucket"], &["c"]),
    ];
    for (actions, resources) in plain {
        role.add_to_policy(PolicyStatement::allow(actions.to_vec(), resources.to_vec())?)?;
    }
    for (action, x) in [("kms:Decrypt", "true"), ("kms:Encrypt", "true"), ("kms:Encrypt", "false")] {
        let mut statement = allow(action, "*")?;
        statement.add_condition("Bool", object! { "x" => x })?;
        role.add_to_policy(statement)?;
    }
    for action in ["sns:Publish", "sns:Subscribe"] {
        role.add_to_policy(PolicyStatement::new(PolicyStatementProps {
            effect: Effect::Deny,
            actions: vec![action.into()],
            resources: vec!["t".into()],
            ..PolicyStatementProps::default()
        })?)?;
    }
    for action in ["sqs:SendMessage", "sqs:ReceiveMessage"] {
        role.add_to_policy(PolicyStatement::new(PolicyStatementProps {
            sid: Some("Named".to_owned()),
            actions: vec![action.into()],
            resources: vec!["q".into()],
            ..PolicyStatementProps::default()
        })?)?;
    }
    for _ in 0..2 {
        role.add_to_policy(allow("sqs:ReceiveMessage", "q")?)?;
    }
    let bucket = Bucket::new(&scope, "Bucket", BucketProps::default())?;
    bucket.grant_read(&role, "*")?;
    bucket.grant_write(&role, "*")?;
    bucket.grant_read(&role, "*")?;
    for name in ["first", "second"] {
        bucket.add_to_resource_policy(PolicyStatement::new(PolicyStatementProps {
            principals: vec![ArnPrincipal::new(format!("arn:aws:iam::123456789012:role/{name}")).into()],
            actions: vec!["s3:GetObject".into()],
            resources: vec![bucket.arn_for_objects("*")],
            ..PolicyStatementProps::default()
        })?)?;
    }
    Ok(())
}

fn merged_statements(app: &App) -> Result<()> {
    mergeable(app)
}

fn unmerged_statements(app: &App) -> Result<()> {
    mergeable(app)
}

fn minimize_by_document(app: &App) -> Result<()> {
    let scope = stack(app)?;
    for (name, minimize) in [("Small", true), ("Large", false)] {
        let statements = vec![
            allow("s3:GetObject", "a")?,
            allow("s3:PutObject", "a")?,
            allow("s3:GetObject", "b")?,
            PolicyStatement::allow(["s3:PutObject", "s3:GetObject"], ["a", "b"])?,
            PolicyStatement::allow(["s3:DeleteObject"], ["b", "a"])?,
        ];
        let document = PolicyDocument::with_options(statements, false, Some(minimize));
        let inline_policies = [("Own", document)].into_iter().collect();
        Role::new(&scope, name, RoleProps { inline_policies, ..RoleProps::assumed_by(ecs()) })?;
    }
    let json = Json::parse(
        r#"{
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "s3:*", "Resource": ["b", "a"], "Sid": "FromJson"},
                {"Effect": "Deny", "NotAction": ["iam:*"], "NotResource": "a"}
            ]
        }"#,
    );
    let document = Some(PolicyDocument::from_json(&json.unwrap())?);
    ManagedPolicy::new(&scope, "Json", ManagedPolicyProps { document, ..ManagedPolicyProps::default() })?;
    Ok(())
}

fn role_options(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let boundary = ManagedPolicy::new(
        &scope,
        "Boundary",
        ManagedPolicyProps {
            managed_policy_name: Some("boundary".into()),
            path: Some("/course/".to_owned()),
            description: Some("not further".to_owned()),
            statements: vec![allow("s3:*", "*")?],
            ..ManagedPolicyProps::default()
        },
    )?;
    let inline = PolicyDocument::new([allow("s3:GetObject", "x")?, allow("s3:GetObject", "y")?]);
    let role = Role::new(
        &scope,
        "Role",
        RoleProps {
            role_name: Some("course-role".into()),
            path: Some("/course/".to_owned()),
            description: Some("what students may do".to_owned()),
            external_ids: vec!["one".into(), "two".into()],
            max_session_duration: Some(4 * 3600),
            permissions_boundary: Some(boundary),
            managed_policies: vec![ManagedPolicy::from_aws_managed_policy_name("ReadOnlyAccess")],
            inline_policies: [("Inline", inline)].into_iter().collect(),
            ..RoleProps::assumed_by(AccountPrincipal::new("210987654321"))
        },
    )?;
    role.add_managed_policy(ManagedPolicy::from_managed_policy_name(&scope, "Theirs", "theirs")?);
    role.grant_pass_role(&User::new(&scope, "User", UserProps::default())?)?;
    role.grant_assume_role(&AccountPrincipal::new("111122223333"))?;
    Policy::new(
        &scope,
        "Free",
        PolicyProps {
            policy_name: Some("free".into()),
            roles: vec![role],
            force: true,
            statements: vec![allow("sns:Publish", "t")?],
            ..PolicyProps::default()
        },
    )?;
    Ok(())
}

fn users_and_groups(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let group = Group::new(
        &scope,
        "Group",
        GroupProps {
            group_name: Some("students".into()),
            path: Some("/course/".to_owned()),
            ..GroupProps::default()
        },
    )?;
    group.add_to_policy(allow("s3:ListAllMyBuckets", "*")?)?;
    let user = User::new(
        &scope,
        "User",
        UserProps {
            user_name: Some("cody".into()),
            groups: vec![group.clone()],
            password_reset_required: Some(false),
            ..UserProps::default()
        },
    )?;
    user.add_to_policy(allow("iam:ChangePassword", "*")?)?;
    let status = Some(AccessKeyStatus::Inactive);
    let key = AccessKey::new(
        &scope,
        "Key",
        AccessKeyProps { serial: Some(2), status, ..AccessKeyProps::new(user) },
    )?;
    let imported = User::from_user_name(&scope, "Imported", "other")?;
    imported.add_to_group(&group)?;
    imported.add_to_policy(allow("s3:GetObject", "x")?)?;
    let role = Some(Role::new(&scope, "Role", RoleProps::assumed_by(ecs()))?);
    InstanceProfile::new(
        &scope,
        "Profile",
        InstanceProfileProps { role, ..InstanceProfileProps::default() },
    )?;
    CfnOutput::new(&scope, "KeyId", CfnOutputProps::new(key.access_key_id())).map(drop)
}

fn imported_roles(app: &App) -> Result<()> {
    let (first, second) = (named_stack(app, "First")?, named_stack(app, "Second")?);
    let bucket = Bucket::new(&first, "Bucket", BucketProps::default())?;
    let import = |id: &str, arn: &str, options| {
        Role::from_role_arn(&first, id, format!("arn:aws:iam::{arn}"), options)
    };
    let mutable = FromRoleArnOptions::default;
    let fixed = || FromRoleArnOptions { immutable: true, ..FromRoleArnOptions::default() };
    let own = FromRoleArnOptions { default_policy_name: Some("Own".to_owned()), ..mutable() };
    let on_resources = FromRoleArnOptions { add_grants_to_resources: Some(true), ..fixed() };
    let roles = [
        import("Same", "123456789012:role/same", mutable())?,
        import("Path", "123456789012:role/a/b/path", mutable())?,
        import("Fixed", "123456789012:role/fixed", fixed())?,
        import("Foreign", "210987654321:role/foreign", mutable())?,
        Role::from_role_name(&second, "Named", "named", own)?,
        import("Default2", "123456789012:role/d", on_resources)?,
    ];
    for role in &roles {
        bucket.grant_read(role, "*")?;
    }
    let without =
        Role::new(&first, "Without", RoleProps::assumed_by(ecs()))?.without_policy_updates(false)?;
    bucket.grant_write(&without, "*").map(drop)
}

fn permissions_boundaries(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let policy = ManagedPolicy::from_aws_managed_policy_name("PowerUserAccess");
    PermissionsBoundary::of(&scope).apply(&policy);
    Role::new(&scope, "Bound", RoleProps::assumed_by(ecs()))?;
    let free = Role::new(&scope, "Free", RoleProps::assumed_by(ecs()))?;
    PermissionsBoundary::of(&free).clear();
    User::new(&scope, "User", UserProps::default()).map(drop)
}

fn service_principals_and_arns(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let formatted = scope.format_arn(ArnComponents {
        service: "ecs".into(),
        resource: "service".into(),
        resource_name: Some("cluster/web".into()),
        arn_format: ArnFormat::SlashResourceName,
        ..ArnComponents::default()
    })?;
    let colon = scope.format_arn(ArnComponents {
        service: "logs".into(),
        resource: "log-group".into(),
        resource_name: Some("g".into()),
        arn_format: ArnFormat::ColonResourceName,
        ..ArnComponents::default()
    })?;
    let role = Role::new(&scope, "Role", RoleProps::assumed_by(ecs()))?;
    role.add_to_policy(PolicyStatement::allow(["ecs:UpdateService"], [formatted])?)?;
    role.add_to_policy(PolicyStatement::allow(["logs:*"], [colon])?)?;
    let parts = scope.split_arn(&role.role_arn(), ArnFormat::SlashResourceName)?;
    CfnOutput::new(&scope, "Name", CfnOutputProps::new(parts.resource_name.unwrap()))?;
    let service = ServicePrincipal::service_principal_name("states.amazonaws.com");
    CfnOutput::new(&scope, "Service", CfnOutputProps::new(service)).map(drop)
}

#[test]
fn iam_equals_the_cdk() {
    assert_all_equal(combinations![
        policy_statements,
        principals,
        large_policies,
        merged_statements,
        unmerged_statements.with("@aws-cdk/aws-iam:minimizePolicies", false),
        minimize_by_document.without_paths(),
        role_options.without_paths(),
        users_and_groups,
        imported_roles,
        permissions_boundaries.without_paths(),
        service_principals_and_arns.without_paths(),
    ]);
}

#[test]
fn impossible_users_and_documents_are_refused() {
    let app = App::new(synthesizer::AppProps::default());
    let scope = stack(&app).unwrap();
    let props = UserProps { password_reset_required: Some(true), ..UserProps::default() };
    assert_eq!(
        User::new(&scope, "Reset", props).err().unwrap().to_string(),
        "Stack/Reset: Cannot set \"passwordResetRequired\" without specifying \"initialPassword\""
    );
    let imported = User::from_user_name(&scope, "Imported", "other").unwrap();
    let read_only = ManagedPolicy::from_aws_managed_policy_name("ReadOnlyAccess");
    assert_eq!(
        imported.add_managed_policy(read_only).unwrap_err().to_string(),
        "Stack/Imported: Cannot add managed policy to imported User"
    );
    let refused =
        |json: &str| PolicyDocument::from_json(&Json::parse(json).unwrap()).err().unwrap().to_string();
    assert_eq!(refused(r#"{"Statement": {}}"#), "Statement must be an array");
    assert_eq!(
        refused(r#"{"Statement": [{"Effect": "Allow", "Resource": "a"}]}"#),
        "Incorrect Policy Statement: A PolicyStatement must specify at least one 'action' or 'notAction'."
    );
    assert_eq!(
        refused(r#"{"Statement": [{"Action": {}}]}"#),
        "Fields must be either a string or an array of strings: Action"
    );
}

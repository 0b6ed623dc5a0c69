//! Buckets: encryption, lifecycles, websites, policies and grants.

use synthesizer::aws_iam::{
    AccountPrincipal, AccountRootPrincipal, AnyPrincipal, ArnPrincipal, Effect, Group, GroupProps,
    IResourceWithPolicy, PolicyStatement, PolicyStatementProps, Role, RoleProps, ServicePrincipal, User,
    UserProps,
};
use synthesizer::aws_s3::{
    BlockPublicAccess, Bucket, BucketAccessControl, BucketMetrics, BucketProps, CorsRule, HttpMethods,
    IntelligentTieringConfiguration, Inventory, InventoryFrequency, InventoryObjectVersion, LifecycleRule,
    NoncurrentVersionTransition, ObjectLockRetention, ObjectOwnership, RedirectProtocol, RedirectTarget,
    ReplaceKey, RoutingRule, RoutingRuleCondition, StorageClass, Transition,
};
use synthesizer::{CfnOutput, CfnOutputProps, Duration, Map, RemovalPolicy, Value, object};

use crate::support::{NO_PATHS, Options, USUAL, assert_equal};
use crate::surroundings::stack;

fn tags<const N: usize>(tags: [(&'static str, &str); N]) -> Map<Value> {
    tags.into_iter().map(|(key, value)| (key, Value::from(value))).collect()
}

#[test]
fn bucket_lifecycle_rules() {
    assert_equal("bucket-lifecycle-rules", NO_PATHS, |app| {
        let moved = |storage_class, days| Transition {
            storage_class,
            transition_date: None,
            transition_after: Some(Duration::days(days)),
        };
        let images = LifecycleRule {
            id: Some("images".to_owned()),
            prefix: Some("images/".to_owned()),
            tag_filters: [("kind", Value::from("photo")), ("age", Value::from("old"))].into_iter().collect(),
            expiration: Some(Duration::days(365)),
            transitions: vec![moved(StorageClass::InfrequentAccess, 30), moved(StorageClass::Glacier, 90)],
            noncurrent_version_transitions: vec![NoncurrentVersionTransition {
                storage_class: StorageClass::GlacierInstantRetrieval,
                transition_after: Duration::days(7),
                noncurrent_versions_to_retain: Some(3),
            }],
            noncurrent_version_expiration: Some(Duration::days(60)),
            noncurrent_versions_to_retain: Some(2),
            ..LifecycleRule::default()
        };
        let disabled = LifecycleRule {
            enabled: false,
            abort_incomplete_multipart_upload_after: Some(Duration::days(1)),
            expired_object_delete_marker: Some(true),
            ..LifecycleRule::default()
        };
        let sized = LifecycleRule {
            object_size_greater_than: Some(500),
            object_size_less_than: Some(10000),
            expiration: Some(Duration::days(5)),
            ..LifecycleRule::default()
        };
        let lifecycle_rules = vec![images, disabled, sized];
        let props = BucketProps { versioned: true, lifecycle_rules, ..BucketProps::default() };
        let bucket = Bucket::new(&stack(app)?, "Bucket", props)?;
        bucket.add_lifecycle_rule(LifecycleRule {
            expiration: Some(Duration::days(1)),
            prefix: Some("tmp/".to_owned()),
            ..LifecycleRule::default()
        });
        Ok(())
    });
}

#[test]
fn bucket_cors() {
    assert_equal("bucket-cors", NO_PATHS, |app| {
        let all = CorsRule {
            id: Some("all".to_owned()),
            allowed_methods: vec![HttpMethods::Get, HttpMethods::Put],
            allowed_origins: vec!["https://a.example.com".into(), "https://b.example.com".into()],
            allowed_headers: vec!["x-own".into(), "content-type".into()],
            exposed_headers: vec!["etag".into()],
            max_age: Some(3000),
        };
        let props = BucketProps { cors: vec![all], ..BucketProps::default() };
        let bucket = Bucket::new(&stack(app)?, "Bucket", props)?;
        bucket.add_cors_rule(CorsRule {
            allowed_methods: vec![HttpMethods::Delete],
            allowed_origins: vec!["*".into()],
            ..CorsRule::default()
        });
        Ok(())
    });
}

#[test]
fn bucket_options() {
    assert_equal("bucket-options", USUAL, |app| {
        let scope = stack(app)?;
        let ownership = Some(ObjectOwnership::BucketOwnerEnforced);
        let props = BucketProps { object_ownership: ownership, ..BucketProps::default() };
        let reports = Bucket::new(&scope, "Reports", props)?;
        let props = BucketProps {
            bucket_name: Some("course-bucket-123".into()),
            versioned: true,
            transfer_acceleration: true,
            object_ownership: Some(ObjectOwnership::ObjectWriter),
            object_lock_enabled: Some(true),
            object_lock_default_retention: Some(ObjectLockRetention::governance(Duration::days(10))?),
            intelligent_tiering_configurations: vec![IntelligentTieringConfiguration {
                name: "slow".to_owned(),
                prefix: Some("a/".to_owned()),
                archive_access_tier_time: Some(Duration::days(90)),
                deep_archive_access_tier_time: Some(Duration::days(180)),
                tags: tags([("tier", "slow")]),
            }],
            metrics: vec![
                BucketMetrics { id: "all".to_owned(), ..BucketMetrics::default() },
                BucketMetrics {
                    id: "some".to_owned(),
                    prefix: Some("p".to_owned()),
                    tag_filters: tags([("a", "b")]),
                },
            ],
            inventories: vec![Inventory {
                prefix: Some("inventory".to_owned()),
                frequency: InventoryFrequency::Daily,
                include_object_versions: InventoryObjectVersion::Current,
                optional_fields: vec!["Size".to_owned()],
                ..Inventory::new(&reports)
            }],
            block_public_access: Some(BlockPublicAccess::BLOCK_ACLS),
            access_control: Some(BucketAccessControl::AuthenticatedRead),
            ..BucketProps::default()
        };
        Bucket::new(&scope, "Bucket", props)?;
        Ok(())
    });
}

#[test]
fn bucket_website() {
    assert_equal("bucket-website", USUAL, |app| {
        let scope = stack(app)?;
        let rule = RoutingRule {
            condition: Some(RoutingRuleCondition {
                http_error_code_returned_equals: Some("404".to_owned()),
                key_prefix_equals: Some("old/".to_owned()),
            }),
            replace_key: Some(ReplaceKey::PrefixWith("new/".to_owned())),
            host_name: Some("example.com".to_owned()),
            http_redirect_code: Some("302".to_owned()),
            protocol: Some(RedirectProtocol::Https),
        };
        let props = BucketProps {
            website_index_document: Some("index.html".to_owned()),
            website_error_document: Some("error.html".to_owned()),
            website_routing_rules: vec![rule],
            public_read_access: true,
            block_public_access: Some(BlockPublicAccess {
                block_public_acls: Some(false),
                block_public_policy: Some(false),
                ignore_public_acls: Some(false),
                restrict_public_buckets: Some(false),
            }),
            ..BucketProps::default()
        };
        let site = Bucket::new(&scope, "Site", props)?;
        let target =
            RedirectTarget { host_name: "example.com".to_owned(), protocol: Some(RedirectProtocol::Http) };
        let props = BucketProps { website_redirect: Some(target), ..BucketProps::default() };
        Bucket::new(&scope, "Redirect", props)?;
        CfnOutput::new(&scope, "Url", CfnOutputProps::new(site.bucket_website_url()))?;
        CfnOutput::new(&scope, "Domain", CfnOutputProps::new(site.bucket_website_domain_name()))?;
        Ok(())
    });
}

#[test]
fn bucket_auto_delete() {
    assert_equal("bucket-auto-delete", USUAL, |app| {
        let scope = stack(app)?;
        let emptied = BucketProps {
            removal_policy: Some(RemovalPolicy::Destroy),
            auto_delete_objects: true,
            ..BucketProps::default()
        };
        Bucket::new(&scope, "First", emptied.clone())?;
        Bucket::new(&scope, "Second", emptied.clone())?;
        let kept = BucketProps { removal_policy: Some(RemovalPolicy::Retain), ..BucketProps::default() };
        Bucket::new(&scope, "Kept", kept)?;
        let tls = BucketProps { enforce_ssl: true, minimum_tls_version: Some(1.2), ..emptied };
        Bucket::new(&scope, "Tls", tls)?;
        Ok(())
    });
}

#[test]
fn bucket_policies() {
    assert_equal("bucket-policies", NO_PATHS, |app| {
        let bucket = Bucket::new(&stack(app)?, "Bucket", BucketProps::default())?;
        let encryption = object! { "s3:x-amz-server-side-encryption" => "aws:kms" };
        bucket.add_to_resource_policy(PolicyStatement::new(PolicyStatementProps {
            sid: Some("NoOtherKeys".to_owned()),
            effect: Effect::Deny,
            principals: vec![AnyPrincipal::new().into()],
            actions: vec!["s3:PutObject".into()],
            resources: vec![bucket.arn_for_objects("*")],
            conditions: [("StringNotEquals", encryption)].into_iter().collect(),
            ..PolicyStatementProps::default()
        })?)?;
        bucket.add_to_resource_policy(PolicyStatement::new(PolicyStatementProps {
            principals: vec![
                ArnPrincipal::new("arn:aws:iam::210987654321:user/u").into(),
                AccountRootPrincipal::new().into(),
            ],
            actions: vec!["s3:ListBucket".into(), "s3:GetObject*".into()],
            resources: vec![bucket.bucket_arn(), bucket.arn_for_objects("shared/*")],
            ..PolicyStatementProps::default()
        })?)?;
        bucket.policy().unwrap().apply_removal_policy(RemovalPolicy::Retain)
    });
}

#[test]
fn bucket_access_logs() {
    assert_equal("bucket-access-logs", USUAL, |app| {
        let scope = stack(app)?;
        let logs = Bucket::new(&scope, "Logs", BucketProps::default())?;
        let kinds = [
            ("Logged", Some(logs.clone()), Some("logged/")),
            ("Also", Some(logs), None),
            ("Own", None, Some("own/")),
        ];
        for (name, server_access_logs_bucket, prefix) in kinds {
            let server_access_logs_prefix = prefix.map(str::to_owned);
            let props = BucketProps {
                server_access_logs_bucket,
                server_access_logs_prefix,
                ..BucketProps::default()
            };
            Bucket::new(&scope, name, props)?;
        }
        Ok(())
    });
}

#[test]
fn bucket_access_logs_by_acl() {
    let options: Options = &[("@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy", false)];
    assert_equal("bucket-access-logs-by-acl", options, |app| {
        let scope = stack(app)?;
        let logs = Bucket::new(&scope, "Logs", BucketProps::default())?;
        let props = BucketProps { server_access_logs_bucket: Some(logs), ..BucketProps::default() };
        Bucket::new(&scope, "Logged", props)?;
        Ok(())
    });
}

#[test]
fn bucket_grants() {
    assert_equal("bucket-grants", USUAL, |app| {
        let scope = stack(app)?;
        let props = BucketProps {
            block_public_access: Some(BlockPublicAccess::BLOCK_ACLS),
            versioned: true,
            ..BucketProps::default()
        };
        let bucket = Bucket::new(&scope, "Bucket", props)?;
        let ecs = || RoleProps::assumed_by(ServicePrincipal::new("ecs-tasks.amazonaws.com"));
        let role = Role::new(&scope, "Role", ecs())?;
        let user = User::new(&scope, "User", UserProps::default())?;
        let group = Group::new(&scope, "Group", GroupProps::default())?;
        bucket.grant_read(&role, "read/*")?;
        bucket.grant_write(&user, "*")?;
        bucket.grant_put(&group, "put/*")?;
        bucket.grant_put_acl(&role, "*")?;
        bucket.grant_delete(&user, "old/*")?;
        bucket.grant_read_write(&group, "*")?;
        bucket.grant_read(&ServicePrincipal::new("logging.s3.amazonaws.com"), "*")?;
        bucket.grant_read(&AccountPrincipal::new("210987654321"), "*")?;
        bucket.grant_write(&AccountPrincipal::new("210987654321"), "in/*")?;
        bucket.grant_public_access("public/*", &["s3:GetObject"])?;
        let writer = Role::new(&scope, "Writer", ecs())?;
        bucket.grant_write_actions(&writer, "w/*", &["s3:PutObject"]).map(drop)
    });
}

#[test]
fn impossible_buckets_are_refused() {
    let app = synthesizer::App::new(synthesizer::AppProps::default());
    let scope = stack(&app).unwrap();
    let refused = |id: &str, props: BucketProps| Bucket::new(&scope, id, props).err().unwrap().to_string();
    let props = BucketProps { auto_delete_objects: true, ..BucketProps::default() };
    assert_eq!(
        refused("Emptied", props),
        "Stack/Emptied: Cannot use 'autoDeleteObjects' property on a bucket without setting removal policy to \
         'DESTROY'."
    );
    let block_public_access = Some(BlockPublicAccess::BLOCK_ALL);
    let props = BucketProps { public_read_access: true, block_public_access, ..BucketProps::default() };
    assert_eq!(
        refused("Public", props),
        "Stack/Public: Cannot grant public access when 'blockPublicPolicy' is enabled"
    );
    let props = BucketProps { website_error_document: Some("e".to_owned()), ..BucketProps::default() };
    assert_eq!(
        refused("Page", props),
        "Stack/Page: \"websiteIndexDocument\" is required if \"websiteErrorDocument\" is set"
    );
}

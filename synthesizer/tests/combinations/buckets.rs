//! Buckets: encryption, lifecycles, websites, policies and grants.

use synthesizer::aws_s3::{
    Bucket, BucketProps, CorsRule, HttpMethods, LifecycleRule, NoncurrentVersionTransition, StorageClass,
    Transition,
};
use synthesizer::{Duration, Value};

use crate::recorded::{NO_PATHS, assert_equal};
use crate::surroundings::stack;

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

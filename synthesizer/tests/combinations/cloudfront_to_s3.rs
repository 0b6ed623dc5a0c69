//! The pattern of a bucket behind a distribution.

use std::rc::Rc;

use synthesizer::aws_cloudfront::{
    DistributionProps, ResponseHeadersPolicyProps, ResponseSecurityHeadersBehavior,
};
use synthesizer::aws_s3::{Bucket, BucketProps, LifecycleRule};
use synthesizer::aws_solutions_constructs::{CloudFrontToS3, CloudFrontToS3Props};
use synthesizer::{App, AppProps, Duration, RemovalPolicy};

use crate::support::{USUAL, assert_equal};
use crate::surroundings::stack;

#[test]
fn cloudfront_to_s3() {
    assert_equal("cloudfront-to-s3", USUAL, |app| {
        let scope = stack(app)?;
        CloudFrontToS3::new(&scope, "Default", CloudFrontToS3Props::default())?;
        let existing = CloudFrontToS3Props {
            existing_bucket_obj: Some(Bucket::new(&scope, "Bucket", BucketProps::default())?),
            insert_http_security_headers: Some(false),
            ..CloudFrontToS3Props::default()
        };
        CloudFrontToS3::new(&scope, "Existing", existing)?;
        let quiet = CloudFrontToS3Props {
            log_s3_access_logs: Some(false),
            bucket_props: Some(Rc::new(|bucket: &mut BucketProps| {
                bucket.versioned = false;
                bucket.removal_policy = Some(RemovalPolicy::Destroy);
                bucket.auto_delete_objects = true;
            })),
            cloud_front_distribution_props: Some(Rc::new(|distribution: &mut DistributionProps| {
                distribution.enable_logging = Some(false);
                distribution.comment = Some("quiet".to_owned());
            })),
            ..CloudFrontToS3Props::default()
        };
        CloudFrontToS3::new(&scope, "Quiet", quiet)?;
        Ok(())
    });
}

#[test]
fn cloudfront_to_s3_buckets() {
    assert_equal("cloudfront-to-s3-buckets", USUAL, |app| {
        let security = ResponseSecurityHeadersBehavior {
            content_type_options: Some(true),
            ..ResponseSecurityHeadersBehavior::default()
        };
        let props = CloudFrontToS3Props {
            origin_path: Some("/site".to_owned()),
            bucket_props: Some(Rc::new(|bucket: &mut BucketProps| {
                let expiration = Some(Duration::days(9));
                bucket.lifecycle_rules = vec![LifecycleRule { expiration, ..LifecycleRule::default() }];
            })),
            logging_bucket_props: Some(Rc::new(|bucket: &mut BucketProps| {
                bucket.removal_policy = Some(RemovalPolicy::Destroy);
            })),
            cloud_front_logging_bucket_props: Some(Rc::new(|bucket: &mut BucketProps| {
                bucket.removal_policy = Some(RemovalPolicy::Destroy);
                bucket.auto_delete_objects = true;
            })),
            insert_http_security_headers: Some(false),
            response_headers_policy_props: Some(ResponseHeadersPolicyProps {
                security_headers_behavior: Some(security),
                ..ResponseHeadersPolicyProps::default()
            }),
            ..CloudFrontToS3Props::default()
        };
        CloudFrontToS3::new(&stack(app)?, "Site", props)?;
        Ok(())
    });
}

#[test]
fn headers_are_given_in_one_way_only() {
    let app = App::new(AppProps::default());
    let policy = ResponseHeadersPolicyProps {
        security_headers_behavior: Some(ResponseSecurityHeadersBehavior::default()),
        ..ResponseHeadersPolicyProps::default()
    };
    let props =
        CloudFrontToS3Props { response_headers_policy_props: Some(policy), ..CloudFrontToS3Props::default() };
    let error = CloudFrontToS3::new(&stack(&app).unwrap(), "Site", props).err().unwrap().to_string();
    assert_eq!(
        error,
        "Stack/Site: responseHeadersPolicyProps.securityHeadersBehavior can only be passed if httpSecurityHeaders is \
         set to `false`."
    );
}

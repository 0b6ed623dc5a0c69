//! The image buckets and their distributions, written differently.

use std::rc::Rc;

use synthesizer::aws_cloudfront::{DistributionProps, ResponseHeadersCorsBehavior};
use synthesizer::aws_s3::{BucketProps, CorsRule, HttpMethods};
use synthesizer::aws_solutions_constructs::CloudFrontToS3Props;

use crate::data_stack::bucket_with_cors;
use crate::{StackBuilder, Variant};

const PUBLIC: &str = "public-images-s3-cloudfront";
const PRIVATE: &str = "private-images-s3-cloudfront";

/// The image buckets and their distributions, written differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "images-without-logs",
        says: "the image buckets are versioned, and nothing keeps access logs",
        fails: &[],
        change: |changes| {
            changes.props(PUBLIC, versioned_without_logs);
            changes.props(PRIVATE, versioned_without_logs);
        },
    },
    Variant {
        name: "images-any-origin",
        says: "buckets and response headers let any origin in",
        fails: &[],
        change: |changes| {
            changes.props("image-cors", |cors: &mut CorsRule| cors.allowed_origins = vec!["*".into()]);
            changes.props("image-response-headers", |headers: &mut ResponseHeadersCorsBehavior| {
                headers.access_control_allow_origins = vec!["*".into()];
            });
        },
    },
    Variant {
        name: "images-two-cors-rules",
        says: "reading and writing are let in by two CORS rules",
        fails: &[],
        change: |changes| {
            changes.props_in(PUBLIC, |images: &mut CloudFrontToS3Props, stack| {
                images.bucket_props = Some(bucket_with_cors(vec![reading(stack), writing(stack)]));
                Ok(())
            });
            changes.props_in(PRIVATE, |images: &mut CloudFrontToS3Props, stack| {
                images.bucket_props = Some(bucket_with_cors(vec![writing(stack), reading(stack)]));
                Ok(())
            });
        },
    },
];

fn versioned_without_logs(images: &mut CloudFrontToS3Props) {
    let usual = images.bucket_props.take();
    images.bucket_props = Some(Rc::new(move |bucket: &mut BucketProps| {
        usual.iter().for_each(|usual| usual(bucket));
        bucket.versioned = true;
    }));
    images.log_s3_access_logs = Some(false);
    images.cloud_front_distribution_props =
        Some(Rc::new(|distribution: &mut DistributionProps| distribution.enable_logging = Some(false)));
}

fn reading(stack: &StackBuilder<'_>) -> CorsRule {
    let mut rule = rule(stack, &[HttpMethods::Get, HttpMethods::Head]);
    rule.allowed_origins.push("http://localhost:5173".into());
    rule
}

fn writing(stack: &StackBuilder<'_>) -> CorsRule {
    rule(stack, &[HttpMethods::Put, HttpMethods::Post, HttpMethods::Delete])
}

fn rule(stack: &StackBuilder<'_>, methods: &[HttpMethods]) -> CorsRule {
    CorsRule {
        allowed_headers: vec!["*".into()],
        allowed_methods: methods.to_vec(),
        allowed_origins: vec![format!("https://{}", stack.settings().app_domain()).into()],
        ..CorsRule::default()
    }
}

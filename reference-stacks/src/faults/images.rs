//! Faults of the image buckets and their distributions.

use std::rc::Rc;

use synthesizer::aws_cloudfront::ResponseHeadersCorsBehavior;
use synthesizer::aws_s3::{BlockPublicAccess, Bucket, BucketProps, CorsRule, HttpMethods};
use synthesizer::aws_solutions_constructs::CloudFrontToS3Props;

use crate::data_stack::Images;
use crate::{Changes, Variant};

/// Faults of the image buckets and their distributions.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "images-public-bucket-open",
        says: "given, undone: the public images bucket does not block public access",
        fails: &["data.images.buckets"],
        change: |changes| {
            bucket(changes, PUBLIC, |bucket| {
                bucket.block_public_access = Some(BlockPublicAccess {
                    block_public_acls: Some(false),
                    block_public_policy: Some(false),
                    ignore_public_acls: Some(false),
                    restrict_public_buckets: Some(false),
                })
            })
        },
    },
    Variant {
        name: "images-private-bucket-blocks-acls-only",
        says: "given, undone: the private images bucket blocks public ACLs only",
        fails: &["data.images.buckets"],
        change: |changes| {
            bucket(changes, PRIVATE, |bucket| {
                bucket.block_public_access = Some(BlockPublicAccess::BLOCK_ACLS)
            })
        },
    },
    Variant {
        name: "images-private-bucket-of-own",
        says: "given, changed: the private images bucket is the student's own, and blocks no public access",
        fails: &["data.images.buckets"],
        change: |changes| {
            changes.props_in(PRIVATE, |images: &mut CloudFrontToS3Props, stack| {
                let cors = vec![stack.made("image-cors")?];
                let props = BucketProps { cors, ..BucketProps::default() };
                let bucket = Bucket::new(stack.scope(), &stack.id("private-images-bucket"), props)?;
                images.existing_bucket_obj = Some(bucket);
                images.bucket_props = None;
                Ok(())
            });
        },
    },
    Variant {
        name: "images-private-without-distribution",
        says: "given, undone: the private images bucket has no distribution, the public one's serves for both",
        fails: &["data.images.distributions", "compute.container.distribution_environment"],
        change: |changes| {
            changes.replace("private-images", |stack| {
                let props = BucketProps {
                    block_public_access: Some(BlockPublicAccess::BLOCK_ALL),
                    cors: vec![stack.made("image-cors")?],
                    ..BucketProps::default()
                };
                let bucket = Bucket::new(stack.scope(), &stack.id("private-images-bucket"), props)?;
                let public: Images = stack.made("public-images")?;
                Ok(Images { bucket, ..public })
            });
        },
    },
    Variant {
        name: "images-without-response-headers",
        says: "given, undone: the public images come without a response-headers policy",
        fails: &["data.images.distributions"],
        change: |changes| {
            changes
                .props(PUBLIC, |images: &mut CloudFrontToS3Props| images.response_headers_policy_props = None)
        },
    },
    Variant {
        name: "images-response-headers-other-origin",
        says: "given, changed: the response headers let in the API's origin instead of the frontend's",
        fails: &["data.images.distributions"],
        change: |changes| {
            changes.props_in("image-response-headers", |headers: &mut ResponseHeadersCorsBehavior, stack| {
                headers.access_control_allow_origins =
                    vec![format!("https://api.{}", stack.settings().app_domain()).into()];
                Ok(())
            })
        },
    },
    Variant {
        name: "images-private-without-cors",
        says: "given, undone: the private images bucket has no CORS rule",
        fails: &["data.images.cors"],
        change: |changes| {
            changes.props(PRIVATE, |images: &mut CloudFrontToS3Props| images.bucket_props = None)
        },
    },
    Variant {
        name: "images-cors-without-post",
        says: "given, changed: the buckets' CORS rule lacks POST, so no image can be uploaded",
        fails: &["data.images.cors"],
        change: |changes| {
            changes.props("image-cors", |cors: &mut CorsRule| {
                cors.allowed_methods.retain(|method| *method != HttpMethods::Post)
            })
        },
    },
    Variant {
        name: "images-cors-without-scheme",
        says: "given, changed: the buckets' CORS rule names the frontend without https://",
        fails: &["data.images.cors"],
        change: |changes| {
            changes.props_in("image-cors", |cors: &mut CorsRule, stack| {
                cors.allowed_origins = vec![stack.settings().app_domain().into()];
                Ok(())
            })
        },
    },
];

const PUBLIC: &str = "public-images-s3-cloudfront";
const PRIVATE: &str = "private-images-s3-cloudfront";

/// Changes a bucket further.
fn bucket(changes: &mut Changes, images: &'static str, change: fn(&mut BucketProps)) {
    changes.props(images, move |images: &mut CloudFrontToS3Props| {
        let usual = images.bucket_props.take();
        images.bucket_props = Some(Rc::new(move |bucket: &mut BucketProps| {
            usual.iter().for_each(|usual| usual(bucket));
            change(bucket);
        }));
    });
}

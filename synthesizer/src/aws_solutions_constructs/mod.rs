//! AWS Solutions Constructs 2.46.0: patterns of several constructs.

mod buckets;
mod cloudfront_to_s3;
mod suppressions;

pub use cloudfront_to_s3::{Change, CloudFrontToS3, CloudFrontToS3Props};

//! Buckets that were made elsewhere.

use super::bucket::{Bucket, Details};
use super::configuration::validate_name;
use crate::aws_kms::Key;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::region_info;
use crate::stack::ArnComponents;
use crate::text;
use crate::value::Text;

/// What is known of a bucket that was made elsewhere. Name or ARN must be.
#[derive(Debug, Clone, Default)]
pub struct BucketAttributes {
    /// For example `arn:aws:s3:::my-bucket`.
    pub bucket_arn: Option<Text>,
    /// For example `my-bucket`.
    pub bucket_name: Option<Text>,
    /// Host of the bucket; made of the name if none is given.
    pub bucket_domain_name: Option<Text>,
    /// Host of the bucket in its region; made of name and region if none is given.
    pub bucket_regional_domain_name: Option<Text>,
    /// The stack's if none is given.
    pub region: Option<Text>,
    /// The stack's if none is given.
    pub account: Option<Text>,
    /// Whether it is a website.
    pub is_website: bool,
    /// The key that encrypts its objects.
    pub encryption_key: Option<Key>,
}

impl Bucket {
    /// A bucket that was made elsewhere, by its name.
    pub fn from_bucket_name(scope: &dyn Construct, id: &str, name: impl Into<Text>) -> Result<Bucket> {
        let attributes = BucketAttributes { bucket_name: Some(name.into()), ..BucketAttributes::default() };
        Bucket::from_bucket_attributes(scope, id, attributes)
    }

    /// A bucket that was made elsewhere, by its ARN.
    pub fn from_bucket_arn(scope: &dyn Construct, id: &str, arn: impl Into<Text>) -> Result<Bucket> {
        let attributes = BucketAttributes { bucket_arn: Some(arn.into()), ..BucketAttributes::default() };
        Bucket::from_bucket_attributes(scope, id, attributes)
    }

    /// A bucket that was made elsewhere.
    pub fn from_bucket_attributes(
        scope: &dyn Construct,
        id: &str,
        attributes: BucketAttributes,
    ) -> Result<Bucket> {
        let stack = scope.node().stack()?;
        let region = attributes.region.map_or_else(|| stack.region(), Ok)?;
        let suffix = region.as_literal().and_then(region_info::url_suffix);
        let suffix = suffix.map_or_else(crate::Aws::url_suffix, Text::from);
        let name = match (attributes.bucket_name, &attributes.bucket_arn) {
            (Some(name), _) => name,
            (None, Some(arn)) => stack.split_arn(arn, crate::ArnFormat::SlashResourceName)?.resource,
            (None, None) => return Err(scope.node().error("Bucket name is required")),
        };
        let node = Node::new(scope, id, ConstructInfo::cdk("aws-cdk-lib.aws_s3.BucketBase"))?;
        if let Some(name) = name.as_literal() {
            validate_name(&node, name)?;
        }
        let arn = match attributes.bucket_arn {
            Some(arn) => arn,
            None => stack.format_arn(ArnComponents {
                region: Some("".into()),
                account: Some("".into()),
                service: "s3".into(),
                resource: name.clone(),
                ..ArnComponents::default()
            })?,
        };
        let domain_name = attributes.bucket_domain_name.unwrap_or_else(|| text![&name, ".s3.", &suffix]);
        let regional = attributes.bucket_regional_domain_name;
        let website_domain = text![&name, ".", website_endpoint(&region, &suffix)];
        Ok(Bucket::from_details(
            node,
            Details {
                bucket_arn: arn,
                domain_name,
                regional_domain_name: regional.unwrap_or_else(|| text![&name, ".s3.", &region, ".", &suffix]),
                website_url: text!["http://", &website_domain],
                website_domain_name: website_domain,
                bucket_name: name,
                is_website: attributes.is_website,
                encryption_key: attributes.encryption_key,
                region,
                account: attributes.account.map_or_else(|| stack.account(), Ok)?,
                ..Details::default()
            },
        ))
    }
}

/// Old regions have a dash before their name, new ones a dot.
fn website_endpoint(region: &Text, suffix: &Text) -> Text {
    const WITH_DASH: [&str; 9] = [
        "us-east-1",
        "us-west-1",
        "us-west-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-northeast-1",
        "eu-west-1",
        "sa-east-1",
        "us-gov-west-1",
    ];
    let dash = region.as_literal().is_some_and(|region| WITH_DASH.contains(&region));
    text!["s3-website", if dash { "-" } else { "." }, region, ".", suffix]
}

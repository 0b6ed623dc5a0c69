//! What alias records stand for.

use std::rc::Rc;

use super::{HostedZone, RecordSet};
use crate::aws_cloudfront::Distribution;
use crate::aws_s3::Bucket;
use crate::cfn::{CfnMapping, CfnMappingProps};
use crate::construct::{Construct, Node};
use crate::error::Result;
use crate::region_info::s3_static_website;
use crate::value::{Aws, Text, Value};
use crate::{entries, props};

/// What an alias record stands for.
pub trait AliasRecordTarget {
    /// Its name and zone, for a record of this zone.
    fn bind(&self, record: &Node, zone: &HostedZone) -> Result<AliasRecordTargetConfig>;
}

/// How a record names its target.
#[derive(Debug, Clone, PartialEq)]
pub struct AliasRecordTargetConfig {
    /// Zone of the target's name.
    pub hosted_zone_id: Text,
    /// The target's name.
    pub dns_name: Text,
    /// Whether the CDK's code has the name before the zone, which `tree.json` shows.
    name_first: bool,
}

impl AliasRecordTargetConfig {
    /// This name in this zone.
    pub fn new(hosted_zone_id: impl Into<Text>, dns_name: impl Into<Text>) -> AliasRecordTargetConfig {
        let (hosted_zone_id, dns_name) = (hosted_zone_id.into(), dns_name.into());
        AliasRecordTargetConfig { hosted_zone_id, dns_name, name_first: false }
    }

    pub(super) fn render(self) -> Value {
        match self.name_first {
            true => props! { "DNSName" => self.dns_name, "HostedZoneId" => self.hosted_zone_id },
            false => props! { "HostedZoneId" => self.hosted_zone_id, "DNSName" => self.dns_name },
        }
    }
}

/// Another record of the same zone.
#[derive(Debug, Clone)]
pub struct Route53RecordTarget {
    domain_name: Text,
}

impl Route53RecordTarget {
    /// This record.
    pub fn new(record: &RecordSet) -> Route53RecordTarget {
        Route53RecordTarget { domain_name: record.domain_name() }
    }
}

impl AliasRecordTarget for Route53RecordTarget {
    fn bind(&self, _record: &Node, zone: &HostedZone) -> Result<AliasRecordTargetConfig> {
        let config = AliasRecordTargetConfig::new(zone.hosted_zone_id(), self.domain_name.clone());
        Ok(AliasRecordTargetConfig { name_first: true, ..config })
    }
}

/// A load balancer.
#[derive(Debug, Clone)]
pub struct LoadBalancerTarget {
    config: AliasRecordTargetConfig,
}

impl LoadBalancerTarget {
    /// The load balancer with this zone and name.
    pub fn new(canonical_hosted_zone_id: Text, dns_name: Text) -> LoadBalancerTarget {
        let dns_name = crate::text!["dualstack.", dns_name];
        LoadBalancerTarget { config: AliasRecordTargetConfig::new(canonical_hosted_zone_id, dns_name) }
    }
}

impl AliasRecordTarget for LoadBalancerTarget {
    fn bind(&self, _record: &Node, _zone: &HostedZone) -> Result<AliasRecordTargetConfig> {
        Ok(self.config.clone())
    }
}

/// A distribution of CloudFront.
#[derive(Clone)]
pub struct CloudFrontTarget {
    distribution: Distribution,
}

impl CloudFrontTarget {
    /// This distribution.
    pub fn new(distribution: &Distribution) -> CloudFrontTarget {
        CloudFrontTarget { distribution: distribution.clone() }
    }

    /// The zone of all distributions' names: a mapping in the stack of `scope`, for there is one in each partition.
    pub fn hosted_zone_id(scope: &dyn Construct) -> Result<Text> {
        const NAME: &str = "AWSCloudFrontPartitionHostedZoneIdMap";
        let stack = scope.node().stack()?;
        let known = stack.node().try_find_child(NAME).and_then(|node| node.attached::<CfnMapping>());
        let mapping = match known {
            Some(mapping) => mapping,
            None => {
                let zones = [("aws", "Z2FDTNDATAQYW2"), ("aws-cn", "Z3RFFRIM2A3IF5")];
                let zones = zones.map(|(partition, zone)| (partition, entries! { "zoneId" => zone }));
                let props = CfnMappingProps { mapping: zones.into_iter().collect(), lazy: None };
                let mapping = Rc::new(CfnMapping::new(&stack, NAME, props)?);
                mapping.node().attach(mapping.clone());
                mapping
            }
        };
        mapping.find_in_map(Aws::partition(), "zoneId")
    }
}

impl AliasRecordTarget for CloudFrontTarget {
    fn bind(&self, _record: &Node, _zone: &HostedZone) -> Result<AliasRecordTargetConfig> {
        let zone = CloudFrontTarget::hosted_zone_id(&self.distribution)?;
        Ok(AliasRecordTargetConfig::new(zone, self.distribution.distribution_domain_name()))
    }
}

/// A website in a bucket, in a stack whose region is known. The bucket has the record's name.
#[derive(Debug, Clone)]
pub struct BucketWebsiteTarget {
    bucket: Node,
}

impl BucketWebsiteTarget {
    /// This bucket.
    pub fn new(bucket: &Bucket) -> BucketWebsiteTarget {
        BucketWebsiteTarget { bucket: bucket.node().clone() }
    }
}

impl AliasRecordTarget for BucketWebsiteTarget {
    fn bind(&self, record: &Node, _zone: &HostedZone) -> Result<AliasRecordTargetConfig> {
        let region = self.bucket.stack()?.region()?;
        let Some(region) = region.as_literal() else {
            return Err(record.error(
                "Cannot use an S3 record alias in region-agnostic stacks. You must specify a specific region when you \
                 define the stack (see https://docs.aws.amazon.com/cdk/latest/guide/environments.html)",
            ));
        };
        match s3_static_website(region) {
            Some((zone, name)) => Ok(AliasRecordTargetConfig::new(zone, name)),
            None => {
                Err(record
                    .error(format!("Bucket website target is not supported for the \"{region}\" region")))
            }
        }
    }
}

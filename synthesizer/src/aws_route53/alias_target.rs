//! What alias records stand for.

use super::{HostedZone, RecordSet};
use crate::construct::Node;
use crate::error::Result;
use crate::value::Text;

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
        let hosted_zone_id = zone.hosted_zone_id();
        Ok(AliasRecordTargetConfig { hosted_zone_id, dns_name: self.domain_name.clone() })
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
        LoadBalancerTarget {
            config: AliasRecordTargetConfig { hosted_zone_id: canonical_hosted_zone_id, dns_name },
        }
    }
}

impl AliasRecordTarget for LoadBalancerTarget {
    fn bind(&self, _record: &Node, _zone: &HostedZone) -> Result<AliasRecordTargetConfig> {
        Ok(self.config.clone())
    }
}

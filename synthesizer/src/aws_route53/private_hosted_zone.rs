//! Zones that only some VPCs see.

use super::hosted_zone::{HostedZone, HostedZoneProps, Kind};
use crate::aws_ec2::Vpc;
use crate::construct::{Construct, ConstructInfo};
use crate::error::Result;
use crate::value::Text;

/// Makes zones that only some VPCs see.
#[derive(Debug)]
pub struct PrivateHostedZone;

impl PrivateHostedZone {
    /// A zone that this VPC sees.
    #[expect(clippy::new_ret_no_self, reason = "a private zone is a zone; the CDK makes it with this name")]
    pub fn new(scope: &dyn Construct, id: &str, zone_name: impl Into<Text>, vpc: &Vpc) -> Result<HostedZone> {
        let info = ConstructInfo::cdk("aws-cdk-lib.aws_route53.PrivateHostedZone");
        let zone = HostedZone::create(scope, id, info, HostedZoneProps::new(zone_name), Kind::Own)?;
        zone.add_vpc(vpc)?;
        Ok(zone)
    }
}

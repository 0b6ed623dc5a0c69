//! Load balancers as origins.

use super::{HttpOrigin, HttpOriginProps};
use crate::aws_cloudfront::Origin;
use crate::aws_elasticloadbalancingv2::ApplicationLoadBalancer;
use crate::error::Result;

/// A load balancer as an origin.
#[derive(Debug, Clone, Copy)]
pub struct LoadBalancerV2Origin;

impl LoadBalancerV2Origin {
    /// This load balancer, which CloudFront must be able to reach.
    #[expect(clippy::new_ret_no_self, reason = "it is an origin; the CDK makes it with this name")]
    pub fn new(load_balancer: &ApplicationLoadBalancer, props: HttpOriginProps) -> Result<Origin> {
        HttpOrigin::new(load_balancer.load_balancer_dns_name(), props)
    }
}

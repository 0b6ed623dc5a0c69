//! Origins that stand in for others.

use std::rc::Rc;

use crate::aws_cloudfront::{IOrigin, Origin, OriginBindConfig, OriginFailoverConfig};
use crate::construct::Node;
use crate::error::Result;

/// An origin, and another that stands in for it when it fails.
pub struct OriginGroup {
    primary_origin: Origin,
    failover: OriginFailoverConfig,
}

impl OriginGroup {
    /// Two origins; with the status codes that mean failure, 500, 502, 503 and 504 if none are given.
    #[expect(clippy::new_ret_no_self, reason = "it is an origin; the CDK makes it with this name")]
    pub fn new(primary: &Origin, fallback: &Origin, fallback_status_codes: Option<&[u16]>) -> Origin {
        let status_codes = fallback_status_codes.unwrap_or(&[500, 502, 503, 504]).to_vec();
        let failover = OriginFailoverConfig { failover_origin: fallback.clone(), status_codes };
        Rc::new(OriginGroup { primary_origin: primary.clone(), failover })
    }
}

impl IOrigin for OriginGroup {
    fn bind(&self, scope: &Node, origin_id: &str) -> Result<OriginBindConfig> {
        let primary = self.primary_origin.bind(scope, origin_id)?;
        if primary.failover.is_some() {
            return Err(scope.error(
                "An OriginGroup cannot use an Origin with its own failover configuration as its primary origin!",
            ));
        }
        Ok(OriginBindConfig { failover: Some(self.failover.clone()), ..primary })
    }
}

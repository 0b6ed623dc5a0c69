//! The zone that the course delegates to this account. Deployed before everything else.

use synthesizer::aws_route53::{HostedZone, PublicHostedZone, PublicHostedZoneProps};
use synthesizer::{Result, Stack};

use crate::Deployment;

/// The DNS stack, and what other stacks need of it.
#[derive(Debug, Clone)]
pub struct DnsStack {
    /// The stack itself.
    pub stack: Stack,
    /// The student's zone.
    pub hosted_zone: HostedZone,
}

impl DnsStack {
    /// The stack with all that is in it.
    pub fn new(deployment: &Deployment<'_>) -> Result<DnsStack> {
        let stack = deployment.stack("dns-stack")?;
        let settings = stack.settings();

        let hosted_zone = stack.make(
            "hosted-zone",
            PublicHostedZone::new,
            PublicHostedZoneProps::new(settings.sunet_dns_root()),
        )?;

        stack.finish("dns-stack", DnsStack { stack: stack.stack().clone(), hosted_zone })
    }
}

//! The private network, and the certificates for HTTPS.

use synthesizer::aws_certificatemanager::{
    Certificate, CertificateProps, CertificateValidation, DnsValidatedCertificate,
    DnsValidatedCertificateProps,
};
use synthesizer::aws_ec2::{IpAddresses, SubnetConfiguration, SubnetType, Vpc, VpcProps};
use synthesizer::{Construct, Result, Stack};

use crate::{Deployment, DnsStack, StackBuilder};

/// The network stack, and what other stacks need of it.
#[derive(Debug, Clone)]
pub struct NetworkStack {
    /// The stack itself.
    pub stack: Stack,
    /// Where everything runs.
    pub vpc: Vpc,
    /// For the load balancer.
    pub backend_certificate: Certificate,
    /// For CloudFront.
    pub frontend_certificate: Certificate,
}

impl NetworkStack {
    /// The stack with all that is in it.
    pub fn new(deployment: &Deployment<'_>, dns: &DnsStack) -> Result<NetworkStack> {
        let stack = deployment.stack("network-stack")?;
        let settings = stack.settings();

        let vpc = stack.make(
            "vpc",
            Vpc::new,
            VpcProps {
                availability_zones: Some(vec!["us-west-2a".into(), "us-west-2b".into()]),
                ip_addresses: Some(IpAddresses::cidr("10.0.0.0/16")),
                subnet_configuration: Some(vec![
                    SubnetConfiguration {
                        cidr_mask: Some(24),
                        ..SubnetConfiguration::new("public", SubnetType::Public)
                    },
                    SubnetConfiguration {
                        cidr_mask: Some(24),
                        ..SubnetConfiguration::new("private-egress", SubnetType::PrivateWithEgress)
                    },
                    SubnetConfiguration {
                        cidr_mask: Some(24),
                        ..SubnetConfiguration::new("private-isolated", SubnetType::PrivateIsolated)
                    },
                ]),
                ..VpcProps::default()
            },
        )?;

        let backend_certificate = stack.make(
            "backend-certificate",
            Certificate::new,
            CertificateProps {
                subject_alternative_names: Some(vec![
                    format!("*.{}", settings.sunet_dns_root()).into(),
                    format!("*.{}", settings.app_domain()).into(),
                ]),
                validation: Some(CertificateValidation::from_dns(Some(&dns.hosted_zone))),
                ..CertificateProps::new(settings.sunet_dns_root())
            },
        )?;

        let frontend_certificate = frontend_certificate(&stack, dns)?;

        stack.finish(
            "network-stack",
            NetworkStack { stack: stack.stack().clone(), vpc, backend_certificate, frontend_certificate },
        )
    }
}

/// The certificate of the frontend. CloudFront takes certificates from us-east-1 only.
pub(crate) fn frontend_certificate(stack: &StackBuilder<'_>, dns: &DnsStack) -> Result<Certificate> {
    stack.make(
        "frontend-certificate",
        dns_validated_certificate,
        DnsValidatedCertificateProps {
            region: Some("us-east-1".to_owned()),
            ..DnsValidatedCertificateProps::new(stack.settings().app_domain(), &dns.hosted_zone)
        },
    )
}

/// A [`DnsValidatedCertificate`], used as any other certificate is.
pub(crate) fn dns_validated_certificate(
    scope: &dyn Construct,
    id: &str,
    props: DnsValidatedCertificateProps,
) -> Result<Certificate> {
    Ok(DnsValidatedCertificate::new(scope, id, props)?.certificate().clone())
}

//! The DNS and network stacks.

use synthesizer::aws_certificatemanager::{
    Certificate, CertificateProps, CertificateValidation, DnsValidatedCertificate,
    DnsValidatedCertificateProps,
};
use synthesizer::aws_ec2::{IpAddresses, SubnetConfiguration, SubnetType, Vpc, VpcProps};
use synthesizer::aws_route53::{HostedZone, PublicHostedZone, PublicHostedZoneProps};
use synthesizer::{Result, Stack, Text};

use crate::SITE;

pub(crate) fn zone(scope: &Stack) -> Result<HostedZone> {
    let props = PublicHostedZoneProps::new("codyho.infracourse.cloud");
    PublicHostedZone::new(scope, "yoctogram-hosted-zone", props)
}

pub(crate) struct Network {
    pub(crate) vpc: Vpc,
    pub(crate) backend_certificate: Certificate,
    pub(crate) frontend_certificate: DnsValidatedCertificate,
}

impl Network {
    pub(crate) fn new(scope: &Stack, zone: &HostedZone) -> Result<Network> {
        let vpc = vpc(scope)?;
        let names = ["*.codyho.infracourse.cloud", "*.yoctogram.codyho.infracourse.cloud"];
        let backend = CertificateProps {
            subject_alternative_names: Some(names.map(Text::from).to_vec()),
            validation: Some(CertificateValidation::from_dns(Some(zone))),
            ..CertificateProps::new("codyho.infracourse.cloud")
        };
        let frontend = DnsValidatedCertificateProps {
            region: Some("us-east-1".to_owned()),
            ..DnsValidatedCertificateProps::new(SITE, zone)
        };
        Ok(Network {
            vpc,
            backend_certificate: Certificate::new(scope, "yoctogram-backend-certificate", backend)?,
            frontend_certificate: DnsValidatedCertificate::new(
                scope,
                "yoctogram-frontend-certificate",
                frontend,
            )?,
        })
    }
}

fn vpc(scope: &Stack) -> Result<Vpc> {
    let subnets = |name: &str, kind| SubnetConfiguration {
        cidr_mask: Some(24),
        ..SubnetConfiguration::new(name, kind)
    };
    let props = VpcProps {
        availability_zones: Some(["us-west-2a", "us-west-2b"].map(Text::from).to_vec()),
        ip_addresses: Some(IpAddresses::cidr("10.0.0.0/16")),
        subnet_configuration: Some(vec![
            subnets("public", SubnetType::Public),
            subnets("private-egress", SubnetType::PrivateWithEgress),
            subnets("private-isolated", SubnetType::PrivateIsolated),
        ]),
        ..VpcProps::default()
    };
    Vpc::new(scope, "yoctogram-vpc", props)
}

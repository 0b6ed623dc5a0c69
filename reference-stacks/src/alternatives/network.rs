//! The network and the certificates, written differently.

use synthesizer::Result;
use synthesizer::aws_certificatemanager::{
    Certificate, CertificateProps, CertificateValidation, DnsValidatedCertificateProps,
};
use synthesizer::aws_ec2::{
    DefaultInstanceTenancy, NatGatewayProps, NatProvider, SubnetConfiguration, SubnetType, VpcProps,
};
use synthesizer::aws_route53::HostedZone;

use crate::faults::{group, subnets};
use crate::network_stack::dns_validated_certificate;
use crate::{StackBuilder, Variant};

/// The network and the certificates, written differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "vpc-defaults-spelt-out",
        says: "the VPC's defaults are spelt out",
        fails: &[],
        change: |changes| {
            changes.props("vpc", |vpc: &mut VpcProps| {
                vpc.create_internet_gateway = Some(true);
                vpc.enable_dns_hostnames = Some(true);
                vpc.enable_dns_support = Some(true);
                vpc.default_instance_tenancy = DefaultInstanceTenancy::Default;
                vpc.nat_gateways = Some(2);
                vpc.nat_gateway_provider = Some(NatProvider::gateway(NatGatewayProps::default()));
            });
        },
    },
    Variant {
        name: "vpc-cidr-default",
        says: "ip_addresses is left out: 10.0.0.0/16 is the CDK's default",
        fails: &[],
        change: |changes| changes.props("vpc", |vpc: &mut VpcProps| vpc.ip_addresses = None),
    },
    Variant {
        name: "vpc-cidr-deprecated",
        says: "the address space is given by the deprecated argument cidr",
        fails: &[],
        change: |changes| {
            changes.props("vpc", |vpc: &mut VpcProps| {
                vpc.ip_addresses = None;
                vpc.cidr = Some("10.0.0.0/16".into());
            });
        },
    },
    Variant {
        name: "vpc-other-id",
        says: "VPC, database, cluster and distribution have other construct ids",
        fails: &[],
        change: |changes| {
            changes.rename("vpc", "Network");
            changes.rename("aurora-serverless", "Database");
            changes.rename("cluster", "Cluster");
            changes.rename("frontend-distribution", "Site");
        },
    },
    Variant {
        name: "vpc-max-azs-2",
        says: "max_azs=2 instead of the zones' names",
        fails: &[],
        change: |changes| {
            changes.props("vpc", |vpc: &mut VpcProps| {
                vpc.availability_zones = None;
                vpc.max_azs = Some(2);
            });
        },
    },
    Variant {
        name: "vpc-one-nat-gateway",
        says: "one NAT gateway serves both zones",
        fails: &[],
        change: |changes| changes.props("vpc", |vpc: &mut VpcProps| vpc.nat_gateways = Some(1)),
    },
    Variant {
        name: "subnets-other-names-and-order",
        says: "the subnets have other names and another order",
        fails: &[],
        change: |changes| {
            subnets(changes, |groups| {
                *groups = vec![
                    group("db", SubnetType::PrivateIsolated),
                    group("public-backend", SubnetType::PrivateWithEgress),
                    group("private-ingress", SubnetType::Public),
                ];
            });
        },
    },
    Variant {
        name: "subnets-deprecated-types",
        says: "the egress subnets' type has its old name PRIVATE_WITH_NAT",
        fails: &[],
        change: |changes| subnets(changes, |groups| groups[1].subnet_type = SubnetType::PrivateWithNat),
    },
    Variant {
        name: "subnets-reserved-range",
        says: "a range is reserved for a fourth kind of subnet, which is not made",
        fails: &[],
        change: |changes| {
            subnets(changes, |groups| {
                let later = group("later", SubnetType::PrivateIsolated);
                groups.insert(2, SubnetConfiguration { reserved: true, ..later });
            });
        },
    },
    Variant {
        name: "certificate-names-other-order",
        says: "the alternative names come in the other order",
        fails: &[],
        change: |changes| {
            changes.props("backend-certificate", |props: &mut CertificateProps| {
                props.subject_alternative_names.iter_mut().for_each(|names| names.reverse());
            });
        },
    },
    Variant {
        name: "certificate-multi-zone",
        says: "the certificate's zones are given name by name",
        fails: &[],
        change: |changes| {
            changes.props_in("backend-certificate", |props: &mut CertificateProps, stack| {
                let zone: HostedZone = stack.made("hosted-zone")?;
                let root = stack.settings().sunet_dns_root();
                let names =
                    [root.clone(), format!("*.{root}"), format!("*.{}", stack.settings().app_domain())];
                let zones = names.iter().map(|name| (name.as_str(), zone.clone()));
                props.validation = Some(CertificateValidation::from_dns_multi_zone(zones));
                Ok(())
            });
        },
    },
    Variant {
        name: "certificate-dns-validated",
        says: "the backend certificate is a DnsValidatedCertificate, like the frontend's",
        fails: &[],
        change: |changes| changes.replace("backend-certificate", dns_validated_backend_certificate),
    },
];

fn dns_validated_backend_certificate(stack: &StackBuilder<'_>) -> Result<Certificate> {
    let (zone, settings) = (stack.made("hosted-zone")?, stack.settings());
    let props = DnsValidatedCertificateProps {
        subject_alternative_names: Some(vec![
            format!("*.{}", settings.sunet_dns_root()).into(),
            format!("*.{}", settings.app_domain()).into(),
        ]),
        ..DnsValidatedCertificateProps::new(settings.sunet_dns_root(), &zone)
    };
    dns_validated_certificate(stack.scope(), &stack.id("backend-certificate"), props)
}

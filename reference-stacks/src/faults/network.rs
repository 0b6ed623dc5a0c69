//! Faults of the VPC.

use synthesizer::aws_ec2::{
    AddRouteOptions, IpAddresses, PublicSubnet, RouterType, SubnetConfiguration, SubnetProps,
    SubnetSelection, SubnetType, Vpc, VpcProps,
};
use synthesizer::aws_rds::ServerlessClusterProps;

use crate::{Changes, Variant};

/// Faults of the VPC.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "vpc-second",
        says: "the compute stack makes a second VPC that nothing uses",
        fails: &["network.vpc.single"],
        change: |changes| second_vpc(changes, "cluster", "compute-vpc"),
    },
    Variant {
        name: "vpc-cidr-10-1",
        says: "the VPC's address space is 10.1.0.0/16",
        fails: &["network.vpc.cidr"],
        change: |changes| addresses(changes, "10.1.0.0/16"),
    },
    Variant {
        name: "vpc-cidr-17",
        says: "the VPC's address space is only 10.0.0.0/17",
        fails: &["network.vpc.cidr"],
        change: |changes| addresses(changes, "10.0.0.0/17"),
    },
    Variant {
        name: "vpc-cidr-192-168",
        says: "the VPC's address space is 192.168.0.0/16",
        fails: &["network.vpc.cidr"],
        change: |changes| addresses(changes, "192.168.0.0/16"),
    },
    Variant {
        name: "vpc-without-dns",
        says: "the VPC resolves no names, so the service finds neither its image nor its database",
        fails: &["compute.service.placement"],
        change: |changes| changes.props("vpc", |vpc: &mut VpcProps| vpc.enable_dns_support = Some(false)),
    },
    Variant {
        name: "zones-max-azs-3",
        says: "the VPC spreads over three zones: max_azs=3 instead of the zones' names",
        fails: &["network.subnets.zones"],
        change: |changes| max_azs(changes, Some(3)),
    },
    Variant {
        name: "zones-left-out",
        says: "neither zones nor max_azs are given, so the VPC spreads over three zones",
        fails: &["network.subnets.zones"],
        change: |changes| max_azs(changes, None),
    },
    Variant {
        name: "zones-all-four",
        says: "the VPC spreads over all four zones of the region",
        fails: &["network.subnets.zones"],
        change: |changes| max_azs(changes, Some(99)),
    },
    Variant {
        name: "zones-a-and-c",
        says: "the zones are us-west-2a and us-west-2c",
        fails: &["network.subnets.zones"],
        change: |changes| {
            changes.props("vpc", |vpc: &mut VpcProps| {
                vpc.availability_zones = Some(vec!["us-west-2a".into(), "us-west-2c".into()]);
            });
        },
    },
    Variant {
        name: "zones-dummy",
        says: "the zones were never looked up, so the VPC lies in dummy1a and dummy1b",
        fails: &["network.subnets.zones"],
        change: |changes| {
            changes.context(|context| {
                context.remove("availability-zones:account=123456789012:region=us-west-2");
            });
            max_azs(changes, Some(2));
        },
    },
    Variant {
        name: "subnets-public-twice",
        says: "the VPC has a second kind of public subnet",
        fails: &["network.subnets.public"],
        change: |changes| {
            subnets(changes, |groups| groups.insert(1, group("load-balancer", SubnetType::Public)))
        },
    },
    Variant {
        name: "subnets-public-third",
        says: "a public subnet of its own is made for a bastion",
        fails: &["network.subnets.public"],
        change: |changes| {
            changes.after("vpc", |vpc: &mut Vpc, stack| {
                let props = SubnetProps {
                    availability_zone: "us-west-2a".into(),
                    cidr_block: "10.0.100.0/24".into(),
                    vpc_id: vpc.vpc_id(),
                    map_public_ip_on_launch: Some(true),
                };
                let subnet = PublicSubnet::new(stack.scope(), &stack.id("bastion-subnet"), props)?;
                let gateway = vpc.internet_gateway_id().unwrap_or_else(|| "".into());
                subnet.add_route("to-the-internet", AddRouteOptions::new(RouterType::Gateway, gateway))
            });
        },
    },
    Variant {
        name: "subnets-without-internet-gateway",
        says: "the VPC has no internet gateway, so no subnet of it is public",
        fails: &[
            "network.subnets.public",
            "network.subnets.egress",
            "network.subnets.isolated",
            "compute.service.placement",
        ],
        change: |changes| {
            changes.props("vpc", |vpc: &mut VpcProps| vpc.create_internet_gateway = Some(false));
        },
    },
    Variant {
        name: "subnets-without-nat-gateway",
        says: "nat_gateways=0, so nothing in the egress subnets can reach the internet",
        fails: &["network.subnets.egress", "network.subnets.isolated", "compute.service.placement"],
        change: |changes| changes.props("vpc", |vpc: &mut VpcProps| vpc.nat_gateways = Some(0)),
    },
    Variant {
        name: "subnets-egress-isolated",
        says: "the egress subnets have the type PRIVATE_ISOLATED too",
        fails: &["network.subnets.egress", "network.subnets.isolated", "compute.service.placement"],
        change: |changes| subnets(changes, |groups| groups[1].subnet_type = SubnetType::PrivateIsolated),
    },
    Variant {
        name: "subnets-egress-twice",
        says: "the VPC has a second kind of egress subnet",
        fails: &["network.subnets.egress"],
        change: |changes| {
            subnets(changes, |groups| groups.insert(2, group("backend", SubnetType::PrivateWithEgress)));
        },
    },
    Variant {
        name: "subnets-isolated-missing",
        says: "the VPC has no isolated subnets; the database lies in the egress subnets",
        fails: &["network.subnets.isolated", "data.database.subnets"],
        change: |changes| {
            subnets(changes, |groups| groups.truncate(2));
            changes.props("aurora-serverless", |database: &mut ServerlessClusterProps| {
                database.vpc_subnets = Some(SubnetSelection::of_type(SubnetType::PrivateWithEgress));
            });
        },
    },
    Variant {
        name: "subnets-isolated-twice",
        says: "the VPC has a second kind of isolated subnet; the database lies in both",
        fails: &["network.subnets.isolated"],
        change: |changes| {
            subnets(changes, |groups| groups.insert(2, group("database", SubnetType::PrivateIsolated)));
        },
    },
    Variant {
        name: "subnets-mask-26",
        says: "the isolated subnets are /26",
        fails: &["network.subnets.mask"],
        change: |changes| subnets(changes, |groups| groups[2].cidr_mask = Some(26)),
    },
    Variant {
        name: "subnets-mask-20-public",
        says: "the public subnets are /20",
        fails: &["network.subnets.mask"],
        change: |changes| subnets(changes, |groups| groups[0].cidr_mask = Some(20)),
    },
    Variant {
        name: "subnets-mask-left-out",
        says: "no subnet's mask is given, so the CDK divides the whole address space",
        fails: &["network.subnets.mask"],
        change: |changes| {
            subnets(changes, |groups| groups.iter_mut().for_each(|group| group.cidr_mask = None))
        },
    },
];

/// Makes a VPC that nothing uses, right before a piece.
pub(super) fn second_vpc(changes: &mut Changes, before: &'static str, id: &'static str) {
    changes.before(before, move |stack| {
        let props = VpcProps {
            ip_addresses: Some(IpAddresses::cidr("10.0.0.0/16")),
            max_azs: Some(2),
            ..VpcProps::default()
        };
        Vpc::new(stack.scope(), &stack.id(id), props).map(drop)
    });
}

fn addresses(changes: &mut Changes, block: &'static str) {
    changes.props("vpc", move |vpc: &mut VpcProps| vpc.ip_addresses = Some(IpAddresses::cidr(block)));
}

fn max_azs(changes: &mut Changes, most: Option<usize>) {
    changes.props("vpc", move |vpc: &mut VpcProps| {
        vpc.availability_zones = None;
        vpc.max_azs = most;
    });
}

/// Changes the groups of subnets: public, egress, isolated.
pub(crate) fn subnets(changes: &mut Changes, change: fn(&mut Vec<SubnetConfiguration>)) {
    changes.props("vpc", move |vpc: &mut VpcProps| change(vpc.subnet_configuration.get_or_insert_default()));
}

pub(crate) fn group(name: &str, subnet_type: SubnetType) -> SubnetConfiguration {
    SubnetConfiguration { cidr_mask: Some(24), ..SubnetConfiguration::new(name, subnet_type) }
}

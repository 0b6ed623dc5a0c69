//! `fixtures/combinations/network.py`

use synthesizer::aws_ec2::SubnetType::{PrivateIsolated, PrivateWithEgress, Public};
use synthesizer::aws_ec2::*;
use synthesizer::aws_iam::{AnyPrincipal, PolicyStatement};
use synthesizer::aws_logs::{LogGroup, LogGroupProps, RetentionDays};
use synthesizer::aws_s3::{Bucket, BucketProps};
use synthesizer::{
    App, CfnOutput, CfnOutputProps, CfnResource, Construct, Fn, Result, Stack, StackProps, props,
};

use crate::support::{assert_all_equal, combinations, named_stack, stack};
use crate::surroundings::{imported_vpc, small_vpc, texts};

fn subnets(name: &str, kind: SubnetType) -> SubnetConfiguration {
    SubnetConfiguration::new(name, kind)
}

fn masked(name: &str, kind: SubnetType, mask: u32) -> SubnetConfiguration {
    SubnetConfiguration { cidr_mask: Some(mask), ..subnets(name, kind) }
}

fn three_zones(app: &App) -> Result<()> {
    Vpc::new(&stack(app)?, "Vpc", VpcProps { max_azs: Some(3), ..VpcProps::default() })?;
    Ok(())
}

fn default_vpc(app: &App) -> Result<()> {
    Vpc::new(&stack(app)?, "Vpc", VpcProps::default()).map(drop)
}

fn one_nat_gateway(app: &App) -> Result<()> {
    let props = VpcProps { max_azs: Some(3), nat_gateways: Some(1), ..VpcProps::default() };
    Vpc::new(&stack(app)?, "Vpc", props).map(drop)
}

fn two_nat_gateways_in_named_subnets(app: &App) -> Result<()> {
    let eip_allocation_ids = Some(texts(["eipalloc-1", "eipalloc-2"]));
    let props = VpcProps {
        max_azs: Some(3),
        nat_gateways: Some(2),
        nat_gateway_provider: Some(NatProvider::gateway(NatGatewayProps { eip_allocation_ids })),
        nat_gateway_subnets: Some(SubnetSelection {
            subnet_group_name: Some("edge".to_owned()),
            ..SubnetSelection::default()
        }),
        subnet_configuration: Some(vec![
            masked("web", Public, 24),
            masked("edge", Public, 28),
            masked("app", PrivateWithEgress, 22),
        ]),
        ..VpcProps::default()
    };
    Vpc::new(&stack(app)?, "Vpc", props).map(drop)
}

fn no_nat_gateway(app: &App) -> Result<()> {
    let props = VpcProps { max_azs: Some(2), nat_gateways: Some(0), ..VpcProps::default() };
    Vpc::new(&stack(app)?, "Vpc", props).map(drop)
}

fn only_isolated_subnets(app: &App) -> Result<()> {
    let subnet_configuration = Some(vec![subnets("data", PrivateIsolated)]);
    let props = VpcProps { max_azs: Some(2), subnet_configuration, ..VpcProps::default() };
    Vpc::new(&stack(app)?, "Vpc", props).map(drop)
}

fn mixed_masks(app: &App) -> Result<()> {
    let props = VpcProps {
        ip_addresses: Some(IpAddresses::cidr("172.16.0.0/18")),
        max_azs: Some(3),
        nat_gateways: Some(1),
        subnet_configuration: Some(vec![
            masked("edge", Public, 28),
            masked("app", PrivateWithEgress, 21),
            masked("data", PrivateIsolated, 26),
        ]),
        ..VpcProps::default()
    };
    Vpc::new(&stack(app)?, "Vpc", props).map(drop)
}

fn unmasked_subnets(app: &App) -> Result<()> {
    let props = VpcProps {
        ip_addresses: Some(IpAddresses::cidr("10.20.0.0/16")),
        max_azs: Some(3),
        nat_gateways: Some(1),
        subnet_configuration: Some(vec![
            masked("edge", Public, 26),
            subnets("app", PrivateWithEgress),
            subnets("data", PrivateIsolated),
        ]),
        ..VpcProps::default()
    };
    Vpc::new(&stack(app)?, "Vpc", props).map(drop)
}

fn reserved_subnets(app: &App) -> Result<()> {
    let props = VpcProps {
        max_azs: Some(2),
        reserved_azs: 1,
        nat_gateways: Some(1),
        subnet_configuration: Some(vec![
            masked("public", Public, 24),
            SubnetConfiguration { reserved: true, ..masked("later", PrivateIsolated, 24) },
            masked("app", PrivateWithEgress, 24),
        ]),
        ..VpcProps::default()
    };
    Vpc::new(&stack(app)?, "Vpc", props).map(drop)
}

fn vpc_options(app: &App) -> Result<()> {
    let props = VpcProps {
        vpc_name: Some("classroom".to_owned()),
        availability_zones: Some(texts(["us-west-2b", "us-west-2d"])),
        default_instance_tenancy: DefaultInstanceTenancy::Dedicated,
        enable_dns_hostnames: Some(false),
        enable_dns_support: Some(false),
        restrict_default_security_group: Some(false),
        nat_gateways: Some(1),
        subnet_configuration: Some(vec![
            SubnetConfiguration { map_public_ip_on_launch: Some(false), ..subnets("public", Public) },
            subnets("app", PrivateWithEgress),
        ]),
        ..VpcProps::default()
    };
    Vpc::new(&stack(app)?, "Vpc", props).map(drop)
}

fn default_security_group_by_flag(app: &App) -> Result<()> {
    small_vpc(&stack(app)?).map(drop)
}

fn vpc_in_any_region(app: &App) -> Result<()> {
    let scope = Stack::new(app, "Stack", StackProps::default())?;
    let props = VpcProps { max_azs: Some(3), nat_gateways: Some(1), ..VpcProps::default() };
    Vpc::new(&scope, "Vpc", props).map(drop)
}

fn gateway_endpoints(app: &App) -> Result<()> {
    let s3 = GatewayVpcEndpointOptions::new(GatewayVpcEndpointAwsService::S3);
    let props =
        VpcProps { max_azs: Some(2), gateway_endpoints: vec![("S3".to_owned(), s3)], ..VpcProps::default() };
    let vpc = Vpc::new(&stack(app)?, "Vpc", props)?;
    let options = GatewayVpcEndpointOptions {
        service: GatewayVpcEndpointAwsService::DynamoDb,
        subnets: Some(vec![SubnetSelection::of_type(PrivateWithEgress)]),
    };
    let dynamo = vpc.add_gateway_endpoint("Dynamo", options)?;
    let mut statement = PolicyStatement::allow(["dynamodb:GetItem"], ["*"])?;
    assert!(dynamo.add_to_policy(statement.clone()).is_err());
    statement.add_principals([AnyPrincipal::new().into()])?;
    dynamo.add_to_policy(statement)
}

fn interface_endpoints(app: &App) -> Result<()> {
    let vpc = small_vpc(&stack(app)?)?;
    let secrets = InterfaceVpcEndpointAwsService::secrets_manager();
    vpc.add_interface_endpoint("Secrets", InterfaceVpcEndpointOptions::new(secrets))?;
    let zones = Some(texts(["us-west-2b"]));
    let options = InterfaceVpcEndpointOptions {
        open: false,
        private_dns_enabled: Some(false),
        subnets: SubnetSelection { availability_zones: zones, ..SubnetSelection::default() },
        ..InterfaceVpcEndpointOptions::new(InterfaceVpcEndpointAwsService::ecr_docker())
    };
    let registry = vpc.add_interface_endpoint("Registry", options)?;
    let campus = Peer::ipv4("10.9.0.0/16")?;
    registry.connections().allow_default_port_from(&campus, Some("the other campus"))
}

fn flow_logs(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let vpc = small_vpc(&scope)?;
    vpc.add_flow_log("Default", FlowLogOptions::default())?;
    let retention = RetentionDays::OneDay;
    let group = LogGroup::new(&scope, "Rejects", LogGroupProps { retention, ..LogGroupProps::default() })?;
    let rejected = FlowLogOptions {
        destination: Some(FlowLogDestination::CloudWatchLogs { log_group: Some(group), iam_role: None }),
        traffic_type: FlowLogTrafficType::Reject,
        max_aggregation_interval: Some(FlowLogMaxAggregationInterval::OneMinute),
        ..FlowLogOptions::default()
    };
    vpc.add_flow_log("Rejected", rejected)?;
    let bucket = Bucket::new(&scope, "Store", BucketProps::default())?;
    let stored = FlowLogDestination::S3 { bucket, key_prefix: Some("flows/".to_owned()) };
    vpc.add_flow_log("Stored", FlowLogOptions { destination: Some(stored), ..FlowLogOptions::default() })
        .map(drop)
}

fn security_group_rules(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let vpc = small_vpc(&scope)?;
    let usual = SecurityGroupProps::new(&vpc);
    let web = SecurityGroupProps {
        description: Some("the web tier".to_owned()),
        allow_all_outbound: false,
        ..usual.clone()
    };
    let web = SecurityGroup::new(&scope, "Web", web)?;
    web.add_ingress_rule(&Peer::any_ipv4(), &Port::tcp(443), Some("from everywhere"))?;
    web.add_ingress_rule(&Peer::any_ipv4(), &Port::tcp(443), Some("from everywhere"))?;
    web.add_ingress_rule(&Peer::any_ipv6(), &Port::tcp_range(8000, 8100), None)?;
    web.add_ingress_rule(&Peer::ipv4("192.0.2.0/24")?, &Port::udp(53), None)?;
    web.add_ingress_rule(&Peer::ipv6("2001:db8::/32")?, &Port::udp_range(5000, 5010), None)?;
    web.add_ingress_rule(&Peer::prefix_list("pl-12345678"), &Port::icmp_ping(), None)?;
    web.add_egress_rule(&Peer::any_ipv4(), &Port::all_tcp(), Some("replies"))?;
    web.add_egress_rule(&Peer::prefix_list("pl-12345678"), &Port::all_traffic(), None)?;
    let data = SecurityGroupProps {
        security_group_name: Some("data-tier".to_owned()),
        allow_all_ipv6_outbound: true,
        ..usual.clone()
    };
    let data = SecurityGroup::new(&scope, "Data", data)?;
    data.connections().allow_from(&web, Port::tcp(5432), Some("the web tier asks"))?;
    data.connections().allow_internally(Port::all_udp(), None)?;
    web.connections().allow_to_any_ipv4(Port::icmp_type_and_code(3, 4), None)?;
    let inline = SecurityGroupProps { disable_inline_rules: Some(true), ..usual };
    SecurityGroup::new(&scope, "Inline", inline.clone())?;
    SecurityGroup::new(&scope, "Closed", SecurityGroupProps { allow_all_outbound: false, ..inline })?;
    Ok(())
}

fn security_groups_across_stacks(app: &App) -> Result<()> {
    let (network, service) = (named_stack(app, "Network")?, named_stack(app, "Service")?);
    let vpc = small_vpc(&network)?;
    let data = SecurityGroup::new(&network, "Data", SecurityGroupProps::new(&vpc))?;
    let web = SecurityGroupProps { allow_all_outbound: false, ..SecurityGroupProps::new(&vpc) };
    let web = SecurityGroup::new(&service, "Web", web)?;
    web.connections().allow_to(&data, Port::tcp(5432), None)?;
    web.connections().allow_from(&data, Port::tcp(8080), Some("notifications"))
}

fn imported_security_groups(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let own = SecurityGroup::new(&scope, "Own", SecurityGroupProps::new(&imported_vpc(&scope)?))?;
    let usual = SecurityGroupImportOptions::default();
    let imports = [
        ("Open", "sg-00000001", usual),
        ("Closed", "sg-00000002", SecurityGroupImportOptions { allow_all_outbound: false, ..usual }),
        ("Fixed", "sg-00000003", SecurityGroupImportOptions { mutable: false, ..usual }),
    ];
    let groups: Vec<SecurityGroup> = imports
        .into_iter()
        .map(|(id, group, options)| SecurityGroup::from_security_group_id(&scope, id, group, options))
        .collect::<Result<_>>()?;
    for group in groups {
        group.connections().allow_from(&own, Port::tcp(443), None)?;
        group.connections().allow_to(&own, Port::tcp(444), None)?;
    }
    Ok(())
}

fn vpn_gateway(app: &App) -> Result<()> {
    let props = VpcProps {
        max_azs: Some(2),
        nat_gateways: Some(1),
        vpn_gateway: true,
        vpn_gateway_asn: Some(65001),
        vpn_route_propagation: Some(vec![SubnetSelection::of_type(PrivateWithEgress)]),
        ..VpcProps::default()
    };
    let vpc = Vpc::new(&stack(app)?, "Vpc", props)?;
    let options = VpnConnectionOptions {
        ip: "192.0.2.1".to_owned(),
        static_routes: Some(vec!["192.0.2.0/24".to_owned()]),
        ..VpnConnectionOptions::default()
    };
    vpc.add_vpn_connection("Campus", options).map(drop)
}

fn network_acls(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let props = NetworkAclProps {
        vpc: small_vpc(&scope)?,
        network_acl_name: Some("edge".to_owned()),
        subnet_selection: Some(SubnetSelection::of_type(Public)),
    };
    let acl = NetworkAcl::new(&scope, "Acl", props)?;
    let web = CommonNetworkAclEntryOptions {
        rule_number: 100,
        cidr: AclCidr::any_ipv4(),
        traffic: AclTraffic::tcp_port(443),
        direction: None,
        rule_action: Action::Allow,
    };
    acl.add_entry("Web", web)?;
    let rest = CommonNetworkAclEntryOptions {
        rule_number: 200,
        cidr: AclCidr::any_ipv6(),
        traffic: AclTraffic::all_traffic(),
        direction: Some(TrafficDirection::Egress),
        rule_action: Action::Deny,
    };
    acl.add_entry("Rest", rest)
}

fn chosen_subnets(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let props = VpcProps {
        max_azs: Some(3),
        nat_gateways: Some(1),
        subnet_configuration: Some(vec![
            subnets("web", Public),
            subnets("app", PrivateWithEgress),
            subnets("jobs", PrivateWithEgress),
        ]),
        ..VpcProps::default()
    };
    let vpc = Vpc::new(&scope, "Vpc", props)?;
    let usual = SubnetSelection::default;
    let selections = [
        ("Usual", usual()),
        ("Public", SubnetSelection::of_type(Public)),
        ("Group", SubnetSelection { subnet_group_name: Some("jobs".to_owned()), ..usual() }),
        ("OnePerZone", SubnetSelection { one_per_az: true, ..usual() }),
        (
            "Zones",
            SubnetSelection { availability_zones: Some(texts(["us-west-2a", "us-west-2c"])), ..usual() },
        ),
        ("Filter", SubnetSelection { subnet_filters: vec![SubnetFilter::by_cidr_mask(20)], ..usual() }),
    ];
    let output = |id: &str, value| CfnOutput::new(&scope, id, CfnOutputProps::new(value)).map(drop);
    for (name, selection) in selections {
        output(name, Fn::join(",", vpc.select_subnets(&selection)?.subnet_ids))?;
    }
    let other = imported_vpc(&scope)?;
    output("Other", Fn::join(",", other.isolated_subnets().iter().map(Subnet::subnet_id)))?;
    output("OtherId", other.vpc_id())?;
    output("Arn", vpc.vpc_arn())?;
    output("Block", vpc.vpc_cidr_block()?)
}

fn subnets_by_hand(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let props = VpcProps {
        max_azs: Some(1),
        nat_gateways: Some(0),
        subnet_configuration: Some(Vec::new()),
        ..VpcProps::default()
    };
    let vpc = Vpc::new(&scope, "Vpc", props)?;
    let more = props! { "VpcId" => vpc.vpc_id(), "CidrBlock" => "10.1.0.0/16" };
    CfnResource::typed(&scope, "More", "AWS::EC2::VPCCidrBlock", more)?;
    let subnet = |cidr: &str, map_public_ip_on_launch| SubnetProps {
        availability_zone: "us-west-2a".into(),
        vpc_id: vpc.vpc_id(),
        cidr_block: cidr.into(),
        map_public_ip_on_launch,
    };
    let public = PublicSubnet::new(&scope, "Public", subnet("10.1.0.0/24", Some(true)))?;
    let private = PrivateSubnet::new(&scope, "Private", subnet("10.1.1.0/24", None))?;
    private.add_default_nat_route(public.add_nat_gateway(None)?.ref_())?;
    let peer = AddRouteOptions {
        destination_cidr_block: Some("192.0.2.0/24".into()),
        ..AddRouteOptions::new(RouterType::VpcPeeringConnection, "pcx-1")
    };
    private.add_route("Peer", peer)?;
    assert_eq!(&*private.node().path(), "Stack/Private");
    Ok(())
}

#[test]
fn combinations_equal_the_recordings() {
    assert_all_equal(combinations![
        three_zones.with("aws:cdk:version-reporting", true),
        default_vpc,
        one_nat_gateway.without_paths(),
        two_nat_gateways_in_named_subnets,
        no_nat_gateway,
        only_isolated_subnets.without_paths(),
        mixed_masks,
        unmasked_subnets,
        reserved_subnets.without_paths(),
        vpc_options,
        default_security_group_by_flag.with("@aws-cdk/aws-ec2:restrictDefaultSecurityGroup", false),
        vpc_in_any_region,
        gateway_endpoints,
        interface_endpoints.without_paths(),
        flow_logs,
        security_group_rules,
        security_groups_across_stacks,
        imported_security_groups.without_paths(),
        vpn_gateway,
        network_acls,
        chosen_subnets,
        subnets_by_hand.without_paths(),
    ]);
}

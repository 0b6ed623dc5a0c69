//! `fixtures/combinations/services.py`

use synthesizer::aws_applicationautoscaling::{CronOptions, ScalingSchedule, Schedule, TargetTrackingProps};
use synthesizer::aws_certificatemanager::{Certificate, CertificateProps, CertificateValidation};
use synthesizer::aws_ec2::*;
use synthesizer::aws_ecs::*;
use synthesizer::aws_ecs_patterns::ApplicationLoadBalancedFargateService as Service;
use synthesizer::aws_ecs_patterns::ApplicationLoadBalancedFargateServiceProps as ServiceProps;
use synthesizer::aws_ecs_patterns::*;
use synthesizer::aws_elasticloadbalancingv2::{ApplicationProtocol, ApplicationProtocolVersion, SslPolicy};
use synthesizer::aws_route53::{PublicHostedZone, PublicHostedZoneProps};
use synthesizer::{App, AppProps, CfnOutput, CfnOutputProps, Duration, Result, Stack, StackProps, Text};

use crate::support::{assert_all_equal, combinations, named_stack, stack};
use crate::surroundings::{imported_vpc, imported_zone, small_vpc, texts};

fn image() -> ContainerImage {
    ContainerImage::from_registry("nginx:1.25")
}

pub(crate) fn task(scope: &Stack) -> Result<TaskDefinition> {
    let task = FargateTaskDefinition::new(scope, "Task", FargateTaskDefinitionProps::default())?;
    let port_mappings = vec![PortMapping::new(8080)];
    let options = ContainerDefinitionOptions { port_mappings, ..ContainerDefinitionOptions::new(image()) };
    task.add_container("web", options)?;
    Ok(task)
}

pub(crate) fn cluster(scope: &Stack) -> Result<Cluster> {
    in_vpc(scope, imported_vpc(scope)?)
}

fn in_vpc(scope: &Stack, vpc: Vpc) -> Result<Cluster> {
    Cluster::new(scope, "Cluster", ClusterProps { vpc: Some(vpc), ..ClusterProps::default() })
}

pub(crate) fn certificate(scope: &Stack) -> Result<Certificate> {
    let arn = "arn:aws:acm:us-west-2:123456789012:certificate/aa-bb";
    Certificate::from_certificate_arn(scope, "Certificate", arn)
}

/// The usual cluster and task.
pub(crate) fn usual(scope: &Stack) -> Result<ServiceProps> {
    Ok(ServiceProps {
        cluster: Some(cluster(scope)?),
        task_definition: Some(task(scope)?),
        ..ServiceProps::default()
    })
}

fn service(scope: &Stack, props: ServiceProps) -> Result<()> {
    Service::new(scope, "Service", props).map(drop)
}

fn service_by_image(app: &App) -> Result<()> {
    let task_image_options = Some(ApplicationLoadBalancedTaskImageOptions::new(image()));
    service(&stack(app)?, ServiceProps { task_image_options, ..ServiceProps::default() })
}

fn service_image_options(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let one = |key: &'static str, value: &str| [(key, Text::from(value))].into_iter().collect();
    let image = ApplicationLoadBalancedTaskImageOptions {
        container_name: Some("site".to_owned()),
        container_port: Some(8000),
        enable_logging: false,
        environment: one("A", "1"),
        docker_labels: one("l", "1"),
        command: Some(texts(["serve"])),
        entry_point: Some(texts(["/bin/serve"])),
        family: Some("site".to_owned()),
        ..ApplicationLoadBalancedTaskImageOptions::new(image())
    };
    let arm =
        RuntimePlatform { cpu_architecture: Some(CpuArchitecture::Arm64), ..RuntimePlatform::default() };
    let props = ServiceProps {
        cluster: Some(cluster(&scope)?),
        cpu: Some(512),
        memory_limit_mib: Some(1024),
        runtime_platform: Some(arm),
        task_image_options: Some(image),
        ..ServiceProps::default()
    };
    service(&scope, props)
}

fn http_only_service(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let props = ServiceProps {
        public_load_balancer: false,
        listener_port: Some(8080),
        open_listener: false,
        assign_public_ip: true,
        load_balancer_name: Some("inside".to_owned()),
        service_name: Some("inside".to_owned()),
        ..usual(&scope)?
    };
    service(&scope, props)
}

fn service_deployments(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let props = ServiceProps {
        desired_count: Some(3),
        min_healthy_percent: Some(100),
        max_healthy_percent: Some(150),
        circuit_breaker: Some(DeploymentCircuitBreaker { rollback: true }),
        health_check_grace_period: Some(Duration::minutes(3)),
        enable_ecs_managed_tags: true,
        enable_execute_command: Some(true),
        propagate_tags: Some(PropagatedTagSource::Service),
        platform_version: Some(FargatePlatformVersion::Version1_4),
        idle_timeout: Some(Duration::seconds(120)),
        ..usual(&scope)?
    };
    service(&scope, props)
}

fn service_deployment_controller(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let group = ClusterProps {
        vpc: Some(imported_vpc(&scope)?),
        enable_fargate_capacity_providers: true,
        ..ClusterProps::default()
    };
    let provider = |name: &str, base, weight| CapacityProviderStrategy {
        capacity_provider: name.to_owned(),
        base,
        weight: Some(weight),
    };
    let props = ServiceProps {
        cluster: Some(Cluster::new(&scope, "Cluster", group)?),
        task_definition: Some(task(&scope)?),
        deployment_controller: Some(DeploymentControllerType::CodeDeploy),
        capacity_provider_strategies: Some(vec![
            provider("FARGATE_SPOT", None, 2),
            provider("FARGATE", Some(1), 1),
        ]),
        ..ServiceProps::default()
    };
    service(&scope, props)
}

fn service_with_domain(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let props = ServiceProps {
        protocol: Some(ApplicationProtocol::Https),
        domain_name: Some("app.example.com".into()),
        ssl_policy: Some(SslPolicy::Tls12),
        ..usual(&scope)?
    };
    let zone = PublicHostedZone::new(&scope, "Zone", PublicHostedZoneProps::new("example.com"))?;
    service(&scope, ServiceProps { domain_zone: Some(zone), ..props })
}

fn service_with_cname(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let props = ServiceProps {
        redirect_http: true,
        domain_name: Some("app.example.org".into()),
        record_type: ApplicationLoadBalancedServiceRecordType::Cname,
        listener_port: Some(8443),
        ..usual(&scope)?
    };
    let certificate = Some(certificate(&scope)?);
    service(&scope, ServiceProps { certificate, domain_zone: Some(imported_zone(&scope)?), ..props })
}

fn service_without_record(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let props = ServiceProps {
        protocol: Some(ApplicationProtocol::Http),
        domain_name: Some("app.example.org".into()),
        record_type: ApplicationLoadBalancedServiceRecordType::None,
        target_protocol: Some(ApplicationProtocol::Https),
        protocol_version: Some(ApplicationProtocolVersion::Http2),
        ..usual(&scope)?
    };
    service(&scope, ServiceProps { domain_zone: Some(imported_zone(&scope)?), ..props })
}

fn service_networks(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let vpc = small_vpc(&scope)?;
    let closed = SecurityGroupProps { allow_all_outbound: false, ..SecurityGroupProps::new(&vpc) };
    let group = SecurityGroup::new(&scope, "Group", closed)?;
    let props = ServiceProps {
        cluster: Some(in_vpc(&scope, vpc)?),
        task_definition: Some(task(&scope)?),
        security_groups: vec![group],
        task_subnets: Some(SubnetSelection::of_type(SubnetType::Public)),
        ..ServiceProps::default()
    };
    let service = Service::new(&scope, "Service", props)?;
    let tasks = service.service().connections();
    tasks.allow_from(&Peer::ipv4("192.0.2.0/24")?, Port::tcp(9000), None)?;
    tasks.allow_to_any_ipv4(Port::tcp(443), None)?;
    service.load_balancer().connections().allow_from_any_ipv4(Port::tcp(81), Some("another"))
}

fn service_scaling(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let service = Service::new(&scope, "Service", usual(&scope)?)?;
    let target = service.service().auto_scale_task_count(1, 9)?;
    let at = |target_value| TargetTrackingProps { target_value, ..TargetTrackingProps::default() };
    target.scale_on_cpu_utilization("Cpu", at(60))?;
    let memory = TargetTrackingProps {
        scale_in_cooldown: Some(Duration::minutes(2)),
        scale_out_cooldown: Some(Duration::minutes(1)),
        disable_scale_in: Some(true),
        policy_name: Some("memory".to_owned()),
        ..at(70)
    };
    target.scale_on_memory_utilization("Memory", memory)?;
    target.scale_on_request_count("Requests", service.target_group(), at(500))?;
    let monday = CronOptions {
        hour: Some("8".to_owned()),
        minute: Some("0".to_owned()),
        week_day: Some("MON".to_owned()),
        ..CronOptions::default()
    };
    let schedule = Schedule::cron(monday);
    let exam = ScalingSchedule { schedule, min_capacity: Some(4), max_capacity: None };
    target.scale_on_schedule("Exam", exam)
}

fn imported_cluster(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let vpc = imported_vpc(&scope)?;
    let options = SecurityGroupImportOptions::default();
    let group = SecurityGroup::from_security_group_id(&scope, "Group", "sg-1", options)?;
    let attributes =
        ClusterAttributes { cluster_name: "elsewhere".into(), vpc, security_groups: vec![group] };
    let cluster = Cluster::from_cluster_attributes(&scope, "Cluster", attributes)?;
    let subnet = SubnetAttributes {
        subnet_id: "subnet-9".into(),
        availability_zone: Some("us-west-2c".into()),
        route_table_id: Some("rtb-9".into()),
        ..SubnetAttributes::default()
    };
    let task = task(&scope)?;
    let subnet = Subnet::from_subnet_attributes(&scope, "Subnet", subnet)?;
    let props = FargateServiceProps {
        desired_count: Some(0),
        vpc_subnets: Some(SubnetSelection::of_subnets(vec![subnet])),
        deployment_alarms: Some(DeploymentAlarmConfig {
            alarm_names: vec!["too-slow".to_owned()],
            behavior: AlarmBehavior::RollbackOnAlarm,
        }),
        ..FargateServiceProps::new(&cluster, &task)
    };
    let service = FargateService::new(&scope, "Service", props)?;
    CfnOutput::new(&scope, "Name", CfnOutputProps::new(service.service_name()))?;
    CfnOutput::new(&scope, "Arn", CfnOutputProps::new(service.service_arn())).map(drop)
}

fn service_across_stacks(app: &App) -> Result<()> {
    let (network, shared) = (named_stack(app, "Network")?, named_stack(app, "Shared")?);
    let site = named_stack(app, "Site")?;
    let cluster = in_vpc(&shared, small_vpc(&network)?)?;
    let task_definition = Some(task(&site)?);
    let zone = PublicHostedZone::new(&network, "Zone", PublicHostedZoneProps::new("example.com"))?;
    let certificate = CertificateProps {
        validation: Some(CertificateValidation::from_dns(None)),
        ..CertificateProps::new("app.example.com")
    };
    let props = ServiceProps {
        cluster: Some(cluster),
        task_definition,
        domain_name: Some("app.example.com".into()),
        domain_zone: Some(zone),
        certificate: Some(Certificate::new(&shared, "Certificate", certificate)?),
        redirect_http: true,
        ..ServiceProps::default()
    };
    service(&site, props)
}

fn service_in_any_region(app: &App) -> Result<()> {
    let scope = Stack::new(app, "Stack", StackProps::default())?;
    let props = VpcProps { nat_gateways: Some(1), ..VpcProps::default() };
    let props = ServiceProps {
        vpc: Some(Vpc::new(&scope, "Vpc", props)?),
        task_image_options: Some(ApplicationLoadBalancedTaskImageOptions::new(image())),
        ..ServiceProps::default()
    };
    service(&scope, props)
}

#[test]
fn combinations_equal_the_recordings() {
    assert_all_equal(combinations![
        service_by_image,
        service_image_options.without_paths(),
        http_only_service,
        service_deployments,
        service_deployment_controller.without_paths(),
        service_with_domain,
        service_with_cname,
        service_without_record.without_paths(),
        service_networks,
        service_scaling,
        imported_cluster.without_paths(),
        service_across_stacks,
        service_in_any_region,
    ]);
}

/// What the CDK says of a service with these options in place of the usual ones.
fn refused(change: impl FnOnce(&Stack, ServiceProps) -> ServiceProps) -> String {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let props = change(&scope, usual(&scope).unwrap());
    Service::new(&scope, "Service", props).err().unwrap().to_string()
}

#[test]
fn what_cannot_work_is_refused() {
    let redirect = refused(|_, usual| ServiceProps { redirect_http: true, ..usual });
    assert_eq!(redirect, "Stack/Service: The HTTPS protocol must be used when redirecting HTTP traffic");
    let plain = refused(|scope, usual| ServiceProps {
        protocol: Some(ApplicationProtocol::Http),
        certificate: certificate(scope).ok(),
        ..usual
    });
    assert_eq!(plain, "Stack/Service: The HTTPS protocol must be used when a certificate is given");
    let nameless = refused(|_, usual| ServiceProps { protocol: Some(ApplicationProtocol::Https), ..usual });
    assert_eq!(nameless, "Stack/Service: A domain name and zone is required when using the HTTPS protocol");
    let zoneless = refused(|_, usual| ServiceProps { domain_name: Some("example.com".into()), ..usual });
    let expected = "A Route53 hosted domain zone name is required to configure the specified domain name";
    assert_eq!(zoneless, format!("Stack/Service: {expected}"));
    let nobody = refused(|_, usual| ServiceProps { desired_count: Some(0), ..usual });
    assert_eq!(nobody, "Stack/Service: You must specify a desiredCount greater than 0");
    let nothing = refused(|_, usual| ServiceProps { task_definition: None, ..usual });
    assert_eq!(nothing, "Stack/Service: You must specify one of: taskDefinition or image");
}

#[test]
fn a_load_balancer_needs_a_port() {
    let with = |port_mappings: Vec<PortMapping>| {
        refused(|scope, usual| {
            let props = FargateTaskDefinitionProps::default();
            let task = FargateTaskDefinition::new(scope, "Other", props).unwrap();
            let options = ContainerDefinitionOptions::new(image());
            task.add_container("web", ContainerDefinitionOptions { port_mappings, ..options }).unwrap();
            ServiceProps { task_definition: Some(task), ..usual }
        })
    };
    let expected = "Stack/Other/web: Container web hasn't defined any ports. Call addPortMappings().";
    assert_eq!(with(Vec::new()), expected);
    let udp = PortMapping { protocol: Some(synthesizer::aws_ecs::Protocol::Udp), ..PortMapping::new(53) };
    let expected = "Stack/Other: Container 'Stack/Other/web' has no mapping for port undefined and protocol tcp. Did \
                    you call \"container.addPortMappings()\"?";
    assert_eq!(with(vec![udp]), expected);
}

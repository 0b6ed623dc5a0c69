//! `fixtures/combinations/balancers.py`

use std::rc::Rc;

use synthesizer::aws_ec2::{SecurityGroup, SecurityGroupProps, SubnetSelection, SubnetType};
use synthesizer::aws_ecs::{Cluster, ClusterProps, FargateService, FargateServiceProps, PortMapping};
use synthesizer::aws_ecs_patterns::*;
use synthesizer::aws_elasticloadbalancingv2::*;
use synthesizer::aws_s3::{Bucket, BucketProps};
use synthesizer::{App, AppProps, CfnOutput, CfnOutputProps, Duration, Result, Text};

use crate::services::{certificate, cluster, task, usual};
use crate::support::{assert_all_equal, combinations, stack};
use crate::surroundings::{imported_vpc, imported_zone, small_vpc};

fn target_group_options(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let service = ApplicationLoadBalancedFargateService::new(&scope, "Service", usual(&scope)?)?;
    let group = service.target_group();
    group.configure_health_check(HealthCheck {
        enabled: Some(true),
        path: Some("/healthy".to_owned()),
        port: Some("8081".to_owned()),
        protocol: Some(Protocol::Http),
        healthy_http_codes: Some("200-299".to_owned()),
        interval: Some(Duration::seconds(20)),
        timeout: Some(Duration::seconds(4)),
        healthy_threshold_count: Some(2),
        unhealthy_threshold_count: Some(4),
        ..HealthCheck::default()
    });
    group.set_attribute("deregistration_delay.timeout_seconds", "15");
    group.enable_cookie_stickiness(Duration::hours(2), Some("course"))?;
    service.load_balancer().set_attribute("routing.http2.enabled", "false");
    service.load_balancer().remove_attribute("deletion_protection.enabled");
    Ok(())
}

fn load_balancer_options(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let vpc = small_vpc(&scope)?;
    let public = SubnetSelection { one_per_az: true, ..SubnetSelection::of_type(SubnetType::Public) };
    let props = ApplicationLoadBalancerProps {
        internet_facing: true,
        deletion_protection: true,
        http2_enabled: Some(false),
        idle_timeout: Some(Duration::seconds(90)),
        ip_address_type: Some(IpAddressType::Ipv4),
        load_balancer_name: Some("own".to_owned()),
        vpc_subnets: Some(public),
        security_group: Some(SecurityGroup::new(&scope, "Group", SecurityGroupProps::new(&vpc))?),
        drop_invalid_header_fields: true,
        desync_mitigation_mode: Some(DesyncMitigationMode::Strictest),
        ..ApplicationLoadBalancerProps::new(&vpc)
    };
    let balancer = ApplicationLoadBalancer::new(&scope, "Balancer", props)?;
    balancer.log_access_logs(&Bucket::new(&scope, "Logs", BucketProps::default())?, "balancer")?;
    balancer.add_redirect(ApplicationLoadBalancerRedirectConfig::default())?;
    let cluster =
        Cluster::new(&scope, "Cluster", ClusterProps { vpc: Some(vpc), ..ClusterProps::default() })?;
    let props = ApplicationLoadBalancedFargateServiceProps {
        cluster: Some(cluster),
        task_definition: Some(task(&scope)?),
        load_balancer: Some(balancer),
        certificate: Some(certificate(&scope)?),
        ..ApplicationLoadBalancedFargateServiceProps::default()
    };
    ApplicationLoadBalancedFargateService::new(&scope, "Service", props).map(drop)
}

fn rule(priority: u32, conditions: Vec<ListenerCondition>) -> Option<Rule> {
    Some(Rule { priority, conditions })
}

fn listeners_by_hand(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let group = cluster(&scope)?;
    let service = FargateService::new(&scope, "Service", FargateServiceProps::new(&group, &task(&scope)?))?;
    let props = ApplicationLoadBalancerProps {
        internet_facing: true,
        ..ApplicationLoadBalancerProps::new(group.vpc())
    };
    let balancer = ApplicationLoadBalancer::new(&scope, "Balancer", props)?;
    let secure = BaseApplicationListenerProps {
        port: Some(443),
        certificates: vec![certificate(&scope)?.certificate_arn()],
        open: false,
        ..BaseApplicationListenerProps::default()
    };
    let secure = balancer.add_listener("Secure", secure)?;
    let more = "arn:aws:acm:us-west-2:123456789012:certificate/cc-dd";
    secure.add_certificates("More", vec![more.into()])?;
    let targets = ApplicationTargetGroupProps {
        port: Some(80),
        targets: vec![Rc::new(service)],
        deregistration_delay: Some(Duration::seconds(5)),
        stickiness_cookie_duration: Some(Duration::hours(1)),
        slow_start: Some(Duration::seconds(40)),
        load_balancing_algorithm_type: Some(TargetGroupLoadBalancingAlgorithmType::LeastOutstandingRequests),
        health_check: HealthCheck { path: Some("/".to_owned()), ..HealthCheck::default() },
        ..ApplicationTargetGroupProps::default()
    };
    secure.add_targets("Web", None, targets)?;
    let ok = FixedResponseOptions {
        content_type: Some("text/plain".to_owned()),
        message_body: Some("ok".to_owned()),
    };
    let status = vec![
        ListenerCondition::path_patterns(&["/status", "/health"])?,
        ListenerCondition::http_request_methods(&["GET"]),
    ];
    secure.add_action("Fixed", rule(5, status), ListenerAction::fixed_response(200, ok))?;
    let query = QueryStringCondition { key: Some("v".to_owned()), value: "1".to_owned() };
    let old = vec![
        ListenerCondition::host_headers(&["old.example.com"]),
        ListenerCondition::http_header("x-old", &["1"]),
        ListenerCondition::query_strings(vec![query]),
        ListenerCondition::source_ips(&["192.0.2.0/24"]),
    ];
    let elsewhere = RedirectOptions {
        host: Some("new.example.com".to_owned()),
        permanent: true,
        path: Some("/#{path}".to_owned()),
        ..RedirectOptions::default()
    };
    secure.add_action("Redirect", rule(6, old), ListenerAction::redirect(elsewhere)?)?;
    let empty = ApplicationTargetGroupProps {
        vpc: Some(group.vpc().clone()),
        port: Some(81),
        protocol: Some(ApplicationProtocol::Http),
        target_type: Some(TargetType::Ip),
        target_group_name: Some("empty".to_owned()),
        ..ApplicationTargetGroupProps::default()
    };
    let empty = ApplicationTargetGroup::new(&scope, "Empty", empty)?;
    let other = rule(7, vec![ListenerCondition::path_patterns(&["/other/*"])?]);
    secure.add_target_groups("Other", other, vec![empty.clone()])?;
    let plain = BaseApplicationListenerProps {
        port: Some(80),
        default_action: Some(ListenerAction::forward(vec![empty], None)?),
        ..BaseApplicationListenerProps::default()
    };
    let plain = balancer.add_listener("Plain", plain)?;
    CfnOutput::new(&scope, "Listener", CfnOutputProps::new(plain.listener_arn())).map(drop)
}

fn services_on_one_load_balancer(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let definition = task(&scope)?;
    definition.default_container()?.unwrap().add_port_mappings([PortMapping::new(9090)])?;
    let admin = ApplicationTargetProps {
        container_port: 9090,
        path_pattern: Some("/admin/*".to_owned()),
        priority: Some(10),
        ..ApplicationTargetProps::default()
    };
    let web = ApplicationTargetProps { container_port: 8080, ..ApplicationTargetProps::default() };
    let props = ApplicationMultipleTargetGroupsFargateServiceProps {
        cluster: Some(cluster(&scope)?),
        task_definition: Some(definition),
        target_groups: vec![web, admin],
        ..ApplicationMultipleTargetGroupsFargateServiceProps::default()
    };
    ApplicationMultipleTargetGroupsFargateService::new(&scope, "Service", props).map(drop)
}

fn network_load_balanced_service(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let props = NetworkLoadBalancedFargateServiceProps {
        cluster: Some(cluster(&scope)?),
        task_definition: Some(task(&scope)?),
        listener_port: Some(443),
        domain_name: Some("net.example.org".into()),
        domain_zone: Some(imported_zone(&scope)?),
        ..NetworkLoadBalancedFargateServiceProps::default()
    };
    NetworkLoadBalancedFargateService::new(&scope, "Service", props).map(drop)
}

#[test]
fn combinations_equal_the_recordings() {
    assert_all_equal(combinations![
        target_group_options,
        load_balancer_options.without_paths(),
        listeners_by_hand,
        services_on_one_load_balancer.without_paths(),
        network_load_balanced_service,
    ]);
}

#[test]
fn network_listeners_know_nothing_of_http() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let props = NetworkLoadBalancerProps::new(&imported_vpc(&scope).unwrap());
    let balancer = NetworkLoadBalancer::new(&scope, "Balancer", props).unwrap();
    let listener = |id: &str, protocol, certificates: &[&str]| {
        let certificates = certificates.iter().map(|arn| Text::from(*arn)).collect();
        let props = BaseNetworkListenerProps { protocol, certificates, ..BaseNetworkListenerProps::new(443) };
        balancer.add_listener(id, props)
    };
    let refused = |id: &str, protocol, certificates: &[&str]| {
        listener(id, Some(protocol), certificates).unwrap_err().to_string()
    };
    let expected = "Stack/Balancer/A: The protocol must be one of TCP, TLS, UDP, TCP_UDP. Found HTTP";
    assert_eq!(refused("A", Protocol::Http, &[]), expected);
    let expected = "Stack/Balancer/B: When the protocol is set to TLS, you must specify certificates";
    assert_eq!(refused("B", Protocol::Tls, &[]), expected);
    let expected = "Stack/Balancer/C: Protocol must be TLS when certificates have been specified";
    assert_eq!(refused("C", Protocol::Tcp, &["arn:first"]), expected);
    let secure = listener("D", None, &["arn:first", "arn:second"]).unwrap();
    let slow = HealthCheck { interval: Some(Duration::seconds(301)), ..HealthCheck::default() };
    let targets = NetworkTargetGroupProps {
        health_check: slow,
        target_type: Some(TargetType::Ip),
        ..NetworkTargetGroupProps::new(80)
    };
    secure.add_targets("Web", targets).unwrap();
    let template = scope.to_template().unwrap().stringify(0);
    assert!(template.contains(r#""Certificates":[{"CertificateArn":"arn:first"}]"#), "{template}");
    assert!(template.contains(r#""Certificates":[{"CertificateArn":"arn:second"}]"#), "{template}");
    assert!(template.contains(r#""Port":443,"Protocol":"TLS""#), "{template}");
    let error = app.synth().unwrap_err().to_string();
    assert!(
        error.contains("Health check interval '301' not supported. Must be between 5 and 300."),
        "{error}"
    );
}

#[test]
fn target_groups_name_their_listeners() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let named = |name: &str, domain: bool| ApplicationLoadBalancerSpec {
        domain_name: domain.then(|| "app.example.org".into()),
        domain_zone: domain.then(|| imported_zone(&scope).unwrap()),
        ..ApplicationLoadBalancerSpec::new(
            name,
            vec![
                ApplicationListenerProps::new("plain"),
                ApplicationListenerProps {
                    certificate: domain.then(|| certificate(&scope).unwrap()),
                    ..ApplicationListenerProps::new("secure")
                },
            ],
        )
    };
    let target = |listener: &str| ApplicationTargetProps {
        container_port: 8080,
        listener: Some(listener.to_owned()),
        ..ApplicationTargetProps::default()
    };
    let props = ApplicationMultipleTargetGroupsFargateServiceProps {
        cluster: Some(cluster(&scope).unwrap()),
        task_definition: Some(task(&scope).unwrap()),
        load_balancers: vec![named("LB", true)],
        target_groups: vec![target("plain"), target("secure")],
        ..ApplicationMultipleTargetGroupsFargateServiceProps::default()
    };
    let unknown = ApplicationMultipleTargetGroupsFargateServiceProps {
        target_groups: vec![target("other")],
        load_balancers: vec![named("LB", false)],
        ..props.clone()
    };
    let service = |id: &str, props| ApplicationMultipleTargetGroupsFargateService::new(&scope, id, props);
    let error = service("Unknown", unknown).err().unwrap().to_string();
    let expected = "Stack/Unknown: Listener other is not defined. Did you define listener with name other?";
    assert_eq!(error, expected);
    let made = service("Service", props).unwrap();
    assert_eq!((made.listeners().len(), made.target_groups().len()), (2, 2));
    let template = scope.to_template().unwrap().stringify(0);
    assert!(template.contains("ServiceURLLBhttps") && template.contains("ServiceURLLBhttp0"), "{template}");
}

#[test]
fn listeners_need_actions_and_certificates() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let props = ApplicationLoadBalancerProps::new(&imported_vpc(&scope).unwrap());
    let balancer = ApplicationLoadBalancer::new(&scope, "Balancer", props).unwrap();
    let unknown = BaseApplicationListenerProps { port: Some(81), ..Default::default() };
    let error = balancer.add_listener("Unknown", unknown).unwrap_err().to_string();
    assert_eq!(error, "Don't know default protocol for port: 81; please supply a protocol");
    let secure = BaseApplicationListenerProps { port: Some(443), ..Default::default() };
    balancer.add_listener("Secure", secure).unwrap();
    let error = app.synth().unwrap_err().to_string();
    assert!(error.contains("Listener needs at least one default action or target group"), "{error}");
    assert!(error.contains("HTTPS Listener needs at least one certificate"), "{error}");
    assert!(ListenerAction::redirect(RedirectOptions::default()).is_err());
}

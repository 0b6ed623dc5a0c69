//! The service and its load balancer, written differently.

use std::rc::Rc;

use synthesizer::aws_applicationautoscaling::TargetTrackingProps;
use synthesizer::aws_certificatemanager::Certificate;
use synthesizer::aws_ec2::{Connectable, Peer, Port, SubnetSelection, SubnetType};
use synthesizer::aws_ecs::{DeploymentCircuitBreaker, FargateService, FargateServiceProps};
use synthesizer::aws_ecs_patterns::{
    ApplicationLoadBalancedFargateService, ApplicationLoadBalancedFargateServiceProps,
    ApplicationLoadBalancedServiceRecordType,
};
use synthesizer::aws_elasticloadbalancingv2::{
    ApplicationLoadBalancer, ApplicationLoadBalancerProps, ApplicationLoadBalancerRedirectConfig,
    ApplicationProtocol, ApplicationTargetGroupProps, BaseApplicationListenerProps, HealthCheck,
    ListenerAction, RedirectOptions,
};
use synthesizer::aws_rds::ServerlessCluster;
use synthesizer::aws_route53::{ARecord, LoadBalancerTarget, RecordSetOptions, RecordTarget};
use synthesizer::{Duration, Result};

use crate::faults::group_without_outbound;
use crate::{Changes, StackBuilder, Variant};

/// What the rule of the security groups says.
const WHY: Option<&str> = Some("the backend talks to its database");

/// The service and its load balancer, written differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "service-by-hand",
        says: "service, load balancer, listeners and record are made one by one",
        fails: &[],
        change: |changes| changes.replace("service", service_by_hand),
    },
    Variant {
        name: "service-more-options",
        says: "the service has more tasks, a circuit breaker, scaling and its defaults spelt out",
        fails: &[],
        change: |changes| {
            pattern(changes, |service, _| {
                service.assign_public_ip = false;
                service.public_load_balancer = true;
                service.listener_port = Some(443);
                service.protocol = Some(ApplicationProtocol::Https);
                service.target_protocol = Some(ApplicationProtocol::Http);
                service.desired_count = Some(2);
                service.min_healthy_percent = Some(50);
                service.max_healthy_percent = Some(200);
                service.circuit_breaker = Some(DeploymentCircuitBreaker { rollback: true });
                service.health_check_grace_period = Some(Duration::minutes(5));
                service.enable_execute_command = Some(true);
                Ok(())
            });
            changes.after("fargate-service", |pattern: &mut ApplicationLoadBalancedFargateService, _| {
                let scaling = pattern.service().auto_scale_task_count(1, 4)?;
                scaling.scale_on_cpu_utilization(
                    "cpu",
                    TargetTrackingProps { target_value: 70, ..TargetTrackingProps::default() },
                )
            });
        },
    },
    Variant {
        name: "service-subnets-selected",
        says: "the service's subnets are selected by their type",
        fails: &[],
        change: |changes| {
            pattern(changes, |service, _| {
                service.task_subnets = Some(SubnetSelection::of_type(SubnetType::PrivateWithEgress));
                Ok(())
            });
        },
    },
    Variant {
        name: "service-subnets-by-name",
        says: "the service's subnets are selected by their group's name",
        fails: &[],
        change: |changes| {
            pattern(changes, |service, _| {
                service.task_subnets = Some(SubnetSelection {
                    subnet_group_name: Some("private-egress".to_owned()),
                    ..SubnetSelection::default()
                });
                Ok(())
            });
        },
    },
    Variant {
        name: "service-own-load-balancer",
        says: "the pattern is given a load balancer of the student's own, which redirects by itself",
        fails: &[],
        change: |changes| {
            pattern(changes, |service, stack| {
                let props =
                    ApplicationLoadBalancerProps { http2_enabled: Some(true), ..internet_facing(stack)? };
                let id = stack.id("load-balancer");
                service.load_balancer = Some(ApplicationLoadBalancer::new(stack.scope(), &id, props)?);
                service.redirect_http = false;
                Ok(())
            });
            changes.after("fargate-service", |pattern: &mut ApplicationLoadBalancedFargateService, _| {
                let everything = ApplicationLoadBalancerRedirectConfig::default();
                pattern.load_balancer().add_redirect(everything).map(drop)
            });
        },
    },
    Variant {
        name: "service-for-cloudfront-only",
        says: "only CloudFront may connect to the load balancer, by the list of its addresses",
        fails: &[],
        change: |changes| {
            pattern(changes, |service, _| {
                service.open_listener = false;
                Ok(())
            });
            changes.after("fargate-service", |pattern: &mut ApplicationLoadBalancedFargateService, _| {
                let cloudfront = Peer::prefix_list("pl-82a045eb");
                pattern.load_balancer().connections().allow_from(&cloudfront, Port::tcp(443), None)
            });
        },
    },
    Variant {
        name: "service-outbound-https-only",
        says: "the service's own security group lets HTTPS out, and what goes to the database",
        fails: &[],
        change: |changes| {
            pattern(changes, |service, stack| {
                let group = group_without_outbound(stack)?;
                group.add_egress_rule(&Peer::any_ipv4(), &Port::tcp(443), None)?;
                service.security_groups = vec![group];
                Ok(())
            });
        },
    },
    Variant {
        name: "service-cname-record",
        says: "the API's record is a CNAME of the load balancer",
        fails: &[],
        change: |changes| {
            pattern(changes, |service, _| {
                service.record_type = ApplicationLoadBalancedServiceRecordType::Cname;
                Ok(())
            });
        },
    },
    Variant {
        name: "service-record-with-dot",
        says: "the API's record is made apart, its name written out to the last dot",
        fails: &[],
        change: |changes| record_apart(changes, |stack| format!("api.{}.", stack.settings().app_domain())),
    },
    Variant {
        name: "service-record-short",
        says: "both records' names are given relative to the zone, and the API's is made from the pattern",
        fails: &[],
        change: |changes| {
            record_apart(changes, |stack| format!("api.{}", stack.settings().project_name));
            changes.props_in("frontend-domain", |record: &mut RecordSetOptions, stack| {
                record.record_name = Some(stack.settings().project_name.as_str().into());
                Ok(())
            });
        },
    },
    Variant {
        name: "service-database-default-port",
        says: "the service connects to the database's default port, which only AWS knows",
        fails: &[],
        change: |changes| {
            changes.replace("allow-to-database", |stack| {
                let (service, database) = service_and_database(stack)?;
                service.connections().allow_to_default_port(&database, None)
            });
        },
    },
    Variant {
        name: "service-database-port-range",
        says: "the service may connect to a range of the database's ports",
        fails: &[],
        change: |changes| allow_to_database(changes, || Port::tcp_range(5000, 6000)),
    },
    Variant {
        name: "service-database-all-traffic",
        says: "the service may send the database anything",
        fails: &[],
        change: |changes| allow_to_database(changes, Port::all_traffic),
    },
    Variant {
        name: "service-health-path-with-slash",
        says: "the target group's health path ends with a slash, which the backend serves as well",
        fails: &[],
        change: |changes| {
            changes.props("target-group-health-check", |check: &mut HealthCheck| {
                check.path = Some("/api/v1/health/".to_owned());
                check.healthy_http_codes = Some("200-299".to_owned());
            });
        },
    },
];

fn pattern(
    changes: &mut Changes,
    change: fn(&mut ApplicationLoadBalancedFargateServiceProps, &StackBuilder<'_>) -> Result<()>,
) {
    changes.props_in("fargate-service", change);
}

fn service_and_database(stack: &StackBuilder<'_>) -> Result<(FargateService, ServerlessCluster)> {
    let pattern: ApplicationLoadBalancedFargateService = stack.made("fargate-service")?;
    Ok((pattern.service().clone(), stack.made("aurora-serverless")?))
}

fn allow_to_database(changes: &mut Changes, port: fn() -> Port) {
    changes.replace("allow-to-database", move |stack| {
        let (service, database) = service_and_database(stack)?;
        service.connections().allow_to(&database, port(), WHY)
    });
}

fn internet_facing(stack: &StackBuilder<'_>) -> Result<ApplicationLoadBalancerProps> {
    let vpc = stack.made("vpc")?;
    Ok(ApplicationLoadBalancerProps { internet_facing: true, ..ApplicationLoadBalancerProps::new(&vpc) })
}

/// The record of the pattern's load balancer, with this name, outside the pattern.
fn record_apart(changes: &mut Changes, name: fn(&StackBuilder<'_>) -> String) {
    pattern(changes, |service, _| {
        service.domain_name = None;
        service.domain_zone = None;
        Ok(())
    });
    changes.before("frontend-deployment-bucket", move |stack| {
        let pattern: ApplicationLoadBalancedFargateService = stack.made("fargate-service")?;
        record(stack, pattern.load_balancer(), name(stack))
    });
}

fn record(stack: &StackBuilder<'_>, load_balancer: &ApplicationLoadBalancer, name: String) -> Result<()> {
    let target = RecordTarget::from_alias(LoadBalancerTarget::new(
        load_balancer.load_balancer_canonical_hosted_zone_id(),
        load_balancer.load_balancer_dns_name(),
    ));
    let options = RecordSetOptions::named(&stack.made("hosted-zone")?, name);
    ARecord::new(stack.scope(), &stack.id("api-domain"), target, options).map(drop)
}

fn service_by_hand(stack: &StackBuilder<'_>) -> Result<()> {
    let props = FargateServiceProps {
        desired_count: Some(2),
        ..FargateServiceProps::new(&stack.made("cluster")?, &stack.made("fargate-task-definition")?)
    };
    let service = FargateService::new(stack.scope(), &stack.id("fargate-service"), props)?;

    let load_balancer = balance(stack, &service)?;
    record(stack, &load_balancer, format!("api.{}", stack.settings().app_domain()))?;

    let database: ServerlessCluster = stack.made("aurora-serverless")?;
    service.connections().allow_to(&database, Port::tcp(5432), WHY)
}

/// A load balancer that hands HTTPS to the service and redirects HTTP.
fn balance(stack: &StackBuilder<'_>, service: &FargateService) -> Result<ApplicationLoadBalancer> {
    let load_balancer =
        ApplicationLoadBalancer::new(stack.scope(), &stack.id("load-balancer"), internet_facing(stack)?)?;
    let to_https = ListenerAction::redirect(RedirectOptions {
        protocol: Some(ApplicationProtocol::Https),
        port: Some("443".to_owned()),
        ..RedirectOptions::default()
    })?;
    load_balancer.add_listener(
        "http",
        BaseApplicationListenerProps {
            port: Some(80),
            default_action: Some(to_https),
            ..BaseApplicationListenerProps::default()
        },
    )?;
    let certificate: Certificate = stack.made("backend-certificate")?;
    let https = load_balancer.add_listener(
        "https",
        BaseApplicationListenerProps {
            port: Some(443),
            certificates: vec![certificate.certificate_arn()],
            ..BaseApplicationListenerProps::default()
        },
    )?;
    https.add_targets(
        "backend",
        None,
        ApplicationTargetGroupProps {
            port: Some(80),
            targets: vec![Rc::new(service.clone())],
            health_check: HealthCheck { path: Some("/api/v1/health".to_owned()), ..HealthCheck::default() },
            ..ApplicationTargetGroupProps::default()
        },
    )?;
    Ok(load_balancer)
}

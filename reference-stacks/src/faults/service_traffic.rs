//! Faults of a service that is there, but that nobody reaches, or that reaches nothing.

use synthesizer::Result;
use synthesizer::aws_ec2::{Connectable, Peer, Port, SecurityGroup, SecurityGroupProps, Vpc};
use synthesizer::aws_ecs_patterns::{
    ApplicationLoadBalancedFargateService, ApplicationLoadBalancedFargateServiceProps,
};
use synthesizer::aws_elasticloadbalancingv2::{
    ApplicationProtocol, BaseApplicationListenerProps, HealthCheck, ListenerAction, Protocol, RedirectOptions,
};

use crate::pieces::resource_of;
use crate::{Changes, StackBuilder, Variant};

/// Faults of a service that is there, but that nobody reaches, or that reaches nothing.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "service-closed-listener",
        says: "open_listener=False, and nothing else lets anybody reach the load balancer",
        fails: &["compute.service.placement"],
        change: |changes| service(changes, |service| service.open_listener = false),
    },
    Variant {
        name: "service-closed-but-to-the-vpc",
        says: "the load balancer accepts connections from within the VPC only",
        fails: &["compute.service.placement"],
        change: |changes| {
            service(changes, |service| service.open_listener = false);
            changes.after("fargate-service", |service: &mut ApplicationLoadBalancedFargateService, stack| {
                let inside = Peer::ipv4(stack.made::<Vpc>("vpc")?.vpc_cidr_block()?)?;
                service.load_balancer().connections().allow_from(&inside, Port::tcp(443), None)
            });
        },
    },
    Variant {
        name: "service-health-port-8080",
        says: "the target group checks port 8080, where the container does not listen",
        fails: &["compute.service.placement"],
        change: |changes| health_check(changes, |check| check.port = Some("8080".to_owned())),
    },
    Variant {
        name: "service-health-over-https",
        says: "the target group checks over HTTPS, which the container does not speak",
        fails: &["compute.service.placement"],
        change: |changes| health_check(changes, |check| check.protocol = Some(Protocol::Https)),
    },
    Variant {
        name: "service-target-protocol-https",
        says: "the load balancer speaks HTTPS to the container, which does not",
        fails: &["compute.service.placement"],
        change: |changes| {
            service(changes, |service| service.target_protocol = Some(ApplicationProtocol::Https))
        },
    },
    Variant {
        name: "service-desired-count-0",
        says: "no task is wanted: DesiredCount is set to 0 in the template",
        fails: &["compute.service.placement"],
        change: |changes| {
            changes.after("fargate-service", |service: &mut ApplicationLoadBalancedFargateService, _| {
                resource_of(service.service())?.add_property_override("DesiredCount", 0);
                Ok(())
            })
        },
    },
    Variant {
        name: "service-without-outbound",
        says: "the service has a security group of its own that lets nothing out but to the database",
        fails: &["compute.service.placement"],
        change: |changes| {
            changes.props_in(
                "fargate-service",
                |service: &mut ApplicationLoadBalancedFargateServiceProps, stack| {
                    service.security_groups = vec![group_without_outbound(stack)?];
                    Ok(())
                },
            )
        },
    },
    Variant {
        name: "service-redirect-to-website",
        says: "port 80 is redirected to HTTPS, but to the website instead of the API",
        fails: &["compute.service.redirect"],
        change: |changes| {
            redirect(changes, |options, stack| options.host = Some(stack.settings().app_domain()));
        },
    },
    Variant {
        name: "service-redirect-to-root",
        says: "port 80 is redirected to HTTPS, but to / whatever path was asked for",
        fails: &["compute.service.redirect"],
        change: |changes| redirect(changes, |options, _| options.path = Some("/".to_owned())),
    },
];

/// A security group of the service that lets out only what is said elsewhere.
pub(crate) fn group_without_outbound(stack: &StackBuilder<'_>) -> Result<SecurityGroup> {
    let vpc = stack.made("vpc")?;
    let props = SecurityGroupProps { allow_all_outbound: false, ..SecurityGroupProps::new(&vpc) };
    SecurityGroup::new(stack.scope(), &stack.id("service-group"), props)
}

fn service(changes: &mut Changes, change: fn(&mut ApplicationLoadBalancedFargateServiceProps)) {
    changes.props("fargate-service", change);
}

fn health_check(changes: &mut Changes, change: fn(&mut HealthCheck)) {
    changes.props("target-group-health-check", change);
}

/// A redirect from port 80 of the student's own, to HTTPS and with something else besides.
fn redirect(changes: &mut Changes, change: fn(&mut RedirectOptions, &StackBuilder<'_>)) {
    service(changes, |service| service.redirect_http = false);
    changes.after("fargate-service", move |service: &mut ApplicationLoadBalancedFargateService, stack| {
        let mut options = RedirectOptions {
            protocol: Some(ApplicationProtocol::Https),
            port: Some("443".to_owned()),
            ..RedirectOptions::default()
        };
        change(&mut options, stack);
        let props = BaseApplicationListenerProps {
            port: Some(80),
            default_action: Some(ListenerAction::redirect(options)?),
            ..BaseApplicationListenerProps::default()
        };
        service.load_balancer().add_listener("Redirect", props).map(drop)
    });
}

//! Faults of the service and its load balancer.

use synthesizer::aws_certificatemanager::Certificate;
use synthesizer::aws_ec2::{SubnetSelection, SubnetType};
use synthesizer::aws_ecs_patterns::ApplicationLoadBalancedFargateServiceProps;
use synthesizer::aws_elasticloadbalancingv2::{ApplicationProtocol, HealthCheck};

use crate::{Changes, StackBuilder, Variant};

/// Faults of the service and its load balancer.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "service-in-public-subnets",
        says: "the service runs in the public subnets",
        fails: &["compute.service.placement"],
        change: |changes| {
            service(changes, |service, _| {
                service.assign_public_ip = true;
                service.task_subnets = Some(SubnetSelection::of_type(SubnetType::Public));
            })
        },
    },
    Variant {
        name: "service-in-isolated-subnets",
        says: "the service runs in the isolated subnets, from where it cannot pull its image",
        fails: &["compute.service.placement"],
        change: |changes| {
            service(changes, |service, _| {
                service.task_subnets = Some(SubnetSelection::of_type(SubnetType::PrivateIsolated));
            })
        },
    },
    Variant {
        name: "service-public-ip",
        says: "the service asks for public addresses, which puts it into the public subnets",
        fails: &["compute.service.placement"],
        change: |changes| {
            service(changes, |service, _| {
                service.assign_public_ip = true;
            })
        },
    },
    Variant {
        name: "service-internal",
        says: "the load balancer is internal: public_load_balancer=False",
        fails: &["compute.service.placement"],
        change: |changes| {
            service(changes, |service, _| {
                service.public_load_balancer = false;
            })
        },
    },
    Variant {
        name: "service-health-path-missing",
        says: "given, undone: the target group checks /, which the backend does not serve",
        fails: &["compute.service.placement"],
        change: |changes| {
            changes
                .props("target-group-health-check", |check: &mut HealthCheck| *check = HealthCheck::default())
        },
    },
    Variant {
        name: "service-health-path-other",
        says: "given, changed: the target group checks /health",
        fails: &["compute.service.placement"],
        change: |changes| {
            changes.props("target-group-health-check", |check: &mut HealthCheck| {
                check.path = Some("/health".to_owned())
            })
        },
    },
    Variant {
        name: "service-without-database-access",
        says: "given, undone: nothing lets the service connect to the database",
        fails: &["compute.service.placement"],
        change: |changes| changes.replace("allow-to-database", |_| Ok(())),
    },
    Variant {
        name: "service-without-domain",
        says: "the load balancer has no domain name",
        fails: &["compute.service.domain"],
        change: |changes| {
            service(changes, |service, _| {
                service.domain_name = None;
                service.domain_zone = None;
            })
        },
    },
    Variant {
        name: "service-domain-without-app",
        says: "the load balancer's domain name is api.SUNET.infracourse.cloud",
        fails: &["compute.service.domain"],
        change: |changes| {
            service(changes, |service, stack| {
                service.domain_name = Some(format!("api.{}", stack.settings().sunet_dns_root()).into());
            })
        },
    },
    Variant {
        name: "service-domain-backend",
        says: "the load balancer's domain name is backend.yoctogram.SUNET.infracourse.cloud",
        fails: &["compute.service.domain"],
        change: |changes| {
            service(changes, |service, stack| {
                service.domain_name = Some(format!("backend.{}", stack.settings().app_domain()).into());
            })
        },
    },
    Variant {
        name: "service-frontend-certificate",
        says: "the load balancer uses the frontend's certificate, which is in another region",
        fails: &["compute.service.certificate"],
        change: |changes| {
            changes.props_in(
                "fargate-service",
                |service: &mut ApplicationLoadBalancedFargateServiceProps, stack| {
                    service.certificate = Some(stack.made::<Certificate>("frontend-certificate")?);
                    Ok(())
                },
            )
        },
    },
    Variant {
        name: "service-own-certificate",
        says: "the certificate is left to the pattern, which makes one of its own",
        fails: &["compute.service.certificate"],
        change: |changes| {
            service(changes, |service, _| {
                service.certificate = None;
                service.protocol = Some(ApplicationProtocol::Https);
            })
        },
    },
    Variant {
        name: "service-without-https",
        says: "the load balancer has neither certificate nor redirect, and speaks HTTP",
        fails: &["compute.service.certificate", "compute.service.redirect"],
        change: |changes| {
            service(changes, |service, _| {
                service.certificate = None;
                service.redirect_http = false;
            })
        },
    },
    Variant {
        name: "service-without-redirect",
        says: "port 80 is not redirected to HTTPS",
        fails: &["compute.service.redirect"],
        change: |changes| {
            service(changes, |service, _| {
                service.redirect_http = false;
            })
        },
    },
    Variant {
        name: "service-listener-port-8443",
        says: "the load balancer listens for HTTPS on port 8443",
        fails: &["compute.service.certificate", "compute.service.redirect"],
        change: |changes| {
            service(changes, |service, _| {
                service.listener_port = Some(8443);
            })
        },
    },
    Variant {
        name: "service-with-own-vpc",
        says: "the service is given neither cluster nor VPC, and makes a second one of both",
        fails: &["network.vpc.single", "compute.task.single"],
        change: |changes| {
            service(changes, |service, _| {
                service.cluster = None;
            })
        },
    },
];

fn service(
    changes: &mut Changes,
    change: fn(&mut ApplicationLoadBalancedFargateServiceProps, &StackBuilder<'_>),
) {
    changes.props_in("fargate-service", move |props, stack| {
        change(props, stack);
        Ok(())
    });
}

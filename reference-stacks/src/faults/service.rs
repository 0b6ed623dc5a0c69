//! Faults of the service and its load balancer.

use synthesizer::Result;
use synthesizer::aws_certificatemanager::Certificate;
use synthesizer::aws_ec2::{Connectable, Port, SubnetSelection, SubnetType};
use synthesizer::aws_ecr_assets::DockerImageAssetProps;
use synthesizer::aws_ecs::ContainerImage;
use synthesizer::aws_ecs_patterns::{
    ApplicationLoadBalancedFargateService, ApplicationLoadBalancedFargateServiceProps,
    ApplicationLoadBalancedTaskImageOptions,
};
use synthesizer::aws_elasticloadbalancingv2::{
    ApplicationLoadBalancerRedirectConfig, ApplicationProtocol, BaseApplicationListenerProps, HealthCheck,
    ListenerAction, RedirectOptions,
};
use synthesizer::aws_route53::{
    ARecord, CloudFrontTarget, PublicHostedZone, PublicHostedZoneProps, RecordSetOptions, RecordTarget,
};

use crate::{Changes, DataStack, StackBuilder, Variant};

/// Faults of the service and its load balancer.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "service-missing",
        says: "there is no service",
        fails: &["compute.service.placement"],
        change: |changes| changes.leave_out("service"),
    },
    Variant {
        name: "service-in-public-subnets",
        says: "the service runs in the public subnets",
        fails: &["compute.service.placement"],
        change: |changes| {
            service(changes, |service| {
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
            service(changes, |service| {
                service.task_subnets = Some(SubnetSelection::of_type(SubnetType::PrivateIsolated))
            })
        },
    },
    Variant {
        name: "service-public-ip",
        says: "the service asks for public addresses, which puts it into the public subnets",
        fails: &["compute.service.placement"],
        change: |changes| service(changes, |service| service.assign_public_ip = true),
    },
    Variant {
        name: "service-internal",
        says: "the load balancer is internal: public_load_balancer=False",
        fails: &["compute.service.placement"],
        change: |changes| service(changes, |service| service.public_load_balancer = false),
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
        change: |changes| changes.leave_out("allow-to-database"),
    },
    Variant {
        name: "service-database-port-3306",
        says: "given, changed: the service may connect to the database on MySQL's port",
        fails: &["compute.service.placement"],
        change: |changes| {
            changes.replace("allow-to-database", |stack| {
                let service: ApplicationLoadBalancedFargateService = stack.made("fargate-service")?;
                let data: DataStack = stack.made("data-stack")?;
                let why = "the backend talks to its database";
                service.service().connections().allow_to(&data.aurora_db, Port::tcp(3306), Some(why))
            })
        },
    },
    Variant {
        name: "service-without-domain",
        says: "the load balancer has no domain name",
        fails: &["compute.service.domain"],
        change: |changes| service(changes, without_domain),
    },
    Variant {
        name: "service-domain-without-app",
        says: "the load balancer's domain name is api.SUNET.infracourse.cloud",
        fails: &["compute.service.domain"],
        change: |changes| {
            service_in(changes, |service, stack| {
                service.domain_name = Some(format!("api.{}", stack.settings().sunet_dns_root()).into());
                Ok(())
            })
        },
    },
    Variant {
        name: "service-domain-backend",
        says: "the load balancer's domain name is backend.yoctogram.SUNET.infracourse.cloud",
        fails: &["compute.service.domain"],
        change: |changes| {
            service_in(changes, |service, stack| {
                service.domain_name = Some(format!("backend.{}", stack.settings().app_domain()).into());
                Ok(())
            })
        },
    },
    Variant {
        name: "service-domain-to-frontend",
        says: "the API's name points at the frontend distribution instead of the load balancer",
        fails: &["compute.service.domain"],
        change: |changes| {
            service(changes, without_domain);
            changes.before("frontend-domain", |stack| {
                let target = CloudFrontTarget::new(&stack.made("frontend-distribution")?);
                let zone = stack.made("hosted-zone")?;
                let name = format!("api.{}", stack.settings().app_domain());
                ARecord::new(
                    stack.scope(),
                    &stack.id("api-domain"),
                    RecordTarget::from_alias(target),
                    RecordSetOptions::named(&zone, name),
                )
                .map(drop)
            })
        },
    },
    Variant {
        name: "service-domain-other-zone",
        says: "the API's record is in a zone that the compute stack makes, to which nothing delegates",
        fails: &["compute.service.domain"],
        change: |changes| {
            service_in(changes, |service, stack| {
                let props = PublicHostedZoneProps::new(stack.settings().app_domain());
                let zone = PublicHostedZone::new(stack.scope(), &stack.id("api-zone"), props)?;
                service.domain_zone = Some(zone);
                Ok(())
            })
        },
    },
    Variant {
        name: "service-frontend-certificate",
        says: "the load balancer uses the frontend's certificate, which is in another region",
        fails: &["compute.service.certificate"],
        change: |changes| {
            service_in(changes, |service, stack| {
                service.certificate = Some(stack.made::<Certificate>("frontend-certificate")?);
                Ok(())
            })
        },
    },
    Variant {
        name: "service-own-certificate",
        says: "the certificate is left to the pattern, which makes one of its own",
        fails: &["compute.service.certificate"],
        change: |changes| {
            service(changes, |service| {
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
            service(changes, |service| {
                service.certificate = None;
                service.redirect_http = false;
            })
        },
    },
    Variant {
        name: "service-without-redirect",
        says: "port 80 is not redirected to HTTPS",
        fails: &["compute.service.redirect"],
        change: |changes| service(changes, |service| service.redirect_http = false),
    },
    Variant {
        name: "service-listener-port-8443",
        says: "the load balancer listens for HTTPS on port 8443",
        fails: &["compute.service.certificate", "compute.service.redirect"],
        change: |changes| service(changes, |service| service.listener_port = Some(8443)),
    },
    Variant {
        name: "service-redirect-to-8443",
        says: "port 80 is redirected to port 8443, where nothing listens",
        fails: &["compute.service.redirect"],
        change: |changes| redirect(changes, 80, 8443),
    },
    Variant {
        name: "service-redirect-from-8080",
        says: "port 8080 is redirected to HTTPS instead of port 80",
        fails: &["compute.service.redirect"],
        change: |changes| redirect(changes, 8080, 443),
    },
    Variant {
        name: "service-redirect-to-http",
        says: "port 80 is redirected to port 443, but not to HTTPS: protocol was left out",
        fails: &["compute.service.redirect"],
        change: |changes| {
            service(changes, |service| service.redirect_http = false);
            changes.after("fargate-service", |service: &mut ApplicationLoadBalancedFargateService, _| {
                let port = Some("443".to_owned());
                let options = RedirectOptions { port, permanent: true, ..RedirectOptions::default() };
                let props = BaseApplicationListenerProps {
                    port: Some(80),
                    default_action: Some(ListenerAction::redirect(options)?),
                    ..BaseApplicationListenerProps::default()
                };
                service.load_balancer().add_listener("Redirect", props).map(drop)
            });
        },
    },
    Variant {
        name: "service-with-own-task",
        says: "the service is given an image instead of the task definition, and makes a second one",
        fails: &["compute.task.single"],
        change: |changes| {
            service_in(changes, |service, stack| {
                let image = ContainerImage::from_asset(DockerImageAssetProps {
                    directory: stack.settings().yoctogram_app_dir.clone(),
                    ..DockerImageAssetProps::default()
                });
                service.task_definition = None;
                service.task_image_options = Some(ApplicationLoadBalancedTaskImageOptions::new(image));
                Ok(())
            })
        },
    },
    Variant {
        name: "service-with-own-cluster",
        says: "the service is given the VPC instead of the cluster, and makes a second cluster",
        fails: &["compute.task.single"],
        change: |changes| {
            service_in(changes, |service, stack| {
                service.cluster = None;
                service.vpc = Some(stack.made("vpc")?);
                Ok(())
            })
        },
    },
    Variant {
        name: "service-with-own-vpc",
        says: "the service is given neither cluster nor VPC, and makes a second one of both",
        fails: &["network.vpc.single", "compute.task.single"],
        change: |changes| service(changes, |service| service.cluster = None),
    },
];

fn service(changes: &mut Changes, change: fn(&mut ApplicationLoadBalancedFargateServiceProps)) {
    changes.props("fargate-service", change);
}

fn service_in(
    changes: &mut Changes,
    change: fn(&mut ApplicationLoadBalancedFargateServiceProps, &StackBuilder<'_>) -> Result<()>,
) {
    changes.props_in("fargate-service", change);
}

fn without_domain(service: &mut ApplicationLoadBalancedFargateServiceProps) {
    service.domain_name = None;
    service.domain_zone = None;
}

/// A redirect of the student's own instead of the pattern's.
fn redirect(changes: &mut Changes, source_port: u16, target_port: u16) {
    service(changes, |service| service.redirect_http = false);
    changes.after("fargate-service", move |service: &mut ApplicationLoadBalancedFargateService, _| {
        let usual = ApplicationLoadBalancerRedirectConfig::default();
        let config = ApplicationLoadBalancerRedirectConfig { source_port, target_port, ..usual };
        service.load_balancer().add_redirect(config).map(drop)
    });
}

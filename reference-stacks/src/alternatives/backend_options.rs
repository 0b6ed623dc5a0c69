//! Options of the cluster, the task and the service that the handout leaves open.

use synthesizer::aws_ec2::{SecurityGroup, SecurityGroupProps};
use synthesizer::aws_ecs::{
    CapacityProviderStrategy, ClusterProps, ContainerDefinitionOptions, FargateTaskDefinitionProps, Ulimit,
    UlimitName,
};
use synthesizer::aws_ecs_patterns::ApplicationLoadBalancedFargateServiceProps;
use synthesizer::aws_elasticloadbalancingv2::{HealthCheck, SslPolicy};
use synthesizer::aws_iam::{Role, RoleProps, ServicePrincipal};
use synthesizer::aws_secretsmanager::SecretProps;
use synthesizer::{Duration, RemovalPolicy};

use crate::Variant;

/// Options of the cluster, the task and the service that the handout leaves open.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "cluster-more-options",
        says: "the cluster has a name and watches its containers",
        fails: &[],
        change: |changes| {
            changes.props_in("cluster", |cluster: &mut ClusterProps, stack| {
                cluster.cluster_name = Some(stack.settings().project_name.clone());
                cluster.container_insights = Some(true);
                Ok(())
            });
        },
    },
    Variant {
        name: "signing-key-named",
        says: "the signing key has a name, and stays when its stack goes",
        fails: &[],
        change: |changes| {
            changes.props_in("app-secret-key", |key: &mut SecretProps, stack| {
                key.secret_name = Some(format!("{}/jwt", stack.settings().project_name).into());
                key.removal_policy = Some(RemovalPolicy::Retain);
                Ok(())
            });
        },
    },
    Variant {
        name: "task-own-execution-role",
        says: "the task has a family's name, and an execution role of the student's own",
        fails: &[],
        change: |changes| {
            changes.props_in("fargate-task-definition", |task: &mut FargateTaskDefinitionProps, stack| {
                let tasks = RoleProps::assumed_by(ServicePrincipal::new("ecs-tasks.amazonaws.com"));
                task.execution_role = Some(Role::new(stack.scope(), &stack.id("execution-role"), tasks)?);
                task.family = Some(stack.settings().project_name.clone());
                Ok(())
            });
        },
    },
    Variant {
        name: "container-more-options",
        says: "the container has a name, labels, a working directory, limits and time to stop",
        fails: &[],
        change: |changes| {
            changes.props("app-container", |container: &mut ContainerDefinitionOptions| {
                container.container_name = Some("backend".to_owned());
                container.docker_labels.insert("course", "cs40".into());
                container.stop_timeout = Some(Duration::seconds(60));
                container.ulimits =
                    vec![Ulimit { name: UlimitName::Nofile, soft_limit: 4096, hard_limit: 8192 }];
                container.working_directory = Some("/app".to_owned());
            });
        },
    },
    Variant {
        name: "service-on-spot",
        says: "the service runs on Fargate Spot, so it has no launch type",
        fails: &[],
        change: |changes| {
            changes.props("cluster", |cluster: &mut ClusterProps| {
                cluster.enable_fargate_capacity_providers = true;
            });
            changes.props("fargate-service", |service: &mut ApplicationLoadBalancedFargateServiceProps| {
                service.capacity_provider_strategies = Some(vec![CapacityProviderStrategy {
                    capacity_provider: "FARGATE_SPOT".to_owned(),
                    weight: Some(1),
                    ..CapacityProviderStrategy::default()
                }]);
            });
        },
    },
    Variant {
        name: "service-own-security-group",
        says: "the service has a security group of the student's own",
        fails: &[],
        change: |changes| {
            changes.props_in(
                "fargate-service",
                |service: &mut ApplicationLoadBalancedFargateServiceProps, stack| {
                    let (id, vpc) = (stack.id("service-security-group"), stack.made("vpc")?);
                    let group = SecurityGroup::new(stack.scope(), &id, SecurityGroupProps::new(&vpc))?;
                    service.security_groups = vec![group];
                    Ok(())
                },
            );
        },
    },
    Variant {
        name: "service-load-balancer-options",
        says: "the load balancer has a name, patience and a stricter policy, and the target group other times",
        fails: &[],
        change: |changes| {
            changes.props_in(
                "fargate-service",
                |service: &mut ApplicationLoadBalancedFargateServiceProps, stack| {
                    service.load_balancer_name = Some(stack.settings().project_name.clone());
                    service.idle_timeout = Some(Duration::minutes(2));
                    service.ssl_policy = Some(SslPolicy::RecommendedTls);
                    Ok(())
                },
            );
            changes.props("target-group-health-check", |check: &mut HealthCheck| {
                check.interval = Some(Duration::seconds(15));
                check.timeout = Some(Duration::seconds(10));
                check.healthy_threshold_count = Some(2);
                check.unhealthy_threshold_count = Some(5);
            });
        },
    },
];

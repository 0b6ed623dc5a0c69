//! Services: tasks that are kept running.

use std::cell::RefCell;
use std::rc::Rc;

use super::execute_command::allow_commands;
use super::{
    AlarmBehavior, CapacityProviderStrategy, Cluster, DeploymentControllerType, FargatePlatformVersion,
    FargateServiceProps, PropagatedTagSource, TaskDefinition,
};
use crate::aws_ec2::{
    Connectable, Connections, ConnectionsProps, SecurityGroup, SecurityGroupProps, SubnetSelection,
    SubnetType,
};
use crate::cfn::CfnResource;
use crate::construct::{Annotations, Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::flags;
use crate::props;
use crate::value::{Lazy, Text, Value};

/// Tasks that are kept running on Fargate. Cheap to clone.
#[derive(Clone)]
pub struct FargateService {
    node: Node,
    pub(super) details: Rc<Details>,
}

crate::construct!(FargateService);

pub(super) struct Details {
    pub(super) resource: CfnResource,
    pub(super) task_definition: TaskDefinition,
    pub(super) known: KnownLater,
    cluster: Cluster,
    connections: Connections,
}

/// Properties that are known only when the service is there. Cheap to clone: all clones are the same.
#[derive(Clone, Default)]
pub(super) struct KnownLater {
    pub(super) load_balancers: Rc<RefCell<Vec<Value>>>,
    pub(super) service_registries: Rc<RefCell<Vec<Value>>>,
    pub(super) service_connect: Rc<RefCell<Value>>,
    network: Rc<RefCell<Value>>,
}

impl FargateService {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ecs.FargateService");

    /// A service.
    pub fn new(scope: &dyn Construct, id: &str, props: FargateServiceProps) -> Result<FargateService> {
        let node = Node::new(scope, id, FargateService::INFO)?;
        let connections = Connections::new(&node, ConnectionsProps::default());
        let known = KnownLater::default();
        let resource = resource(&node, &props, &known)?;
        node.add_dependency(props.task_definition.task_role().node());
        set_deployment(&node, &resource, &props)?;
        let service = FargateService {
            node,
            details: Rc::new(Details {
                resource,
                task_definition: props.task_definition.clone(),
                known,
                cluster: props.cluster.clone(),
                connections,
            }),
        };
        service.add_what_is_asked_for(&props)?;
        Ok(service)
    }

    fn add_what_is_asked_for(&self, props: &FargateServiceProps) -> Result<()> {
        let (node, task) = (&self.node, &props.task_definition);
        if let Some(options) = &props.cloud_map_options {
            self.enable_cloud_map(options.clone())?;
        }
        if let Some(configuration) = &props.service_connect_configuration {
            self.enable_service_connect(configuration)?;
        }
        if props.enable_execute_command == Some(true) {
            allow_commands(node, task, &props.cluster)?;
        }
        node.set_default_child(&self.details.resource);
        if props.deployment_controller != Some(DeploymentControllerType::External) {
            let network = network_configuration(node, props, &self.details.connections)?;
            *self.details.known.network.borrow_mut() = network;
        }
        add_checks(node, task.clone(), props.platform_version);
        Ok(())
    }

    /// `arn:…:service/NAME`
    pub fn service_arn(&self) -> Text {
        self.details.resource.ref_()
    }

    /// Its name.
    pub fn service_name(&self) -> Text {
        self.details.resource.get_att("Name")
    }

    /// What it runs in.
    pub fn cluster(&self) -> &Cluster {
        &self.details.cluster
    }

    /// What runs.
    pub fn task_definition(&self) -> &TaskDefinition {
        &self.details.task_definition
    }
}

impl Connectable for FargateService {
    fn connections(&self) -> Connections {
        self.details.connections.clone()
    }
}

fn resource(node: &Node, props: &FargateServiceProps, known: &KnownLater) -> Result<CfnResource> {
    let external = props.deployment_controller == Some(DeploymentControllerType::External);
    let own_launch_type = external || props.capacity_provider_strategies.is_some();
    let strategies = props
        .capacity_provider_strategies
        .as_ref()
        .map(|strategies| strategies.iter().map(CapacityProviderStrategy::render).collect::<Vec<Value>>());
    let counted = known.load_balancers.clone();
    let grace = props.health_check_grace_period.map(Duration::to_seconds).transpose()?;
    CfnResource::typed(
        node,
        "Service",
        "AWS::ECS::Service",
        props! {
            "DesiredCount" => props.desired_count,
            "ServiceName" => props.service_name.clone(),
            "LoadBalancers" => list(&known.load_balancers),
            "PropagateTags" => props.propagate_tags.and_then(PropagatedTagSource::name),
            "EnableECSManagedTags" => props.enable_ecs_managed_tags,
            "LaunchType" => (!own_launch_type).then_some("FARGATE"),
            "EnableExecuteCommand" => props.enable_execute_command,
            "CapacityProviderStrategy" => strategies,
            "HealthCheckGracePeriodSeconds" => Lazy::any(move |_| {
                Ok(grace.or((!counted.borrow().is_empty()).then_some(60)).into())
            }),
            "NetworkConfiguration" => value(&known.network),
            "ServiceRegistries" => list(&known.service_registries),
            "ServiceConnectConfiguration" => value(&known.service_connect),
            "Cluster" => props.cluster.cluster_name(),
            "TaskDefinition" => (!external).then(|| props.task_definition.task_definition_arn()),
            "PlatformVersion" => props.platform_version.map(FargatePlatformVersion::name),
        },
    )
}

fn list(items: &Rc<RefCell<Vec<Value>>>) -> Value {
    let items = items.clone();
    Lazy::any(move |_| Ok(Value::List(items.borrow().clone())))
}

fn value(value: &Rc<RefCell<Value>>) -> Value {
    let value = value.clone();
    Lazy::any(move |_| Ok(value.borrow().clone()))
}

/// Says how deployments go.
fn set_deployment(node: &Node, resource: &CfnResource, props: &FargateServiceProps) -> Result<()> {
    let by_flag = || {
        let disabled = node.is_enabled(flags::ECS_DISABLE_EXPLICIT_DEPLOYMENT_CONTROLLER_FOR_CIRCUIT_BREAKER);
        (props.circuit_breaker.is_some() && !disabled).then_some(DeploymentControllerType::Ecs)
    };
    let controller = props.deployment_controller.or_else(by_flag);
    let breaker =
        props.circuit_breaker.map(|breaker| props! { "Enable" => true, "Rollback" => breaker.rollback });
    resource.set_property(
        "DeploymentConfiguration",
        props! {
            "MaximumPercent" => props.max_healthy_percent.filter(|percent| *percent > 0).unwrap_or(200),
            "MinimumHealthyPercent" => props.min_healthy_percent.unwrap_or(50),
            "DeploymentCircuitBreaker" => breaker,
            "Alarms" => deployment_alarms(node, props, controller)?,
        },
    );
    resource.set_property("DeploymentController", controller.map(DeploymentControllerType::render));
    let other = controller.is_some_and(|controller| controller != DeploymentControllerType::Ecs);
    if props.circuit_breaker.is_some() && other {
        let message = "Deployment circuit breaker requires the ECS deployment controller.";
        Annotations::of(node).add_error(message);
    }
    match props.deployment_controller {
        Some(DeploymentControllerType::External) => Annotations::of(node).add_warning_v2(
            "@aws-cdk/aws-ecs:externalDeploymentController",
            "taskDefinition and launchType are blanked out when using external deployment controller.",
        ),
        Some(DeploymentControllerType::CodeDeploy) => {
            resource.set_property("TaskDefinition", props.task_definition.family());
            node.add_dependency(&props.task_definition);
        }
        _ => {}
    }
    Ok(())
}

fn deployment_alarms(
    node: &Node,
    props: &FargateServiceProps,
    controller: Option<DeploymentControllerType>,
) -> Result<Value> {
    let of_ecs = controller.is_none_or(|controller| controller == DeploymentControllerType::Ecs);
    if let Some(alarms) = &props.deployment_alarms {
        if !of_ecs {
            return Err(node.error("Deployment alarms requires the ECS deployment controller."));
        }
        if alarms.alarm_names.is_empty() {
            return Err(node.error(
                "at least one alarm name is required when specifying deploymentAlarms, received empty array",
            ));
        }
        return Ok(props! {
            "AlarmNames" => alarms.alarm_names.clone(),
            "Enable" => true,
            "Rollback" => alarms.behavior != AlarmBehavior::FailOnAlarm,
        });
    }
    let region = node.stack()?.region()?;
    let partition = region.as_literal().and_then(crate::region_info::partition);
    let without = ["aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b"];
    if !of_ecs || partition.is_some_and(|partition| without.contains(&partition)) {
        return Ok(Value::Undefined);
    }
    let none: Vec<Value> = Vec::new();
    Ok(props! { "AlarmNames" => none, "Enable" => false, "Rollback" => false })
}

fn network_configuration(
    node: &Node,
    props: &FargateServiceProps,
    connections: &Connections,
) -> Result<Value> {
    let vpc = props.cluster.vpc();
    let mut groups = props.security_groups.clone();
    if groups.is_empty() {
        groups.push(SecurityGroup::new(node, "SecurityGroup", SecurityGroupProps::new(vpc))?);
    }
    groups.iter().try_for_each(|group| connections.add_security_group(group.clone()))?;
    let usual = || match props.assign_public_ip {
        true => SubnetSelection::of_type(SubnetType::Public),
        false => SubnetSelection::default(),
    };
    let subnets = vpc.select_subnets(&props.vpc_subnets.clone().unwrap_or_else(usual))?;
    let ids: Vec<Text> = groups.iter().map(SecurityGroup::security_group_id).collect();
    Ok(props! {
        "AwsvpcConfiguration" => props! {
            "AssignPublicIp" => if props.assign_public_ip { "ENABLED" } else { "DISABLED" },
            "Subnets" => subnets.subnet_ids,
            "SecurityGroups" => ids,
        },
    })
}

fn add_checks(node: &Node, task: TaskDefinition, version: Option<FargatePlatformVersion>) {
    node.add_validation(move || {
        let mut problems = Vec::new();
        let old = version.is_some_and(|version| !version.knows_secret_fields());
        if old && task.references_secret_json_field().unwrap_or(false) {
            problems.push(
                "The task definition of this service uses at least one container that references a secret JSON field. \
                 This feature requires platform version 1.4.0 or later."
                    .to_owned(),
            );
        }
        if matches!(task.default_container(), Ok(None)) {
            problems.push("A TaskDefinition must have at least one essential container".to_owned());
        }
        problems
    });
}

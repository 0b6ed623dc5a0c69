//! Tasks: containers that run together.

use std::cell::RefCell;
use std::rc::Rc;

use super::container::unless_empty;
use super::{
    AppMeshProxyConfiguration, ContainerDefinition, ContainerDefinitionOptions, PortMapping, RuntimePlatform,
    TaskDefinitionProps, Volume,
};
use crate::aws_iam::{
    Grant, GrantOptions, IGrantable, IPrincipal, PolicyStatement, PolicyStatementProps, Role, RoleProps,
    ServicePrincipal,
};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::json::Map;
use crate::value::{Lazy, Text, Value};
use crate::{object, props};

/// Containers that run together, on Fargate. Cheap to clone.
#[derive(Clone)]
pub struct TaskDefinition {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(TaskDefinition);

struct Details {
    arn: Text,
    family: Text,
    cpu: u32,
    task_role: Role,
}

/// What may still change; kept in the tree, since containers lead back to their task.
#[derive(Default)]
pub(super) struct State {
    pub(super) containers: RefCell<Vec<ContainerDefinition>>,
    default_container: RefCell<Option<ContainerDefinition>>,
    pub(super) volumes: RefCell<Vec<Volume>>,
    pub(super) execution_role: RefCell<Option<Role>>,
}

fn tasks_service() -> ServicePrincipal {
    ServicePrincipal::new("ecs-tasks.amazonaws.com")
}

impl TaskDefinition {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ecs.TaskDefinition");

    /// A task without containers. [`FargateTaskDefinition`](super::FargateTaskDefinition) is the usual way.
    pub fn new(scope: &dyn Construct, id: &str, props: TaskDefinitionProps) -> Result<TaskDefinition> {
        TaskDefinition::create(Node::new(scope, id, TaskDefinition::INFO)?, props)
    }

    /// The task at this node.
    pub(super) fn create(node: Node, props: TaskDefinitionProps) -> Result<TaskDefinition> {
        let state = Rc::new(State {
            volumes: RefCell::new(props.volumes),
            execution_role: RefCell::new(props.execution_role),
            ..State::default()
        });
        node.attach(state.clone());
        let task_role = match props.task_role {
            Some(role) => role,
            None => Role::new(&node, "TaskRole", RoleProps::assumed_by(tasks_service()))?,
        };
        let family = props.family.filter(|family| !family.is_empty());
        let family = family.map_or_else(|| node.unique_id(), Ok)?;
        let (volumes, execution) = (state.clone(), state.clone());
        let this = node.clone();
        let storage = props.ephemeral_storage_gib.map(|size| props! { "SizeInGiB" => size });
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::ECS::TaskDefinition",
            props! {
                "ContainerDefinitions" => Lazy::any(move |_| {
                    this.attached::<TaskDefinition>().map_or(Ok(Value::Undefined), |task| task.render_containers())
                }),
                "Volumes" => Lazy::any(move |_| {
                    Ok(unless_empty(volumes.volumes.borrow().iter().map(Volume::render)))
                }),
                "ExecutionRoleArn" => Lazy::any(move |_| {
                    Ok(execution.execution_role.borrow().as_ref().map(Role::role_arn).into())
                }),
                "Family" => &family,
                "TaskRoleArn" => task_role.role_arn(),
                "RequiresCompatibilities" => props.compatibility.names(),
                "NetworkMode" => "awsvpc",
                "ProxyConfiguration" => props.proxy_configuration.as_ref().map(AppMeshProxyConfiguration::render),
                "Cpu" => props.cpu.to_string(),
                "Memory" => props.memory_mib.to_string(),
                "EphemeralStorage" => storage,
                "RuntimePlatform" => props.runtime_platform.map(RuntimePlatform::render),
            },
        )?;
        node.add_validation(move || repeated_port_names(&state));
        let details = Details { arn: resource.ref_(), family: family.into(), cpu: props.cpu, task_role };
        let task = TaskDefinition { node, details: Rc::new(details) };
        task.node.attach(Rc::new(task.clone()));
        Ok(task)
    }

    fn render_containers(&self) -> Result<Value> {
        self.add_default_log_router()?;
        let containers = self.state()?.containers.borrow().clone();
        Ok(Value::List(containers.iter().map(ContainerDefinition::render).collect::<Result<_>>()?))
    }

    pub(super) fn state(&self) -> Result<Rc<State>> {
        self.node.attached::<State>().ok_or_else(|| self.node.error("its app does not exist any more"))
    }

    /// `arn:…:task-definition/FAMILY:REVISION`
    pub fn task_definition_arn(&self) -> Text {
        self.details.arn.clone()
    }

    /// Name of all its revisions.
    pub fn family(&self) -> Text {
        self.details.family.clone()
    }

    /// What the containers may do.
    pub fn task_role(&self) -> &Role {
        &self.details.task_role
    }

    /// What starting the containers needs, if anything does yet.
    pub fn execution_role(&self) -> Result<Option<Role>> {
        Ok(self.state()?.execution_role.borrow().clone())
    }

    /// What starting the containers needs; made if there is none yet.
    pub fn obtain_execution_role(&self) -> Result<Role> {
        if let Some(role) = self.execution_role()? {
            return Ok(role);
        }
        let role = Role::new(&self.node, "ExecutionRole", RoleProps::assumed_by(tasks_service()))?;
        *self.state()?.execution_role.borrow_mut() = Some(role.clone());
        Ok(role)
    }

    /// Adds a container. The first essential one is the one that load balancers talk to.
    pub fn add_container(
        &self,
        id: &str,
        options: ContainerDefinitionOptions,
    ) -> Result<ContainerDefinition> {
        ContainerDefinition::new(self, id, self, options)
    }

    pub(super) fn link_container(&self, container: &ContainerDefinition) -> Result<()> {
        let state = self.state()?;
        state.containers.borrow_mut().push(container.clone());
        let sum: u32 = state.containers.borrow().iter().filter_map(ContainerDefinition::cpu).sum();
        if sum > self.details.cpu {
            let message =
                "The sum of all container cpu values cannot be greater than the value of the task cpu";
            return Err(self.node.error(message));
        }
        if container.essential() {
            state.default_container.borrow_mut().get_or_insert_with(|| container.clone());
        }
        Ok(())
    }

    /// The container that load balancers talk to: the first essential one, if no other was set.
    pub fn default_container(&self) -> Result<Option<ContainerDefinition>> {
        Ok(self.state()?.default_container.borrow().clone())
    }

    /// Has load balancers talk to this container.
    pub fn set_default_container(&self, container: &ContainerDefinition) -> Result<()> {
        *self.state()?.default_container.borrow_mut() = Some(container.clone());
        Ok(())
    }

    /// The container with this name.
    pub fn find_container(&self, name: &str) -> Result<Option<ContainerDefinition>> {
        let state = self.state()?;
        let containers = state.containers.borrow();
        Ok(containers.iter().find(|container| container.container_name() == name).cloned())
    }

    /// The port with this name, of whichever container.
    pub(super) fn find_port_mapping_by_name(&self, name: &str) -> Result<Option<PortMapping>> {
        let state = self.state()?;
        let containers = state.containers.borrow();
        let mut ports = containers.iter().flat_map(ContainerDefinition::port_mappings);
        Ok(ports.find(|port| port.name.as_deref() == Some(name)))
    }

    /// Adds a volume.
    pub fn add_volume(&self, volume: Volume) -> Result<()> {
        self.state()?.volumes.borrow_mut().push(volume);
        Ok(())
    }

    /// Lets the containers do more.
    pub fn add_to_task_role_policy(&self, statement: PolicyStatement) -> Result<()> {
        self.details.task_role.add_to_principal_policy(statement).map(drop)
    }

    /// Lets those who start the containers do more.
    pub fn add_to_execution_role_policy(&self, statement: PolicyStatement) -> Result<()> {
        self.obtain_execution_role()?.add_to_principal_policy(statement).map(drop)
    }

    /// Lets someone run the task. To be called when the containers are there: they decide which roles it passes on.
    pub fn grant_run(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        let mut resources = vec![self.details.task_role.role_arn()];
        resources.extend(self.execution_role()?.map(|role| role.role_arn()));
        let pass = PolicyStatement::new(PolicyStatementProps {
            actions: vec!["iam:PassRole".into()],
            resources,
            conditions: crate::entries! {
                "StringLike" => object! { "iam:PassedToService" => "ecs-tasks.amazonaws.com" },
            },
            ..PolicyStatementProps::default()
        })?;
        grantee.grant_principal().add_to_principal_policy(pass)?;
        Grant::add_to_principal(GrantOptions {
            grantee: grantee.grant_principal(),
            actions: vec!["ecs:RunTask".into()],
            resource_arns: vec![self.task_definition_arn()],
            conditions: Map::new(),
        })
    }

    pub(super) fn references_secret_json_field(&self) -> Result<bool> {
        let state = self.state()?;
        let containers = state.containers.borrow();
        Ok(containers.iter().any(ContainerDefinition::references_secret_json_field))
    }
}
fn repeated_port_names(state: &State) -> Vec<String> {
    let mut known: Vec<(String, String)> = Vec::new();
    let mut problems = Vec::new();
    for container in state.containers.borrow().iter() {
        let own = container.container_name();
        for name in container.port_mappings().into_iter().filter_map(|mapping| mapping.name) {
            if let Some((_, other)) = known.iter().find(|(known, _)| *known == name) {
                problems
                    .push(format!("Port mapping name '{name}' cannot appear in both '{own}' and '{other}'"));
            }
            known.push((name, own.clone()));
        }
    }
    problems
}

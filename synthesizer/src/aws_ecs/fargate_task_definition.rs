//! Tasks on Fargate.

use std::rc::Rc;

use super::container::unless_empty;
use super::task_definition::{State, tasks_service};
use super::{ContainerDefinition, RuntimePlatform, TaskDefinition, Volume};
use crate::aws_iam::{Role, RoleProps};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::value::{Lazy, Value};

/// Makes tasks on Fargate.
#[derive(Debug)]
pub struct FargateTaskDefinition;

/// What a task can be told.
#[derive(Clone, Default)]
pub struct FargateTaskDefinitionProps {
    /// Units of processor, 1,024 for one; 256 if not given.
    pub cpu: Option<u32>,
    /// Memory in MiB, 512 if not given. Not every size goes with every processor.
    pub memory_limit_mib: Option<u32>,
    /// Storage in GiB, 21 to 200.
    pub ephemeral_storage_gib: Option<u32>,
    /// What it runs on.
    pub runtime_platform: Option<RuntimePlatform>,
    /// Name of all its revisions; made of its path if not given.
    pub family: Option<String>,
    /// What the containers may do; made if not given.
    pub task_role: Option<Role>,
    /// What starting the containers needs; made when it is needed if not given.
    pub execution_role: Option<Role>,
    /// The first volumes.
    pub volumes: Vec<Volume>,
}

impl FargateTaskDefinition {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ecs.FargateTaskDefinition");

    /// A task without containers.
    #[expect(clippy::new_ret_no_self, reason = "it is a task definition; the CDK makes it with this name")]
    pub fn new(scope: &dyn Construct, id: &str, props: FargateTaskDefinitionProps) -> Result<TaskDefinition> {
        let node = Node::new(scope, id, FargateTaskDefinition::INFO)?;
        let (cpu, memory) = (props.cpu.unwrap_or(256), props.memory_limit_mib.unwrap_or(512));
        if cpu == 0 || memory == 0 {
            return Err(node.error(format!(
                "Fargate-compatible tasks require both CPU ({cpu}) and memory ({memory}) specifications"
            )));
        }
        if props.ephemeral_storage_gib.is_some_and(|size| !(21..=200).contains(&size)) {
            return Err(node.error("Ephemeral storage size must be between 21GiB and 200GiB"));
        }
        let platform = props.runtime_platform.unwrap_or_default();
        platform.check_size(cpu, memory).map_err(|error| node.error(error.to_string()))?;
        let state = Rc::new(State::default());
        *state.volumes.borrow_mut() = props.volumes;
        *state.execution_role.borrow_mut() = props.execution_role;
        node.attach(state.clone());
        let task_role = match props.task_role {
            Some(role) => role,
            None => Role::new(&node, "TaskRole", RoleProps::assumed_by(tasks_service()))?,
        };
        let family = props.family.filter(|family| !family.is_empty());
        let family = family.map_or_else(|| node.unique_id(), Ok)?;
        let (containers, volumes, execution) = (state.clone(), state.clone(), state.clone());
        let storage = props.ephemeral_storage_gib.map(|size| props! { "SizeInGiB" => size });
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::ECS::TaskDefinition",
            props! {
                "ContainerDefinitions" => Lazy::any(move |_| render_containers(&containers)),
                "Volumes" => Lazy::any(move |_| {
                    Ok(unless_empty(volumes.volumes.borrow().iter().map(Volume::render)))
                }),
                "ExecutionRoleArn" => Lazy::any(move |_| {
                    Ok(execution.execution_role.borrow().as_ref().map(Role::role_arn).into())
                }),
                "Family" => &family,
                "TaskRoleArn" => task_role.role_arn(),
                "RequiresCompatibilities" => ["FARGATE"],
                "NetworkMode" => "awsvpc",
                "Cpu" => cpu.to_string(),
                "Memory" => memory.to_string(),
                "EphemeralStorage" => storage,
                "RuntimePlatform" => props.runtime_platform.map(RuntimePlatform::render),
            },
        )?;
        node.add_validation(move || repeated_port_names(&state));
        Ok(TaskDefinition::at(node, resource.ref_(), family.into(), cpu, task_role))
    }
}

fn render_containers(state: &State) -> Result<Value> {
    let containers = state.containers.borrow().clone();
    Ok(Value::List(containers.iter().map(ContainerDefinition::render).collect::<Result<_>>()?))
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

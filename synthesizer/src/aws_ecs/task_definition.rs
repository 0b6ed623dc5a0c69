//! Tasks: containers that run together.

use std::cell::RefCell;
use std::rc::Rc;

use super::{ContainerDefinition, ContainerDefinitionOptions, Volume};
use crate::aws_iam::{
    Grant, GrantOptions, IGrantable, IPrincipal, PolicyStatement, PolicyStatementProps, Role, RoleProps,
    ServicePrincipal,
};
use crate::construct::Node;
use crate::error::Result;
use crate::json::Map;
use crate::object;
use crate::value::Text;

/// Containers that run together on Fargate. Cheap to clone.
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

pub(super) fn tasks_service() -> ServicePrincipal {
    ServicePrincipal::new("ecs-tasks.amazonaws.com")
}

impl TaskDefinition {
    /// The task at a node that its state was attached to.
    pub(super) fn at(node: Node, arn: Text, family: Text, cpu: u32, task_role: Role) -> TaskDefinition {
        TaskDefinition { node, details: Rc::new(Details { arn, family, cpu, task_role }) }
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

//! Containers of tasks.

use std::cell::RefCell;
use std::rc::Rc;

use super::container_image::ImageConfig;
use super::{
    ContainerDefinitionOptions, ContainerDependencyCondition, FirelensConfig, HealthCheck, LinuxParameters,
    LogDriver, MountPoint, PortMapping, Protocol, Secret, SystemControl, TaskDefinition, Ulimit, VolumeFrom,
};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::json::{Map, MapKey};
use crate::props;
use crate::value::{Text, Value};

/// A container of a task. Cheap to clone.
#[derive(Clone)]
pub struct ContainerDefinition {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(ContainerDefinition);

struct Details {
    options: ContainerDefinitionOptions,
    task_definition: TaskDefinition,
    changing: RefCell<Changing>,
}

/// What may still change after the container was made.
#[derive(Default)]
struct Changing {
    image: Value,
    credentials: Value,
    log_configuration: Value,
    /// Only of the container that is the task's router of logs.
    firelens_configuration: Value,
    environment_files: Vec<Value>,
    environment: Map<Text>,
    secrets: Vec<(String, Secret)>,
    port_mappings: Vec<PortMapping>,
    dependencies: Vec<(String, ContainerDependencyCondition)>,
    mount_points: Vec<MountPoint>,
    volumes_from: Vec<VolumeFrom>,
    ulimits: Vec<Ulimit>,
}

impl ContainerDefinition {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ecs.ContainerDefinition");

    /// A container of a task, which may have its place elsewhere. [`TaskDefinition::add_container`] is the usual way.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        task_definition: &TaskDefinition,
        options: ContainerDefinitionOptions,
    ) -> Result<ContainerDefinition> {
        let node = Node::new(scope, id, ContainerDefinition::INFO)?;
        ContainerDefinition::create(node, task_definition, options)
    }

    /// The container of a task that sends logs on.
    pub(super) fn log_router(
        task_definition: &TaskDefinition,
        id: &str,
        config: FirelensConfig,
        options: ContainerDefinitionOptions,
    ) -> Result<ContainerDefinition> {
        let info = ConstructInfo::cdk("aws-cdk-lib.aws_ecs.FirelensLogRouter");
        let node = Node::new(task_definition, id, info)?;
        let container = ContainerDefinition::create(node, task_definition, options)?;
        let configuration = config.bind(task_definition)?;
        container.details.changing.borrow_mut().firelens_configuration = configuration;
        Ok(container)
    }

    fn create(
        node: Node,
        task_definition: &TaskDefinition,
        options: ContainerDefinitionOptions,
    ) -> Result<ContainerDefinition> {
        if options
            .memory_limit_mib
            .zip(options.memory_reservation_mib)
            .is_some_and(|(most, least)| most < least)
        {
            return Err(node.error("MemoryLimitMiB should not be less than MemoryReservationMiB."));
        }
        let (secrets, ports) = (options.secrets.clone(), options.port_mappings.clone());
        let changing = Changing {
            environment: options.environment.clone(),
            ulimits: options.ulimits.clone(),
            ..Changing::default()
        };
        let details =
            Details { options, task_definition: task_definition.clone(), changing: RefCell::new(changing) };
        let container = ContainerDefinition { node, details: Rc::new(details) };
        container.bind_image_and_logs()?;
        container.bind_environment_files()?;
        secrets.into_iter().try_for_each(|(name, secret)| container.add_secret(&name, secret))?;
        task_definition.link_container(&container)?;
        container.add_port_mappings(ports)?;
        Ok(container)
    }

    fn bind_image_and_logs(&self) -> Result<()> {
        let ImageConfig { name, credentials } = self.details.options.image.bind(self)?;
        let logging = self.details.options.logging.as_ref();
        let logs = logging.map(|driver| driver.bind(&self.node, self)).transpose()?;
        let mut changing = self.details.changing.borrow_mut();
        changing.image = name.into();
        changing.credentials = credentials;
        changing.log_configuration = logs.unwrap_or_default();
        Ok(())
    }

    fn bind_environment_files(&self) -> Result<()> {
        let files = self.details.options.environment_files.iter();
        let bound = files.map(|file| file.bind(&self.node)).collect::<Result<Vec<Value>>>()?;
        self.details.changing.borrow_mut().environment_files = bound;
        Ok(())
    }

    /// Its name in the task.
    pub fn container_name(&self) -> String {
        self.details.options.container_name.clone().unwrap_or_else(|| self.node.id().to_string())
    }

    /// The task.
    pub fn task_definition(&self) -> &TaskDefinition {
        &self.details.task_definition
    }

    /// Whether the task stops when it stops.
    pub fn essential(&self) -> bool {
        self.details.options.essential
    }

    pub(super) fn cpu(&self) -> Option<u32> {
        self.details.options.cpu
    }

    /// What the driver for FireLens is told, if the container has it.
    pub(super) fn firelens_options(&self) -> Option<Map<Value>> {
        self.details.options.logging.as_ref().and_then(LogDriver::firelens_options).cloned()
    }

    pub(super) fn is_log_router(&self) -> bool {
        !self.details.changing.borrow().firelens_configuration.is_undefined()
    }

    /// Adds ports.
    pub fn add_port_mappings(&self, mappings: impl IntoIterator<Item = PortMapping>) -> Result<()> {
        for mapping in mappings {
            mapping.check(&self.node)?;
            let mut changing = self.details.changing.borrow_mut();
            let same_name = |known: &PortMapping| known.name.is_some() && known.name == mapping.name;
            if changing.port_mappings.iter().any(same_name) {
                let name = mapping.name.unwrap_or_default();
                return Err(self
                    .node
                    .error(format!("Port mapping name '{name}' already exists on this container")));
            }
            changing.port_mappings.push(mapping);
        }
        Ok(())
    }

    /// The ports so far.
    pub fn port_mappings(&self) -> Vec<PortMapping> {
        self.details.changing.borrow().port_mappings.clone()
    }

    pub(super) fn find_port_mapping(&self, port: u16, protocol: Protocol) -> Option<PortMapping> {
        let fits = |mapping: &PortMapping| mapping.container_port == port && mapping.protocol() == protocol;
        self.port_mappings().into_iter().find(fits)
    }

    /// The first port; an error if there is none.
    pub fn container_port(&self) -> Result<u16> {
        match self.port_mappings().first() {
            Some(mapping) => Ok(mapping.container_port),
            None => {
                let name = self.container_name();
                Err(self
                    .node
                    .error(format!("Container {name} hasn't defined any ports. Call addPortMappings().")))
            }
        }
    }

    /// Adds to the environment.
    pub fn add_environment(&self, name: impl Into<MapKey>, value: impl Into<Text>) {
        self.details.changing.borrow_mut().environment.insert(name, value.into());
    }

    /// Adds a secret to the environment.
    pub fn add_secret(&self, name: &str, secret: Secret) -> Result<()> {
        secret.grant_read(&self.details.task_definition.obtain_execution_role()?)?;
        self.details.changing.borrow_mut().secrets.push((name.to_owned(), secret));
        Ok(())
    }

    /// Waits for another container.
    pub fn add_container_dependency(
        &self,
        other: &ContainerDefinition,
        condition: ContainerDependencyCondition,
    ) {
        let dependency = (other.container_name(), condition);
        self.details.changing.borrow_mut().dependencies.push(dependency);
    }

    /// Sees volumes of the task.
    pub fn add_mount_points(&self, mount_points: impl IntoIterator<Item = MountPoint>) {
        self.details.changing.borrow_mut().mount_points.extend(mount_points);
    }

    /// Sees another container's volumes.
    pub fn add_volumes_from(&self, volumes: impl IntoIterator<Item = VolumeFrom>) {
        self.details.changing.borrow_mut().volumes_from.extend(volumes);
    }

    /// Adds limits.
    pub fn add_ulimits(&self, ulimits: impl IntoIterator<Item = Ulimit>) {
        self.details.changing.borrow_mut().ulimits.extend(ulimits);
    }

    pub(super) fn references_secret_json_field(&self) -> bool {
        self.details.changing.borrow().secrets.iter().any(|(_, secret)| secret.has_field)
    }

    /// As it stands in the task definition.
    pub(super) fn render(&self) -> Result<Value> {
        let options = &self.details.options;
        let changing = self.details.changing.borrow();
        let seconds = |duration: Option<Duration>| duration.map(Duration::to_seconds).transpose();
        let depends_on = changing
            .dependencies
            .iter()
            .map(|(name, condition)| props! { "ContainerName" => name, "Condition" => condition.name() });
        let secrets = changing
            .secrets
            .iter()
            .map(|(name, secret)| props! { "Name" => name, "ValueFrom" => &secret.arn });
        let environment =
            changing.environment.iter().map(|(name, value)| props! { "Name" => name, "Value" => value });
        Ok(props! {
            "Command" => options.command.clone(),
            "Cpu" => options.cpu,
            "DisableNetworking" => options.disable_networking,
            "DependsOn" => unless_empty(depends_on),
            "DockerLabels" => labels(&options.docker_labels),
            "EntryPoint" => options.entry_point.clone(),
            "Essential" => options.essential,
            "Hostname" => options.hostname.clone(),
            "Image" => changing.image.clone(),
            "Memory" => options.memory_limit_mib,
            "MemoryReservation" => options.memory_reservation_mib,
            "MountPoints" => unless_empty(changing.mount_points.iter().map(MountPoint::render)),
            "Name" => self.container_name(),
            "PortMappings" => unless_empty(changing.port_mappings.iter().map(PortMapping::render)),
            "Privileged" => options.privileged,
            "ReadonlyRootFilesystem" => options.readonly_root_filesystem,
            "RepositoryCredentials" => changing.credentials.clone(),
            "StartTimeout" => seconds(options.start_timeout)?,
            "StopTimeout" => seconds(options.stop_timeout)?,
            "Ulimits" => unless_empty(changing.ulimits.iter().map(Ulimit::render)),
            "User" => options.user.clone(),
            "VolumesFrom" => unless_empty(changing.volumes_from.iter().map(VolumeFrom::render)),
            "WorkingDirectory" => options.working_directory.clone(),
            "LogConfiguration" => changing.log_configuration.clone(),
            "Environment" => unless_empty(environment),
            "EnvironmentFiles" => unless_empty(changing.environment_files.iter().cloned()),
            "Secrets" => unless_empty(secrets),
            "HealthCheck" => options.health_check.as_ref().map(HealthCheck::render).transpose()?,
            "LinuxParameters" => options.linux_parameters.as_ref().map(LinuxParameters::render),
            "SystemControls" => unless_empty(options.system_controls.iter().map(SystemControl::render)),
            "FirelensConfiguration" => changing.firelens_configuration.clone(),
        })
    }
}

fn labels(labels: &Map<Text>) -> Value {
    if labels.is_empty() {
        return Value::Undefined;
    }
    Value::Object(labels.entries().map(|(key, value)| (key.clone(), Value::from(value))).collect())
}

pub(super) fn unless_empty(items: impl Iterator<Item = Value>) -> Value {
    let items: Vec<Value> = items.collect();
    if items.is_empty() { Value::Undefined } else { Value::List(items) }
}

//! Volumes of tasks.

use crate::props;
use crate::value::{Text, Value};

/// A volume of a task.
#[derive(Debug, Clone, Default)]
pub struct Volume {
    /// Its name in the task.
    pub name: String,
    /// A file system that outlives the task.
    pub efs_volume_configuration: Option<EfsVolumeConfiguration>,
}

/// A file system that outlives tasks.
#[derive(Debug, Clone, Default)]
pub struct EfsVolumeConfiguration {
    /// Its id.
    pub file_system_id: Text,
    /// The folder in it.
    pub root_directory: Option<String>,
    /// `ENABLED` or `DISABLED`.
    pub transit_encryption: Option<String>,
    /// Port of the encrypted connection.
    pub transit_encryption_port: Option<u16>,
    /// As whom it is used.
    pub authorization_config: Option<EfsAuthorizationConfig>,
}

/// As whom a file system is used.
#[derive(Debug, Clone, Default)]
pub struct EfsAuthorizationConfig {
    /// The access point.
    pub access_point_id: Option<Text>,
    /// `ENABLED` if the task's role counts.
    pub iam: Option<String>,
}

/// Where a container sees a volume.
#[derive(Debug, Clone)]
pub struct MountPoint {
    /// Path in the container.
    pub container_path: String,
    /// Whether it can only read.
    pub read_only: bool,
    /// Name of the volume.
    pub source_volume: String,
}

/// Another container whose volumes a container sees.
#[derive(Debug, Clone)]
pub struct VolumeFrom {
    /// Name of the other.
    pub source_container: String,
    /// Whether it can only read.
    pub read_only: bool,
}

impl Volume {
    pub(super) fn render(&self) -> Value {
        let efs = self.efs_volume_configuration.as_ref().map(EfsVolumeConfiguration::render);
        props! { "Name" => &self.name, "EFSVolumeConfiguration" => efs }
    }
}

impl MountPoint {
    pub(super) fn render(&self) -> Value {
        props! {
            "ContainerPath" => &self.container_path,
            "ReadOnly" => self.read_only,
            "SourceVolume" => &self.source_volume,
        }
    }
}

impl VolumeFrom {
    pub(super) fn render(&self) -> Value {
        props! { "SourceContainer" => &self.source_container, "ReadOnly" => self.read_only }
    }
}

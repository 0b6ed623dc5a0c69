//! What machines boot.

use crate::aws_ssm::{ParameterValueType, StringParameter};
use crate::construct::Node;
use crate::error::Result;
use crate::value::Text;
use crate::value::macros::text_enum;

text_enum! {
    /// Processors that Amazon Linux runs on.
    AmazonLinuxCpuType {
        Arm64 = "arm64",
        X86_64 = "x86_64",
    }
}

/// What a machine boots. With Linux on it: its first program is a shell script.
#[derive(Debug, Clone)]
pub struct MachineImage(Kind);

#[derive(Debug, Clone)]
enum Kind {
    /// The id is in a parameter that AWS keeps up to date.
    Parameter(String),
    Id(Text),
}

impl MachineImage {
    /// The newest Amazon Linux 2 at deployment, for x86 if nothing is said.
    pub fn latest_amazon_linux2(cpu_type: Option<AmazonLinuxCpuType>) -> MachineImage {
        let cpu_type = cpu_type.unwrap_or(AmazonLinuxCpuType::X86_64).as_str();
        MachineImage::from_ssm_parameter(format!(
            "/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-{cpu_type}-gp2"
        ))
    }

    /// The newest Amazon Linux 2023 at deployment, for x86 if nothing is said.
    pub fn latest_amazon_linux2023(cpu_type: Option<AmazonLinuxCpuType>) -> MachineImage {
        let cpu_type = cpu_type.unwrap_or(AmazonLinuxCpuType::X86_64).as_str();
        MachineImage::from_ssm_parameter(format!(
            "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-{cpu_type}"
        ))
    }

    /// The image whose id is in this parameter at deployment.
    pub fn from_ssm_parameter(parameter_name: impl Into<String>) -> MachineImage {
        MachineImage(Kind::Parameter(parameter_name.into()))
    }

    /// The image with this id, such as `ami-0a1b2c3d`.
    pub fn generic_linux(ami_id: impl Into<Text>) -> MachineImage {
        MachineImage(Kind::Id(ami_id.into()))
    }

    /// Its id.
    pub(super) fn image_id(&self, scope: &Node) -> Result<Text> {
        match &self.0 {
            Kind::Id(id) => Ok(id.clone()),
            Kind::Parameter(name) => StringParameter::value_for_typed_string_parameter_v2(
                scope,
                name,
                ParameterValueType::Ec2ImageId,
                None,
            ),
        }
    }
}

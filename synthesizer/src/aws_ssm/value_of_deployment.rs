//! Parameters that were made elsewhere and are read at deployment.

use std::rc::Rc;

use super::{StringParameter, StringParameterAttributes};
use crate::construct::Construct;
use crate::error::Result;
use crate::value::Text;
use crate::value::macros::text_enum;

text_enum! {
    /// What a parameter's value is.
    ParameterValueType {
        String = "String",
        Ec2AvailabilityZoneName = "AWS::EC2::AvailabilityZone::Name",
        Ec2ImageId = "AWS::EC2::Image::Id",
        Ec2InstanceId = "AWS::EC2::Instance::Id",
        Ec2KeyPairKeyName = "AWS::EC2::KeyPair::KeyName",
        Ec2SecurityGroupGroupName = "AWS::EC2::SecurityGroup::GroupName",
        Ec2SecurityGroupId = "AWS::EC2::SecurityGroup::Id",
        Ec2SubnetId = "AWS::EC2::Subnet::Id",
        Ec2VolumeId = "AWS::EC2::Volume::Id",
        Ec2VpcId = "AWS::EC2::VPC::Id",
        Route53HostedZoneId = "AWS::Route53::HostedZone::Id",
    }
}

impl StringParameter {
    /// The value of a parameter at deployment.
    pub fn value_for_string_parameter(scope: &dyn Construct, parameter_name: &str) -> Result<Text> {
        StringParameter::value_for_typed_string_parameter_v2(
            scope,
            parameter_name,
            ParameterValueType::String,
            None,
        )
    }

    /// The value of a parameter of this type at deployment, in this version or the newest. Each parameter is asked for
    /// once in a stack.
    pub fn value_for_typed_string_parameter_v2(
        scope: &dyn Construct,
        parameter_name: &str,
        value_type: ParameterValueType,
        version: Option<u32>,
    ) -> Result<Text> {
        let stack = scope.node().stack()?;
        let id = format!("SsmParameterValue:{parameter_name}:C96584B6-F00A-464E-AD19-53AFF4B05118");
        let known = stack.node().try_find_child(&id.replace('/', "--"));
        if let Some(known) = known.and_then(|node| node.attached::<Text>()) {
            return Ok((*known).clone());
        }
        let attributes = StringParameterAttributes {
            version,
            value_type,
            ..StringParameterAttributes::new(parameter_name)
        };
        let parameter = StringParameter::from_string_parameter_attributes(&stack, &id, attributes)?;
        let value = parameter.string_value();
        parameter.node().attach(Rc::new(value.clone()));
        Ok(value)
    }
}

//! AWS Systems Manager: parameters.

mod string_list_parameter;
mod string_parameter;
mod value_of_deployment;

pub use string_list_parameter::{StringListParameter, StringListParameterProps};
pub use string_parameter::{
    ParameterDataType, ParameterTier, SecureStringParameterAttributes, StringParameter,
    StringParameterAttributes, StringParameterProps,
};
pub use value_of_deployment::ParameterValueType;

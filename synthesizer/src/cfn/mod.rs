//! Template elements: level-1 resources, outputs, parameters, conditions, mappings, rules.

mod elements;
mod names;
mod overrides;
mod render;
mod resource;

pub use elements::{
    CfnCondition, CfnMapping, CfnOutput, CfnOutputProps, CfnParameter, CfnParameterProps, CfnRule,
};
pub(crate) use names::camel_case;
pub(crate) use resource::ResourceData;
pub use resource::{CfnResource, RemovalPolicy};

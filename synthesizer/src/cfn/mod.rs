//! Template elements: level-1 resources, outputs, parameters, conditions, mappings, rules.

mod elements;
mod mapping;
mod names;
mod overrides;
mod render;
mod resource;

pub use elements::{
    CfnCondition, CfnOutput, CfnOutputProps, CfnParameter, CfnParameterProps, CfnRule, CfnRuleProps,
};
pub use mapping::{CfnMapping, CfnMappingProps};
pub(crate) use names::camel_case;
pub(crate) use resource::ResourceData;
pub use resource::{CfnResource, RemovalPolicy};

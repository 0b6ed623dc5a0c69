//! Functions.

mod code;
mod function;
mod layer;
mod singleton;

pub use code::Code;
pub use function::{Function, FunctionProps, Runtime};
pub use layer::{LayerVersion, LayerVersionProps};
pub use singleton::{SingletonFunction, SingletonFunctionProps};

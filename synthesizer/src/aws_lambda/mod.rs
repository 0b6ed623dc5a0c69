//! Functions.

mod code;
mod function;
mod imported_function;
mod layer;
mod network;
mod singleton;

pub use code::Code;
pub use function::{Function, FunctionProps, Runtime};
pub use imported_function::ImportedFunction;
pub use layer::{LayerVersion, LayerVersionProps};
pub use singleton::{SingletonFunction, SingletonFunctionProps};

//! Functions.

mod code;
mod function;

pub use code::Code;
pub use function::{Function, FunctionProps, Runtime};

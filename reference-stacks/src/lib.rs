//! The finished assignment, and named variants of it: faults that lose points, and alternatives that lose none.
//!
//! The stack files are to be read beside the handout. What variants do differently stands in `faults` and
//! `alternatives`; [`Changes`] puts the two together.

mod alternatives;
mod app;
mod changes;
mod compute_stack;
mod data_stack;
mod database;
mod dns_stack;
mod faults;
mod network_stack;
mod pieces;
pub mod recordings;
mod settings;
mod stack_builder;
mod starter;
mod styles;
pub mod variant;

pub use app::synthesize;
pub use changes::Changes;
pub use compute_stack::ComputeStack;
pub use data_stack::DataStack;
pub use database::Database;
pub use dns_stack::DnsStack;
pub use network_stack::NetworkStack;
pub use settings::Settings;
pub use stack_builder::{Deployment, StackBuilder};
pub use variant::Variant;

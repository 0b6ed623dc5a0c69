//! AWS Key Management Service: keys that other services encrypt with.

mod alias;
mod grants;
mod import;
mod key;
mod spec;
mod via_service;

pub use alias::{Alias, AliasProps};
pub use key::{Key, KeyProps};
pub use spec::{KeySpec, KeyUsage};
pub use via_service::ViaServicePrincipal;

//! What most combinations stand on.

use synthesizer::{App, Environment, Result, Stack, StackProps};

/// A stack of the account and the region that the zones are known of.
pub(crate) fn stack_named(app: &App, name: &str) -> Result<Stack> {
    let env = Some(Environment::new("123456789012", "us-west-2"));
    Stack::new(app, name, StackProps { env, ..StackProps::default() })
}

/// The one stack of most combinations.
pub(crate) fn stack(app: &App) -> Result<Stack> {
    stack_named(app, "Stack")
}

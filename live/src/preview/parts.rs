//! What is put together while a preview starts.

use std::net::SocketAddr;

use tokio::task::JoinSet;

use super::Component;
use super::dns::Hosts;
use super::door::Door;

/// See the module.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) components: Vec<Component>,
    pub(super) problems: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) doors: Vec<Door>,
    pub(super) gates: Vec<JoinSet<()>>,
    pub(super) hosts: Hosts,
    /// The distributions: address, title, and the names that they answer to.
    pub(super) answered: Vec<(SocketAddr, String, Vec<String>)>,
}

impl Parts {
    /// Adds a row to the table, and its problem to the list.
    pub(super) fn add(
        &mut self,
        kind: &'static str,
        title: &str,
        address: impl ToString,
        problem: Option<String>,
        state: &str,
    ) {
        let works = problem.is_none();
        if let Some(problem) = &problem {
            self.problems.push(format!("{title}: {problem}"));
        }
        let state = problem.unwrap_or_else(|| state.to_owned());
        self.components.push(Component {
            kind,
            title: title.to_owned(),
            address: address.to_string(),
            state,
            works,
        });
    }
}

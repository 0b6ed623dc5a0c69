//! Waits until it is known what became of the services.

use std::time::Duration;

use super::service::{Service, State};
use super::target::Health;
use super::{Component, Preview};

/// A service that has not settled after this long is taken to be stuck.
const PATIENCE: Duration = Duration::from_secs(15);

pub(super) async fn settle(preview: &mut Preview) {
    for service in &preview.services {
        let problem = became(service).await;
        preview.problems.extend(problem.iter().map(|problem| format!("{}: {problem}", service.title)));
        preview.components.push(Component {
            kind: "service",
            title: service.title.clone(),
            address: service.address.to_string(),
            works: problem.is_none(),
            state: problem.unwrap_or_else(|| "serves".to_owned()),
        });
    }
    for target in &preview.targets {
        let Ok(Health::Unhealthy(reason)) = tokio::time::timeout(PATIENCE, target.known()).await else {
            continue;
        };
        // The service's own problem is told already.
        if !preview.problems.iter().any(|problem| problem.ends_with(&reason)) {
            preview.problems.push(format!("the target group has no healthy target: {reason}"));
        }
    }
}

/// Why it does not serve; `None` when it does.
async fn became(service: &Service) -> Option<String> {
    let mut state = service.state.clone();
    let settled = tokio::time::timeout(PATIENCE, state.wait_for(|state| *state != State::Starting)).await;
    match settled {
        Ok(Ok(state)) => match &*state {
            State::Stopped(reason) | State::Stuck(reason) => Some(reason.clone()),
            State::Running | State::Starting => None,
        },
        _ => Some(format!("it does not serve after {} s; its log tells more", PATIENCE.as_secs())),
    }
}

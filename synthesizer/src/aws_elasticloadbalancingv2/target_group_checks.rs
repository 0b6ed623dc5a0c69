//! What is wrong with a target group, found at synthesis.

use super::base_load_balancer::name_problems;
use super::target_group_base::Common;
use super::{HealthCheck, Protocol, TargetType};
use crate::construct::{Annotations, Node};
use crate::duration::Duration;

/// Whose target group it is, which decides what may be wrong with it.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Application { has_vpc: bool, has_port: bool },
    Network { has_vpc: bool },
}

pub(super) fn add_checks(node: &Node, common: &Common, name: Option<&String>, kind: Kind) {
    let (place, common, name) = (node.clone(), common.clone(), name.cloned());
    node.add_validation(move || {
        let target_type = common.target_type();
        if target_type.is_none() && common.is_empty() {
            Annotations::of(&place).add_warning_v2(
                "@aws-cdk/aws-elbv2:targetGroupSpecifyTargetTypeForEmptyTargetGroup",
                "When creating an empty TargetGroup, you should specify a 'targetType' (this warning may become an \
                 error in the future).",
            );
        }
        let mut problems = Vec::new();
        if let Kind::Application { has_vpc: false, .. } | Kind::Network { has_vpc: false } = kind
            && target_type != Some(TargetType::Lambda)
        {
            problems.push("'vpc' is required for a non-Lambda TargetGroup".to_owned());
        }
        problems.extend(name.iter().flat_map(|name| name_problems("Target group", name, false)));
        let check = common.health_check();
        match kind {
            Kind::Application { has_port, .. } => {
                if !has_port && target_type.is_some_and(|kind| kind != TargetType::Lambda) {
                    let needed = "At least one of 'port' or 'protocol' is required for a non-Lambda TargetGroup";
                    problems.push(needed.to_owned());
                }
                problems.extend(problems_of_application(&check));
            }
            Kind::Network { .. } => problems.extend(problems_of_network(&check)),
        }
        problems
    });
}

fn problems_of_application(check: &HealthCheck) -> Vec<String> {
    let mut problems = Vec::new();
    if let (Some(interval), Some(timeout)) = (check.interval, check.timeout)
        && let (Ok(between), Ok(most)) = (interval.to_seconds(), timeout.to_seconds())
        && between <= most
    {
        problems.push(format!(
            "Healthcheck interval {between} seconds must be greater than the timeout {most} seconds"
        ));
    }
    if let Some(protocol) = check.protocol.filter(|p| !matches!(p, Protocol::Http | Protocol::Https)) {
        let name = protocol.name();
        problems
            .push(format!("Health check protocol '{name}' is not supported. Must be one of [HTTP, HTTPS]"));
    }
    problems
}

fn problems_of_network(check: &HealthCheck) -> Vec<String> {
    let mut problems = Vec::new();
    let seconds = |duration: Option<Duration>| duration.and_then(|duration| duration.to_seconds().ok());
    let interval = seconds(check.interval);
    if let Some(interval) = interval.filter(|interval| !(5..=300).contains(interval)) {
        problems
            .push(format!("Health check interval '{interval}' not supported. Must be between 5 and 300."));
    }
    let counts = [("Healthy", check.healthy_threshold_count), ("Unhealthy", check.unhealthy_threshold_count)];
    for (what, count) in counts {
        if let Some(count) = count.filter(|count| !(2..=10).contains(count)) {
            problems.push(format!(
                "{what} Threshold Count '{count}' not supported. Must be a number between 2 and 10."
            ));
        }
    }
    let Some(protocol) = check.protocol else {
        return problems;
    };
    let name = protocol.name();
    if !matches!(protocol, Protocol::Http | Protocol::Https | Protocol::Tcp) {
        problems.push(format!(
            "Health check protocol '{name}' is not supported. Must be one of [HTTP, HTTPS, TCP]"
        ));
    }
    if check.path.is_some() && !matches!(protocol, Protocol::Http | Protocol::Https) {
        problems.push(format!(
            "'{name}' health checks do not support the path property. Must be one of [HTTP, HTTPS]"
        ));
    }
    if let Some(timeout) = seconds(check.timeout) {
        if !(2..=120).contains(&timeout) {
            problems.push(format!(
                "Health check timeout '{timeout}' not supported. Must be a number between 2 and 120."
            ));
        }
        if let Some(interval) = interval.filter(|interval| *interval < timeout) {
            problems.push(format!(
                "Health check timeout '{timeout}' must not be greater than the interval '{interval}'"
            ));
        }
    }
    problems
}

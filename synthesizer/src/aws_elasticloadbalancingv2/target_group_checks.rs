//! What is wrong with a target group, found at synthesis.

use std::rc::Rc;

use super::load_balancer::name_problems;
use super::target_group::State;
use super::{ApplicationTargetGroupProps, HealthCheck, Protocol, TargetType};
use crate::construct::{Annotations, Node};

pub(super) fn add_checks(
    node: &Node,
    state: &Rc<State>,
    props: &ApplicationTargetGroupProps,
    has_port: bool,
) {
    let (place, state) = (node.clone(), state.clone());
    let (name, has_vpc) = (props.target_group_name.clone(), props.vpc.is_some());
    node.add_validation(move || {
        let target_type = state.target_type.get();
        if target_type.is_none() && state.targets.borrow().is_empty() {
            Annotations::of(&place).add_warning_v2(
                "@aws-cdk/aws-elbv2:targetGroupSpecifyTargetTypeForEmptyTargetGroup",
                "When creating an empty TargetGroup, you should specify a 'targetType' (this warning may become an \
                 error in the future).",
            );
        }
        let mut problems = Vec::new();
        if target_type != Some(TargetType::Lambda) && !has_vpc {
            problems.push("'vpc' is required for a non-Lambda TargetGroup".to_owned());
        }
        problems.extend(name.iter().flat_map(|name| name_problems("Target group", name, false)));
        if target_type.is_some_and(|kind| kind != TargetType::Lambda) && !has_port {
            let needed = "At least one of 'port' or 'protocol' is required for a non-Lambda TargetGroup";
            problems.push(needed.to_owned());
        }
        problems.extend(health_check_problems(&state.health_check.borrow()));
        problems
    });
}

fn health_check_problems(check: &HealthCheck) -> Vec<String> {
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

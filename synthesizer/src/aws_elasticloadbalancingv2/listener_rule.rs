//! Rules of listeners.

use super::{ApplicationListener, ListenerAction, ListenerCondition, Rule};
use crate::cfn::CfnResource;
use crate::construct::{ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::value::Value;

/// Adds a rule to a listener.
pub(super) fn add_rule(
    listener: &ApplicationListener,
    id: &str,
    rule: Rule,
    action: ListenerAction,
) -> Result<()> {
    let info = ConstructInfo::cdk("aws-cdk-lib.aws_elasticloadbalancingv2.ApplicationListenerRule");
    let node = Node::new(listener, id, info)?;
    if rule.conditions.is_empty() {
        return Err(node.error(
            "Setting 'conditions', 'pathPattern' or 'hostHeader' also requires 'priority', and vice versa",
        ));
    }
    if rule.priority == 0 {
        return Err(node.error("Priority must have value greater than or equal to 1"));
    }
    let conditions = rule.conditions.iter().map(ListenerCondition::render).collect();
    CfnResource::typed(
        &node,
        "Resource",
        "AWS::ElasticLoadBalancingV2::ListenerRule",
        props! {
            "ListenerArn" => listener.listener_arn(),
            "Priority" => rule.priority,
            "Conditions" => Value::List(conditions),
            "Actions" => action.render(),
        },
    )?;
    action.bind(listener, &node)
}

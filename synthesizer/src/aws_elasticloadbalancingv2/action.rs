//! What a listener does with a request.

use super::{ApplicationListener, ApplicationProtocol, ApplicationTargetGroup};
use crate::construct::Node;
use crate::duration::Duration;
use crate::error::{Error, Result};
use crate::props;
use crate::value::Value;

/// What a listener does with a request.
#[derive(Debug, Clone)]
pub struct ListenerAction {
    json: Value,
    target_groups: Vec<ApplicationTargetGroup>,
}

/// What a fixed response has besides its status.
#[derive(Debug, Clone, Default)]
pub struct FixedResponseOptions {
    /// Such as `text/plain`.
    pub content_type: Option<String>,
    /// At most 1,024 characters.
    pub message_body: Option<String>,
}

/// Where a redirect leads. What is not given stays; at least one is needed.
#[derive(Debug, Clone, Default)]
pub struct RedirectOptions {
    /// The host.
    pub host: Option<String>,
    /// The path, which may hold `#{path}` and the like.
    pub path: Option<String>,
    /// The port.
    pub port: Option<String>,
    /// The protocol.
    pub protocol: Option<ApplicationProtocol>,
    /// The query.
    pub query: Option<String>,
    /// Whether clients may remember it.
    pub permanent: bool,
}

impl ListenerAction {
    /// Hands requests to target groups; with stickiness to the same group for so long.
    pub fn forward(
        target_groups: Vec<ApplicationTargetGroup>,
        stickiness: Option<Duration>,
    ) -> Result<ListenerAction> {
        if target_groups.is_empty() {
            return Err(Error::message("Need at least one targetGroup in a ListenerAction.forward()"));
        }
        if let ([only], None) = (target_groups.as_slice(), stickiness) {
            let json = props! { "Type" => "forward", "TargetGroupArn" => only.target_group_arn() };
            return Ok(ListenerAction { json, target_groups });
        }
        ListenerAction::weighted_forward(
            target_groups.into_iter().map(|group| (group, 1)).collect(),
            stickiness,
        )
    }

    /// Hands requests to target groups by their weights.
    pub fn weighted_forward(
        target_groups: Vec<(ApplicationTargetGroup, u16)>,
        stickiness: Option<Duration>,
    ) -> Result<ListenerAction> {
        if target_groups.is_empty() {
            return Err(Error::message(
                "Need at least one targetGroup in a ListenerAction.weightedForward()",
            ));
        }
        let tuples: Vec<Value> = target_groups
            .iter()
            .map(|(group, weight)| props! { "TargetGroupArn" => group.target_group_arn(), "Weight" => *weight })
            .collect();
        let stickiness = stickiness.map(Duration::to_seconds).transpose()?;
        let stickiness = stickiness.map(|seconds| props! { "DurationSeconds" => seconds, "Enabled" => true });
        let config = props! { "TargetGroups" => tuples, "TargetGroupStickinessConfig" => stickiness };
        Ok(ListenerAction {
            json: props! { "Type" => "forward", "ForwardConfig" => config },
            target_groups: target_groups.into_iter().map(|(group, _)| group).collect(),
        })
    }

    /// Answers at once.
    pub fn fixed_response(status_code: u16, options: FixedResponseOptions) -> ListenerAction {
        let config = props! {
            "StatusCode" => status_code.to_string(),
            "ContentType" => options.content_type,
            "MessageBody" => options.message_body,
        };
        let json = props! { "Type" => "fixed-response", "FixedResponseConfig" => config };
        ListenerAction { json, target_groups: Vec::new() }
    }

    /// Sends clients elsewhere.
    pub fn redirect(options: RedirectOptions) -> Result<ListenerAction> {
        let RedirectOptions { host, path, port, protocol, query, permanent } = options;
        let texts = [&host, &path, &port, &query];
        if protocol.is_none() && texts.iter().all(|text| text.is_none()) {
            return Err(Error::message(
                "To prevent redirect loops, set at least one of 'protocol', 'host', 'port', 'path', or 'query'.",
            ));
        }
        let config = props! {
            "StatusCode" => if permanent { "HTTP_301" } else { "HTTP_302" },
            "Host" => host,
            "Path" => path,
            "Port" => port,
            "Protocol" => protocol.map(ApplicationProtocol::name),
            "Query" => query,
        };
        let json = props! { "Type" => "redirect", "RedirectConfig" => config };
        Ok(ListenerAction { json, target_groups: Vec::new() })
    }

    /// The list that a listener or rule has.
    pub(super) fn render(&self) -> Value {
        Value::List(vec![self.json.clone()])
    }

    /// Tells the target groups who hands them requests.
    pub(super) fn bind(&self, listener: &ApplicationListener, associating: &Node) -> Result<()> {
        self.target_groups.iter().try_for_each(|group| group.register_listener(listener, associating))
    }
}

//! Streams of a log group, and metrics of what is in it.

use super::LogGroup;
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{ConstructInfo, Node};
use crate::error::Result;
use crate::json::Map;
use crate::props;
use crate::value::{Text, Value};

/// Which messages are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterPattern(String);

impl FilterPattern {
    /// All messages.
    pub fn all_events() -> FilterPattern {
        FilterPattern(String::new())
    }

    /// Messages with all of these terms.
    pub fn all_terms(terms: &[&str]) -> FilterPattern {
        let quoted: Vec<String> = terms.iter().map(|term| quoted(term)).collect();
        FilterPattern(quoted.join(" "))
    }

    /// Messages with any of these terms.
    pub fn any_term(terms: &[&str]) -> FilterPattern {
        let quoted: Vec<String> = terms.iter().map(|term| format!("?{}", quoted(term))).collect();
        FilterPattern(quoted.join(" "))
    }

    /// A pattern as CloudWatch writes it.
    pub fn literal(pattern: &str) -> FilterPattern {
        FilterPattern(pattern.to_owned())
    }
}

fn quoted(term: &str) -> String {
    format!("\"{}\"", term.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What a metric of messages can be told.
#[derive(Debug, Clone)]
pub struct MetricFilterOptions {
    /// Which messages count.
    pub filter_pattern: FilterPattern,
    /// The metric.
    pub metric_name: String,
    /// Where the metric is.
    pub metric_namespace: String,
    /// What a message counts; 1 if nothing is said.
    pub metric_value: Option<String>,
    /// What is counted where there are no messages.
    pub default_value: Option<i64>,
    /// Fields by which the metric is told apart, at most three.
    pub dimensions: Map<String>,
    /// Such as `Bytes`.
    pub unit: Option<String>,
    /// Generated if none is given.
    pub filter_name: Option<String>,
}

impl MetricFilterOptions {
    /// Counts messages.
    pub fn new(filter_pattern: FilterPattern, namespace: &str, name: &str) -> MetricFilterOptions {
        MetricFilterOptions {
            filter_pattern,
            metric_name: name.to_owned(),
            metric_namespace: namespace.to_owned(),
            metric_value: None,
            default_value: None,
            dimensions: Map::new(),
            unit: None,
            filter_name: None,
        }
    }
}

impl LogGroup {
    /// Counts messages; gives the resource.
    pub fn add_metric_filter(&self, id: &str, options: MetricFilterOptions) -> Result<CfnResource> {
        let node = Node::new(self, id, ConstructInfo::cdk("aws-cdk-lib.aws_logs.MetricFilter"))?;
        let count = options.dimensions.len();
        if count > 3 {
            return Err(node.error(format!(
                "MetricFilter only supports a maximum of 3 dimensions but received {count}."
            )));
        }
        let dimension = |(key, value): (&str, &String)| props! { "Key" => key, "Value" => value };
        let dimensions: Vec<Value> = options.dimensions.iter().map(dimension).collect();
        let transformation = props! {
            "MetricNamespace" => options.metric_namespace,
            "MetricName" => options.metric_name,
            "MetricValue" => options.metric_value.unwrap_or_else(|| "1".to_owned()),
            "DefaultValue" => options.default_value,
            "Dimensions" => (count > 0).then_some(dimensions),
            "Unit" => options.unit,
        };
        CfnResource::typed(
            &node,
            "Resource",
            "AWS::Logs::MetricFilter",
            props! {
                "LogGroupName" => self.log_group_name(),
                "FilterName" => options.filter_name,
                "FilterPattern" => options.filter_pattern.0,
                "MetricTransformations" => [transformation],
            },
        )
    }

    /// Adds a stream, which is generated a name if none is given, and stays when its stack goes if nothing is said.
    /// Gives its name.
    pub fn add_stream(
        &self,
        id: &str,
        log_stream_name: Option<&str>,
        removal_policy: Option<RemovalPolicy>,
    ) -> Result<Text> {
        let node = Node::new(self, id, ConstructInfo::cdk("aws-cdk-lib.aws_logs.LogStream"))?;
        let properties =
            props! { "LogGroupName" => self.log_group_name(), "LogStreamName" => log_stream_name };
        let resource = CfnResource::typed(&node, "Resource", "AWS::Logs::LogStream", properties)?;
        resource.apply_removal_policy(removal_policy.unwrap_or(RemovalPolicy::Retain))?;
        Ok(resource.ref_())
    }
}

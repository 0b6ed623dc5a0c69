//! Logs of a VPC's traffic.

use super::Vpc;
use crate::aws_iam::{
    IPrincipal, IResourceWithPolicy, PolicyStatement, PolicyStatementProps, Role, RoleProps, ServicePrincipal,
};
use crate::aws_logs::{LogGroup, LogGroupProps};
use crate::aws_s3::Bucket;
use crate::cfn::CfnResource;
use crate::construct::{ConstructInfo, Node};
use crate::error::Result;
use crate::stack::ArnComponents;
use crate::tags::{TagProps, Tags};
use crate::value::Text;
use crate::{Construct, object, props, text};

/// Which traffic is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the names say it")]
pub enum FlowLogTrafficType {
    Accept,
    #[default]
    All,
    Reject,
}

/// How long traffic is gathered before it is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum FlowLogMaxAggregationInterval {
    OneMinute,
    TenMinutes,
}

/// Where logs go.
#[derive(Clone)]
pub enum FlowLogDestination {
    /// To CloudWatch; group and role are made if not given.
    CloudWatchLogs {
        /// The group.
        log_group: Option<LogGroup>,
        /// What may write to it.
        iam_role: Option<Role>,
    },
    /// To a bucket.
    S3 {
        /// The bucket.
        bucket: Bucket,
        /// Begins the keys.
        key_prefix: Option<String>,
    },
}

/// What flow logs can be told.
#[derive(Clone, Default)]
pub struct FlowLogOptions {
    /// To a log group that is made if not given.
    pub destination: Option<FlowLogDestination>,
    /// Which traffic.
    pub traffic_type: FlowLogTrafficType,
    /// How long it is gathered.
    pub max_aggregation_interval: Option<FlowLogMaxAggregationInterval>,
    /// Tag `Name`; the construct's path if not given.
    pub flow_log_name: Option<String>,
}

/// Logs of a VPC's traffic.
#[derive(Debug, Clone)]
pub struct FlowLog {
    node: Node,
    id: Text,
}

crate::construct!(FlowLog);

/// What a destination adds to the resource.
#[derive(Default)]
struct Bound {
    role_arn: Option<Text>,
    log_group_name: Option<Text>,
    destination: Option<Text>,
    wait_for: Option<CfnResource>,
}

impl FlowLog {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ec2.FlowLog");

    fn new(vpc: &Vpc, id: &str, options: FlowLogOptions) -> Result<FlowLog> {
        let node = Node::new(vpc, id, FlowLog::INFO)?;
        let destination = options
            .destination
            .unwrap_or(FlowLogDestination::CloudWatchLogs { log_group: None, iam_role: None });
        let (kind, bound) = match destination {
            FlowLogDestination::CloudWatchLogs { log_group, iam_role } => {
                ("cloud-watch-logs", bind_log_group(&node, log_group, iam_role)?)
            }
            FlowLogDestination::S3 { bucket, key_prefix } => ("s3", bind_bucket(&node, &bucket, key_prefix)?),
        };
        let name = options.flow_log_name.map_or_else(|| Text::from(node.path()), Text::from);
        Tags::of(&node).add("Name", name, TagProps::default());
        let interval = options.max_aggregation_interval.map(|interval| match interval {
            FlowLogMaxAggregationInterval::OneMinute => 60,
            FlowLogMaxAggregationInterval::TenMinutes => 600,
        });
        let traffic = match options.traffic_type {
            FlowLogTrafficType::Accept => "ACCEPT",
            FlowLogTrafficType::All => "ALL",
            FlowLogTrafficType::Reject => "REJECT",
        };
        let resource = CfnResource::typed(
            &node,
            "FlowLog",
            "AWS::EC2::FlowLog",
            props! {
                "DeliverLogsPermissionArn" => bound.role_arn,
                "LogDestinationType" => kind,
                "LogGroupName" => bound.log_group_name,
                "MaxAggregationInterval" => interval,
                "ResourceId" => vpc.vpc_id(),
                "ResourceType" => "VPC",
                "TrafficType" => traffic,
                "LogDestination" => bound.destination,
            },
        )?;
        if let Some(policy) = bound.wait_for {
            resource.add_dependency(&policy)?;
        }
        node.set_default_child(&resource);
        Ok(FlowLog { node, id: resource.ref_() })
    }

    /// For example `fl-0a1b2c3d`.
    pub fn flow_log_id(&self) -> Text {
        self.id.clone()
    }
}

fn bind_log_group(node: &Node, log_group: Option<LogGroup>, iam_role: Option<Role>) -> Result<Bound> {
    let role = match iam_role {
        Some(role) => role,
        None => {
            let service = ServicePrincipal::new("vpc-flow-logs.amazonaws.com");
            Role::new(node, "IAMRole", RoleProps::assumed_by(service))?
        }
    };
    let group = match log_group {
        Some(group) => group,
        None => LogGroup::new(node, "LogGroup", LogGroupProps::default())?,
    };
    let write = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"];
    role.add_to_principal_policy(PolicyStatement::allow(write, [group.log_group_arn()])?)?;
    role.add_to_principal_policy(PolicyStatement::allow(["iam:PassRole"], [role.role_arn()])?)?;
    Ok(Bound {
        role_arn: Some(role.role_arn()),
        log_group_name: Some(group.log_group_name()),
        ..Bound::default()
    })
}

fn bind_bucket(node: &Node, bucket: &Bucket, key_prefix: Option<String>) -> Result<Bound> {
    if node.is_enabled(crate::flags::S3_CREATE_DEFAULT_LOGGING_POLICY) {
        let_logs_be_delivered(node, bucket, key_prefix.as_deref().unwrap_or_default())?;
    }
    let destination = match key_prefix.as_deref().filter(|prefix| !prefix.is_empty()) {
        Some(prefix) => bucket.arn_for_objects(prefix),
        None => bucket.bucket_arn(),
    };
    let policy = bucket.policy().and_then(|policy| policy.node().default_child());
    let wait_for = policy.as_ref().and_then(CfnResource::at);
    Ok(Bound { destination: Some(destination), wait_for, ..Bound::default() })
}

fn let_logs_be_delivered(node: &Node, bucket: &Bucket, prefix: &str) -> Result<()> {
    let stack = node.stack()?;
    let account = stack.account()?;
    let slash = if prefix.is_empty() || prefix.ends_with('/') { "" } else { "/" };
    let source = stack.format_arn(ArnComponents {
        service: "logs".into(),
        resource: "*".into(),
        ..ArnComponents::default()
    })?;
    let statement = |actions: Vec<Text>, resource: Text, equals| {
        PolicyStatement::new(PolicyStatementProps {
            actions,
            principals: vec![ServicePrincipal::new("delivery.logs.amazonaws.com").into()],
            resources: vec![resource],
            conditions: crate::entries! {
                "StringEquals" => equals,
                "ArnLike" => object! { "aws:SourceArn" => &source },
            },
            ..PolicyStatementProps::default()
        })
    };
    let objects = text![bucket.bucket_arn(), "/", prefix, slash, "AWSLogs/", &account, "/*"];
    let owner = object! {
        "s3:x-amz-acl" => "bucket-owner-full-control",
        "aws:SourceAccount" => &account,
    };
    bucket.add_to_resource_policy(statement(vec!["s3:PutObject".into()], objects, owner)?)?;
    let look = vec!["s3:GetBucketAcl".into(), "s3:ListBucket".into()];
    let account = object! { "aws:SourceAccount" => &account };
    bucket.add_to_resource_policy(statement(look, bucket.bucket_arn(), account)?).map(drop)
}

impl Vpc {
    /// Logs the VPC's traffic.
    pub fn add_flow_log(&self, id: &str, options: FlowLogOptions) -> Result<FlowLog> {
        FlowLog::new(self, id, options)
    }
}

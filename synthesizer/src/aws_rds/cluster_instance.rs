//! The instances of a cluster.

use super::monitoring::PerformanceInsights;
use super::{DatabaseClusterEngine, ParameterGroup, ParameterGroupProps};
use crate::aws_ec2::{InstanceClass, InstanceSize, InstanceType};
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, DependencyGroup, Node};
use crate::error::Result;
use crate::flags;
use crate::json::Map;
use crate::props;
use crate::text;
use crate::value::{Text, Value};

/// An instance of a cluster, before there is a cluster.
#[derive(Debug, Clone)]
pub struct ClusterInstance {
    id: String,
    size: Size,
    promotion_tier: Option<u8>,
    options: ClusterInstanceOptions,
}

/// How large an instance is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Size {
    Provisioned(InstanceType),
    Serverless,
}

/// What an instance of a cluster can be told.
#[derive(Debug, Clone, Default)]
pub struct ClusterInstanceOptions {
    /// Generated if none is given.
    pub instance_identifier: Option<Text>,
    /// What Performance Insights is told.
    pub performance_insights: PerformanceInsights,
    /// AWS's own for the engine's version if none is given.
    pub parameter_group: Option<ParameterGroup>,
    /// Settings for a parameter group that is made for the instance.
    pub parameters: Option<Map<Value>>,
    /// Whether small new versions come by themselves.
    pub auto_minor_version_upgrade: Option<bool>,
    /// Whether a new version may be a large one.
    pub allow_major_version_upgrade: Option<bool>,
    /// Who signed the certificate that the instance shows, such as `rds-ca-rsa2048-g1`.
    pub ca_certificate: Option<String>,
}

impl ClusterInstance {
    /// An instance of a fixed size, `t3.medium` if none is given. Lower tiers, from 0 to 15, become the writer first.
    pub fn provisioned(
        id: &str,
        instance_type: Option<InstanceType>,
        promotion_tier: Option<u8>,
        options: ClusterInstanceOptions,
    ) -> ClusterInstance {
        let default = || InstanceType::of(InstanceClass::T3, InstanceSize::Medium);
        let size = Size::Provisioned(instance_type.unwrap_or_else(default));
        ClusterInstance { id: id.to_owned(), size, promotion_tier, options }
    }

    /// An instance that grows and shrinks; if it is a reader, together with the writer or by itself.
    pub fn serverless_v2(
        id: &str,
        scale_with_writer: bool,
        options: ClusterInstanceOptions,
    ) -> ClusterInstance {
        let promotion_tier = Some(if scale_with_writer { 1 } else { 2 });
        ClusterInstance { id: id.to_owned(), size: Size::Serverless, promotion_tier, options }
    }

    pub(super) fn is_serverless(&self) -> bool {
        self.size == Size::Serverless
    }

    /// The same with the tier of a writer.
    pub(super) fn as_writer(&self) -> ClusterInstance {
        ClusterInstance { promotion_tier: Some(0), ..self.clone() }
    }
}

/// What instances know of their cluster.
pub(super) struct OfCluster<'a> {
    pub(super) node: &'a Node,
    pub(super) engine: &'a DatabaseClusterEngine,
    pub(super) identifier: Text,
    pub(super) internet_connected: DependencyGroup,
    /// Whether the cluster's subnets are said to be public; none if nothing is said.
    pub(super) publicly_accessible: Option<bool>,
    pub(super) monitoring_interval: Option<i64>,
    pub(super) monitoring_role_arn: Option<Text>,
    pub(super) removal_policy: Option<RemovalPolicy>,
}

/// An instance that is made.
pub(super) struct Made {
    pub(super) id: String,
    pub(super) tier: u8,
    pub(super) size: Size,
    pub(super) identifier: Text,
    pub(super) endpoint_address: Text,
}

impl Made {
    pub(super) fn is_serverless(&self) -> bool {
        self.size == Size::Serverless
    }

    /// Such as `t3.medium`, for messages.
    pub(super) fn size_name(&self) -> String {
        match &self.size {
            Size::Provisioned(size) => size.name().as_literal().unwrap_or("${Token}").to_owned(),
            Size::Serverless => "undefined".to_owned(),
        }
    }
}

const INFO: ConstructInfo = ConstructInfo::RESOURCE;

impl ClusterInstance {
    pub(super) fn make(&self, cluster: &OfCluster<'_>) -> Result<Made> {
        let node = Node::new(cluster.node, &self.id, INFO)?;
        let tier = self.promotion_tier.unwrap_or(2);
        if tier > 15 {
            return Err(node.error("promotionTier must be between 0-15"));
        }
        let options = &self.options;
        let class = match &self.size {
            Size::Provisioned(size) => text!["db.", size.name()],
            Size::Serverless => "db.serverless".into(),
        };
        let insights = options.performance_insights.render(&node)?;
        let insight = |name: &str| insights.get(name).cloned().unwrap_or_default();
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::RDS::DBInstance",
            props! {
                "Engine" => cluster.engine.engine_type(),
                "DBClusterIdentifier" => &cluster.identifier,
                "PromotionTier" => i64::from(tier),
                "DBInstanceIdentifier" => options.instance_identifier.as_ref(),
                "DBInstanceClass" => class,
                "PubliclyAccessible" => cluster.publicly_accessible,
                "EnablePerformanceInsights" => insight("EnablePerformanceInsights"),
                "PerformanceInsightsKMSKeyId" => insight("PerformanceInsightsKMSKeyId"),
                "PerformanceInsightsRetentionPeriod" => insight("PerformanceInsightsRetentionPeriod"),
                "DBParameterGroupName" => self.parameter_group(&node, cluster)?,
                "MonitoringInterval" => cluster.monitoring_interval,
                "MonitoringRoleArn" => cluster.monitoring_role_arn.as_ref(),
                "AutoMinorVersionUpgrade" => options.auto_minor_version_upgrade,
                "AllowMajorVersionUpgrade" => options.allow_major_version_upgrade,
                "CACertificateIdentifier" => options.ca_certificate.as_ref(),
            },
        )?;
        let retained = cluster.removal_policy == Some(RemovalPolicy::Retain);
        resource.apply_removal_policy(if retained {
            RemovalPolicy::Retain
        } else {
            RemovalPolicy::Destroy
        })?;
        resource.node().add_dependency(cluster.internet_connected.clone());
        Ok(Made {
            id: self.id.clone(),
            tier,
            size: self.size.clone(),
            identifier: resource.ref_(),
            endpoint_address: resource.get_att("Endpoint.Address"),
        })
    }

    fn parameter_group(&self, node: &Node, cluster: &OfCluster<'_>) -> Result<Option<Text>> {
        let group = match (&self.options.parameter_group, &self.options.parameters) {
            (Some(group), _) => group.clone(),
            (None, None) => return Ok(None),
            (None, Some(parameters)) => {
                let own = node.is_enabled(flags::RDS_CHANGE_SCOPE_OF_INSTANCE_PARAMETER_GROUP);
                let scope = if own { node } else { cluster.node };
                let parameters = parameters.clone();
                let props = ParameterGroupProps { parameters, ..ParameterGroupProps::new(cluster.engine) };
                ParameterGroup::new(scope, "InstanceParameterGroup", props)?
            }
        };
        group.bind_to_instance().map(Some)
    }
}

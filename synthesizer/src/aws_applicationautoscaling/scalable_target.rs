//! Something of which there may be more or less.

use std::cell::RefCell;
use std::rc::Rc;

use super::ScalingSchedule;
use crate::aws_iam::Role;
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::props;
use crate::value::{Lazy, Text, Value};

/// Something of which there may be more or less. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ScalableTarget {
    node: Node,
    id: Text,
    actions: Rc<RefCell<Vec<Value>>>,
}

crate::construct!(ScalableTarget);

/// What a target is.
#[derive(Clone)]
pub struct ScalableTargetProps {
    /// The service, such as `ecs`.
    pub service_namespace: String,
    /// What there is more or less of, such as `ecs:service:DesiredCount`.
    pub scalable_dimension: String,
    /// Of which resource.
    pub resource_id: Text,
    /// What may change it.
    pub role: Role,
    /// The least.
    pub min_capacity: u32,
    /// The most.
    pub max_capacity: u32,
}

/// A metric that AWS knows.
#[derive(Debug, Clone, PartialEq)]
pub enum PredefinedMetric {
    /// Use of processors by a service's tasks.
    EcsServiceAverageCpuUtilization,
    /// Use of memory by a service's tasks.
    EcsServiceAverageMemoryUtilization,
    /// Requests for each target, of the load balancer and target group with these full names.
    AlbRequestCountPerTarget(Text),
}

/// How a metric is kept at a value.
#[derive(Debug, Clone, Default)]
pub struct TargetTrackingProps {
    /// The value.
    pub target_value: u32,
    /// Name of the policy; made of its path if not given.
    pub policy_name: Option<String>,
    /// Whether there may only be more.
    pub disable_scale_in: Option<bool>,
    /// Time after there were fewer.
    pub scale_in_cooldown: Option<Duration>,
    /// Time after there were more.
    pub scale_out_cooldown: Option<Duration>,
}

impl ScalableTarget {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_applicationautoscaling.ScalableTarget");

    /// A target that nothing changes yet.
    pub fn new(scope: &dyn Construct, id: &str, props: ScalableTargetProps) -> Result<ScalableTarget> {
        let node = Node::new(scope, id, ScalableTarget::INFO)?;
        let (least, most) = (props.min_capacity, props.max_capacity);
        if most < least {
            return Err(
                node.error(format!("minCapacity ({least}) should be lower than maxCapacity ({most})"))
            );
        }
        let actions: Rc<RefCell<Vec<Value>>> = Rc::default();
        let listed = actions.clone();
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::ApplicationAutoScaling::ScalableTarget",
            props! {
                "MaxCapacity" => most,
                "MinCapacity" => least,
                "ResourceId" => props.resource_id,
                "RoleARN" => props.role.role_arn(),
                "ScalableDimension" => props.scalable_dimension,
                "ScheduledActions" => Lazy::any(move |_| Ok(Value::List(listed.borrow().clone()))),
                "ServiceNamespace" => props.service_namespace,
            },
        )?;
        Ok(ScalableTarget { node, id: resource.ref_(), actions })
    }

    /// Sets other bounds at a time.
    pub fn scale_on_schedule(&self, id: &str, action: ScalingSchedule) -> Result<()> {
        if action.min_capacity.is_none() && action.max_capacity.is_none() {
            return Err(self.node.error("You must supply at least one of minCapacity or maxCapacity"));
        }
        let bounds = props! { "MaxCapacity" => action.max_capacity, "MinCapacity" => action.min_capacity };
        self.actions.borrow_mut().push(props! {
            "ScheduledActionName" => id,
            "Schedule" => action.schedule.text(),
            "ScalableTargetAction" => bounds,
        });
        Ok(())
    }

    /// Keeps a metric at a value.
    pub fn scale_to_track_metric(
        &self,
        id: &str,
        metric: PredefinedMetric,
        props: TargetTrackingProps,
    ) -> Result<()> {
        let info = ConstructInfo::cdk("aws-cdk-lib.aws_applicationautoscaling.TargetTrackingScalingPolicy");
        let node = Node::new(self, id, info)?;
        let (kind, label) = match metric {
            PredefinedMetric::EcsServiceAverageCpuUtilization => ("ECSServiceAverageCPUUtilization", None),
            PredefinedMetric::EcsServiceAverageMemoryUtilization => {
                ("ECSServiceAverageMemoryUtilization", None)
            }
            PredefinedMetric::AlbRequestCountPerTarget(label) => ("ALBRequestCountPerTarget", Some(label)),
        };
        let seconds = |duration: Option<Duration>| duration.map(Duration::to_seconds).transpose();
        let tracking = props! {
            "DisableScaleIn" => props.disable_scale_in,
            "PredefinedMetricSpecification" =>
                props! { "PredefinedMetricType" => kind, "ResourceLabel" => label },
            "ScaleInCooldown" => seconds(props.scale_in_cooldown)?,
            "ScaleOutCooldown" => seconds(props.scale_out_cooldown)?,
            "TargetValue" => props.target_value,
        };
        CfnResource::typed(
            &node,
            "Resource",
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            props! {
                "PolicyName" => props.policy_name.map_or_else(|| node.unique_id(), Ok)?,
                "PolicyType" => "TargetTrackingScaling",
                "ScalingTargetId" => &self.id,
                "TargetTrackingScalingPolicyConfiguration" => tracking,
            },
        )
        .map(drop)
    }
}

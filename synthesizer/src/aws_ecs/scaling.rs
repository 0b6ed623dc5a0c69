//! Services with as many tasks as are needed.

use super::FargateService;
use crate::aws_applicationautoscaling::{
    PredefinedMetric, ScalableTarget, ScalableTargetProps, ScalingSchedule, TargetTrackingProps,
};
use crate::aws_elasticloadbalancingv2::ApplicationTargetGroup;
use crate::aws_iam::{FromRoleArnOptions, Role};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::stack::ArnComponents;
use crate::text;

/// How many tasks a service has. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ScalableTaskCount {
    node: Node,
    target: ScalableTarget,
}

crate::construct!(ScalableTaskCount);

impl FargateService {
    /// Lets the service have between so many and so many tasks.
    pub fn auto_scale_task_count(&self, min_capacity: u32, max_capacity: u32) -> Result<ScalableTaskCount> {
        if self.node().try_find_child("TaskCount").is_some() {
            return Err(self.node().error("AutoScaling of task count already enabled for this service"));
        }
        let arn = self.node().stack()?.format_arn(ArnComponents {
            region: Some("".into()),
            service: "iam".into(),
            resource: "role/aws-service-role/ecs.application-autoscaling.amazonaws.com".into(),
            resource_name: Some("AWSServiceRoleForApplicationAutoScaling_ECSService".into()),
            ..ArnComponents::default()
        })?;
        let role = Role::from_role_arn(self, "ScalingRole", arn, FromRoleArnOptions::default())?;
        let info = ConstructInfo::cdk("aws-cdk-lib.aws_ecs.ScalableTaskCount");
        let node = Node::new(self, "TaskCount", info)?;
        let props = ScalableTargetProps {
            service_namespace: "ecs".to_owned(),
            scalable_dimension: "ecs:service:DesiredCount".to_owned(),
            resource_id: text!["service/", self.cluster().cluster_name(), "/", self.service_name()],
            role,
            min_capacity,
            max_capacity,
        };
        let target = ScalableTarget::new(&node, "Target", props)?;
        Ok(ScalableTaskCount { node, target })
    }
}

impl ScalableTaskCount {
    /// Sets other bounds at a time.
    pub fn scale_on_schedule(&self, id: &str, action: ScalingSchedule) -> Result<()> {
        self.target.scale_on_schedule(id, action)
    }

    /// Keeps the use of processors at so many percent.
    pub fn scale_on_cpu_utilization(&self, id: &str, props: TargetTrackingProps) -> Result<()> {
        self.target.scale_to_track_metric(id, PredefinedMetric::EcsServiceAverageCpuUtilization, props)
    }

    /// Keeps the use of memory at so many percent.
    pub fn scale_on_memory_utilization(&self, id: &str, props: TargetTrackingProps) -> Result<()> {
        self.target.scale_to_track_metric(id, PredefinedMetric::EcsServiceAverageMemoryUtilization, props)
    }

    /// Keeps the requests for each task at so many a minute.
    pub fn scale_on_request_count(
        &self,
        id: &str,
        target_group: &ApplicationTargetGroup,
        props: TargetTrackingProps,
    ) -> Result<()> {
        let balancer = target_group.first_load_balancer_full_name()?;
        let label = text![balancer, "/", target_group.target_group_full_name()];
        self.target.scale_to_track_metric(id, PredefinedMetric::AlbRequestCountPerTarget(label), props)
    }
}

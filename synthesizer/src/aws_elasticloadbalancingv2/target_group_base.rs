//! What target groups of all load balancers have.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::attributes::Attributes;
use super::{HealthCheck, LoadBalancerTargetProps, Protocol, TargetType};
use crate::aws_ec2::Vpc;
use crate::cfn::CfnResource;
use crate::construct::Node;
use crate::duration::Duration;
use crate::error::Result;
use crate::json::Map;
use crate::props;
use crate::value::{Lazy, Text, Value};

/// What may still change of any target group. Cheap to clone: all clones are the same.
#[derive(Clone)]
pub(super) struct Common(Rc<State>);

struct State {
    health_check: RefCell<HealthCheck>,
    target_type: Cell<Option<TargetType>>,
    targets: RefCell<Vec<Value>>,
}

impl Common {
    pub(super) fn new(health_check: HealthCheck, target_type: Option<TargetType>) -> Common {
        let (health_check, target_type) = (RefCell::new(health_check), Cell::new(target_type));
        Common(Rc::new(State { health_check, target_type, targets: RefCell::default() }))
    }

    pub(super) fn health_check(&self) -> HealthCheck {
        self.0.health_check.borrow().clone()
    }

    pub(super) fn set_health_check(&self, health_check: HealthCheck) {
        *self.0.health_check.borrow_mut() = health_check;
    }

    pub(super) fn target_type(&self) -> Option<TargetType> {
        self.0.target_type.get()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.targets.borrow().is_empty()
    }

    /// Notes a target, of the type of the others.
    pub(super) fn add_target(&self, group: &Node, target: LoadBalancerTargetProps) -> Result<()> {
        if let Some(others) = self.target_type().filter(|others| *others != target.target_type) {
            return Err(group.error(format!(
                "Already have a of type '{}', adding '{}'; make all targets the same type.",
                others.name(),
                target.target_type.name()
            )));
        }
        self.0.target_type.set(Some(target.target_type));
        self.0.targets.borrow_mut().extend(target.target_json);
        Ok(())
    }

    /// The resource, with what else only groups of this kind have.
    pub(super) fn resource(
        &self,
        node: &Node,
        name: Option<&String>,
        vpc: Option<&Vpc>,
        attributes: &Attributes,
        more: Map<Value>,
    ) -> Result<CfnResource> {
        let check = |value: fn(&HealthCheck) -> Result<Value>| {
            let common = self.clone();
            Lazy::any(move |_| value(&common.0.health_check.borrow()))
        };
        let (of_type, of_targets, of_vpc, vpc) = (self.clone(), self.clone(), self.clone(), vpc.cloned());
        let mut properties = crate::entries! {
            "Name" => name,
            "TargetGroupAttributes" => attributes.lazy(),
            "TargetType" => Lazy::any(move |_| Ok(of_type.target_type().map(TargetType::name).into())),
            "Targets" => Lazy::any(move |_| Ok(Value::List(of_targets.0.targets.borrow().clone()))),
            "VpcId" => Lazy::any(move |_| {
                let in_vpc = of_vpc.target_type() != Some(TargetType::Lambda);
                Ok(vpc.as_ref().filter(|_| in_vpc).map(Vpc::vpc_id).into())
            }),
            "HealthCheckEnabled" => check(|check| Ok(check.enabled.into())),
            "HealthCheckIntervalSeconds" => check(|check| in_seconds(check.interval)),
            "HealthCheckPath" => check(|check| Ok(check.path.clone().into())),
            "HealthCheckPort" => check(|check| Ok(check.port.clone().into())),
            "HealthCheckProtocol" => check(|check| Ok(check.protocol.map(Protocol::name).into())),
            "HealthCheckTimeoutSeconds" => check(|check| in_seconds(check.timeout)),
            "HealthyThresholdCount" => check(|check| Ok(check.healthy_threshold_count.into())),
            "UnhealthyThresholdCount" => check(|check| Ok(check.unhealthy_threshold_count.into())),
            "Matcher" => check(|check| Ok(matcher(check))),
        };
        for (key, value) in more {
            properties.insert(key, value);
        }
        let kind = "AWS::ElasticLoadBalancingV2::TargetGroup";
        CfnResource::typed(node, "Resource", kind, Value::Struct(properties))
    }
}

pub(super) fn seconds(duration: Duration) -> Result<Text> {
    Ok(duration.to_seconds()?.to_string().into())
}

fn in_seconds(duration: Option<Duration>) -> Result<Value> {
    Ok(duration.map(Duration::to_seconds).transpose()?.into())
}

fn matcher(check: &HealthCheck) -> Value {
    match (&check.healthy_grpc_codes, &check.healthy_http_codes) {
        (None, None) => Value::Undefined,
        (grpc, http) => props! { "GrpcCode" => grpc.clone(), "HttpCode" => http.clone() },
    }
}

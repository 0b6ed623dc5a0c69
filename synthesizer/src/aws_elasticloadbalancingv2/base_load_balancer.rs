//! What all load balancers have.

use super::attributes::Attributes;
use crate::aws_ec2::{SubnetSelection, SubnetType, Vpc};
use crate::cfn::CfnResource;
use crate::construct::{Construct, Node};
use crate::error::Result;
use crate::json::Map;
use crate::value::Value;

/// What any load balancer is told.
pub(super) struct Base<'a> {
    pub(super) vpc: &'a Vpc,
    pub(super) name: Option<&'a String>,
    pub(super) internet_facing: bool,
    pub(super) vpc_subnets: Option<&'a SubnetSelection>,
    pub(super) deletion_protection: bool,
}

impl Base<'_> {
    /// The resource, with what else only load balancers of this kind have.
    pub(super) fn resource(
        &self,
        node: &Node,
        attributes: &Attributes,
        more: Map<Value>,
    ) -> Result<CfnResource> {
        let usual = || match self.internet_facing {
            true => SubnetSelection::of_type(SubnetType::Public),
            false => SubnetSelection::default(),
        };
        let subnets = self.vpc.select_subnets(&self.vpc_subnets.cloned().unwrap_or_else(usual))?;
        let mut properties = crate::entries! {
            "Name" => self.name,
            "Subnets" => subnets.subnet_ids,
            "Scheme" => if self.internet_facing { "internet-facing" } else { "internal" },
            "LoadBalancerAttributes" => attributes.lazy(),
        };
        for (key, value) in more {
            properties.insert(key, value);
        }
        let kind = "AWS::ElasticLoadBalancingV2::LoadBalancer";
        let resource = CfnResource::typed(node, "Resource", kind, Value::Struct(properties))?;
        if self.internet_facing {
            resource.node().add_dependency(subnets.internet_connectivity_established);
        }
        let protection = if self.deletion_protection { "true" } else { "false" };
        attributes.set("deletion_protection.enabled", Some(protection.into()));
        if let Some(name) = self.name.cloned() {
            node.add_validation(move || name_problems("Load balancer", &name, true));
        }
        Ok(resource)
    }
}

/// What is wrong with the name of a load balancer or target group.
pub(super) fn name_problems(what: &str, name: &str, balancer: bool) -> Vec<String> {
    let mut problems = Vec::new();
    let mut check = |wrong: bool, why: &str| {
        if wrong {
            problems.push(format!("{what} name: \"{name}\" {why}"));
        }
    };
    check(name.len() > 32, "can have a maximum of 32 characters.");
    check(balancer && name.starts_with("internal-"), "must not begin with \"internal-\".");
    check(name.starts_with('-') || name.ends_with('-'), "must not begin or end with a hyphen.");
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
    check(
        name.is_empty() || !name.chars().all(allowed),
        "must contain only alphanumeric characters or hyphens.",
    );
    problems
}

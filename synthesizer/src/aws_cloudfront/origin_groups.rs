//! The origins of a distribution, and which of them stand in for others.

use std::rc::Rc;

use super::{Origin, OriginFailoverConfig};
use crate::construct::Node;
use crate::error::Result;
use crate::props;
use crate::value::Value;

/// The origins that a distribution uses, in the order in which they came.
#[derive(Default)]
pub(super) struct BoundOrigins {
    bound: Vec<Bound>,
    groups: Vec<Value>,
}

struct Bound {
    origin: Origin,
    origin_id: String,
    group_id: Option<String>,
    property: Value,
}

impl BoundOrigins {
    /// The id of an origin, or of the group that it is the first of. Adds it if it is not there yet.
    pub(super) fn add(&mut self, distribution: &Node, origin: &Origin, is_failover: bool) -> Result<String> {
        if let Some(known) = self.bound.iter().find(|known| Rc::ptr_eq(&known.origin, origin)) {
            return Ok(known.group_id.clone().unwrap_or_else(|| known.origin_id.clone()));
        }
        let scope = Node::group(distribution, &format!("Origin{}", self.bound.len() + 1))?;
        let config = origin.bind(&scope, last_128(&scope.unique_id()?))?;
        let origin_id = config.origin_id;
        if self.bound.iter().any(|known| known.origin_id == origin_id) {
            return Err(distribution.error(format!(
                "Origin with id {origin_id} already exists. OriginIds must be unique within a distribution"
            )));
        }
        let mut bound = Bound {
            origin: origin.clone(),
            origin_id: origin_id.clone(),
            group_id: None,
            property: config.property,
        };
        let Some(failover) = config.failover else {
            self.bound.push(bound);
            return Ok(origin_id);
        };
        if is_failover {
            return Err(distribution.error(
                "An Origin cannot use an Origin with its own failover configuration as its fallback origin!",
            ));
        }
        let group = Node::group(distribution, &format!("OriginGroup{}", self.groups.len() + 1))?;
        let group_id = last_128(&group.unique_id()?).to_owned();
        bound.group_id = Some(group_id.clone());
        self.bound.push(bound);
        let failover_id = self.add(distribution, &failover.failover_origin, true)?;
        self.add_group(distribution, &group_id, &failover, [origin_id, failover_id])?;
        Ok(group_id)
    }

    fn add_group(
        &mut self,
        distribution: &Node,
        id: &str,
        failover: &OriginFailoverConfig,
        members: [String; 2],
    ) -> Result<()> {
        let codes: Vec<Value> = failover.status_codes.iter().map(|code| (*code).into()).collect();
        if codes.is_empty() {
            return Err(distribution.error("fallbackStatusCodes cannot be empty"));
        }
        let quantity = codes.len() as i64;
        let members = members.map(|origin_id| props! { "OriginId" => origin_id });
        self.groups.push(props! {
            "FailoverCriteria" => props! { "StatusCodes" => props! { "Items" => codes, "Quantity" => quantity } },
            "Id" => id,
            "Members" => props! { "Items" => members, "Quantity" => 2 },
        });
        Ok(())
    }

    /// The distribution's `Origins`.
    pub(super) fn render(&self) -> Value {
        Value::List(self.bound.iter().map(|bound| bound.property.clone()).collect())
    }

    /// The distribution's `OriginGroups`.
    pub(super) fn render_groups(&self) -> Value {
        if self.groups.is_empty() {
            return Value::Undefined;
        }
        props! { "Items" => self.groups.clone(), "Quantity" => self.groups.len() as i64 }
    }
}

fn last_128(id: &str) -> &str {
    &id[id.len().saturating_sub(128)..]
}

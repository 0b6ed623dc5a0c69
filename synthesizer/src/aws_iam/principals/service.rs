//! Services of AWS as principals.

use super::{IPrincipal, PrincipalPolicyFragment, principal};
use crate::error::Result;
use crate::flags;
use crate::json::Map;
use crate::value::{Lazy, Text, Value};

/// A service of AWS.
#[derive(Debug, Clone)]
pub struct ServicePrincipal {
    service: Text,
    opts: ServicePrincipalOpts,
}

/// What can be said of a service as a principal.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ServicePrincipalOpts {
    /// The region of the service, when it is another than the stack's.
    pub region: Option<String>,
    /// Conditions of the statement.
    pub conditions: Map<Value>,
}

impl ServicePrincipal {
    /// A service, such as `ecs-tasks.amazonaws.com`.
    pub fn new(service: impl Into<Text>) -> ServicePrincipal {
        ServicePrincipal::with_opts(service, ServicePrincipalOpts::default())
    }

    /// A service with options.
    pub fn with_opts(service: impl Into<Text>, opts: ServicePrincipalOpts) -> ServicePrincipal {
        ServicePrincipal { service: service.into(), opts }
    }

    /// The name of a service's principal in the stack in which it is used.
    pub fn service_principal_name(service: &str) -> Text {
        name(service.into(), None)
    }
}

impl IPrincipal for ServicePrincipal {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        let name = name(self.service.clone(), self.opts.region.clone());
        let fragment = PrincipalPolicyFragment::of("Service", name);
        Ok(fragment.with_conditions(self.opts.conditions.clone()))
    }

    fn dedupe_key(&self) -> Option<Value> {
        Some(Value::List(vec![
            "ServicePrincipal".into(),
            (&self.service).into(),
            self.opts.region.clone().into(),
            Value::Object(self.opts.conditions.clone()),
        ]))
    }
}

principal!(ServicePrincipal);

/// Before they were standardized, a few services had names with their region in it.
fn name(service: Text, region: Option<String>) -> Text {
    const SUFFIX: &str = ".amazonaws.com";
    const WITH_REGION: [&str; 1] = ["states"];
    if service.is_unresolved() {
        return service;
    }
    Lazy::text(move |context| {
        let stack = context.stack()?;
        let here = stack.region()?;
        let full = service.as_literal().unwrap_or_default();
        let short = full.strip_suffix(SUFFIX).unwrap_or(full);
        let regional =
            |region: &Text| Text::concat([short.into(), ".".into(), region.clone(), SUFFIX.into()]);
        if !context.scope().is_enabled(flags::IAM_STANDARDIZED_SERVICE_PRINCIPALS) {
            let region = region.as_ref().map_or(here, Text::from);
            return Ok(if WITH_REGION.contains(&short) { regional(&region) } else { service.clone() });
        }
        Ok(match &region {
            Some(region) if here != region.as_str() && crate::region_info::is_opt_in(region) => {
                regional(&region.into())
            }
            _ => service.clone(),
        })
    })
}

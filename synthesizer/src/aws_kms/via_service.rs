//! Principals that come by way of a service.

use std::rc::Rc;

use crate::aws_iam::{IGrantable, IPrincipal, Principal, PrincipalPolicyFragment};
use crate::error::Result;
use crate::json::Map;
use crate::value::{Text, Value};

/// A principal that may use a key only by way of a service.
#[derive(Clone)]
pub struct ViaServicePrincipal {
    service_name: Text,
    base: Principal,
}

impl ViaServicePrincipal {
    /// The principal by way of this service, such as `secretsmanager.us-west-2.amazonaws.com`.
    pub fn new(service_name: impl Into<Text>, base: Principal) -> ViaServicePrincipal {
        ViaServicePrincipal { service_name: service_name.into(), base }
    }
}

impl IGrantable for ViaServicePrincipal {
    fn grant_principal(&self) -> Principal {
        Rc::new(self.clone())
    }
}

impl IPrincipal for ViaServicePrincipal {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        let mut fragment = self.base.policy_fragment()?;
        let mut equal = Map::new();
        equal.insert("kms:ViaService", Value::from(&self.service_name));
        if let Some(Value::Object(known) | Value::Struct(known)) = fragment.conditions.get("StringEquals") {
            for (key, value) in known.entries() {
                equal.insert(key.clone(), value.clone());
            }
        }
        fragment.conditions.insert("StringEquals", Value::Object(equal));
        Ok(fragment)
    }

    /// One for a role equals only itself, as in the CDK.
    fn dedupe_key(&self) -> Option<Value> {
        if self.base.construct().is_some() {
            return None;
        }
        let service = Value::from(&self.service_name);
        self.base.dedupe_key().map(|base| vec!["ViaServicePrincipal".into(), service, base].into())
    }
}

//! Zones that the command line looks up.

use super::{HostedZone, HostedZoneAttributes};
use crate::construct::Construct;
use crate::error::Result;
use crate::json::{Json, Map};

/// Which zone is looked up.
#[derive(Debug, Clone, Default)]
pub struct HostedZoneProviderProps {
    /// The zone's name.
    pub domain_name: String,
    /// Whether only VPCs see it; the whole internet does if nothing is said.
    pub private_zone: Option<bool>,
    /// A VPC that sees it.
    pub vpc_id: Option<String>,
}

impl HostedZoneProviderProps {
    /// The zone of this name.
    pub fn new(domain_name: impl Into<String>) -> HostedZoneProviderProps {
        HostedZoneProviderProps { domain_name: domain_name.into(), ..HostedZoneProviderProps::default() }
    }
}

impl HostedZone {
    /// A zone of the stack's account, by its name. Until the command line has looked it up its id is `DUMMY`.
    pub fn from_lookup(
        scope: &dyn Construct,
        id: &str,
        query: HostedZoneProviderProps,
    ) -> Result<HostedZone> {
        let node = scope.node();
        if query.domain_name.is_empty() {
            return Err(node.error("Cannot use undefined value for attribute `domainName`"));
        }
        let mut props = Map::new();
        props.insert("domainName", Json::from(query.domain_name.as_str()));
        if let Some(private) = query.private_zone {
            props.insert("privateZone", Json::Bool(private));
        }
        if let Some(vpc_id) = &query.vpc_id {
            props.insert("vpcId", Json::from(vpc_id.as_str()));
        }
        let found = node.stack()?.looked_up(node, "hosted-zone", props)?;
        let field = |name: &str| found.as_ref()?.as_object()?.get(name)?.as_str().map(str::to_owned);
        let (zone_id, name) = match found {
            None => ("DUMMY".to_owned(), query.domain_name),
            Some(_) => match (field("Id"), field("Name")) {
                (Some(id), Some(name)) => (id, name),
                _ => return Err(node.error("the context's hosted zone has no Id or no Name")),
            },
        };
        let attributes = HostedZoneAttributes {
            hosted_zone_id: zone_id.replacen("/hostedzone/", "", 1).into(),
            zone_name: name.strip_suffix('.').unwrap_or(&name).into(),
        };
        HostedZone::from_hosted_zone_attributes(scope, id, attributes)
    }
}

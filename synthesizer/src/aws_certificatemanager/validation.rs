//! How it is shown that a domain is one's own.

use super::apex_domain::apex_domain;
use crate::aws_route53::HostedZone;
use crate::error::{Error, Result};
use crate::props;
use crate::value::{Text, Value};

/// How it is shown that a domain is one's own.
#[derive(Debug, Clone)]
pub struct CertificateValidation(Method);

#[derive(Debug, Clone)]
enum Method {
    Dns { zone: Option<HostedZone>, zones: Vec<(String, HostedZone)> },
    Email { domains: Vec<(String, String)> },
}

impl CertificateValidation {
    /// By records, which are made if the zone is given.
    pub fn from_dns(hosted_zone: Option<&HostedZone>) -> CertificateValidation {
        CertificateValidation(Method::Dns { zone: hosted_zone.cloned(), zones: Vec::new() })
    }

    /// By records in a zone for each name.
    pub fn from_dns_multi_zone<'a>(
        hosted_zones: impl IntoIterator<Item = (&'a str, HostedZone)>,
    ) -> CertificateValidation {
        let zones = hosted_zones.into_iter().map(|(name, zone)| (name.to_owned(), zone)).collect();
        CertificateValidation(Method::Dns { zone: None, zones })
    }

    /// By mail to the owner of the domain, or of another that is given for a name.
    pub fn from_email<'a>(
        validation_domains: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> CertificateValidation {
        let domains = validation_domains.into_iter().map(|(name, of)| (name.to_owned(), of.to_owned()));
        CertificateValidation(Method::Email { domains: domains.collect() })
    }

    pub(super) fn method(&self) -> &'static str {
        match self.0 {
            Method::Dns { .. } => "DNS",
            Method::Email { .. } => "EMAIL",
        }
    }

    /// An entry for each name that needs one.
    pub(super) fn options(&self, names: &[Text]) -> Result<Value> {
        let mut options = Vec::new();
        for name in names {
            match &self.0 {
                Method::Dns { zone, zones } => {
                    let of_name = zones.iter().find(|(known, _)| *name == **known).map(|(_, zone)| zone);
                    if let Some(zone) = of_name.or(zone.as_ref()).filter(|_| !is_covered(name, names)) {
                        options
                            .push(props! { "DomainName" => name, "HostedZoneId" => zone.hosted_zone_id() });
                    }
                }
                Method::Email { domains } => {
                    let domain = validation_domain(name, domains)?;
                    options.push(props! { "DomainName" => name, "ValidationDomain" => domain });
                }
            }
        }
        Ok(if options.is_empty() { Value::Undefined } else { Value::List(options) })
    }
}

/// Whether it is a wildcard of a name that is there too: both have the same record.
fn is_covered(name: &Text, names: &[Text]) -> bool {
    let below = name.as_literal().and_then(|name| name.strip_prefix("*."));
    below.is_some_and(|below| names.iter().any(|other| *other == *below))
}

fn validation_domain(name: &Text, domains: &[(String, String)]) -> Result<String> {
    if let Some((_, domain)) = domains.iter().find(|(known, _)| *name == **known) {
        return Ok(domain.clone());
    }
    match name.as_literal() {
        Some(name) => Ok(apex_domain(name).to_owned()),
        None => Err(Error::message(
            "When using Tokens for domain names, 'validationDomains' needs to be supplied",
        )),
    }
}

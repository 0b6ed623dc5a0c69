//! The certificates of the templates: which names they are for, and whether they would be issued.

use super::deployment::{Deployment, Resource, items, strings};

/// A certificate that a template asks for.
#[derive(Debug, Clone)]
pub(super) struct Certificate {
    pub(super) title: String,
    /// As in the template: the domain name, then the alternative names.
    pub(super) names: Vec<String>,
    pub(super) region: String,
}

/// The certificate with this ARN, or why there is none.
pub(super) fn find(deployment: &Deployment, arn: &str) -> Result<Certificate, String> {
    let kinds = ["AWS::CertificateManager::Certificate", "AWS::CloudFormation::CustomResource"];
    let found = kinds.iter().find_map(|kind| deployment.find(kind, arn));
    let resource = found.ok_or_else(|| format!("the certificate {arn} is in none of the templates"))?;
    let domain =
        resource.text("DomainName").ok_or_else(|| format!("{} has no DomainName", resource.title()))?;
    if let Some(problem) = not_issued(deployment, resource) {
        return Err(format!("{} is never issued: {problem}", resource.title()));
    }
    let mut names = vec![domain.to_owned()];
    names.extend(strings(resource.get("SubjectAlternativeNames")));
    names.dedup();
    let region = resource.arn.split(':').nth(3).unwrap_or_default().to_owned();
    Ok(Certificate { title: resource.title().to_owned(), names, region })
}

/// Validation by DNS works in a zone that holds the certificate's name.
fn not_issued(deployment: &Deployment, certificate: &Resource) -> Option<String> {
    if certificate.kind != "AWS::CertificateManager::Certificate" {
        return None;
    }
    if certificate.text("ValidationMethod") != Some("DNS") {
        return Some("it is validated by e-mail, which nobody answers".to_owned());
    }
    let options = certificate.get("DomainValidationOptions");
    if options.is_null() {
        return Some("it is validated by DNS, but in no hosted zone".to_owned());
    }
    items(options).find_map(|option| {
        let (domain, zone) = (option["DomainName"].as_str()?, option["HostedZoneId"].as_str()?);
        let zone = deployment.find("AWS::Route53::HostedZone", zone)?;
        let zone_name = zone.text("Name")?.trim_end_matches('.');
        let inside = domain == zone_name || domain.ends_with(&format!(".{zone_name}"));
        (!inside).then(|| format!("{domain} is not in the zone {zone_name}"))
    })
}

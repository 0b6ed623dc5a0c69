//! What viewers meet first: load balancers and distributions, each behind a door.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use super::balancer::{self, Balancer};
use super::cdn::{Distribution, Reach};
use super::certificates;
use super::deployment::{Deployment, Resource};
use super::dns::Hosts;
use super::door::{Door, Frame};
use super::log::Log;
use super::parts::Parts;
use super::target::Target;
use super::tls::{self, Authority, Named};
use super::{Component, Error};

/// Opens the load balancers; returns their rows.
pub(super) async fn open_balancers(
    deployment: &Deployment,
    targets: &BTreeMap<String, Arc<Target>>,
    authority: &Authority,
    log: &Log,
    parts: &mut Parts,
) -> Result<Vec<Component>, Error> {
    let mut later = Parts::default();
    for resource in deployment.of("AWS::ElasticLoadBalancingV2::LoadBalancer") {
        let site = Arc::new(Balancer::new(deployment, resource, targets, log, &mut parts.problems));
        let wanted = balancer::certificate(deployment, resource);
        let certificate = match wanted.map(|arn| certificates::find(deployment, &arn)) {
            Some(Ok(certificate)) => Some(authority.issue(certificate.names)?),
            Some(Err(problem)) => {
                later.add("load balancer", resource.title(), "", Some(problem), "");
                continue;
            }
            None => None,
        };
        let tls = certificate.map(|certificate| tls::server(vec![certificate])).transpose()?;
        let door = Frame::new().await?.open(tls, site);
        later.add("load balancer", resource.title(), door.address, None, "serves");
        admit(parts, door, resource.domain_name().unwrap_or_default());
    }
    parts.problems.append(&mut later.problems);
    Ok(later.components)
}

/// Opens the distributions; returns their rows, and the shortest alias.
pub(super) async fn open_distributions(
    deployment: &Deployment,
    reach: &Arc<Reach>,
    authority: &Authority,
    log: &Log,
    parts: &mut Parts,
) -> Result<(Vec<Component>, Option<String>), Error> {
    let mut later = Parts::default();
    let mut website: Option<String> = None;
    for resource in deployment.of("AWS::CloudFront::Distribution") {
        let site = match Distribution::new(deployment, resource, reach, log, &mut parts.notes) {
            Ok(site) => Arc::new(site),
            Err(problem) => {
                let problem = format!("CloudFront does not create it: {problem}");
                later.add("distribution", resource.title(), "", Some(problem), "");
                continue;
            }
        };
        let certificates = distribution_certificates(deployment, resource, authority)?;
        let names = site.names.clone();
        let door = Frame::new().await?.open(Some(tls::server(certificates)?), site);
        parts.answered.push((door.address, resource.title().to_owned(), names.clone()));
        let own = resource.domain_name().unwrap_or_default();
        let aliases: Vec<_> = names.iter().filter(|name| *name != own).cloned().collect();
        let shown = if aliases.is_empty() { own.to_owned() } else { aliases.join(" ") };
        later.add("distribution", resource.title(), format!("{} {shown}", door.address), None, "serves");
        website = website.into_iter().chain(aliases).min_by_key(String::len);
        admit(parts, door, own);
    }
    parts.problems.append(&mut later.problems);
    Ok((later.components, website))
}

/// The certificate of its aliases, and the one that all distributions have.
fn distribution_certificates(
    deployment: &Deployment,
    resource: &Resource,
    authority: &Authority,
) -> Result<Vec<Named>, Error> {
    let mut certificates = vec![authority.issue(vec!["*.cloudfront.net".to_owned()])?];
    let arn = &resource.get("DistributionConfig")["ViewerCertificate"]["AcmCertificateArn"];
    if let Some(Ok(certificate)) = arn.as_str().map(|arn| certificates::find(deployment, arn)) {
        certificates.push(authority.issue(certificate.names)?);
    }
    Ok(certificates)
}

/// The names that lead to a distribution which does not answer to them.
pub(super) fn without_alias(hosts: &Hosts, answered: &[(SocketAddr, String, Vec<String>)]) -> Vec<String> {
    let mut problems = Vec::new();
    for (host, address) in hosts {
        let Some((_, title, names)) = answered.iter().find(|(own, ..)| own == address) else {
            continue;
        };
        if !names.iter().any(|name| tls::covers(name, host)) {
            problems
                .push(format!("{title}: {host} leads here and is not one of its aliases, so it answers 403"));
        }
    }
    problems
}

fn admit(parts: &mut Parts, door: Door, name: &str) {
    parts.hosts.insert(name.to_ascii_lowercase(), door.address);
    parts.doors.push(door);
}

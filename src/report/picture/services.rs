//! What runs in the VPC and what it keeps: load balancers, services, databases, buckets, secrets, certificates.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Place;
use super::build::Draft;
use super::resolve::{Resource, elements};
use super::{End, Kind, Manner};

/// What is said of a bucket that others write their logs to.
pub(super) const KEEPS_LOGS: &str = "keeps access logs";

pub(super) fn add(draft: &mut Draft<'_>) {
    for (kind, resource_type) in [
        (Kind::Zone, "AWS::Route53::HostedZone"),
        (Kind::Certificate, "AWS::CertificateManager::Certificate"),
        (Kind::LoadBalancer, "AWS::ElasticLoadBalancingV2::LoadBalancer"),
        (Kind::Service, "AWS::ECS::Service"),
        (Kind::Database, "AWS::RDS::DBCluster"),
        (Kind::Bucket, "AWS::S3::Bucket"),
        (Kind::Secret, "AWS::SecretsManager::Secret"),
    ] {
        let found: Vec<Resource<'_>> = draft.resources.of_type(resource_type).collect();
        for resource in found {
            let node = draft.add(kind, &resource);
            describe(draft, kind, node, &resource);
        }
    }
    requested_certificates(draft);
    tasks_without_service(draft);
    listeners(draft);
    parts(draft);
}

fn describe<'a>(draft: &mut Draft<'a>, kind: Kind, node: usize, resource: &Resource<'a>) {
    let show =
        |draft: &Draft<'a>, path: &[&str]| draft.resources.shown(resource.stack, resource.property(path));
    match kind {
        Kind::Zone => {
            let name = show(draft, &["Name"]);
            draft.fact(node, name.trim_end_matches('.'));
        }
        Kind::Certificate => certificate(draft, node, resource),
        Kind::LoadBalancer => {
            draft.put(node, resource, &["Subnets"]);
            own_groups(draft, node, resource, &["SecurityGroups"]);
            let scheme = show(draft, &["Scheme"]);
            draft.fact(node, if scheme.is_empty() { "internet-facing" } else { &scheme });
        }
        Kind::Service => {
            let network = ["NetworkConfiguration", "AwsvpcConfiguration"];
            draft.put(node, resource, &[network[0], network[1], "Subnets"]);
            own_groups(draft, node, resource, &[network[0], network[1], "SecurityGroups"]);
            own_all(draft, node, resource, &["Cluster"]);
            for task in draft.resources.targets(resource, &["TaskDefinition"]) {
                own_task(draft, node, &task);
            }
        }
        Kind::Database => {
            for group in draft.resources.targets(resource, &["DBSubnetGroupName"]) {
                draft.own(node, &group);
                draft.put(node, &group, &["SubnetIds"]);
            }
            own_groups(draft, node, resource, &["VpcSecurityGroupIds"]);
            let engine = [show(draft, &["Engine"]), show(draft, &["EngineVersion"])].join(" ");
            draft.fact(node, engine.trim());
            let name = show(draft, &["DatabaseName"]);
            draft.fact(node, if name.is_empty() { name } else { format!("database {name}") });
        }
        Kind::Name | Kind::Distribution | Kind::Bucket | Kind::Secret => {}
    }
}

fn certificate<'a>(draft: &mut Draft<'a>, node: usize, resource: &Resource<'a>) {
    let show = |value| draft.resources.shown(resource.stack, Some(value));
    let names: Vec<String> = resource
        .list(&["DomainName"])
        .iter()
        .chain(resource.list(&["SubjectAlternativeNames"]))
        .map(show)
        .collect();
    for name in names {
        draft.fact(node, name);
    }
}

/// `DnsValidatedCertificate` asks for one through a function.
fn requested_certificates(draft: &mut Draft<'_>) {
    let is_request = |resource: &Resource<'_>| {
        let is_custom =
            resource.kind.starts_with("Custom::") || resource.kind == "AWS::CloudFormation::CustomResource";
        is_custom && ["DomainName", "HostedZoneId"].iter().all(|name| resource.property(&[name]).is_some())
    };
    let found: Vec<Resource<'_>> = draft.resources.all().filter(is_request).collect();
    for resource in found {
        let node = draft.add(Kind::Certificate, &resource);
        certificate(draft, node, &resource);
        if let Some(region) = resource.text(&["Region"]) {
            draft.fact(node, format!("in {region}"));
        }
    }
}

/// A task definition that no service runs is still what the student wrote.
fn tasks_without_service(draft: &mut Draft<'_>) {
    let tasks: Vec<Resource<'_>> = draft.resources.of_type("AWS::ECS::TaskDefinition").collect();
    for task in tasks {
        if draft.owners(&task).is_empty() {
            let node = draft.add(Kind::Service, &task);
            draft.fact(node, "a task that no service runs");
            own_task(draft, node, &task);
        }
    }
}

fn own_task<'a>(draft: &mut Draft<'a>, node: usize, task: &Resource<'a>) {
    draft.own(node, task);
    for path in ["TaskRoleArn", "ExecutionRoleArn"] {
        own_all(draft, node, task, &[path]);
    }
    let text = |name: &str| draft.resources.shown(task.stack, task.property(&[name]));
    let architecture = task.text(&["RuntimePlatform", "CpuArchitecture"]).unwrap_or("X86_64");
    let size = format!("{} CPU, {} MiB, {architecture}", text("Cpu"), text("Memory"));
    let group = ["LogConfiguration", "Options", "awslogs-group"];
    let containers = task.list(&["ContainerDefinitions"]);
    let groups: Vec<Resource<'a>> = containers
        .iter()
        .filter_map(|container| group.iter().try_fold(container, |value, step| value.get(step)))
        .flat_map(|value| draft.resources.referred(task.stack, value))
        .collect();
    groups.iter().for_each(|group| draft.own(node, group));
    let names = containers.iter().filter_map(|container| container.get("Name")?.as_str());
    let names: Vec<&str> = names.take(2).collect();
    draft.fact(node, size);
    draft.fact(node, if names.is_empty() { "no container".to_owned() } else { names.join(", ") });
}

fn own_all<'a>(draft: &mut Draft<'a>, node: usize, resource: &Resource<'a>, path: &[&str]) {
    for target in draft.resources.targets(resource, path) {
        draft.own(node, &target);
    }
}

fn own_groups<'a>(draft: &mut Draft<'a>, node: usize, resource: &Resource<'a>, path: &[&str]) {
    for group in draft.resources.targets(resource, path) {
        draft.own(node, &group);
        draft.put_into_vpc(node, &group);
    }
}

/// Listeners and target groups belong to their load balancer, and lead to the services behind it.
fn listeners(draft: &mut Draft<'_>) {
    let listeners: Vec<Resource<'_>> =
        draft.resources.of_type("AWS::ElasticLoadBalancingV2::Listener").collect();
    let rules: Vec<Resource<'_>> =
        draft.resources.of_type("AWS::ElasticLoadBalancingV2::ListenerRule").collect();
    for listener in listeners {
        for node in draft.nodes(&listener, &["LoadBalancerArn"], Kind::LoadBalancer) {
            draft.own(node, &listener);
            let place = listener.place();
            let mut behind = draft.resources.targets(&listener, &["DefaultActions"]);
            for rule in &rules {
                if is_of(draft, rule, &place) {
                    draft.own(node, rule);
                    behind.extend(draft.resources.targets(rule, &["Actions"]));
                }
            }
            behind.iter().for_each(|group| draft.own(node, group));
            let fact = listening(draft, &listener);
            draft.fact(node, fact);
            for certificate in draft.nodes(&listener, &["Certificates"], Kind::Certificate) {
                draft.link(End::Node(certificate), node, Manner::Setup, "TLS");
            }
        }
    }
    let services: Vec<Resource<'_>> = draft.resources.of_type("AWS::ECS::Service").collect();
    for service in services {
        for balancer in draft.nodes(&service, &["LoadBalancers"], Kind::LoadBalancer) {
            let port = elements(service.property(&["LoadBalancers"])).first();
            let port = port.and_then(|entry| entry.get("ContainerPort"));
            let label = port.map(|port| format!(":{}", draft.resources.shown(service.stack, Some(port))));
            for node in draft.owners(&service) {
                draft.link(End::Node(balancer), node, Manner::Traffic, label.clone().unwrap_or_default());
            }
        }
    }
}

fn is_of(draft: &Draft<'_>, rule: &Resource<'_>, listener: &Place) -> bool {
    let value = rule.property(&["ListenerArn"]);
    value.is_some_and(|value| {
        draft.resources.referred(rule.stack, value).iter().any(|r| r.place() == *listener)
    })
}

/// `HTTPS 443`, `HTTP 80, redirects to HTTPS`.
fn listening(draft: &Draft<'_>, listener: &Resource<'_>) -> String {
    let show = |name: &str| draft.resources.shown(listener.stack, listener.property(&[name]));
    let mut fact = format!("{} {}", show("Protocol"), show("Port")).trim().to_owned();
    let redirect = listener.list(&["DefaultActions"]).iter().find_map(|action| action.get("RedirectConfig"));
    if let Some(redirect) = redirect {
        let to = redirect.get("Protocol").and_then(Value::as_str).unwrap_or("another address");
        fact.push_str(&format!(" → redirects to {to}"));
    }
    fact
}

/// What belongs to something that is drawn, and is not drawn itself.
fn parts(draft: &mut Draft<'_>) {
    for (part, path, kind) in [
        ("AWS::S3::BucketPolicy", "Bucket", Kind::Bucket),
        ("Custom::CDKBucketDeployment", "DestinationBucketName", Kind::Bucket),
        ("AWS::SecretsManager::SecretTargetAttachment", "SecretId", Kind::Secret),
        ("AWS::RDS::DBInstance", "DBClusterIdentifier", Kind::Database),
    ] {
        let found: Vec<Resource<'_>> = draft.resources.of_type(part).collect();
        for resource in found {
            for node in draft.nodes(&resource, &[path], kind) {
                draft.own(node, &resource);
            }
        }
    }
    let uploads: Vec<Resource<'_>> = draft.resources.of_type("Custom::CDKBucketDeployment").collect();
    let targets =
        uploads.iter().flat_map(|upload| draft.nodes(upload, &["DestinationBucketName"], Kind::Bucket));
    let filled: BTreeSet<usize> = targets.collect();
    filled.into_iter().for_each(|node| draft.fact(node, "holds the built frontend"));
    for (kind, path) in [
        ("AWS::S3::Bucket", ["LoggingConfiguration", "DestinationBucketName"].as_slice()),
        ("AWS::CloudFront::Distribution", &["DistributionConfig", "Logging", "Bucket"]),
    ] {
        let found: Vec<Resource<'_>> = draft.resources.of_type(kind).collect();
        for node in
            found.iter().flat_map(|source| draft.nodes(source, path, Kind::Bucket)).collect::<Vec<_>>()
        {
            draft.fact(node, KEEPS_LOGS);
        }
    }
    let databases: Vec<Resource<'_>> = draft.resources.of_type("AWS::RDS::DBCluster").collect();
    for database in databases {
        for secret in draft.nodes(&database, &["MasterUserPassword"], Kind::Secret) {
            for node in draft.owners(&database) {
                draft.link(End::Node(secret), node, Manner::Setup, "password");
            }
        }
    }
}

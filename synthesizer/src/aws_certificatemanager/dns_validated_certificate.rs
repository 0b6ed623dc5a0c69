//! Certificates that a function requests, maybe in another region.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::certificate::{Certificate, check_domain_name, logging};
use crate::assets::ShippedAsset;
use crate::aws_iam::{PolicyStatement, PolicyStatementProps, Role};
use crate::aws_lambda::{Code, Function, FunctionProps, Runtime};
use crate::aws_route53::HostedZone;
use crate::cfn::RemovalPolicy;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::custom_resource::{CustomResource, CustomResourceProps};
use crate::duration::Duration;
use crate::error::Result;
use crate::tags::{TagManager, TagType};
use crate::value::{Lazy, Text, Value};
use crate::{object, text};

/// The function that the CDK ships.
const CODE: ShippedAsset = ShippedAsset {
    hash: "d4c47643615e33c32aac58169698a692fa1d1f3e0da0dd6c4bf1c0e6af68d757",
    extension: "",
    parts: &[(
        "index.js",
        "aws-cdk-lib/aws-certificatemanager/lambda-packages/dns_validated_certificate_handler/lib/index.js",
    )],
};

/// A certificate that a function requests and validates by records. Cheap to clone.
#[derive(Debug, Clone)]
pub struct DnsValidatedCertificate {
    certificate: Certificate,
    removal_policy: Rc<Cell<Option<&'static str>>>,
}

impl Construct for DnsValidatedCertificate {
    fn node(&self) -> &Node {
        self.certificate.node()
    }
}

/// What such a certificate can be told.
#[derive(Clone)]
pub struct DnsValidatedCertificateProps {
    /// At most 64 characters, within the zone.
    pub domain_name: Text,
    /// The zone of the records.
    pub hosted_zone: HostedZone,
    /// Further names.
    pub subject_alternative_names: Option<Vec<Text>>,
    /// The region of the certificate, the stack's if not given. CloudFront takes those of `us-east-1`.
    pub region: Option<String>,
    /// Another address of Route 53.
    pub route53_endpoint: Option<String>,
    /// What the function may do; one is made if none is given.
    pub custom_resource_role: Option<Role>,
    /// Whether the records go when the certificate goes.
    pub cleanup_route53_records: bool,
    /// Whether it is put into public logs.
    pub transparency_logging_enabled: Option<bool>,
}

impl DnsValidatedCertificateProps {
    /// A certificate for this name.
    pub fn new(domain_name: impl Into<Text>, hosted_zone: &HostedZone) -> DnsValidatedCertificateProps {
        DnsValidatedCertificateProps {
            domain_name: domain_name.into(),
            hosted_zone: hosted_zone.clone(),
            subject_alternative_names: None,
            region: None,
            route53_endpoint: None,
            custom_resource_role: None,
            cleanup_route53_records: false,
            transparency_logging_enabled: None,
        }
    }
}

impl DnsValidatedCertificate {
    const INFO: ConstructInfo =
        ConstructInfo::cdk("aws-cdk-lib.aws_certificatemanager.DnsValidatedCertificate");

    /// A certificate that a function requests.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        props: DnsValidatedCertificateProps,
    ) -> Result<DnsValidatedCertificate> {
        let node = Node::new(scope, id, DnsValidatedCertificate::INFO)?;
        check_domain_name(&node, &props.domain_name)?;
        let zone_id = plain_zone_id(&props.hosted_zone);
        let function = requestor(&node, &props, &zone_id)?;
        let removal_policy: Rc<Cell<Option<&'static str>>> = Rc::default();
        let policy = removal_policy.clone();
        let tags = Rc::new(RefCell::new(TagManager::new(
            TagType::Map,
            "AWS::CertificateManager::Certificate",
            None,
        )));
        node.attach(tags.clone());
        let resource = CustomResource::new(
            &node,
            "CertificateRequestorResource",
            CustomResourceProps {
                properties: crate::entries! {
                    "DomainName" => &props.domain_name,
                    "SubjectAlternativeNames" => props.subject_alternative_names.filter(|names| !names.is_empty()),
                    "CertificateTransparencyLoggingPreference" => logging(props.transparency_logging_enabled),
                    "HostedZoneId" => zone_id,
                    "Region" => props.region,
                    "Route53Endpoint" => props.route53_endpoint,
                    "RemovalPolicy" => Lazy::any(move |_| Ok(policy.get().into())),
                    "CleanupRecords" => props.cleanup_route53_records.then_some("true"),
                    "Tags" => Lazy::any(move |_| Ok(tags.borrow().render())),
                },
                ..CustomResourceProps::new(function.function_arn())
            },
        )?;
        check_authority(&node, &props.domain_name, &props.hosted_zone.zone_name()?);
        let certificate = Certificate { node, arn: resource.get_att("Arn") };
        Ok(DnsValidatedCertificate { certificate, removal_policy })
    }

    /// It, as any other certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// `arn:…:certificate/ID`
    pub fn certificate_arn(&self) -> Text {
        self.certificate.certificate_arn()
    }

    /// Says what the function does with it when it leaves its stack.
    pub fn apply_removal_policy(&self, policy: RemovalPolicy) {
        self.removal_policy.set(Some(match policy {
            RemovalPolicy::Destroy => "destroy",
            RemovalPolicy::Retain => "retain",
            RemovalPolicy::Snapshot => "snapshot",
            RemovalPolicy::RetainOnUpdateOrDelete => "retain-on-update-or-delete",
        }));
    }
}

fn plain_zone_id(zone: &HostedZone) -> Text {
    let id = zone.hosted_zone_id();
    match id.as_literal().and_then(|id| id.strip_prefix("/hostedzone/")) {
        Some(plain) => plain.into(),
        None => id,
    }
}

fn requestor(node: &Node, props: &DnsValidatedCertificateProps, zone_id: &Text) -> Result<Function> {
    let function = Function::new(
        node,
        "CertificateRequestorFunction",
        FunctionProps {
            timeout: Some(Duration::minutes(15)),
            role: props.custom_resource_role.clone(),
            ..FunctionProps::new(Code::shipped(CODE), "index.certificateRequestHandler", Runtime::Nodejs18X)
        },
    )?;
    let certificates = [
        "acm:RequestCertificate",
        "acm:DescribeCertificate",
        "acm:DeleteCertificate",
        "acm:AddTagsToCertificate",
    ];
    function.add_to_role_policy(PolicyStatement::allow(certificates, ["*"])?)?;
    function.add_to_role_policy(PolicyStatement::allow(["route53:GetChange"], ["*"])?)?;
    let names = std::iter::once(&props.domain_name).chain(props.subject_alternative_names.iter().flatten());
    let actions = if props.cleanup_route53_records { vec!["UPSERT", "DELETE"] } else { vec!["UPSERT"] };
    function.add_to_role_policy(PolicyStatement::new(PolicyStatementProps {
        actions: vec!["route53:changeResourceRecordSets".into()],
        resources: vec![text!["arn:", node.stack()?.partition()?, ":route53:::hostedzone/", zone_id]],
        conditions: crate::entries! {
            "ForAllValues:StringEquals" => object! {
                "route53:ChangeResourceRecordSetsRecordTypes" => ["CNAME"],
                "route53:ChangeResourceRecordSetsActions" => actions,
            },
            "ForAllValues:StringLike" => object! {
                "route53:ChangeResourceRecordSetsNormalizedRecordNames" =>
                    Value::List(names.map(|name| with_wildcard(name).into()).collect()),
            },
        },
        ..PolicyStatementProps::default()
    })?)?;
    Ok(function)
}

fn with_wildcard(name: &Text) -> Text {
    let has_one = name.as_literal().is_some_and(|name| name.starts_with("*."));
    if has_one { name.clone() } else { text!["*.", name] }
}

/// Adds a check that the name is within the zone, as far as both are known.
fn check_authority(node: &Node, domain: &Text, zone: &Text) {
    let (Some(domain), Some(zone)) = (domain.as_literal(), zone.as_literal()) else {
        return;
    };
    let zone = zone.strip_suffix('.').unwrap_or(zone);
    if domain != zone && !domain.ends_with(&format!(".{zone}")) {
        let message = format!("DNS zone {zone} is not authoritative for certificate domain name {domain}");
        node.add_validation(move || vec![message.clone()]);
    }
}

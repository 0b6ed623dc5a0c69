//! Certificates.

use super::CertificateValidation;
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::tags::{TagProps, Tags};
use crate::value::Text;

/// A certificate, made here or imported. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Certificate {
    pub(super) node: Node,
    pub(super) arn: Text,
}

crate::construct!(Certificate);

/// What a certificate can be told.
#[derive(Debug, Clone)]
pub struct CertificateProps {
    /// At most 64 characters.
    pub domain_name: Text,
    /// Further names.
    pub subject_alternative_names: Option<Vec<Text>>,
    /// By mail if not given.
    pub validation: Option<CertificateValidation>,
    /// Whether it is put into public logs.
    pub transparency_logging_enabled: Option<bool>,
    /// Tag `Name`; the construct's path if not given.
    pub certificate_name: Option<String>,
}

impl CertificateProps {
    /// A certificate for this name.
    pub fn new(domain_name: impl Into<Text>) -> CertificateProps {
        CertificateProps {
            domain_name: domain_name.into(),
            subject_alternative_names: None,
            validation: None,
            transparency_logging_enabled: None,
            certificate_name: None,
        }
    }
}

impl Certificate {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_certificatemanager.Certificate");

    /// A certificate that AWS issues.
    pub fn new(scope: &dyn Construct, id: &str, props: CertificateProps) -> Result<Certificate> {
        let node = Node::new(scope, id, Certificate::INFO)?;
        check_domain_name(&node, &props.domain_name)?;
        let validation = props.validation.unwrap_or_else(|| CertificateValidation::from_email([]));
        let mut names = vec![props.domain_name.clone()];
        names.extend(props.subject_alternative_names.iter().flatten().cloned());
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::CertificateManager::Certificate",
            props! {
                "DomainName" => props.domain_name,
                "SubjectAlternativeNames" => props.subject_alternative_names,
                "DomainValidationOptions" => validation.options(&names)?,
                "ValidationMethod" => validation.method(),
                "CertificateTransparencyLoggingPreference" => logging(props.transparency_logging_enabled),
            },
        )?;
        let path: String = node.path().chars().take(255).collect();
        let name = props.certificate_name.filter(|name| !name.is_empty()).unwrap_or(path);
        Tags::of(&resource).add("Name", name, TagProps::default());
        Ok(Certificate { node, arn: resource.ref_() })
    }

    /// A certificate that was made elsewhere.
    pub fn from_certificate_arn(
        scope: &dyn Construct,
        id: &str,
        certificate_arn: impl Into<Text>,
    ) -> Result<Certificate> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        Ok(Certificate { node, arn: certificate_arn.into() })
    }

    /// `arn:…:certificate/ID`
    pub fn certificate_arn(&self) -> Text {
        self.arn.clone()
    }

    /// Says what happens to it when it leaves its stack.
    pub fn apply_removal_policy(&self, policy: RemovalPolicy) -> Result<()> {
        match self.node.default_child().as_ref().and_then(CfnResource::at) {
            Some(resource) => resource.apply_removal_policy(policy),
            None => Err(self.node.error("Cannot apply RemovalPolicy: no child or not a CfnResource.")),
        }
    }
}

pub(super) fn check_domain_name(node: &Node, name: &Text) -> Result<()> {
    match name.as_literal() {
        Some(name) if name.len() > 64 => Err(node.error("Domain name must be 64 characters or less")),
        _ => Ok(()),
    }
}

pub(super) fn logging(enabled: Option<bool>) -> Option<&'static str> {
    enabled.map(|enabled| if enabled { "ENABLED" } else { "DISABLED" })
}

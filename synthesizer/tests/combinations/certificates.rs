//! `fixtures/combinations/certificates.py`

use synthesizer::aws_certificatemanager::*;
use synthesizer::aws_iam::{Role, RoleProps, ServicePrincipal};
use synthesizer::aws_route53::{HostedZone, PublicHostedZone, PublicHostedZoneProps};
use synthesizer::{
    App, AppProps, CfnOutput, CfnOutputProps, CfnResource, RemovalPolicy, Result, Stack, props,
};

use crate::support::{assert_all_equal, combinations, named_stack, stack};
use crate::surroundings::{imported_zone, texts};

fn zone(scope: &Stack, id: &str, name: &str) -> Result<HostedZone> {
    PublicHostedZone::new(scope, id, PublicHostedZoneProps::new(name))
}

fn certificate_by_dns(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let zone = zone(&scope, "Zone", "example.com")?;
    let given = CertificateProps {
        subject_alternative_names: Some(texts(["example.com", "*.www.example.com", "*.example.com"])),
        validation: Some(CertificateValidation::from_dns(Some(&zone))),
        ..CertificateProps::new("www.example.com")
    };
    Certificate::new(&scope, "Given", given)?;
    let imported = CertificateProps {
        subject_alternative_names: Some(texts(["example.org"])),
        validation: Some(CertificateValidation::from_dns(Some(&imported_zone(&scope)?))),
        ..CertificateProps::new("*.example.org")
    };
    Certificate::new(&scope, "Imported", imported)?;
    let none = CertificateProps {
        subject_alternative_names: Some(texts(["www.example.net"])),
        validation: Some(CertificateValidation::from_dns(None)),
        ..CertificateProps::new("example.net")
    };
    Certificate::new(&scope, "None", none).map(drop)
}

fn certificate_by_dns_in_several_zones(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let first = zone(&scope, "First", "example.com")?;
    let second = zone(&scope, "Second", "example.net")?;
    let names = ["*.example.com", "app.example.net", "*.app.example.net", "other.dev"];
    let zones = [("example.com", first), ("app.example.net", second)];
    let props = CertificateProps {
        subject_alternative_names: Some(texts(names)),
        validation: Some(CertificateValidation::from_dns_multi_zone(zones)),
        ..CertificateProps::new("example.com")
    };
    Certificate::new(&scope, "Certificate", props).map(drop)
}

fn certificate_by_email(app: &App) -> Result<()> {
    let scope = stack(app)?;
    Certificate::new(&scope, "Default", CertificateProps::new("deep.in.example.com"))?;
    let mail = |validation| CertificateProps {
        subject_alternative_names: Some(texts(["*.mail.example.com", "mail.example.net"])),
        validation: Some(validation),
        ..CertificateProps::new("mail.example.com")
    };
    Certificate::new(&scope, "Email", mail(CertificateValidation::from_email([])))?;
    let domains = CertificateValidation::from_email([("mail.example.com", "example.com")]);
    Certificate::new(&scope, "Domains", mail(domains)).map(drop)
}

fn certificate_options(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let props = CertificateProps {
        certificate_name: Some("the site's".to_owned()),
        transparency_logging_enabled: Some(false),
        validation: Some(CertificateValidation::from_dns(Some(&imported_zone(&scope)?))),
        ..CertificateProps::new("example.com")
    };
    Certificate::new(&scope, "Certificate", props)?.apply_removal_policy(RemovalPolicy::Retain)?;
    let arn = "arn:aws:acm:us-west-2:123456789012:certificate/11-22";
    let imported = Certificate::from_certificate_arn(&scope, "Imported", arn)?;
    CfnOutput::new(&scope, "Arn", CfnOutputProps::new(imported.certificate_arn())).map(drop)
}

fn private_certificate(app: &App) -> Result<()> {
    let options = props! { "DomainName" => "inside.example.com", "ValidationDomain" => "example.com" };
    let properties = props! {
        "DomainName" => "inside.example.com",
        "CertificateAuthorityArn" => "arn:aws:acm-pca:us-west-2:123456789012:certificate-authority/0000",
        "DomainValidationOptions" => vec![options],
    };
    CfnResource::typed(&stack(app)?, "Raw", "AWS::CertificateManager::Certificate", properties).map(drop)
}

fn dns_validated_certificates(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let zone = zone(&scope, "Zone", "example.com")?;
    let service = ServicePrincipal::new("lambda.amazonaws.com");
    let role = Role::new(&scope, "Role", RoleProps::assumed_by(service))?;
    let names = DnsValidatedCertificateProps {
        subject_alternative_names: Some(texts(["*.example.com", "www.example.com"])),
        cleanup_route53_records: true,
        transparency_logging_enabled: Some(false),
        ..DnsValidatedCertificateProps::new("example.com", &zone)
    };
    DnsValidatedCertificate::new(&scope, "Names", names)?;
    let with_role = DnsValidatedCertificateProps {
        custom_resource_role: Some(role),
        ..DnsValidatedCertificateProps::new("a.example.com", &zone)
    };
    DnsValidatedCertificate::new(&scope, "Role2", with_role)?;
    let retained = DnsValidatedCertificateProps {
        region: Some("us-east-1".to_owned()),
        route53_endpoint: Some("https://route53.example.com".to_owned()),
        ..DnsValidatedCertificateProps::new("b.example.com", &zone)
    };
    DnsValidatedCertificate::new(&scope, "Retained", retained)?.apply_removal_policy(RemovalPolicy::Retain);
    Ok(())
}

fn certificate_of_another_stack(app: &App) -> Result<()> {
    let (dns, west) = (named_stack(app, "Dns")?, named_stack(app, "West")?);
    let user = named_stack(app, "User")?;
    let zone = zone(&dns, "Zone", "example.com")?;
    let props = CertificateProps {
        validation: Some(CertificateValidation::from_dns(Some(&zone))),
        ..CertificateProps::new("example.com")
    };
    let certificate = Certificate::new(&west, "Certificate", props)?;
    CfnOutput::new(&user, "Arn", CfnOutputProps::new(certificate.certificate_arn())).map(drop)
}

#[test]
fn combinations_equal_the_recordings() {
    assert_all_equal(combinations![
        certificate_by_dns,
        certificate_by_dns_in_several_zones,
        certificate_by_email.without_paths(),
        certificate_options,
        private_certificate.without_paths(),
        dns_validated_certificates,
        certificate_of_another_stack,
    ]);
}

#[test]
fn names_have_to_fit() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let long = format!("{}.example.com", "a".repeat(60));
    let error = Certificate::new(&scope, "Long", CertificateProps::new(long)).unwrap_err().to_string();
    assert_eq!(error, "Stack/Long: Domain name must be 64 characters or less");
    let zone = zone(&scope, "Zone", "example.com").unwrap();
    let props = DnsValidatedCertificateProps::new("example.net", &zone);
    DnsValidatedCertificate::new(&scope, "Other", props).unwrap();
    let error = app.synth().unwrap_err().to_string();
    let expected = "DNS zone example.com is not authoritative for certificate domain name example.net";
    assert!(error.contains(expected), "{error}");
}

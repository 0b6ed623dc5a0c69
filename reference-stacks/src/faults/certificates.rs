//! Faults of the two certificates.

use synthesizer::Result;
use synthesizer::aws_certificatemanager::{
    Certificate, CertificateProps, CertificateValidation, DnsValidatedCertificateProps,
};
use synthesizer::aws_route53::{HostedZone, HostedZoneAttributes, PublicHostedZone, PublicHostedZoneProps};

use crate::{Changes, StackBuilder, Variant};

/// Faults of the two certificates.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "certificate-for-app-domain",
        says: "the backend certificate is for yoctogram.SUNET.infracourse.cloud",
        fails: &["network.certificate.domain"],
        change: |changes| domain(changes, |stack| stack.settings().app_domain()),
    },
    Variant {
        name: "certificate-for-wildcard",
        says: "the backend certificate is for *.SUNET.infracourse.cloud",
        fails: &["network.certificate.domain"],
        change: |changes| domain(changes, |stack| format!("*.{}", stack.settings().sunet_dns_root())),
    },
    Variant {
        name: "certificate-for-sunetid",
        says: "the backend certificate's domain name is copied from the handout, SUNETID and all",
        fails: &["network.certificate.domain"],
        change: |changes| domain(changes, |_| "SUNETID.infracourse.cloud".to_owned()),
    },
    Variant {
        name: "certificate-second",
        says: "the frontend's certificate is a plain acm.Certificate in us-west-2, like the backend's",
        fails: &["network.certificate.domain", "compute.frontend.certificate"],
        change: |changes| changes.replace("frontend-certificate", plain_frontend_certificate),
    },
    Variant {
        name: "certificate-names-left-out",
        says: "the backend certificate has no alternative names",
        fails: &["network.certificate.alternative_names"],
        change: |changes| backend(changes, |props, _| props.subject_alternative_names = None),
    },
    Variant {
        name: "certificate-names-without-app",
        says: "the backend certificate lacks *.yoctogram.SUNET.infracourse.cloud, so it is not good for the API",
        fails: &["network.certificate.alternative_names"],
        change: |changes| {
            backend(changes, |props, _| {
                props.subject_alternative_names.iter_mut().for_each(|names| names.truncate(1));
            });
        },
    },
    Variant {
        name: "certificate-names-without-star",
        says: "the second alternative name lacks its star",
        fails: &["network.certificate.alternative_names"],
        change: |changes| {
            backend(changes, |props, stack| {
                let names = props.subject_alternative_names.get_or_insert_default();
                names[1] = stack.settings().app_domain().into();
            });
        },
    },
    Variant {
        name: "certificate-names-three",
        says: "the backend certificate has a third alternative name",
        fails: &["network.certificate.alternative_names"],
        change: |changes| {
            backend(changes, |props, stack| {
                let names = props.subject_alternative_names.get_or_insert_default();
                names.push(stack.settings().app_domain().into());
            });
        },
    },
    Variant {
        name: "certificate-validation-left-out",
        says: "no validation is given, so the backend certificate waits for an e-mail's answer",
        fails: &["network.certificate.validation"],
        change: |changes| backend(changes, |props, _| props.validation = None),
    },
    Variant {
        name: "certificate-validation-email",
        says: "the backend certificate is validated by e-mail",
        fails: &["network.certificate.validation"],
        change: |changes| validation(changes, |_| Ok(CertificateValidation::from_email([]))),
    },
    Variant {
        name: "certificate-validation-without-zone",
        says: "the backend certificate is validated by DNS, but no zone is given",
        fails: &["network.certificate.validation"],
        change: |changes| validation(changes, |_| Ok(CertificateValidation::from_dns(None))),
    },
    Variant {
        name: "certificate-validation-other-zone",
        says: "the backend certificate is validated in a zone that the network stack makes, to which nothing delegates",
        fails: &["network.certificate.validation"],
        change: |changes| {
            validation(changes, |stack| {
                let props = PublicHostedZoneProps::new(stack.settings().sunet_dns_root());
                let zone = stack.make("certificate-zone", PublicHostedZone::new, props)?;
                Ok(CertificateValidation::from_dns(Some(&zone)))
            });
        },
    },
    Variant {
        name: "certificate-validation-course-zone",
        says: "the backend certificate is validated in the course's zone, which is not the student's",
        fails: &["network.certificate.validation"],
        change: |changes| {
            validation(changes, |stack| {
                let attributes = HostedZoneAttributes {
                    hosted_zone_id: "Z0123456789ABCDEFGHIJ".into(),
                    zone_name: stack.settings().course_dns_root.as_str().into(),
                };
                let zone = stack.make("course-zone", HostedZone::from_hosted_zone_attributes, attributes)?;
                Ok(CertificateValidation::from_dns(Some(&zone)))
            });
        },
    },
    Variant {
        name: "frontend-certificate-us-west-2",
        says: "the frontend certificate is made in us-west-2: its region was left out",
        fails: &["compute.frontend.certificate"],
        change: |changes| {
            changes.props("frontend-certificate", |props: &mut DnsValidatedCertificateProps| {
                props.region = None
            });
        },
    },
    Variant {
        name: "frontend-certificate-for-root",
        says: "the frontend certificate is for SUNET.infracourse.cloud, not for the app's domain",
        fails: &["compute.frontend.certificate"],
        change: |changes| {
            changes.props_in("frontend-certificate", |props: &mut DnsValidatedCertificateProps, stack| {
                props.domain_name = stack.settings().sunet_dns_root().into();
                Ok(())
            });
        },
    },
];

fn backend(changes: &mut Changes, change: fn(&mut CertificateProps, &StackBuilder<'_>)) {
    changes.props_in("backend-certificate", move |props, stack| {
        change(props, stack);
        Ok(())
    });
}

fn domain(changes: &mut Changes, domain: fn(&StackBuilder<'_>) -> String) {
    changes.props_in("backend-certificate", move |props: &mut CertificateProps, stack| {
        props.domain_name = domain(stack).into();
        Ok(())
    });
}

fn validation(changes: &mut Changes, validation: fn(&StackBuilder<'_>) -> Result<CertificateValidation>) {
    changes.props_in("backend-certificate", move |props: &mut CertificateProps, stack| {
        props.validation = Some(validation(stack)?);
        Ok(())
    });
}

fn plain_frontend_certificate(stack: &StackBuilder<'_>) -> Result<Certificate> {
    let zone: HostedZone = stack.made("hosted-zone")?;
    let props = CertificateProps {
        validation: Some(CertificateValidation::from_dns(Some(&zone))),
        ..CertificateProps::new(stack.settings().app_domain())
    };
    Certificate::new(stack.scope(), &stack.id("frontend-certificate"), props)
}

//! Certificates for HTTPS.

mod apex_domain;
mod certificate;
mod dns_validated_certificate;
mod validation;

pub use certificate::{Certificate, CertificateProps};
pub use dns_validated_certificate::{DnsValidatedCertificate, DnsValidatedCertificateProps};
pub use validation::CertificateValidation;

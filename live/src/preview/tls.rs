//! A throw-away authority, and certificates from it with the names that the templates ask for.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose,
};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, ServerConfig};

use super::Error;

/// Signs the preview's certificates; lives as long as the preview.
pub(super) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    pub(super) fn new() -> Result<Self, Error> {
        let mut params = CertificateParams::new(Vec::new()).map_err(Error::tls)?;
        params.distinguished_name.push(DnType::CommonName, "infragrade preview");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().map_err(Error::tls)?;
        Ok(Self { issuer: CertifiedIssuer::self_signed(params, key).map_err(Error::tls)? })
    }

    /// The authority's own certificate.
    pub(super) fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// A certificate for these names.
    pub(super) fn issue(&self, names: Vec<String>) -> Result<Named, Error> {
        let mut params = CertificateParams::new(names.clone()).map_err(Error::tls)?;
        params.distinguished_name.push(DnType::CommonName, names.first().map_or("preview", String::as_str));
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate().map_err(Error::tls)?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(Error::tls)?;
        // Browsers that are told to trust the authority by its key want to see it.
        let chain = vec![certificate.der().clone(), CertificateDer::from(self.issuer.der().to_vec())];
        let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(Error::tls)?;
        let key = ring::sign::any_supported_type(&key).map_err(Error::tls)?;
        Ok(Named { names, key: Arc::new(CertifiedKey::new(chain, key)) })
    }

    /// What a client of ours trusts: this authority alone.
    pub(super) fn client(&self) -> Result<ClientConfig, Error> {
        let mut roots = RootCertStore::empty();
        roots.add(self.issuer.der().clone()).map_err(Error::tls)?;
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().map_err(Error::tls)?;
        Ok(builder.with_root_certificates(roots).with_no_client_auth())
    }
}

/// A certificate and the names it is for.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) names: Vec<String>,
    pub(super) key: Arc<CertifiedKey>,
}

/// Offers the first certificate with the name that is asked for, else the first, as servers do.
#[derive(Debug)]
struct Offer(Vec<Named>);

impl ResolvesServerCert for Offer {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let asked = hello.server_name().unwrap_or_default();
        let fitting = self.0.iter().find(|named| named.names.iter().any(|name| covers(name, asked)));
        fitting.or(self.0.first()).map(|named| Arc::clone(&named.key))
    }
}

/// Whether a certificate's name is that of the host; a star stands for one label.
pub(super) fn covers(name: &str, host: &str) -> bool {
    match name.strip_prefix("*.") {
        Some(parent) => host.split_once('.').is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(parent)),
        None => name.eq_ignore_ascii_case(host),
    }
}

/// A server's side of TLS with these certificates.
pub(super) fn server(certificates: Vec<Named>) -> Result<Arc<ServerConfig>, Error> {
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(Error::tls)?;
    let mut config = builder.with_no_client_auth().with_cert_resolver(Arc::new(Offer(certificates)));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

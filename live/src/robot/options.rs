//! What the robot is told.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;
use ureq::tls::PemItem;
use url::Url;

use super::http::is_loopback;

/// What to grade, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The website.
    pub site: Site,
    /// How long the website may take until it answers for the first time.
    pub wait: Duration,
    /// Only the steps whose id begins with this. Earlier ones are taken all the same.
    pub only: String,
    /// Whether to look at what costs no points.
    pub advice: bool,
    /// Certificates (DER) that are trusted instead of the public authorities'.
    pub root_certificates: Vec<Vec<u8>>,
    /// Where names are, instead of where DNS says.
    pub resolve: Vec<Resolve>,
    /// Whether other names are looked up; else they do not resolve.
    pub dns: bool,
    /// Whether the browser reaches nothing but the website, at an address that is public, and the names in `resolve`:
    /// on a machine where somebody else's page must not look around.
    pub confined: bool,
    /// The program of Chromium; else it is looked for on the path.
    pub browser: Option<PathBuf>,
    /// Whether the browser guards itself from the page. Many containers cannot have that; it is never done for root.
    pub sandbox: bool,
    /// Where to put the pictures of the front page.
    pub pictures: Option<PathBuf>,
    /// How long things may take.
    pub limits: Limits,
}

impl Options {
    /// All steps, as for a deployment on AWS.
    pub fn new(site: Site) -> Self {
        Self {
            site,
            wait: Duration::ZERO,
            only: String::new(),
            advice: true,
            root_certificates: Vec::new(),
            resolve: Vec::new(),
            dns: true,
            confined: false,
            browser: None,
            sandbox: true,
            pictures: None,
            limits: Limits::default(),
        }
    }
}

/// How long things may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// A step, with all its requests.
    pub step: Duration,
    /// The ten steps of interaction.
    pub interaction: Duration,
    /// The look at the front page, starting the browser included.
    pub appearance: Duration,
    /// A request for what costs no points.
    pub advice: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        // A serverless database that sleeps takes half a minute to wake.
        let [step, interaction, appearance, advice] = [45, 180, 60, 10].map(Duration::from_secs);
        Self { step, interaction, appearance, advice }
    }
}

/// A website's address: `http` or `https`, a host, and nothing behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site(Url);

/// Why a text is no address of a website.
#[derive(Debug, Error)]
#[error(
    "{0} is no address of a website: give a scheme and a host, such as https://yoctogram.SUNET.infracourse.cloud"
)]
pub struct SiteError(String);

impl FromStr for Site {
    type Err = SiteError;

    fn from_str(text: &str) -> Result<Self, SiteError> {
        let wrong = || SiteError(format!("{text:?}"));
        let url = Url::parse(text).map_err(|_| wrong())?;
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none();
        if matches!(url.scheme(), "http" | "https") && url.has_host() && bare {
            Ok(Self(url))
        } else {
            Err(wrong())
        }
    }
}

impl Site {
    /// The website of the student with this id.
    ///
    /// # Errors
    /// An id that makes no host name.
    pub fn of_sunet(sunet: &str) -> Result<Self, SiteError> {
        format!("https://yoctogram.{sunet}.infracourse.cloud").parse()
    }

    /// The address, without a path.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    pub(super) fn url(&self) -> &Url {
        &self.0
    }

    /// Whether it is on this machine, where addresses are not public.
    pub(super) fn is_local(&self) -> bool {
        is_loopback(&self.0)
    }
}

/// Why a file holds no certificates.
#[derive(Debug, Error)]
#[error("no PEM file with certificates ({0})")]
pub struct PemError(String);

/// The certificates (DER) of a PEM file.
///
/// # Errors
/// Another kind of file, or one without certificates.
pub fn read_certificates(file: &[u8]) -> Result<Vec<Vec<u8>>, PemError> {
    let items = ureq::tls::parse_pem(file).collect::<Result<Vec<_>, _>>();
    let items = items.map_err(|error| PemError(error.to_string()))?;
    let certificates: Vec<_> = items
        .into_iter()
        .filter_map(|item| match item {
            PemItem::Certificate(certificate) => Some(certificate.der().to_vec()),
            _ => None,
        })
        .collect();
    if certificates.is_empty() { Err(PemError("it holds none".to_owned())) } else { Ok(certificates) }
}

/// Where a name is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolve {
    /// The name, in lower case.
    pub host: String,
    /// The port that is asked for.
    pub port: u16,
    /// Where it is answered.
    pub address: SocketAddr,
}

/// Why a text does not say where a name is.
#[derive(Debug, Error)]
#[error(
    "{0:?} does not say where a name is: give HOST:PORT:ADDRESS or HOST:PORT:ADDRESS:PORT, such as a.example:443:127.0.0.1:8443"
)]
pub struct ResolveError(String);

impl FromStr for Resolve {
    type Err = ResolveError;

    /// `HOST:PORT:ADDRESS` as curl has it, or with another port behind the address.
    fn from_str(text: &str) -> Result<Self, ResolveError> {
        let parse = || {
            let (host, rest) = text.split_once(':').filter(|(host, _)| !host.is_empty())?;
            let (port, address) = rest.split_once(':')?;
            let port = port.parse().ok()?;
            let bare = address.trim_start_matches('[').trim_end_matches(']');
            let address = match address.parse::<SocketAddr>() {
                Ok(address) => address,
                Err(_) => SocketAddr::new(bare.parse().ok()?, port),
            };
            Some(Self { host: host.to_ascii_lowercase(), port, address })
        };
        parse().ok_or_else(|| ResolveError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_a_scheme_and_a_host() {
        for (text, origin) in [
            ("https://yoctogram.ada.infracourse.cloud", "https://yoctogram.ada.infracourse.cloud"),
            ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ] {
            assert_eq!(text.parse::<Site>().unwrap().origin(), origin);
        }
        for text in [
            "",
            "yoctogram.ada",
            "ftp://a.example",
            "https://a.example/api",
            "https://me@a.example",
            "https://a.example/?x",
        ] {
            let error = text.parse::<Site>().unwrap_err().to_string();
            assert!(error.contains("is no address of a website: give a scheme and a host"), "{error}");
        }
    }

    #[test]
    fn names_are_given_places_as_curl_does_it() {
        for (text, address) in [
            ("A.example:443:127.0.0.1", "127.0.0.1:443"),
            ("a.example:443:127.0.0.1:8443", "127.0.0.1:8443"),
            ("a.example:443:[::1]", "[::1]:443"),
            ("a.example:443:::1", "[::1]:443"),
            ("a.example:443:[::1]:8443", "[::1]:8443"),
        ] {
            let resolve: Resolve = text.parse().unwrap();
            assert_eq!((resolve.host.as_str(), resolve.port), ("a.example", 443));
            assert_eq!(resolve.address.to_string(), address, "{text}");
        }
        for text in ["", "a", "a:443", "a:x:127.0.0.1", "a:443:here", ":443:127.0.0.1"] {
            assert!(text.parse::<Resolve>().is_err(), "{text}");
        }
    }
}

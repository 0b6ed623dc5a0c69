//! A website as it is deployed: under its name, over HTTPS, with redirects.

use infragrade_live::robot::{Advice, Options, Resolve, Status, read_certificates};

use crate::support::fake::Fake;
use crate::support::files::{Static, frontend};
use crate::support::tls::Front;
use crate::support::{Bug, failure, grade, options};

const SITE: &str = "yoctogram.ada.infracourse.cloud";
const API: &str = "api.yoctogram.ada.infracourse.cloud";

/// Both names lead to the front, and the storage is where it says it is.
fn deployed(front: &Front, storage: &str) -> Options {
    let mut resolve: Vec<Resolve> = [SITE, API].iter().flat_map(|name| front.places(name)).collect();
    let address = storage.trim_start_matches("http://");
    resolve
        .extend((!address.is_empty()).then(|| {
            format!("127.0.0.1:{}:{address}", address.rsplit(':').next().unwrap()).parse().unwrap()
        }));
    let root_certificates = read_certificates(front.authority.as_bytes()).unwrap();
    Options { resolve, root_certificates, ..options(&format!("https://{SITE}")) }
}

#[test]
fn a_deployed_website_has_all_points_and_nothing_to_advise() {
    let site = Fake::start(Bug::None);
    let front = Front::start(&site.origin, &[SITE, API]);
    let report = grade(&deployed(&front, &site.storage));
    assert_eq!(report.score, 40.0, "{report:#?}");
    let wrong: Vec<&Advice> = report.advice.iter().filter(|advice| !advice.ok).collect();
    assert!(wrong.is_empty() && report.advice.len() == 6, "{report:#?}");
}

#[test]
fn certificates_for_other_names_and_of_unknown_authorities_are_told_apart() {
    let site = Fake::start(Bug::None);
    let front = Front::start(&site.origin, &[SITE]);
    let options = deployed(&front, &site.storage);
    let report = grade(&options);
    let wrong: Vec<&Advice> = report.advice.iter().filter(|advice| !advice.ok).collect();
    assert_eq!(wrong.len(), 1, "{report:#?}");
    assert!(
        wrong[0]
            .message
            .contains(&format!("the certificate of {API} was not accepted (it is for another name)"))
    );

    let unknown = failure(&grade(&Options { root_certificates: Vec::new(), ..options }));
    assert!(unknown.contains("was not accepted (no known authority has signed it)"), "{unknown}");
    assert!(unknown.contains("frontend certificate"), "{unknown}");
}

#[test]
fn what_costs_no_points_is_advised() {
    let site = Static::start(frontend());
    let front = Front::start(&site.origin, &[SITE, API]);
    let mut options = deployed(&front, "");
    // HTTP is answered as HTTPS is, instead of redirected.
    let plain: std::net::SocketAddr = site.origin.trim_start_matches("http://").parse().unwrap();
    options.resolve.iter_mut().filter(|place| place.port == 80).for_each(|place| place.address = plain);
    let report = grade(&options);
    let wrong: Vec<&str> =
        report.advice.iter().filter(|advice| !advice.ok).map(|advice| advice.message.as_str()).collect();
    assert_eq!(wrong.len(), 2, "{report:#?}");
    assert!(
        wrong[0]
            .starts_with("http://yoctogram.ada.infracourse.cloud should redirect to HTTPS, but answered 200")
    );
    assert!(wrong[1].starts_with("http://api.yoctogram.ada.infracourse.cloud should redirect"));
}

#[test]
fn chromium_finds_and_trusts_what_it_is_told_to() {
    let site = Static::start(frontend());
    let front = Front::start(&site.origin, &[SITE]);
    let options = Options { only: "appearance".to_owned(), advice: false, ..deployed(&front, "") };
    let report = grade(&options);
    assert_eq!(report.score, 20.0, "{report:#?}");

    let report = grade(&Options { root_certificates: Vec::new(), ..options });
    let step = &report.steps[0];
    assert_eq!(step.status, Status::Fail);
    assert!(step.message.as_ref().unwrap().contains("net::ERR_CERT_AUTHORITY_INVALID"), "{step:#?}");
}

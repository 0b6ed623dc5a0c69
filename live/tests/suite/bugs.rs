//! The robot against websites that are wrong in one way each: the right points, the right words, and an end.

use std::time::Duration;

use infragrade_live::robot::{Limits, Options, Status};

use crate::support::fake::Fake;
use crate::support::{Bug, failure, grade, options};

#[test]
fn a_site_that_works_has_all_points() {
    for bug in [Bug::None, Bug::GivesRefusedAddress] {
        let report = grade(&options(&Fake::start(bug).origin));
        assert!(report.steps.iter().all(|step| step.status == Status::Pass), "{bug:?} {report:#?}");
        assert_eq!((report.score, report.max_score), (40.0, 40.0));
    }
}

/// The failed step, and words that its message and its help must have.
fn expect(bug: Bug, step: &str, message: &str, help: &str) {
    expect_within(Limits::default().step, bug, step, message, help);
}

fn expect_within(limit: Duration, bug: Bug, step: &str, message: &str, help: &str) {
    let site = Fake::start(bug);
    let mut options = options(&site.origin);
    options.limits.step = limit;
    let found = failure(&grade(&options));
    let (start, end) = found.split_once(" | ").unwrap();
    assert!(start.starts_with(&format!("{step}: ")) && start.contains(message), "{bug:?} {found}");
    assert!(end.contains(help), "{bug:?} {found}");
}

#[test]
fn a_private_picture_is_out_of_reach_only_if_nothing_leads_to_it() {
    let step = "interaction.view.others_private";
    expect(
        Bug::LeaksAddress,
        step,
        "was told an address of the private picture, and it works",
        "is caching off for /api/*",
    );
    expect(Bug::LeaksBytes, step, "a stranger was sent the private picture", "is caching off for /api/*");
    expect(Bug::CachesAnswers, step, "and it works", "are all headers forwarded");
}

#[test]
fn a_picture_is_seen_only_if_it_is_the_one_that_was_sent() {
    let step = "interaction.view.own_public";
    let distribution = "does PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION hold the domain name";
    expect(Bug::WrongPicture, step, "is not the picture that was sent", "cached");
    expect(Bug::HugePicture, step, "8 by 20000 pixels", distribution);
    expect(Bug::PageForPicture, step, "what came back is not a PNG picture", distribution);
    expect(Bug::EndlessPicture, step, "longer than 16777216 bytes", distribution);
    expect(Bug::PictureElsewhere, step, "should be at https://pictures.example", distribution);
    expect(Bug::PictureRefused, step, "refused with 403 (SignatureDoesNotMatch)", "are the two swapped");
    expect(Bug::RedirectElsewhere, step, "redirected to http://localhost.example/, another host", "/api/*");
    expect(Bug::HidesPublic, "interaction.view.others_public", "a page (index.html?) instead of JSON", "404");
}

#[test]
fn answers_that_never_end_are_given_up() {
    let limit = Duration::from_secs(2);
    let step = "interaction.first.login";
    expect_within(limit, Bug::HangsAtLogin, step, "no complete answer within 2 s", "its log group says more");
    expect_within(limit, Bug::DripsAtLogin, step, "no complete answer within 2 s", "its log group says more");
    expect(Bug::EndlessAnswer, step, "longer than 1048576 bytes", "short");
}

#[test]
fn answers_that_are_no_answers_are_named() {
    let step = "interaction.first.login";
    expect(Bug::ClosesAtLogin, step, "closed before the answer was complete", "log group");
    expect(Bug::InvalidJson, step, "the answer 200 is not JSON", "folder app");
    expect(Bug::LoginWithoutToken, step, "without an access_token", "folder app");
    expect(Bug::FormWithoutFields, "interaction.post.public", "no id, url and fields", "folder app");
}

#[test]
fn what_stands_before_the_service_is_told_from_the_service() {
    let step = "interaction.first.register";
    expect(Bug::NoApiBehaviour, step, "answered with a page", "is there a behaviour for /api/*?");
    expect(Bug::NoMethods, step, "CloudFront answered 403 itself", "allow all HTTP methods");
    expect(Bug::NoOrigin, step, "CloudFront answered 502 itself", "backend certificate");
    expect(Bug::NoContainer, step, "the load balancer answered 503 itself", "no container is healthy");
    expect(Bug::InternalError, step, "the service answered 500", "its log group says why");
    expect(Bug::RedirectLoop, step, "redirected more than 5 times", "over HTTPS");
    expect(Bug::RedirectToHttps, step, "redirected instead of answered", "over HTTPS");
    expect(Bug::DropsHeaders, "interaction.post.public", "the service answered 401", "forward all headers");
}

#[test]
fn refused_uploads_point_at_the_bucket() {
    let (public, private) = ("interaction.post.public", "interaction.post.private");
    let refused = "refused with 403 (AccessDenied)";
    expect(
        Bug::UploadRefused,
        public,
        refused,
        "has the task role access (read and write) to the public images bucket",
    );
    expect(Bug::PrivateUploadRefused, private, refused, "to the private images bucket");
    expect(
        Bug::UploadElsewhere,
        public,
        "asks to upload to https://yoctogram.example/upload",
        "PUBLIC_IMAGES_BUCKET",
    );
}

#[test]
fn only_some_steps_can_be_asked_for() {
    let site = Fake::start(Bug::UploadRefused);
    let report = grade(&Options { only: "interaction.view".to_owned(), ..options(&site.origin) });
    assert_eq!((report.score, report.max_score), (0.0, 16.0));
    assert!(report.steps.iter().all(|step| step.blocked_by == ["interaction.post.public"]));
}

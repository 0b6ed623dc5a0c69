//! The look at the front page, with the real Chromium.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::time::Duration;

use infragrade_live::robot::{Limits, Options, Picture, Report, Status, Step};

use crate::support::files::{Files, Static, frontend, page};
use crate::support::grade;

fn options(origin: &str) -> Options {
    Options { only: "appearance".to_owned(), ..Options::new(origin.parse().unwrap()) }
}

fn only(report: Report) -> Step {
    assert_eq!((report.steps.len(), report.max_score), (1, 20.0));
    report.steps.into_iter().next().unwrap()
}

fn look(files: Files) -> Step {
    only(grade(&options(&Static::start(files).origin)))
}

/// The message and the help of a look that earned nothing.
fn failed(step: &Step) -> [&str; 2] {
    assert_eq!((step.status, step.points), (Status::Fail, 0.0), "{step:#?}");
    [&step.message, &step.help].map(|text| text.as_deref().unwrap())
}

#[test]
fn the_frontend_as_it_is_has_all_points() {
    let site = Static::start(frontend());
    let folder = tempfile::tempdir().unwrap();
    let pictures = folder.path().join("new/folder");
    let step = only(grade(&Options { pictures: Some(pictures.clone()), ..options(&site.origin) }));
    assert_eq!((step.status, step.points), (Status::Pass, 20.0), "{step:#?}");
    let answer = step.answer.unwrap();
    assert!(answer.ends_with(" requests, 0 failed"), "{answer}");
    for name in ["front-page.png", "reference.png", "difference.png"] {
        let picture = Picture::from_png(&fs::read(pictures.join(name)).unwrap()).unwrap();
        assert_eq!((picture.width(), picture.height()), (1920, 1080), "{name}");
    }
}

#[test]
fn a_page_without_its_style_has_none_and_the_file_is_named() {
    let mut files = frontend();
    files.retain(|name, _| !name.ends_with(".css"));
    let step = look(files);
    let [message, help] = failed(&step);
    assert!(message.contains("the front page looks different"), "{message}");
    assert!(help.starts_with("these requests failed: stylesheet http://127.0.0.1:"), "{help}");
    assert!(help.contains(".css: answered with a page, so the file is not there"), "{help}");
}

#[test]
fn a_changed_page_has_none() {
    let mut files = frontend();
    // The drawings, which are half of the page.
    for (_, file) in
        files.iter_mut().filter(|(name, _)| name.starts_with("/assets/") && name.ends_with(".svg"))
    {
        *file = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>".to_vec();
    }
    let step = look(files);
    let [message, help] = failed(&step);
    assert!(message.contains("the front page looks different"), "{message}");
    assert!(help.contains("was web/dist built from the folder web as it is"), "{help}");
}

#[test]
fn a_page_that_shows_another_site_has_none() {
    let home = Static::start(frontend());
    let elsewhere = home.origin.replace("127.0.0.1", "localhost");
    let step = look(page(&format!("<script>location = {elsewhere:?}</script>")));
    assert!(failed(&step)[0].contains("the front page sends its visitors to http://localhost:"), "{step:#?}");
}

#[test]
fn a_page_that_does_not_rest_is_given_up() {
    for html in [
        "<script>while (true) {}</script>",
        "<script>alert(1); setInterval(() => fetch('/?' + Math.random()), 50)</script>",
    ] {
        let site = Static::start(page(html));
        let mut options = options(&site.origin);
        options.limits.appearance = Duration::from_secs(6);
        let step = only(grade(&options));
        let [message, _] = failed(&step);
        assert!(message.starts_with("the front page "), "{message}");
    }
}

#[test]
fn a_page_that_does_not_open_is_named() {
    let step = only(grade(&options("http://127.0.0.1:9")));
    assert!(failed(&step)[0].contains("the front page does not open: net::ERR_"), "{step:#?}");
}

#[test]
fn a_missing_browser_is_nobodys_fault() {
    let site = Static::start(page(""));
    let step =
        only(grade(&Options { browser: Some(PathBuf::from("/no/such/browser")), ..options(&site.origin) }));
    assert_eq!(step.status, Status::Error);
    let error = step.error.unwrap();
    assert!(error.contains("Chromium ended: ") && error.contains("/no/such/browser"), "{error}");
}

#[test]
fn a_confined_browser_reaches_nothing_but_the_website() {
    let private = TcpListener::bind("127.0.0.1:0").unwrap();
    private.set_nonblocking(true).unwrap();
    let port = private.local_addr().unwrap().port();
    let images = ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"]
        .map(|host| format!("<img src=http://{host}:{port}/{host}>"));
    let site = Static::start(page(&images.concat()));
    let (_, site_port) = site.origin.rsplit_once(':').unwrap();
    let options = |confined| Options {
        confined,
        // The last pictures do not come.
        limits: Limits { appearance: Duration::from_secs(20), ..Limits::default() },
        resolve: vec![format!("a.example:{site_port}:127.0.0.1").parse().unwrap()],
        ..options(&format!("http://a.example:{site_port}"))
    };
    let step = only(grade(&options(true)));
    let [_, help] = failed(&step);
    assert_eq!(help.matches("net::ERR_NAME_NOT_RESOLVED").count(), images.len(), "{help}");
    assert_eq!(private.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    // Otherwise it does, which the test would see.
    only(grade(&options(false)));
    private.accept().unwrap();
}

#[test]
fn a_confined_browser_does_not_look_at_addresses_that_are_not_public() {
    let options = Options { confined: true, ..options("http://localhost:9") };
    let [message, _] = failed(&only(grade(&options))).map(str::to_owned);
    assert!(message.ends_with("which is no public address"), "{message}");
}

//! Opens the front page, waits until it is settled, and takes its picture.

use std::collections::BTreeMap;
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use url::Url;

use super::browser::{Browser, Error};
use crate::robot::http::printable;

pub(super) const WIDTH: usize = 1920;
pub(super) const HEIGHT: usize = 1080;
/// More requests that failed are not listed.
const MOST_FAILED: usize = 8;
/// Requests beyond these are not looked at.
const MOST_REQUESTS: usize = 2000;
/// Resolves once fonts are there, pictures are decoded and two frames were drawn.
const SETTLED: &str = "document.fonts.ready
    .then(() => Promise.allSettled(Array.from(document.images, (image) => image.decode())))
    .then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    .then(() => true)";

/// What the browser saw.
#[derive(Debug)]
pub(super) struct Seen {
    /// The picture, as a PNG file.
    pub(super) screenshot: Vec<u8>,
    /// Where the page is, after redirects.
    pub(super) url: String,
    /// Requests that failed, and how.
    pub(super) failed: Vec<String>,
    /// How many requests there were.
    pub(super) requests: usize,
    /// Whether the page came to rest.
    pub(super) settled: bool,
}

/// Why there is no picture of the page.
#[derive(Debug)]
pub(super) enum NoPicture {
    /// Something is wrong with the browser.
    Browser(Error),
    /// The page keeps the browser busy, or makes it fail.
    Busy(Error),
    /// The page cannot be opened: the browser's name for the reason.
    Closed(String),
}

/// Opens `url` and takes its picture; waits until `rest` at the latest for it to settle.
pub(super) fn see(
    browser: &mut Browser,
    url: &Url,
    trust_all: bool,
    rest: Instant,
) -> Result<Seen, NoPicture> {
    prepare(browser, trust_all).map_err(NoPicture::Browser)?;
    let opened = browser.call("Page.navigate", json!({"url": url.as_str()})).map_err(NoPicture::Busy)?;
    match opened["errorText"].as_str() {
        Some(reason) => Err(NoPicture::Closed(printable(reason, 100))),
        None => watch(browser, &opened, rest).map_err(NoPicture::Busy),
    }
}

fn watch(browser: &mut Browser, opened: &Value, rest: Instant) -> Result<Seen, Error> {
    let mut progress = Progress::new(opened);
    while !progress.is_idle() {
        match browser.event(rest)? {
            Some(event) => progress.note(browser, &event)?,
            None => break,
        }
    }
    let settled = progress.is_idle() && Instant::now() < rest && settle(browser)?;
    while let Some(event) = browser.event(Instant::now())? {
        progress.note(browser, &event)?;
    }
    let shot = browser.call("Page.captureScreenshot", json!({"format": "png"}))?;
    let screenshot = STANDARD.decode(shot["data"].as_str().unwrap_or_default()).unwrap_or_default();
    let Progress { url, failed, requests, .. } = progress;
    Ok(Seen { screenshot, url, failed, requests: requests.len(), settled })
}

fn prepare(browser: &mut Browser, trust_all: bool) -> Result<(), Error> {
    let size = json!({"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": false});
    let media = json!({"features": [
        {"name": "prefers-color-scheme", "value": "light"},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]});
    browser.call("Emulation.setDeviceMetricsOverride", size)?;
    browser.call("Emulation.setEmulatedMedia", media)?;
    browser.call("Security.setIgnoreCertificateErrors", json!({"ignore": trust_all}))?;
    browser.call("Network.enable", json!({}))?;
    browser.call("Page.enable", json!({}))?;
    browser.call("Page.setLifecycleEventsEnabled", json!({"enabled": true})).map(drop)
}

fn settle(browser: &mut Browser) -> Result<bool, Error> {
    let left = browser.deadline().saturating_duration_since(Instant::now());
    // Some time must be left for the picture.
    let timeout = left.as_millis() as u64 / 2;
    let bounded =
        format!("Promise.race([{SETTLED}, new Promise((done) => setTimeout(() => done(false), {timeout}))])");
    let result = browser.call("Runtime.evaluate", json!({"expression": bounded, "awaitPromise": true}))?;
    Ok(result["result"]["value"] == true)
}

/// What became of a page and its requests so far.
struct Progress {
    frame: Value,
    loader: Value,
    url: String,
    loaded: bool,
    idle: bool,
    /// Address and kind, by the browser's id of the request.
    requests: BTreeMap<String, (String, String)>,
    failed: Vec<String>,
}

impl Progress {
    fn new(opened: &Value) -> Self {
        Self {
            frame: opened["frameId"].clone(),
            loader: opened["loaderId"].clone(),
            url: String::new(),
            loaded: false,
            idle: false,
            requests: BTreeMap::new(),
            failed: Vec::new(),
        }
    }

    /// Whether the page is loaded and asks for nothing more.
    fn is_idle(&self) -> bool {
        self.loaded && self.idle
    }

    fn note(&mut self, browser: &mut Browser, event: &Value) -> Result<(), Error> {
        let parameters = &event["params"];
        match event["method"].as_str().unwrap_or_default() {
            "Page.frameNavigated" if parameters["frame"]["id"] == self.frame => {
                self.url = parameters["frame"]["url"].as_str().unwrap_or_default().to_owned();
                // A page may send its visitor on to the next.
                if parameters["frame"]["loaderId"] != self.loader {
                    self.loader = parameters["frame"]["loaderId"].clone();
                    (self.loaded, self.idle) = (false, false);
                }
            }
            "Page.lifecycleEvent" if parameters["loaderId"] == self.loader => {
                self.loaded |= parameters["name"] == "load";
                self.idle |= parameters["name"] == "networkIdle";
            }
            "Page.javascriptDialogOpening" => {
                browser.call("Page.handleJavaScriptDialog", json!({"accept": false}))?;
            }
            "Inspector.targetCrashed" => return Err(Error::Ended("the page made it crash".to_owned())),
            "Network.requestWillBeSent" => self.sent(parameters),
            "Network.responseReceived" => self.answered(parameters),
            "Network.loadingFailed" if parameters["canceled"] != true => {
                self.fail(parameters, parameters["errorText"].as_str().unwrap_or_default());
            }
            _ => {}
        }
        Ok(())
    }

    fn sent(&mut self, parameters: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        if self.requests.len() < MOST_REQUESTS {
            let request = (text(&parameters["request"]["url"]), text(&parameters["type"]));
            self.requests.insert(text(&parameters["requestId"]), request);
        }
    }

    fn answered(&mut self, parameters: &Value) {
        let response = &parameters["response"];
        let status = response["status"].as_u64().unwrap_or_default();
        let is_file = matches!(parameters["type"].as_str(), Some("Script" | "Stylesheet" | "Font" | "Image"));
        if status >= 400 {
            self.fail(parameters, &status.to_string());
        } else if is_file && response["mimeType"] == "text/html" {
            self.fail(parameters, "answered with a page, so the file is not there");
        }
    }

    fn fail(&mut self, parameters: &Value, how: &str) {
        let known = parameters["requestId"].as_str().and_then(|id| self.requests.get(id));
        let Some((url, kind)) = known.filter(|_| self.failed.len() < MOST_FAILED) else {
            return;
        };
        let bare = url.split(['?', '#']).next().unwrap_or(url);
        self.failed.push(format!(
            "{} {}: {}",
            kind.to_lowercase(),
            printable(bare, 160),
            printable(how, 100)
        ));
    }
}

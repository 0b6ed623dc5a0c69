//! The website's appearance: its front page, beside a picture of how it should look.

mod browser;
mod hosts;
mod page;
pub mod pdq;

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use browser::Browser;
use page::{NoPicture, Seen};
use pdq::Hash;

use super::options::Options;
use super::picture::Picture;
use super::problem::Problem;
use super::report::{Status, Step};

/// The step's id.
pub(super) const ID: &str = "appearance.front_page";
pub(super) const TITLE: &str = "the front page looks as it should";
pub(super) const POINTS: f64 = 20.0;
/// In how many bits the hashes may differ.
const MOST_BITS: u32 = 16;
/// The front page of `web/`, as it looks to a visitor who is not logged in. `live/reference.sh` renews it.
const REFERENCE: &[u8] = include_bytes!("reference.png");
/// Time that the picture and the comparison need, once the page is settled.
const RESERVE: Duration = Duration::from_secs(10);

/// Why the front page could not be seen.
enum Unseen {
    /// Not the website's fault.
    Error(String),
    Problem(Problem),
}

/// Looks at the front page, and grades it.
pub(super) fn step(options: &Options, notes: &mut Vec<String>) -> Step {
    let mut step = Step {
        id: ID,
        title: TITLE,
        points: 0.0,
        max_points: POINTS,
        status: Status::Error,
        handout: "Submission and Grading / Verification of the website's appearance",
        help: None,
        blocked_by: Vec::new(),
        error: None,
        message: None,
        request: Some(format!("GET {} in Chromium", options.site.url())),
        answer: None,
    };
    if browser::is_root() {
        notes.push("Chromium runs without its sandbox, which it refuses to use for root".to_owned());
    }
    let (seen, picture) = match look(options) {
        Ok(seen) => seen,
        Err(Unseen::Error(error)) => {
            step.error = Some(error);
            return step;
        }
        Err(Unseen::Problem(problem)) => {
            fail(&mut step, problem);
            return step;
        }
    };
    let reference = match Picture::from_png(REFERENCE) {
        Ok(reference) => reference,
        Err(error) => {
            step.error = Some(format!("the reference picture: {error}"));
            return step;
        }
    };
    if let Some(folder) = &options.pictures
        && let Err(error) = keep(folder, &picture, &reference)
    {
        notes.push(format!("{}: the pictures cannot be written ({error})", folder.display()));
    }
    let distance = Hash::of(&picture).distance(&Hash::of(&reference));
    step.answer = Some(format!(
        "{distance} of {} bits of the perceptual hash differ; {} requests, {} failed{}",
        Hash::BITS,
        seen.requests,
        seen.failed.len(),
        if seen.settled { "" } else { "; the page did not come to rest" }
    ));
    match judge(options, &seen, distance) {
        Ok(()) => {
            step.status = Status::Pass;
            step.points = POINTS;
        }
        Err(problem) => fail(&mut step, problem),
    }
    step
}

fn fail(step: &mut Step, problem: Problem) {
    step.status = Status::Fail;
    step.message = Some(problem.message);
    step.help = Some(problem.help);
}

fn judge(options: &Options, seen: &Seen, distance: u32) -> Result<(), Problem> {
    let is_at_home = url::Url::parse(&seen.url).is_ok_and(|url| url.host() == options.site.url().host());
    if !is_at_home {
        let message =
            format!("the front page sends its visitors to {}", super::http::printable(&seen.url, 120));
        return Err(Problem::new(message, "serve web/dist itself from the frontend bucket"));
    }
    if distance <= MOST_BITS {
        return Ok(());
    }
    let message = format!("the front page looks different: {distance} bits differ, at most {MOST_BITS} may");
    let help = match seen.failed.as_slice() {
        [] => "was web/dist built from the folder web as it is, and deployed whole? --pictures DIR keeps the pictures".to_owned(),
        failed => format!("these requests failed: {}", failed.join("; ")),
    };
    Err(Problem::new(message, help))
}

fn look(options: &Options) -> Result<(Seen, Picture), Unseen> {
    let error = |error: browser::Error| Unseen::Error(error.to_string());
    let deadline = Instant::now() + options.limits.appearance;
    let path = browser::find(options.browser.as_deref()).map_err(error)?;
    let rules = hosts::rules(options).map_err(|failure| Unseen::Problem(Problem::no_answer(&failure)))?;
    let mut browser =
        Browser::start(&path, &rules, options.sandbox && !browser::is_root(), deadline).map_err(error)?;
    let rest = deadline.checked_sub(RESERVE.min(options.limits.appearance / 2)).unwrap_or(deadline);
    let trust_all = !options.root_certificates.is_empty();
    let seen = match page::see(&mut browser, options.site.url(), trust_all, rest) {
        Ok(seen) => seen,
        Err(NoPicture::Closed(reason)) => return Err(Unseen::Problem(not_opened(&reason))),
        Err(NoPicture::Busy(failure)) => {
            let message = format!("the front page cannot be looked at: {failure}");
            let help = "does the front page open in a browser on your machine?";
            return Err(Unseen::Problem(Problem::new(message, help)));
        }
        Err(NoPicture::Browser(failure)) => return Err(error(failure)),
    };
    let picture = Picture::from_png(&seen.screenshot);
    let picture = picture.map_err(|error| Unseen::Error(format!("the screenshot is {error}")))?;
    Ok((seen, picture))
}

fn not_opened(reason: &str) -> Problem {
    let help = match reason {
        "net::ERR_NAME_NOT_RESOLVED" => {
            "is the zone delegated (`infragrade doctor` looks), and the compute stack deployed?"
        }
        reason if reason.contains("CERT") || reason.contains("SSL") => {
            "has the distribution the frontend certificate and this name among its domain names?"
        }
        "net::ERR_TOO_MANY_REDIRECTS" => "do the behaviours redirect HTTP to HTTPS, and nothing else?",
        "net::ERR_HTTP_RESPONSE_CODE_FAILURE" => {
            "may CloudFront read the frontend bucket, and is index.html its default root object?"
        }
        _ => "does the record point at the CloudFront distribution, and is it deployed?",
    };
    Problem::new(format!("the front page does not open: {reason}"), help)
}

/// Writes what was seen, what should be seen, and where the two differ.
fn keep(folder: &Path, picture: &Picture, reference: &Picture) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let difference = picture.difference(reference);
    for (name, picture) in
        [("front-page.png", picture), ("reference.png", reference), ("difference.png", &difference)]
    {
        let mut file = as_others(&mut tempfile::Builder::new()).tempfile_in(folder)?;
        file.write_all(&picture.to_png())?;
        file.persist(folder.join(name)).map_err(|error| error.error)?;
    }
    Ok(())
}

/// As any new file: what the umask leaves of it.
fn as_others<'a, 'b>(file: &'a mut tempfile::Builder<'b, 'b>) -> &'a mut tempfile::Builder<'b, 'b> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.permissions(fs::Permissions::from_mode(0o666));
    }
    file
}

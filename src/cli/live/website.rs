//! Arguments to options, and the report to where it goes.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use infragrade_live::robot::{self, Options, Report, Site};

use super::{Arguments, checks, human};
use crate::cli::formats::{self, Format};
use crate::cli::{Failure, Status, known_sunet, suggestion};

pub(super) fn grade(arguments: &Arguments) -> Result<Status, Failure> {
    let options = options(arguments)?;
    if !robot::step_ids().any(|id| id.starts_with(&options.only)) {
        let like = suggestion(&options.only, robot::step_ids());
        return Err(Failure::Call(format!("--only {}: no step begins with it{like}", options.only)));
    }
    let requests = formats::requests(&arguments.format, arguments.output.as_deref())?;
    formats::refuse_parts(&requests, &options.only)?;
    let report = robot::run(&options);
    for request in &requests {
        request.write(|sink| match request.format {
            Format::Human => human::write(sink, &report, request.columns()),
            Format::Json => {
                serde_json::to_writer_pretty(&mut *sink, &report)?;
                writeln!(sink)
            }
            format => format.write(sink, &checks::report(&report), Default::default()),
        })?;
    }
    Ok(status(&report))
}

fn status(report: &Report) -> Status {
    match report {
        _ if report.has_errors() => Status::Fault,
        _ if report.score >= report.max_score => Status::Success,
        _ => Status::Lost,
    }
}

fn options(arguments: &Arguments) -> Result<Options, Failure> {
    let call = |error: &dyn std::fmt::Display| Failure::Call(error.to_string());
    let resolve = arguments.resolve.iter().map(|text| text.parse()).collect::<Result<_, _>>();
    Ok(Options {
        wait: Duration::from_secs(arguments.wait),
        only: arguments.only.clone(),
        root_certificates: arguments.cacert.as_deref().map(certificates).transpose()?.unwrap_or_default(),
        resolve: resolve.map_err(|error: robot::ResolveError| call(&error))?,
        browser: arguments.browser.clone(),
        pictures: arguments.pictures.clone(),
        ..Options::new(site(arguments)?)
    })
}

fn site(arguments: &Arguments) -> Result<Site, Failure> {
    let site = match &arguments.url {
        Some(url) => url.parse(),
        None => {
            let sunet = known_sunet(arguments.sunet.as_deref(), &[PathBuf::from(".")])?.ok_or_else(|| {
                Failure::Call(
                    "which website? put your SUNet ID into a file SUNET, or give --sunet or --url".to_owned(),
                )
            })?;
            Site::of_sunet(&sunet.to_string())
        }
    };
    site.map_err(|error| Failure::Call(error.to_string()))
}

fn certificates(path: &Path) -> Result<Vec<Vec<u8>>, Failure> {
    let unusable = |why: String| Failure::Call(format!("--cacert {}: {why}", path.display()));
    let file = fs::read(path).map_err(|error| unusable(format!("cannot be read ({error})")))?;
    robot::read_certificates(&file).map_err(|error| unusable(error.to_string()))
}

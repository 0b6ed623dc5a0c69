//! `infragrade live`.

pub(super) mod checks;
pub(super) mod human;
mod website;

use std::path::PathBuf;

use clap::Args;

use super::{Failure, Status};

/// Grade the running website: 40 points for using it, 20 for its looks
///
/// A robot makes two accounts, posts a public and a private picture, and looks at what each account sees. Chromium
/// opens the front page, which is compared with a picture of how it should look.
///
/// Exit status: 0 full marks, 1 points lost, 2 an unusable call, 3 a step could not be graded.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The website [default: https://yoctogram.SUNET.infracourse.cloud]
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Your SUNet ID [default: the file SUNET]
    #[arg(long, value_name = "ID", conflicts_with = "url")]
    sunet: Option<String>,
    /// Give the website this long until it answers for the first time
    #[arg(long, value_name = "SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=3600))]
    wait: u64,
    /// Grade only the steps whose ID begins with this, such as `interaction` or `appearance`
    #[arg(long, value_name = "ID-PREFIX", default_value = "", hide_default_value = true)]
    only: String,
    /// How the report is written: human, json, junit, sarif, github, gradescope or html; with =FILE, into a file.
    /// May be given several times
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "human")]
    format: Vec<String>,
    /// Write the report that has no file of its own to this one instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Keep the pictures of the front page in this folder: as it looks, as it should look, and the difference
    #[arg(long, value_name = "DIR")]
    pictures: Option<PathBuf>,
    /// The program of Chromium [default: chromium, chromium-browser or google-chrome on the path]
    #[arg(long, value_name = "FILE")]
    browser: Option<PathBuf>,
    /// Trust the certificates in this file (PEM) instead of the public authorities'
    #[arg(long, value_name = "FILE")]
    cacert: Option<PathBuf>,
    /// Where a name is, instead of where DNS says; can be given several times
    #[arg(long, value_name = "HOST:PORT:ADDRESS[:PORT]")]
    resolve: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    website::grade(arguments)
}

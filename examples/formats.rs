//! Writes reports that no recording gives, for `tests/formats.sh`: with names that mean harm, and with source lines.

#[path = "../tests/it/formats/reports.rs"]
mod reports;
#[path = "../tests/it/support.rs"]
mod support;

use std::fs::File;
use std::io;
use std::path::PathBuf;

use infragrade::report::{Report, gradescope, html, json, junit, sarif};

fn main() -> io::Result<()> {
    let directory = PathBuf::from(std::env::args().nth(1).unwrap_or_default());
    let starter = support::fixtures().join("starter");
    let mut hostile = reports::hostile(reports::HARM);
    hostile.picture = reports::of(&starter, "").picture;
    write(directory.join("hostile"), &hostile)?;
    write(directory.join("with-sources"), &reports::with_sources(reports::of(&starter, "")))
}

fn write(path: PathBuf, report: &Report) -> io::Result<()> {
    let file = |ending| File::create(path.with_extension(ending));
    json::write(file("json")?, report)?;
    sarif::write(file("sarif")?, report)?;
    junit::write(file("xml")?, report)?;
    gradescope::write(file("gradescope")?, report)?;
    html::write(file("html")?, report)
}

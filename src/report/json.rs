//! The report as JSON (`infragrade/report/v1`), one object and a line feed.

use std::io;

use super::Report;

/// Writes the report. Fails only when `sink` does.
pub fn write(mut sink: impl io::Write, report: &Report) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut sink, report).map_err(io::Error::from)?;
    writeln!(sink)
}

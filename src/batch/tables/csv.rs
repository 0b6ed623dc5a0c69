//! One row for each submission, one column of points for each check: for spreadsheets and data frames (RFC 4180).

use std::io;

use csv::{Terminator, WriterBuilder};

use super::Batch;
use crate::report::text::visible;

/// The columns before those of the checks.
const FIRST: [&str; 6] = ["submission", "sunet", "assembly", "problem", "score", "max_score"];

/// Writes the table. Fails only when `sink` does.
pub fn write(sink: &mut dyn io::Write, batch: Batch<'_>) -> io::Result<()> {
    let catalogue = batch.catalogue;
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(sink);
    writer.write_record(FIRST.into_iter().chain(catalogue.checks.iter().map(|check| check.id.as_str())))?;
    for row in batch.rows {
        writer.write_field(cell(&row.name))?;
        writer.write_field(row.sunet.as_deref().unwrap_or_default())?;
        writer.write_field(row.assembly.map(|origin| origin.as_str()).unwrap_or_default())?;
        match &row.outcome {
            Ok(marks) => {
                writer.write_field("")?;
                writer.write_field(marks.score(catalogue).to_string())?;
                writer.write_field(catalogue.points.to_string())?;
                for check in 0..catalogue.checks.len() {
                    writer.write_field(marks.points(check, catalogue).to_string())?;
                }
            }
            Err(problem) => {
                writer.write_field(cell(&problem.message))?;
                // No points are no 0 points.
                (0..catalogue.checks.len() + 2).try_for_each(|_| writer.write_field(""))?;
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

/// A text that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let text = visible(text);
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_formula() {
        for (text, expected) in [
            ("alice", "alice"),
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("@x", "'@x"),
            ("\t=x", "\u{fffd}=x"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}

//! The tables of a batch, one module for each format. They know rows and the catalogue, and nothing before them.

pub mod csv;
pub mod html;
pub mod json;
mod statistics;

use std::io;
use std::path::Path;

use super::kept::{self, Row};
use super::shard::Shard;
use crate::policy::Catalogue;

/// The tables' files in the batch's folder.
pub const FILES: [&str; 3] = ["results.csv", "results.json", "index.html"];

/// What the tables are made of.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    /// The checks.
    pub catalogue: &'a Catalogue,
    /// [`super::grader`] of the settings.
    pub grader: &'a str,
    /// The part of the submissions that it is, where it is not all.
    pub shard: Option<Shard>,
    /// Whether there is a page for each submission.
    pub pages: bool,
    /// The submissions in their order.
    pub rows: &'a [Row],
}

/// Writes all tables into the batch's folder, each as a whole.
///
/// # Errors
/// The file that cannot be written.
pub fn write(folder: &Path, batch: Batch<'_>) -> Result<(), super::Error> {
    type Write = fn(&mut dyn io::Write, Batch<'_>) -> io::Result<()>;
    let writers: [Write; 3] = [csv::write, json::write, html::write];
    for (file, write) in FILES.into_iter().zip(writers) {
        let path = folder.join(file);
        kept::whole(&path, |sink| write(sink, batch))
            .map_err(|error| super::Error::new(&path, format!("cannot be written ({error})")))?;
    }
    Ok(())
}

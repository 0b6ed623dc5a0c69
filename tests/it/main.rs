//! Tests of the library and of the command on recorded assemblies; one binary, since linking takes longer than testing.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod assembly;
mod cli;
mod engines;
mod faults;
mod lines;
mod packs;
mod rules_style;
mod source;
mod support;

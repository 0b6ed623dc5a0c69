//! Tests of the library and of the command on recorded assemblies; one binary, since linking takes longer than testing.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod assembly;
#[cfg(all(feature = "live", target_os = "linux"))]
mod autograde;
mod batch;
mod cli;
mod engines;
mod explanations;
mod faults;
mod files;
mod formats;
mod hook;
#[cfg(not(feature = "live"))]
mod left_out;
mod lines;
mod lint;
mod manual;
mod packs;
mod rule_tests;
mod rules_style;
mod source;
mod support;
mod synth;
#[cfg(target_os = "linux")]
mod synth_cdk;
#[cfg(target_os = "linux")]
mod synth_hostile;
mod walkthrough;

//! The robot against websites on this machine.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bugs;
mod deployed;
mod looks;
mod service;
mod support;

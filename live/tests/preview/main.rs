//! Deployments previewed and used, as a person would use them.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, unreachable_pub, reason = "tests")]

mod faults;
mod reference;
mod support;

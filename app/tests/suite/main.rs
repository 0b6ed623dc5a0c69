//! The service against real PostgreSQL, and in production mode against an S3 server that verifies
//! signatures and policies.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod access;
mod accounts;
mod dev_images;
mod document;
mod feed;
mod outage;
mod presign;
mod process;
mod production;
mod standalone;
mod support;
mod tokens;

//! Serves Yoctogram, an image-sharing app, over HTTP.
//!
//! Users and image records are in PostgreSQL; images are in S3 in production, which clients reach with
//! requests signed here, and in a directory elsewhere.

pub mod config;
pub mod db;
pub mod error;
mod extract;
mod image_type;
pub mod logging;
mod moment;
pub mod password;
mod rate;
mod request_log;
pub mod routes;
pub mod server;
pub mod state;
pub mod storage;
mod store;
pub mod token;
mod uploads;

pub use request_log::REQUEST_ID;

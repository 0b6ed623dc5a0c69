//! The combinations of `fixtures/combinations/`, made with the library: a function each, with the same name, whose
//! assembly equals the real CDK's byte for byte.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod buckets;
mod cloudfront_to_s3;
mod distributions;
mod headers;
mod iam;
mod network;
mod recorded;
mod secrets;
mod support;
mod surroundings;

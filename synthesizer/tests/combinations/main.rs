//! Combinations of options that the assignment does not use, against recordings of the real CDK
//! (`fixtures/combinations/*.py`): one function here for each function there, with the same name.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod balancers;
mod bucket_keys;
mod buckets;
mod certificates;
mod cloudfront_to_s3;
mod containers;
mod core;
mod database;
mod database_instances;
mod deployment;
mod distributions;
mod headers;
mod iam;
mod logs;
mod network;
mod old_distributions;
mod secrets;
mod service_discovery;
mod services;
mod stacks;
mod support;
mod surroundings;
mod tasks;
mod zones;

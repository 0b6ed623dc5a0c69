//! Requests, bounded in time, size, and in where they may go.

mod answer;
mod client;
mod failure;
mod resolver;

pub(crate) use answer::{Answer, printable};
pub(crate) use client::{Client, Request, is_loopback};
pub(crate) use failure::Failure;
pub(crate) use resolver::public_address;

//! Warnings and errors that the command line shows.

use super::Construct;
use super::Node;
use crate::value::Value;

const INFO: &str = "aws:cdk:info";
const WARNING: &str = "aws:cdk:warning";
const ERROR: &str = "aws:cdk:error";

/// Messages about a construct, which end up in `manifest.json` and are shown by `cdk synth`.
#[derive(Debug)]
pub struct Annotations {
    node: Node,
}

impl Annotations {
    /// Those of this construct.
    pub fn of(construct: &dyn Construct) -> Annotations {
        Annotations { node: construct.node().clone() }
    }

    /// Adds a warning with an id, by which it can be acknowledged.
    pub fn add_warning_v2(&self, id: &str, message: &str) {
        self.add(WARNING, &format!("{message} [ack: {id}]"));
    }

    /// Adds a warning.
    pub fn add_warning(&self, message: &str) {
        self.add(WARNING, message);
    }

    /// Adds information.
    pub fn add_info(&self, message: &str) {
        self.add(INFO, message);
    }

    /// Adds an error, with which the command line will not deploy.
    pub fn add_error(&self, message: &str) {
        self.add(ERROR, message);
    }

    fn add(&self, kind: &'static str, message: &str) {
        let data = Value::from(message);
        if self.node.read(|node| node.metadata.iter().all(|entry| entry.data != data)) {
            self.node.add_metadata(kind, data);
        }
    }
}

//! Warnings and errors that the command line shows.

use std::cell::RefCell;
use std::rc::Rc;

use super::tree::Metadata;
use super::{Construct, Node};
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
        let mut above = self.node.scope();
        while let Some(node) = above {
            if node
                .attached::<Acknowledged>()
                .is_some_and(|known| known.0.borrow().iter().any(|own| own == id))
            {
                return;
            }
            above = node.scope();
        }
        self.add(WARNING, &format!("{message} {}", tag(id)));
    }

    /// Takes away the warnings with this id here and below, and those that are to come below.
    pub fn acknowledge_warning(&self, id: &str) {
        if self.node.attached::<Acknowledged>().is_none() {
            self.node.attach(Rc::new(Acknowledged::default()));
        }
        if let Some(known) = self.node.attached::<Acknowledged>() {
            known.0.borrow_mut().push(id.to_owned());
        }
        let tag = tag(id);
        let is_meant = |entry: &Metadata| match &entry.data {
            Value::Text(text) => {
                entry.kind == WARNING && text.as_literal().is_some_and(|message| message.contains(&tag))
            }
            _ => false,
        };
        for node in self.node.find_all() {
            node.write(|data| data.metadata.retain(|entry| !is_meant(entry)));
        }
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

/// The ids of warnings that were acknowledged at a construct.
#[derive(Default)]
struct Acknowledged(RefCell<Vec<String>>);

fn tag(id: &str) -> String {
    format!("[ack: {id}]")
}

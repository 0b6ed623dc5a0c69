//! Changes that are made to all constructs below one.

use std::rc::Rc;

use crate::construct::{Construct, Node};
use crate::error::Result;

/// Visits every construct below the one that it was added to, before synthesis.
pub trait Aspect {
    /// Looks at one construct, and may change it.
    fn visit(&self, node: &Node) -> Result<()>;
}

/// The aspects of a construct.
#[derive(Debug)]
pub struct Aspects {
    node: Node,
}

impl Aspects {
    /// Those of this construct.
    pub fn of(construct: &dyn Construct) -> Aspects {
        Aspects { node: construct.node().clone() }
    }

    /// Adds an aspect, for this construct and all below it.
    pub fn add(&self, aspect: impl Aspect + 'static) {
        self.node.write(|data| data.aspects.push(Rc::new(aspect)));
    }
}

/// Has all aspects visit all constructs below `root`, those of inner stages left to them.
pub(crate) fn invoke_aspects(root: &Node) -> Result<()> {
    recurse(root, &[])
}

fn recurse(node: &Node, inherited: &[Rc<dyn Aspect>]) -> Result<()> {
    let mut aspects = inherited.to_vec();
    aspects.extend(node.read(|data| data.aspects.clone()));
    if !aspects.is_empty() {
        for aspect in &aspects {
            aspect.visit(node)?;
        }
    }
    for child in node.children() {
        if !child.is_stage() {
            recurse(&child, &aspects)?;
        }
    }
    Ok(())
}

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
    recurse(root, &mut Vec::new())
}

/// Of aspects there are those of the constructs above it, and its own for as long as it is visited.
fn recurse(node: &Node, aspects: &mut Vec<Rc<dyn Aspect>>) -> Result<()> {
    let inherited = aspects.len();
    node.read(|data| aspects.extend(data.aspects.iter().cloned()));
    aspects.iter().try_for_each(|aspect| aspect.visit(node))?;
    for child in node.children().iter().filter(|child| !child.is_stage()) {
        recurse(child, aspects)?;
    }
    aspects.truncate(inherited);
    Ok(())
}

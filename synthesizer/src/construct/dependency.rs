//! What a construct can wait for.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Construct, Node, NodeId};

/// What a construct can wait for: another construct, or a group of them that may still grow.
#[derive(Debug, Clone)]
pub enum Dependable {
    /// One construct, with everything below it.
    Construct(Node),
    /// Several.
    Group(DependencyGroup),
}

/// Several constructs to wait for. Cheap to clone: all clones are the same group.
#[derive(Debug, Clone, Default)]
pub struct DependencyGroup {
    members: Rc<RefCell<Vec<Dependable>>>,
}

impl DependencyGroup {
    /// An empty group.
    pub fn new() -> DependencyGroup {
        DependencyGroup::default()
    }

    /// Adds to the group.
    pub fn add(&self, dependable: impl Into<Dependable>) {
        self.members.borrow_mut().push(dependable.into());
    }
}

impl Dependable {
    /// The constructs that it stands for.
    pub fn roots(&self) -> Vec<Node> {
        match self {
            Dependable::Construct(node) => vec![node.clone()],
            Dependable::Group(group) => {
                let members = group.members.borrow().clone();
                members.iter().flat_map(Dependable::roots).collect()
            }
        }
    }
}

impl<T: Construct> From<&T> for Dependable {
    fn from(construct: &T) -> Dependable {
        Dependable::Construct(construct.node().clone())
    }
}

impl From<DependencyGroup> for Dependable {
    fn from(group: DependencyGroup) -> Dependable {
        Dependable::Group(group)
    }
}

impl Node {
    /// Makes all resources below this construct wait for all resources below the other.
    pub fn add_dependency(&self, dependable: impl Into<Dependable>) {
        let dependable = dependable.into();
        self.write(|data| data.dependencies.push(dependable));
    }

    /// The constructs that this one itself was made to wait for, each once.
    pub fn dependencies(&self) -> Vec<Node> {
        let dependables = self.read(|data| data.dependencies.clone());
        let mut seen: Vec<NodeId> = Vec::new();
        let roots = dependables.iter().flat_map(Dependable::roots);
        roots
            .filter(|root| {
                !seen.contains(&root.key()) && {
                    seen.push(root.key());
                    true
                }
            })
            .collect()
    }
}

//! Where all nodes of one app are kept.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::FixedState;

use super::{ConstructInfo, Dependable};
use crate::aspect::Aspect;
use crate::assets::StagedAsset;
use crate::cfn::ResourceData;
use crate::json::{Json, Map};
use crate::physical_name::AcrossEnvironments;
use crate::stack::StackData;
use crate::stage::StageData;
use crate::value::{Reference, Value};

/// Place of a node in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(u32);

impl NodeId {
    /// How many nodes were made before it.
    pub(crate) fn number(self) -> u32 {
        self.0
    }
}

/// All nodes of one app, and what becomes of references between its stacks.
///
/// No borrow outlives one of these methods, and none of them calls code from outside: nodes can be read and changed
/// from anywhere, lazy values and aspects among it.
#[derive(Default)]
pub(crate) struct Tree {
    nodes: RefCell<Vec<NodeData>>,
    replacements: RefCell<HashMap<(Reference, NodeId), Value, FixedState>>,
    assets: RefCell<Vec<StagedAsset>>,
}

/// One node.
#[derive(Default)]
pub(crate) struct NodeData {
    pub(crate) scope: Option<NodeId>,
    pub(crate) id: Rc<str>,
    pub(crate) path: Rc<str>,
    pub(crate) children: Map<NodeId>,
    pub(crate) info: Option<ConstructInfo>,
    pub(crate) context: HashMap<Rc<str>, Json>,
    pub(crate) metadata: Vec<Metadata>,
    pub(crate) dependencies: Vec<Dependable>,
    pub(crate) validations: Vec<Rc<dyn Fn() -> Vec<String>>>,
    pub(crate) aspects: Vec<Rc<dyn Aspect>>,
    /// What constructs keep here for as long as the app lives.
    pub(crate) attached: Vec<Rc<dyn Any>>,
    pub(crate) default_child: Option<NodeId>,
    /// The stack it is in, itself if it is one.
    pub(crate) stack: Option<NodeId>,
    /// The stage or app it is in, itself if it is one.
    pub(crate) stage: Option<NodeId>,
    pub(crate) element: Option<Element>,
    /// How stacks of other environments name this resource.
    pub(crate) across_environments: Option<Rc<AcrossEnvironments>>,
    pub(crate) stack_data: Option<Box<StackData>>,
    pub(crate) stage_data: Option<Box<StageData>>,
}

/// An entry that ends up in `manifest.json`.
#[derive(Debug, Clone)]
pub(crate) struct Metadata {
    pub(crate) kind: &'static str,
    pub(crate) data: Value,
}

/// What a node contributes to its stack's template.
#[derive(Clone)]
pub(crate) struct Element {
    pub(crate) own_logical_id: Option<Rc<str>>,
    pub(crate) locked: bool,
    /// The id made of the path, once it was asked for.
    pub(crate) allocated: Option<Rc<str>>,
    pub(crate) body: ElementBody,
}

/// The contribution itself.
#[derive(Clone)]
pub(crate) enum ElementBody {
    Resource(Rc<ResourceData>),
    /// An entry of another section.
    Entry(&'static str, Rc<Value>),
}

impl Tree {
    pub(crate) fn add(&self, data: NodeData) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        let id = NodeId(nodes.len() as u32);
        nodes.push(data);
        id
    }

    pub(crate) fn read<T>(&self, id: NodeId, with: impl FnOnce(&NodeData) -> T) -> T {
        with(&self.nodes.borrow()[id.0 as usize])
    }

    pub(crate) fn write<T>(&self, id: NodeId, with: impl FnOnce(&mut NodeData) -> T) -> T {
        with(&mut self.nodes.borrow_mut()[id.0 as usize])
    }

    /// What this reference is in that stack, if it is of another.
    pub(crate) fn replacement(&self, reference: &Reference, stack: NodeId) -> Option<Value> {
        let replacements = self.replacements.borrow();
        if replacements.is_empty() {
            return None;
        }
        replacements.get(&(reference.clone(), stack)).cloned()
    }

    /// Notes a file or folder for the assembly, each once.
    pub(crate) fn stage_asset(&self, asset: StagedAsset) {
        let mut assets = self.assets.borrow_mut();
        if !assets.iter().any(|known| known.path == asset.path) {
            assets.push(asset);
        }
    }

    pub(crate) fn staged_assets(&self) -> Vec<StagedAsset> {
        self.assets.borrow().clone()
    }

    pub(crate) fn replace(&self, reference: Reference, stack: NodeId, value: Value) {
        self.replacements.borrow_mut().insert((reference, stack), value);
    }

    /// Drops whatever may point back to the tree, so that it can be freed.
    pub(crate) fn release(&self) {
        let old: Vec<_> = self
            .nodes
            .borrow_mut()
            .iter_mut()
            .map(|node| {
                let kept = NodeData { id: node.id.clone(), path: node.path.clone(), ..NodeData::default() };
                std::mem::replace(node, kept)
            })
            .collect();
        let replacements = std::mem::take(&mut *self.replacements.borrow_mut());
        drop((old, replacements));
    }
}

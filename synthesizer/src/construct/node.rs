//! A construct's place in the tree.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use super::tree::{Metadata, NodeData, NodeId, Tree};
use super::{Construct, ConstructInfo};
use crate::error::{Error, Result};
use crate::stack::{Stack, UniqueResourceNameOptions, unique_id, unique_resource_name};
use crate::value::Value;

/// A construct's place in the tree; CDK's `Node`. Cheap to clone: all clones are the same place.
#[derive(Clone)]
pub struct Node {
    tree: Rc<Tree>,
    id: NodeId,
}

impl Construct for Node {
    fn node(&self) -> &Node {
        self
    }
}

impl Node {
    /// A new node below `scope`. A `/` in its id becomes `--`.
    pub fn new(scope: &dyn Construct, id: &str, info: ConstructInfo) -> Result<Node> {
        let scope = scope.node();
        let id: Rc<str> = if id.contains('/') { id.replace('/', "--").into() } else { id.into() };
        scope.refuse_second(&id)?;
        let (stack, stage, path) =
            scope.read(|above| (above.stack, above.stage, join_path(&above.path, &id)));
        let data = NodeData {
            scope: Some(scope.id),
            id: id.clone(),
            path,
            info: Some(info),
            stack,
            stage,
            ..NodeData::default()
        };
        let node = scope.other(scope.tree.add(data));
        scope.write(|above| above.children.insert(id, node.id));
        Ok(node)
    }

    /// A plain construct, which only groups others.
    pub fn group(scope: &dyn Construct, id: &str) -> Result<Node> {
        Node::new(scope, id, ConstructInfo::CONSTRUCT)
    }

    pub(crate) fn root(info: ConstructInfo) -> Node {
        let tree = Rc::new(Tree::default());
        let id = tree.add(NodeData { info: Some(info), ..NodeData::default() });
        Node { tree, id }
    }

    fn refuse_second(&self, id: &str) -> Result<()> {
        self.read(|above| {
            if !above.children.contains_key(id) {
                return Ok(());
            }
            let class = above.info.as_ref().map_or("Construct", ConstructInfo::class);
            let name = if above.id.is_empty() { String::new() } else { format!(" [{}]", above.id) };
            Err(Error::message(format!("There is already a Construct with name '{id}' in {class}{name}")))
        })
    }

    pub(crate) fn tree(&self) -> &Tree {
        &self.tree
    }

    pub(crate) fn stage_asset(&self, asset: crate::assets::StagedAsset) {
        self.tree.stage_asset(asset);
    }

    pub(crate) fn key(&self) -> NodeId {
        self.id
    }

    /// Another node of the same tree.
    pub(crate) fn other(&self, id: NodeId) -> Node {
        Node { tree: self.tree.clone(), id }
    }

    pub(crate) fn read<T>(&self, with: impl FnOnce(&NodeData) -> T) -> T {
        self.tree.read(self.id, with)
    }

    pub(crate) fn write<T>(&self, with: impl FnOnce(&mut NodeData) -> T) -> T {
        self.tree.write(self.id, with)
    }

    /// Its id among its siblings.
    pub fn id(&self) -> Rc<str> {
        self.read(|data| data.id.clone())
    }

    /// Ids from below the app down to it, with `/` between them.
    pub fn path(&self) -> Rc<str> {
        self.read(|data| data.path.clone())
    }

    /// The construct that it is in; none for the app.
    pub fn scope(&self) -> Option<Node> {
        self.read(|data| data.scope).map(|id| self.other(id))
    }

    /// The app's node, then each down to this one.
    pub fn scopes(&self) -> Vec<Node> {
        let mut scopes = vec![self.clone()];
        while let Some(above) = scopes.last().and_then(Node::scope) {
            scopes.push(above);
        }
        scopes.reverse();
        scopes
    }

    /// The app's node.
    pub fn root_node(&self) -> Node {
        let mut node = self.clone();
        while let Some(above) = node.scope() {
            node = above;
        }
        node
    }

    /// Its children, in JavaScript's order of their ids.
    pub fn children(&self) -> Vec<Node> {
        self.read(|data| data.children.values().map(|id| self.other(*id)).collect())
    }

    /// The child with this id.
    pub fn try_find_child(&self, id: &str) -> Option<Node> {
        let child = self.read(|data| data.children.get(id).copied());
        child.map(|id| self.other(id))
    }

    /// Takes a child out of the tree. Says whether there was one.
    pub fn try_remove_child(&self, id: &str) -> bool {
        self.write(|data| data.children.remove(id).is_some())
    }

    /// The child called `Resource` or `Default`, or the one that was set.
    pub fn default_child(&self) -> Option<Node> {
        let set = self.read(|data| data.default_child);
        match set {
            Some(id) => Some(self.other(id)),
            None => self.try_find_child("Resource").or_else(|| self.try_find_child("Default")),
        }
    }

    /// Makes another construct the default child.
    pub fn set_default_child(&self, child: &dyn Construct) {
        self.write(|data| data.default_child = Some(child.node().id));
    }

    /// It and everything below it, each construct before its children.
    pub fn find_all(&self) -> Vec<Node> {
        fn collect(node: Node, found: &mut Vec<Node>) {
            let children = node.children();
            found.push(node);
            children.into_iter().for_each(|child| collect(child, found));
        }
        let mut found = Vec::new();
        collect(self.clone(), &mut found);
        found
    }

    /// The stack that it is in.
    pub fn stack(&self) -> Result<Stack> {
        Ok(Stack::from_node(self.other(self.stack_id()?)))
    }

    pub(crate) fn stack_id(&self) -> Result<NodeId> {
        self.read(|data| match data.stack {
            Some(stack) => Ok(stack),
            None => {
                let class = data.info.as_ref().map_or("Construct", ConstructInfo::class);
                let path = &data.path;
                Err(Error::message(format!(
                    "{class} at '{path}' should be created in the scope of a Stack, but no Stack found"
                )))
            }
        })
    }

    /// An id that no other construct of the app has: `Names.uniqueId`.
    pub fn unique_id(&self) -> Result<String> {
        let ids: Vec<Rc<str>> = self.scopes().iter().skip(1).map(Node::id).collect();
        if ids.is_empty() { Ok(String::new()) } else { unique_id(&ids) }
    }

    /// A name that no other construct of the app has, made of the stack's name and the path below it:
    /// `Names.uniqueResourceName`.
    pub fn unique_resource_name(&self, options: UniqueResourceNameOptions<'_>) -> Result<String> {
        let mut parts: Vec<Rc<str>> = Vec::new();
        for scope in self.scopes() {
            let name = scope.read(|data| {
                data.stack_data
                    .as_ref()
                    .filter(|stack| stack.nested.is_none())
                    .map(|stack| stack.stack_name.clone())
            });
            match name {
                Some(name) => parts = vec![name],
                None => parts.push(scope.id()),
            }
        }
        unique_resource_name(&parts, "", options)
    }

    /// What identifies this construct by its path, in 42 characters.
    pub fn addr(&self) -> String {
        crate::hash::node_address(&self.scopes().iter().map(Node::id).collect::<Vec<_>>())
    }

    /// Adds an entry to the construct's metadata in `manifest.json`.
    pub fn add_metadata(&self, kind: &'static str, data: impl Into<Value>) {
        let data = data.into();
        if !data.is_undefined() {
            self.write(|node| node.metadata.push(Metadata { kind, data }));
        }
    }

    /// Adds a check that is made before synthesis; each text that it returns is an error.
    pub fn add_validation(&self, validate: impl Fn() -> Vec<String> + 'static) {
        self.write(|data| data.validations.push(Rc::new(validate)));
    }

    /// Keeps something at this node for as long as the app lives.
    pub(crate) fn attach<T: Any>(&self, value: Rc<T>) {
        self.write(|data| data.attached.push(value));
    }

    /// What was attached, if anything of this type was.
    pub(crate) fn attached<T: Any>(&self) -> Option<Rc<T>> {
        let all = self.read(|data| data.attached.clone());
        all.into_iter().find_map(|value| value.downcast::<T>().ok())
    }

    /// An error about this construct.
    pub fn error(&self, message: impl Into<String>) -> Error {
        Error::Construct { path: self.path().to_string(), message: message.into() }
    }
}

fn join_path(above: &str, id: &str) -> Rc<str> {
    match (above.is_empty(), id.is_empty()) {
        (true, _) => id.into(),
        (false, true) => above.into(),
        (false, false) => format!("{above}/{id}").into(),
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Node({})", self.path())
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        Rc::ptr_eq(&self.tree, &other.tree) && self.id == other.id
    }
}

impl Eq for Node {}

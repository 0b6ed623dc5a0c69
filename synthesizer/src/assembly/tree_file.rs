//! `tree.json`: the constructs, for people and tools to look through.

use super::AssemblyBuilder;
use crate::construct::Node;
use crate::error::Result;
use crate::json::{Json, Map};

const FILE: &str = "tree.json";
const ID: &str = "Tree";

/// Adds the construct that stands for the file.
pub(super) fn add_tree(app: &Node) -> Result<()> {
    if app.try_find_child(ID).is_none() {
        Node::group(app, ID)?;
    }
    Ok(())
}

/// Writes the file.
pub(super) fn write_tree(app: &Node, builder: &mut AssemblyBuilder<'_>) -> Result<()> {
    let mut tree = Map::new();
    tree.insert("version", Json::from("tree-0.1"));
    tree.insert("tree", describe(app)?);
    builder.add_file(FILE, Json::Object(tree).stringify(2));
    let mut artifact = Map::new();
    artifact.insert("type", Json::from("cdk:tree"));
    artifact.insert("properties", Json::single("file", FILE));
    builder.add_artifact(ID, artifact);
    Ok(())
}

fn describe(node: &Node) -> Result<Json> {
    let mut children = Map::new();
    for child in node.children() {
        children.insert(child.id(), describe(&child)?);
    }
    let mut out = Map::new();
    let (id, path, info) = node.read(|data| (data.id.clone(), data.path.clone(), data.info.clone()));
    out.insert("id", if id.is_empty() { Json::from("App") } else { Json::String(id) });
    out.insert("path", Json::String(path));
    if !children.is_empty() {
        out.insert("children", Json::Object(children));
    }
    if let Some(mut attributes) = node.tree_attributes()? {
        remove_parents(&mut attributes);
        out.insert("attributes", attributes);
    }
    if let Some(info) = info {
        let mut class = Map::new();
        class.insert("fqn", Json::from(info.fqn.as_ref()));
        class.insert("version", Json::from(info.version));
        out.insert("constructInfo", Json::Object(class));
    }
    Ok(Json::Object(out))
}

/// The CDK leaves out every key called `parent`, wherever it is.
fn remove_parents(json: &mut Json) {
    match json {
        Json::Object(map) => {
            map.remove("parent");
            map.values_mut().for_each(remove_parents);
        }
        Json::Array(items) => items.iter_mut().for_each(remove_parents),
        _ => {}
    }
}

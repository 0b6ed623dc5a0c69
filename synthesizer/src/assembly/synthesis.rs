//! From constructs to an assembly.

use std::rc::Rc;

use super::analytics::{Analytics, add_metadata_resource};
use super::tree_file::{add_tree, write_tree};
use super::{AssemblyBuilder, CloudAssembly};
use crate::aspect::invoke_aspects;
use crate::cfn::CfnResource;
use crate::construct::{Node, NodeId};
use crate::error::{Error, Result};
use crate::json::{Json, Map};
use crate::stack::{Stack, resolve_references};

/// Synthesizes an app.
pub(crate) fn synthesize(app: &Node, runtime: &str, with_tree: bool) -> Result<CloudAssembly> {
    let mut assembly = CloudAssembly::default();
    if with_tree {
        add_tree(app)?;
    }
    synthesize_stage(app, &mut assembly, String::new(), &Analytics::new(runtime))?;
    assembly.assets = app.tree().staged_assets();
    Ok(assembly)
}

/// Synthesizes a stage or the app into a folder of the assembly; returns what is to be looked up.
fn synthesize_stage(
    stage: &Node,
    assembly: &mut CloudAssembly,
    folder: String,
    analytics: &Rc<Analytics>,
) -> Result<Vec<Json>> {
    let mut builder = AssemblyBuilder::new(assembly, folder);
    for inner in inner_stages(stage) {
        let id = inner.stage_artifact_id();
        builder.add_artifact(&id, nested_assembly(&id, &inner));
        let folder = format!("{}{id}/", builder.folder());
        for report in synthesize_stage(&inner, builder.assembly, folder, analytics)? {
            builder.add_missing(report);
        }
    }
    invoke_aspects(stage)?;
    let constructs = constructs_of(stage);
    for construct in constructs.iter().rev().filter(|node| is_stack(node)) {
        add_metadata_resource(&Stack::from_node(construct.clone()), analytics)?;
    }
    prepare(stage)?;
    validate(stage)?;
    for construct in post_order(stage) {
        if is_stack(&construct) {
            Stack::from_node(construct).synthesize(&mut builder)?;
        } else if construct.path().as_ref() == "Tree" {
            write_tree(stage, &mut builder)?;
        }
    }
    Ok(builder.finish())
}

fn is_stack(node: &Node) -> bool {
    node.read(|data| data.stack_data.is_some())
}

fn nested_assembly(id: &str, stage: &Node) -> Map<Json> {
    let mut properties = Map::new();
    properties.insert("directoryName", Json::from(id));
    properties.insert("displayName", Json::from(stage.path()));
    let mut artifact = Map::new();
    artifact.insert("type", Json::from("cdk:cloud-assembly"));
    artifact.insert("properties", Json::Object(properties));
    artifact
}

/// The stages directly inside of this one, in the order in which they were made.
fn inner_stages(stage: &Node) -> Vec<Node> {
    fn collect(node: &Node, found: &mut Vec<Node>) {
        for child in node.children() {
            if child.is_stage() { found.push(child) } else { collect(&child, found) }
        }
    }
    let mut found = Vec::new();
    collect(stage, &mut found);
    found.sort_by_key(Node::key);
    found
}

/// The stage and all below it, each before its children, inner stages left out.
fn constructs_of(stage: &Node) -> Vec<Node> {
    fn collect(node: &Node, found: &mut Vec<Node>) {
        found.push(node.clone());
        node.children().iter().filter(|child| !child.is_stage()).for_each(|child| collect(child, found));
    }
    let mut found = Vec::new();
    collect(stage, &mut found);
    found
}

/// The same, each after its children.
fn post_order(stage: &Node) -> Vec<Node> {
    fn collect(node: Node, found: &mut Vec<Node>) {
        let children = node.children().into_iter().filter(|child| !child.is_stage());
        children.for_each(|child| collect(child, found));
        found.push(node);
    }
    let mut found = Vec::new();
    collect(stage.clone(), &mut found);
    found
}

/// Turns dependencies of constructs into dependencies of resources, and resolves references across stacks.
fn prepare(root: &Node) -> Result<()> {
    let mut edges: Vec<(NodeId, NodeId)> = Vec::new();
    for source in root.find_all() {
        for dependency in source.dependencies() {
            let edge = (source.key(), dependency.key());
            if edges.contains(&edge) {
                continue;
            }
            edges.push(edge);
            let sources = resources_of(&source);
            for target in resources_of(&dependency) {
                for source in &sources {
                    source.add_dependency(&target)?;
                }
            }
        }
    }
    resolve_references(root)?;
    let nested = post_order(root).into_iter().filter(is_stack).map(Stack::from_node);
    let nested: Vec<Stack> = nested.filter(Stack::is_nested).collect();
    if nested.is_empty() {
        return Ok(());
    }
    nested.iter().try_for_each(Stack::prepare_template_asset)?;
    resolve_references(root)
}

fn resources_of(node: &Node) -> Vec<CfnResource> {
    node.find_all().iter().filter_map(CfnResource::at).collect()
}

fn validate(root: &Node) -> Result<()> {
    let mut errors = Vec::new();
    for construct in constructs_of(root) {
        for validation in construct.read(|data| data.validations.clone()) {
            errors
                .extend(validation().into_iter().map(|message| format!("[{}] {message}", construct.path())));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Validation(errors)) }
}

//! `CDKMetadata`: which constructs a stack is made of.

use std::cell::RefCell;
use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::gzip::Gzip;
use crate::cfn::{CfnCondition, CfnResource};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::json::Map;
use crate::region_info::WITH_CDK_METADATA;
use crate::stack::Stack;
use crate::value::{Aws, Fn, Lazy, Token, Value};

const ID: &str = "CDKMetadata";

/// What the CDK reports of libraries of its own makers.
const REPORTED: [&str; 9] = [
    "@aws-cdk/",
    "@aws-cdk-containers/",
    "@aws-solutions-konstruk/",
    "@aws-solutions-constructs/",
    "@amzn/",
    "@cdklabs/",
    "aws-rfdk.",
    "aws-cdk-lib.",
    "cdk8s.",
];

/// What tells of the constructs of all stacks of an app.
pub(super) struct Analytics {
    runtime: String,
    gzip: RefCell<Gzip>,
}

impl Analytics {
    pub(super) fn new(runtime: &str) -> Rc<Analytics> {
        Rc::new(Analytics { runtime: runtime.to_owned(), gzip: RefCell::default() })
    }

    fn of(&self, stack: &Node) -> Result<Value> {
        let packed = self.gzip.borrow_mut().compress(constructs(stack, &self.runtime).as_bytes())?;
        Ok(Value::from(format!("v2:deflate64:{}", STANDARD.encode(packed))))
    }
}

/// Adds the resource that says which constructs the stack is made of, where that is wanted and possible.
pub(super) fn add_metadata_resource(stack: &Stack, analytics: &Rc<Analytics>) -> Result<()> {
    let region = stack.region()?;
    if !stack.data(|data| data.version_reporting)? || stack.node().try_find_child(ID).is_some() {
        return Ok(());
    }
    let group = Node::group(stack, ID)?;
    if region.as_literal().is_some_and(|known| !WITH_CDK_METADATA.contains(&known)) {
        return Ok(());
    }
    let (node, analytics) = (stack.node().clone(), analytics.clone());
    // Kept from its first resolution on: exports and the bootstrap rule, which come later, are not in it.
    let text = Lazy::cached(move |_| analytics.of(&node));
    let properties = crate::object! { "Analytics" => Token::Lazy(text) };
    let resource = CfnResource::new(&group, "Default", "AWS::CDK::Metadata", properties)?;
    if region.is_unresolved() {
        let regions =
            WITH_CDK_METADATA.iter().map(|name| Fn::condition_equals(Aws::region(), *name)).collect();
        let condition = CfnCondition::new(&group, "Condition", Fn::condition_or(regions)?)?;
        condition.node().override_logical_id("CDKMetadataAvailable")?;
        resource.set_condition(&condition);
    }
    Ok(())
}

/// The kinds of constructs of a stack with their versions, and what runs the app.
fn constructs(stack: &Node, runtime: &str) -> String {
    let mut trie = Trie::default();
    let mut seen: Vec<ConstructInfo> = Vec::new();
    collect(stack, &mut seen);
    for info in &seen {
        trie.insert(&format!("{}!{}", info.version, info.fqn));
    }
    let runtime: String = runtime.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    trie.insert(&format!("{runtime}!jsii-runtime.Runtime"));
    let mut text = String::new();
    trie.encode(&mut text);
    text
}

/// The characters of the pattern `[a-z0-9.-/=_]`, any case.
fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || "./=_".contains(character)
}

/// The kinds of constructs of a stack, those of stacks and stages inside of it left out.
fn collect(node: &Node, seen: &mut Vec<ConstructInfo>) {
    if let Some(info) = node.read(|data| data.info.clone())
        && REPORTED.iter().any(|prefix| info.fqn.starts_with(prefix))
        && !seen.contains(&info)
    {
        seen.push(info);
    }
    for child in node.children() {
        if child.read(|data| data.stack_data.is_none() && data.stage_data.is_none()) {
            collect(&child, seen);
        }
    }
}

/// Names that begin alike are written once.
#[derive(Default)]
struct Trie {
    children: Map<Trie>,
}

impl Trie {
    /// Adds a name, split after each character that is neither letter nor digit.
    fn insert(&mut self, name: &str) {
        let mut place = self;
        for part in name.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
            place = place.children.get_or_insert_with(part, Trie::default);
        }
        if name.ends_with(|c: char| !c.is_ascii_alphanumeric()) {
            place.children.get_or_insert_with("", Trie::default);
        }
    }

    fn encode(&self, out: &mut String) {
        for (place, (part, rest)) in self.children.iter().enumerate() {
            if place > 0 {
                out.push(',');
            }
            out.push_str(part);
            let several = rest.children.len() > 1;
            if several {
                out.push('{');
            }
            rest.encode(out);
            if several {
                out.push('}');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_beginnings_are_written_once() {
        let mut trie = Trie::default();
        for name in ["2.105.0!aws-cdk-lib.Stack", "2.105.0!aws-cdk-lib.CfnResource", "3!x.y"] {
            trie.insert(name);
        }
        let mut text = String::new();
        trie.encode(&mut text);
        assert_eq!(text, "2.105.0!aws-cdk-lib.{Stack,CfnResource},3!x.y");
    }
}

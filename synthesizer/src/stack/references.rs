//! References across stacks become exports and imports.

use super::Stack;
use super::dependencies::add_dependency;
use crate::construct::{Construct, Node};
use crate::error::{Error, Result};
use crate::value::{Reference, Resolver, Value};

/// Finds all references from one stack to another below `root`, exports what they refer to and imports it.
pub(crate) fn resolve_references(root: &Node) -> Result<()> {
    let mut edges = Vec::new();
    for consumer in root.find_all() {
        if consumer.read(|data| data.element.is_none()) {
            continue;
        }
        let mut resolver = Resolver::collecting(&consumer)?;
        consumer.render_element(&mut resolver)?;
        let stack = consumer.stack()?;
        for reference in resolver.into_references() {
            if root.other(reference.target).stack_id()? != stack.node().key() {
                edges.push((stack.clone(), reference));
            }
        }
    }
    for (consumer, reference) in edges {
        if root.tree().replacement(&reference, consumer.node().key()).is_none() {
            let value = import(&consumer, &reference)?;
            root.tree().replace(reference, consumer.node().key(), value);
        }
    }
    Ok(())
}

fn import(consumer: &Stack, reference: &Reference) -> Result<Value> {
    let target = consumer.node().other(reference.target);
    let producer = target.stack()?;
    let refuse = |why: &str| {
        Err(Error::message(format!(
            "Stack \"{}\" cannot reference {{{}[{}]}} in stack \"{}\". {why}",
            consumer.node().path(),
            target.path(),
            reference.attribute,
            producer.node().path(),
        )))
    };
    if producer.account()? != consumer.account()? {
        return refuse(
            "Cross stack references are only supported for stacks deployed to the same account or between nested \
             stacks and their parent stack",
        );
    }
    if producer.region()? != consumer.region()? {
        return refuse(
            "Cross stack references are only supported for stacks deployed to the same environment or between nested \
             stacks and their parent stack. Set crossRegionReferences=true to enable cross region references",
        );
    }
    let reason = format!("{} -> {}.{}", consumer.node().path(), target.path(), reference.attribute);
    add_dependency(consumer.node(), producer.node(), reason)?;
    producer.import_of(reference)
}

//! References across stacks become exports and imports.

use super::Stack;
use super::dependencies::add_dependency;
use crate::cfn::{CfnOutput, CfnOutputProps, CfnParameter, CfnParameterProps};
use crate::construct::{Construct, Node};
use crate::error::{Error, Result};
use crate::value::{Reference, Resolver, Text, TypeHint, Value};

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
            let value = value_in(&consumer, &reference)?;
            root.tree().replace(reference, consumer.node().key(), value);
        }
    }
    Ok(())
}

/// What stands for the reference in the stack that uses it.
fn value_in(consumer: &Stack, reference: &Reference) -> Result<Value> {
    let producer = consumer.node().other(reference.target).stack()?;
    if producer == *consumer {
        return Ok(Value::from(reference.clone()));
    }
    refuse_other_environment(consumer, &producer, reference)?;
    if let Some(parent) = consumer.nested_stack_parent()?
        && consumer.is_nested_in(&producer)?
    {
        let value = value_in(&parent, reference)?;
        return nested_parameter(consumer, reference, value);
    }
    if let Some(output) = nested_output(&producer, reference)? {
        return value_in(consumer, &output);
    }
    let across_regions = producer.region()? != consumer.region()?;
    let target = consumer.node().other(reference.target);
    let reason = format!("{} -> {}.{}", consumer.node().path(), target.path(), reference.attribute);
    add_dependency(consumer.node(), producer.node(), reason)?;
    match across_regions {
        true => producer.import_into_region(reference, consumer),
        false => producer.import_of(reference),
    }
}

fn refuse_other_environment(consumer: &Stack, producer: &Stack, reference: &Reference) -> Result<()> {
    let refuse = |why: &str| {
        Err(Error::message(format!(
            "Stack \"{}\" cannot reference {{{}[{}]}} in stack \"{}\". {why}",
            consumer.node().path(),
            consumer.node().other(reference.target).path(),
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
    let (theirs, ours) = (producer.region()?, consumer.region()?);
    if theirs == ours {
        return Ok(());
    }
    if !consumer.data(|data| data.cross_region_references)? {
        return refuse(
            "Cross stack references are only supported for stacks deployed to the same environment or between nested \
             stacks and their parent stack. Set crossRegionReferences=true to enable cross region references",
        );
    }
    if theirs.is_unresolved() || ours.is_unresolved() {
        return refuse(
            "Cross stack/region references are only supported for stacks with an explicit region defined. ",
        );
    }
    Ok(())
}

/// The parameter by which a nested stack is given a value from outside.
pub(super) fn nested_parameter(nested: &Stack, reference: &Reference, value: Value) -> Result<Value> {
    let id = format!("reference-to-{}", id_of(nested, reference)?);
    let parameter = match nested.node().try_find_child(&id) {
        Some(parameter) => parameter,
        None => {
            let parameter = CfnParameter::new(nested, &id, CfnParameterProps::default())?.node().clone();
            nested.set_nested_parameter(&parameter.logical_id()?, value)?;
            parameter
        }
    };
    Ok(Value::from(parameter.reference("Ref", TypeHint::String)))
}

/// The output by which a nested stack gives a value to the stack that it is part of. `None` if it is no nested stack.
fn nested_output(producer: &Stack, reference: &Reference) -> Result<Option<Reference>> {
    let Some(resource) = producer.nested_resource()? else {
        return Ok(None);
    };
    let id = id_of(producer, reference)?;
    let output = match producer.node().try_find_child(&id) {
        Some(output) => output,
        None => {
            let value = Text::from(reference.clone());
            CfnOutput::new(producer, &id, CfnOutputProps::new(value))?.node().clone()
        }
    };
    let attribute = format!("Outputs.{}", output.logical_id()?);
    Ok(Some(resource.get_att_as(&attribute, TypeHint::String)))
}

fn id_of(stack: &Stack, reference: &Reference) -> Result<String> {
    Ok(stack.node().other(reference.target).unique_id()? + &reference.attribute)
}

/// The reference as the outermost of nested stacks up to `stack` knows it.
pub(super) fn referenced_in_parent(stack: &Stack, reference: &Reference) -> Result<Reference> {
    let mut reference = reference.clone();
    loop {
        let target = stack.node().other(reference.target);
        let current = target.stack()?;
        if current == *stack {
            return Ok(reference);
        }
        reference = match nested_output(&current, &reference)? {
            Some(output) if current.is_nested_in(stack)? => output,
            _ => {
                return Err(Error::message(format!(
                    "Referenced resource must be in stack '{}', got '{}'",
                    stack.node().path(),
                    target.path()
                )));
            }
        };
    }
}

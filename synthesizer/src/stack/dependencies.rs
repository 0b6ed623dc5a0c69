//! Which stack is deployed before which.

use super::Stack;
use crate::construct::{Construct, Node, NodeId};
use crate::error::{Error, Result};

/// A stack that has to be deployed first, and why.
#[derive(Debug)]
pub(crate) struct StackDependency {
    pub(crate) stack: NodeId,
    reasons: Vec<Reason>,
}

#[derive(Debug, Clone, PartialEq)]
struct Reason {
    source: NodeId,
    target: NodeId,
    description: String,
}

impl Stack {
    /// Makes this stack wait for the other.
    pub fn add_dependency(&self, target: &Stack) -> Result<()> {
        let description = format!("{{{}}}.addDependency({{{}}})", self.node().path(), target.node().path());
        add_dependency(self.node(), target.node(), description)
    }

    /// The stacks that are deployed before this one.
    pub fn dependencies(&self) -> Result<Vec<Stack>> {
        let ids: Vec<NodeId> =
            self.data(|data| data.dependencies.iter().map(|other| other.stack).collect())?;
        Ok(ids.into_iter().map(|id| Stack::from_node(self.node().other(id))).collect())
    }

    fn add_assembly_dependency(&self, target: &Stack, reason: Reason) -> Result<()> {
        if let Some(cycle) = target.reasons_to_wait_for(self)? {
            let (own, other) = (self.node().path(), target.node().path());
            let description = reason.description;
            return Err(Error::message(format!(
                "'{other}' depends on '{own}' ({}). Adding this dependency ({description}) would create a cyclic reference.",
                cycle.join(", ")
            )));
        }
        let stack = target.node().key();
        self.data_mut(|data| {
            let known = data.dependencies.iter_mut().find(|dependency| dependency.stack == stack);
            match known {
                None => data.dependencies.push(StackDependency { stack, reasons: vec![reason] }),
                Some(dependency) => {
                    let same =
                        |other: &Reason| other.source == reason.source && other.target == reason.target;
                    if !dependency.reasons.iter().any(same) {
                        dependency.reasons.push(reason);
                    }
                }
            }
        })
    }

    /// Why this stack waits for the other, if it does.
    fn reasons_to_wait_for(&self, other: &Stack) -> Result<Option<Vec<String>>> {
        if self == other {
            return Ok(Some(Vec::new()));
        }
        for stack in self.dependencies()? {
            if let Some(further) = stack.reasons_to_wait_for(other)? {
                let mut reasons: Vec<String> = self.data(|data| {
                    let dependency = data.dependencies.iter().find(|known| known.stack == stack.node().key());
                    dependency
                        .into_iter()
                        .flat_map(|d| &d.reasons)
                        .map(|reason| reason.description.clone())
                        .collect()
                })?;
                reasons.extend(further);
                return Ok(Some(reasons));
            }
        }
        Ok(None)
    }
}

/// Makes one resource or stack wait for another: within a stack the resource, else the stacks.
pub(crate) fn add_dependency(source: &Node, target: &Node, description: String) -> Result<()> {
    if source == target {
        return Ok(());
    }
    let (source_stack, target_stack) = (source.stack()?, target.stack()?);
    let (from, to) = (source_stack.node().stage_key(), target_stack.node().stage_key());
    if from != to {
        return Err(Error::message(format!(
            "You cannot have a dependency from '{}' (in {}) to '{}' (in {}): dependency cannot cross stage boundaries",
            source.path(),
            source_stack.node().describe_stage(),
            target.path(),
            target_stack.node().describe_stage()
        )));
    }
    let (source_path, target_path) =
        (source_stack.path_from_top_level()?, target_stack.path_from_top_level()?);
    let common = source_path.iter().zip(&target_path).take_while(|(a, b)| a == b).last();
    let Some((common, _)) = common else {
        let reason = Reason { source: source.key(), target: target.key(), description };
        return match (source_path.first(), target_path.first()) {
            (Some(source), Some(target)) => source.add_assembly_dependency(target, reason),
            _ => Ok(()),
        };
    };
    if common.node() == source {
        return Ok(());
    }
    if common.node() == target {
        return Err(Error::message(format!(
            "Nested stack '{}' cannot depend on a parent stack '{}'",
            source_stack.node().path(),
            target_stack.node().path()
        )));
    }
    let (source, target) = (resource_in(source, common)?, resource_in(target, common)?);
    source.add_resource_dependency(&target);
    Ok(())
}

/// What stands for the element in the stack that is common to both: itself, or the resource of a nested stack around it.
fn resource_in(element: &Node, common: &Stack) -> Result<Node> {
    let mut element = element.clone();
    loop {
        let stack = element.stack()?;
        if stack.node() != &element && stack == *common {
            return Ok(element);
        }
        element = match stack.nested_resource()? {
            Some(resource) => resource.node().clone(),
            None => return Err(element.error("it is in no stack that both have in common")),
        };
    }
}

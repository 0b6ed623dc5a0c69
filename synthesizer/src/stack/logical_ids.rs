//! Names of a template's elements.

use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::FixedState;

use super::{Stack, unique_id};
use crate::construct::{Element, Node, NodeId};
use crate::error::{Error, Result};

/// Which logical ids a stack has renamed and given away.
#[derive(Debug, Default)]
pub(crate) struct LogicalIds {
    renames: HashMap<Rc<str>, Rc<str>, FixedState>,
    /// The id before renaming, by the id after it.
    given: HashMap<Rc<str>, Rc<str>, FixedState>,
}

impl LogicalIds {
    fn apply(&mut self, old: Rc<str>) -> Result<Rc<str>> {
        let new = self.renames.get(&old).cloned().unwrap_or_else(|| old.clone());
        match self.given.get(&new) {
            Some(other) if *other != old => {
                return Err(Error::message(format!(
                    "Two objects have been assigned the same Logical ID: '{other}' and '{old}' are now both named '{new}'."
                )));
            }
            Some(_) => return Ok(new),
            None => {}
        }
        validate(&new)?;
        self.given.insert(new.clone(), old);
        Ok(new)
    }

    /// Every rename must have been for an id that there is.
    pub(super) fn assert_all_renames_applied(&self) -> Result<()> {
        let mut unused: Vec<&str> = self
            .renames
            .keys()
            .filter(|old| !self.given.values().any(|given| given == *old))
            .map(AsRef::as_ref)
            .collect();
        unused.sort_unstable();
        if unused.is_empty() {
            return Ok(());
        }
        let unused = unused.join(", ");
        Err(Error::message(format!(
            "The following Logical IDs were attempted to be renamed, but not found: {unused}"
        )))
    }
}

fn validate(id: &str) -> Result<()> {
    if (1..=255).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(());
    }
    Err(Error::message(format!(
        "Logical ID must adhere to the regular expression: /^[A-Za-z0-9]{{1,255}}$/, got '{id}'"
    )))
}

impl Stack {
    /// Gives the element that would have the logical id `old` the id `new`.
    pub fn rename_logical_id(&self, old: &str, new: &str) -> Result<()> {
        let earlier = self.data_mut(|data| data.logical_ids.renames.insert(old.into(), new.into()))?;
        match earlier {
            None => Ok(()),
            Some(_) => Err(Error::message(format!("A rename has already been registered for '{old}'"))),
        }
    }
}

impl Node {
    /// The logical id of this template element.
    pub fn logical_id(&self) -> Result<Rc<str>> {
        let element =
            |with: fn(&Element) -> Option<Rc<str>>| self.read(|data| data.element.as_ref().and_then(with));
        if let Some(own) = element(|element| element.own_logical_id.clone()) {
            return Ok(own);
        }
        let id = match element(|element| element.allocated.clone()) {
            Some(id) => id,
            None => self.allocate_logical_id()?,
        };
        self.stack()?.data_mut(|data| data.logical_ids.apply(id))?
    }

    fn allocate_logical_id(&self) -> Result<Rc<str>> {
        let stack = self.stack_id()?;
        let below: Vec<NodeId> =
            self.scopes().iter().map(Node::key).skip_while(|id| *id != stack).skip(1).collect();
        let ids: Vec<Rc<str>> = below.into_iter().map(|id| self.other(id).id()).collect();
        let id: Rc<str> = unique_id(&ids)?.into();
        self.write(|data| match &mut data.element {
            Some(element) => {
                element.allocated = Some(id.clone());
                Ok(id)
            }
            None => {
                Err(Error::message(format!("{} is no template element and has no logical id", data.path)))
            }
        })
    }

    /// Sets the logical id instead of one made of the path.
    pub fn override_logical_id(&self, id: &str) -> Result<()> {
        let path = self.path();
        self.write(|data| match &mut data.element {
            None => Err(Error::message(format!("{path} is no template element and has no logical id"))),
            Some(element) if element.locked => Err(Error::message(format!(
                "The logicalId for resource at path {path} has been locked and cannot be overridden\n\
                 Make sure you are calling \"overrideLogicalId\" before Stack.exportValue"
            ))),
            Some(element) => {
                element.own_logical_id = Some(id.into());
                Ok(())
            }
        })
    }
}

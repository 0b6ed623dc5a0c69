//! Making the constructs of a stack, as they are or as a variant changes them.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;

use synthesizer::{Construct, Error, Node, Result, Stack, StackProps};

use crate::changes::wrong_type;
use crate::{Changes, Settings};

/// The deployment that stacks are made in.
pub struct Deployment<'a> {
    scope: &'a dyn Construct,
    settings: &'a Settings,
    changes: &'a Changes,
    made: RefCell<BTreeMap<String, Box<dyn Any>>>,
}

impl std::fmt::Debug for Deployment<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Deployment").field("settings", self.settings).finish_non_exhaustive()
    }
}

impl<'a> Deployment<'a> {
    /// A deployment without stacks in an app or a stage.
    pub fn new(scope: &'a dyn Construct, settings: &'a Settings, changes: &'a Changes) -> Deployment<'a> {
        Deployment { scope, settings, changes, made: RefCell::default() }
    }

    /// What the stacks are in.
    pub fn scope(&self) -> &dyn Construct {
        self.scope
    }

    /// Begins a stack, whose id is the project's name and this. Inside of a stack it is a plain construct.
    pub fn stack(&self, id: &str) -> Result<StackBuilder<'_>> {
        let mut props = StackProps { env: Some(self.settings.environment()), ..StackProps::default() };
        self.changes.apply_to_stack(id, &mut props);
        let id = self.changes.id_of(id, self.settings);
        if let Ok(stack) = Stack::of(self.scope) {
            return Ok(StackBuilder { scope: Node::group(self.scope, &id)?, stack, deployment: self });
        }
        let stack = Stack::new(self.scope, &id, props)?;
        Ok(StackBuilder { scope: stack.node().clone(), stack, deployment: self })
    }
}

/// A stack that constructs are made in. Each has a name, by which variants change it.
#[derive(Debug)]
pub struct StackBuilder<'a> {
    stack: Stack,
    scope: Node,
    deployment: &'a Deployment<'a>,
}

impl StackBuilder<'_> {
    /// The stack itself.
    pub fn stack(&self) -> &Stack {
        &self.stack
    }

    /// What its constructs are in.
    pub fn scope(&self) -> &dyn Construct {
        &self.scope
    }

    /// The same stack, whose further constructs are in a construct of their own.
    pub fn inside(&self, id: &str) -> Result<StackBuilder<'_>> {
        let scope = Node::group(self.scope(), &self.id(id))?;
        Ok(StackBuilder { stack: self.stack.clone(), scope, deployment: self.deployment })
    }

    /// The settings of the deployment.
    pub fn settings(&self) -> &Settings {
        self.deployment.settings
    }

    /// An id that begins with the project's name.
    pub fn id(&self, id: &str) -> String {
        self.settings().id(id)
    }

    /// Makes a construct, whose id is the project's name and this.
    pub fn make<P: 'static, T: Clone + 'static>(
        &self,
        id: &str,
        new: impl FnOnce(&dyn Construct, &str, P) -> Result<T>,
        mut props: P,
    ) -> Result<T> {
        let changes = self.deployment.changes;
        changes.run_before(id, &mut props, self)?;
        let made = match changes.replaced(id, &mut props, self)? {
            Some(made) => made,
            None => {
                let place = changes.place_of(id, self)?;
                let scope = place.as_ref().map_or(self.scope(), |place| place);
                new(scope, &changes.id_of(id, self.settings()), props)?
            }
        };
        self.keep(id, made)
    }

    /// Makes a construct that nothing else needs, unless a variant leaves it out.
    pub fn put<P: 'static, T: Clone + 'static>(
        &self,
        id: &str,
        new: impl FnOnce(&dyn Construct, &str, P) -> Result<T>,
        props: P,
    ) -> Result<()> {
        match self.deployment.changes.leaves_out(id) {
            true => Ok(()),
            false => self.make(id, new, props).map(drop),
        }
    }

    /// What a construct is told, where it is put together before the construct is made.
    pub fn amend<P: Clone + 'static>(&self, name: &str, mut props: P) -> Result<P> {
        self.deployment.changes.run_before(name, &mut props, self)?;
        self.keep(name, props)
    }

    /// Makes what several constructs are needed for.
    pub fn part<T: Clone + 'static>(&self, name: &str, usual: impl FnOnce() -> Result<T>) -> Result<T> {
        let changes = self.deployment.changes;
        changes.run_before(name, &mut (), self)?;
        let made = match changes.replaced(name, &mut (), self)? {
            Some(made) => made,
            None => usual()?,
        };
        self.keep(name, made)
    }

    /// Does something that nothing else needs, unless a variant leaves it out.
    pub fn step(&self, name: &str, usual: impl FnOnce() -> Result<()>) -> Result<()> {
        match self.deployment.changes.leaves_out(name) {
            true => Ok(()),
            false => self.part(name, usual),
        }
    }

    /// What an earlier stack or this one has made under that name.
    pub fn made<T: Clone + 'static>(&self, name: &str) -> Result<T> {
        let made = self.deployment.made.borrow();
        let made = made.get(name).ok_or_else(|| Error::message(format!("{name:?} is not made yet")))?;
        made.downcast_ref().cloned().ok_or_else(|| wrong_type::<T>(name))
    }

    /// Ends the stack, with what others need of it.
    pub fn finish<T: Clone + 'static>(&self, name: &str, stack: T) -> Result<T> {
        self.keep(name, stack)
    }

    fn keep<T: Clone + 'static>(&self, name: &str, mut made: T) -> Result<T> {
        self.deployment.changes.run_after(name, &mut made, self)?;
        self.deployment.made.borrow_mut().insert(name.to_owned(), Box::new(made.clone()));
        Ok(made)
    }
}

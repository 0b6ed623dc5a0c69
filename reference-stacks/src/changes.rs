//! Changes of the finished assignment, so that its variants need not be written into the stacks.

use std::any::{Any, type_name};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use synthesizer::{App, Construct, Error, Json, Map, Node, Result, StackProps};

use crate::{Deployment, Settings, StackBuilder};

type Scope = fn(&App, &Settings) -> Result<Node>;
type Place = fn(&StackBuilder<'_>) -> Result<Node>;
type Stacks = fn(&Deployment<'_>) -> Result<()>;
type Hook = Box<dyn Fn(&mut dyn Any, &StackBuilder<'_>) -> Result<()>>;
type Replacement = Box<dyn Fn(&mut dyn Any, &StackBuilder<'_>) -> Result<Box<dyn Any>>>;

/// What a variant does differently. Pieces are named by the ids that the stacks give them.
#[derive(Default)]
pub struct Changes {
    other_stacks: Option<Stacks>,
    settings: Vec<fn(&mut Settings)>,
    context: Vec<fn(&mut Map<Json>)>,
    app: Vec<fn(&App)>,
    scope: Option<Scope>,
    stacks: Vec<fn(&str, &mut StackProps)>,
    places: BTreeMap<&'static str, Place>,
    ids: BTreeMap<&'static str, &'static str>,
    before: BTreeMap<&'static str, Vec<Hook>>,
    after: BTreeMap<&'static str, Vec<Hook>>,
    replacements: BTreeMap<&'static str, Replacement>,
    left_out: BTreeSet<&'static str>,
    met: RefCell<BTreeSet<String>>,
    /// Pieces that nothing else needs.
    optional: RefCell<BTreeSet<String>>,
}

impl fmt::Debug for Changes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Changes").field("pieces", &self.pieces()).finish_non_exhaustive()
    }
}

/// What variants say.
impl Changes {
    /// Makes other stacks than the finished assignment's.
    pub fn stacks_of(&mut self, stacks: fn(&Deployment<'_>) -> Result<()>) {
        self.other_stacks = Some(stacks);
    }

    /// Changes the settings, before anything is made.
    pub fn settings(&mut self, change: fn(&mut Settings)) {
        self.settings.push(change);
    }

    /// Changes the context, which holds feature flags and what was looked up.
    pub fn context(&mut self, change: fn(&mut Map<Json>)) {
        self.context.push(change);
    }

    /// Adds something to the app, before anything else is made.
    pub fn app(&mut self, add: fn(&App)) {
        self.app.push(add);
    }

    /// Makes the stacks in a stage, or all that would be in them in one stack.
    pub fn scope(&mut self, make: fn(&App, &Settings) -> Result<Node>) {
        self.scope = Some(make);
    }

    /// Changes what each stack is told; the change is given the stack's id.
    pub fn stacks(&mut self, change: fn(&str, &mut StackProps)) {
        self.stacks.push(change);
    }

    /// Gives a construct or a stack another id, all of it.
    pub fn rename(&mut self, piece: &'static str, id: &'static str) {
        self.ids.insert(piece, id);
    }

    /// Changes what a construct is told.
    pub fn props<P: 'static>(&mut self, piece: &'static str, change: impl Fn(&mut P) + 'static) {
        self.props_in(piece, move |props, _| {
            change(props);
            Ok(())
        });
    }

    /// Changes what a construct is told, with other constructs at hand or newly made.
    pub fn props_in<P: 'static>(
        &mut self,
        piece: &'static str,
        change: impl Fn(&mut P, &StackBuilder<'_>) -> Result<()> + 'static,
    ) {
        self.before.entry(piece).or_default().push(typed(piece, change));
    }

    /// Adds something right before a piece.
    pub fn before(&mut self, piece: &'static str, add: impl Fn(&StackBuilder<'_>) -> Result<()> + 'static) {
        self.before.entry(piece).or_default().push(Box::new(move |_, stack| add(stack)));
    }

    /// Changes a piece after it was made, or adds something right after it.
    pub fn after<T: 'static>(
        &mut self,
        piece: &'static str,
        change: impl Fn(&mut T, &StackBuilder<'_>) -> Result<()> + 'static,
    ) {
        self.after.entry(piece).or_default().push(typed(piece, change));
    }

    /// Makes a piece inside of something else than its stack.
    pub fn place(&mut self, piece: &'static str, place: fn(&StackBuilder<'_>) -> Result<Node>) {
        self.places.insert(piece, place);
    }

    /// Makes a piece in another way.
    pub fn replace<T: 'static>(
        &mut self,
        piece: &'static str,
        make: impl Fn(&StackBuilder<'_>) -> Result<T> + 'static,
    ) {
        let make = move |_: &mut dyn Any, stack: &StackBuilder<'_>| {
            let made: Box<dyn Any> = Box::new(make(stack)?);
            Ok(made)
        };
        self.replacements.insert(piece, Box::new(make));
    }

    /// Makes a piece in another way, of what it would be told.
    pub fn remake<P: 'static, T: 'static>(
        &mut self,
        piece: &'static str,
        make: impl Fn(&mut P, &StackBuilder<'_>) -> Result<T> + 'static,
    ) {
        let make = move |props: &mut dyn Any, stack: &StackBuilder<'_>| {
            let props = props.downcast_mut().ok_or_else(|| wrong_type::<P>(piece))?;
            let made: Box<dyn Any> = Box::new(make(props, stack)?);
            Ok(made)
        };
        self.replacements.insert(piece, Box::new(make));
    }

    /// Leaves out a construct or a step that nothing else needs.
    pub fn leave_out(&mut self, piece: &'static str) {
        self.left_out.insert(piece);
    }
}

/// What the stacks ask.
impl Changes {
    pub(crate) fn other_stacks(&self) -> Option<Stacks> {
        self.other_stacks
    }

    pub(crate) fn apply_to_settings(&self, settings: &mut Settings) {
        self.settings.iter().for_each(|change| change(settings));
    }

    pub(crate) fn apply_to_context(&self, context: &mut Map<Json>) {
        self.context.iter().for_each(|change| change(context));
    }

    /// What the stacks are made in.
    pub(crate) fn scope_of(&self, app: &App, settings: &Settings) -> Result<Node> {
        self.app.iter().for_each(|add| add(app));
        match self.scope {
            Some(make) => make(app, settings),
            None => Ok(app.node().clone()),
        }
    }

    /// What a piece is made in, if not in its stack.
    pub(crate) fn place_of(&self, piece: &str, stack: &StackBuilder<'_>) -> Result<Option<Node>> {
        self.places.get(piece).map(|place| place(stack)).transpose()
    }

    pub(crate) fn apply_to_stack(&self, id: &str, props: &mut StackProps) {
        self.stacks.iter().for_each(|change| change(id, props));
    }

    /// The id of a piece: its name after the project's, if it is not renamed.
    pub(crate) fn id_of(&self, piece: &str, settings: &Settings) -> String {
        self.met.borrow_mut().insert(piece.to_owned());
        self.ids.get(piece).map_or_else(|| settings.id(piece), |id| (*id).to_owned())
    }

    pub(crate) fn run_before(
        &self,
        piece: &str,
        props: &mut dyn Any,
        stack: &StackBuilder<'_>,
    ) -> Result<()> {
        self.met.borrow_mut().insert(piece.to_owned());
        self.before.get(piece).into_iter().flatten().try_for_each(|change| change(props, stack))
    }

    pub(crate) fn run_after(&self, piece: &str, made: &mut dyn Any, stack: &StackBuilder<'_>) -> Result<()> {
        self.met.borrow_mut().insert(piece.to_owned());
        self.after.get(piece).into_iter().flatten().try_for_each(|change| change(made, stack))
    }

    /// The piece, if it is made in another way.
    pub(crate) fn replaced<T: 'static>(
        &self,
        piece: &str,
        props: &mut dyn Any,
        stack: &StackBuilder<'_>,
    ) -> Result<Option<T>> {
        self.met.borrow_mut().insert(piece.to_owned());
        let Some(make) = self.replacements.get(piece) else { return Ok(None) };
        make(props, stack)?.downcast().map(|made| Some(*made)).map_err(|_| wrong_type::<T>(piece))
    }

    /// Whether the piece is left out.
    pub(crate) fn leaves_out(&self, piece: &str) -> bool {
        self.met.borrow_mut().insert(piece.to_owned());
        self.optional.borrow_mut().insert(piece.to_owned());
        self.left_out.contains(piece)
    }

    /// Refuses changes of pieces that no stack has, and leaving out what others need.
    pub(crate) fn check_all_met(&self) -> Result<()> {
        let met = self.met.borrow();
        match self.pieces().into_iter().find(|piece| !met.contains(*piece)) {
            Some(piece) => Err(Error::message(format!("a change is about {piece:?}, which no stack makes"))),
            None => self.check_left_out(),
        }
    }

    fn check_left_out(&self) -> Result<()> {
        let optional = self.optional.borrow();
        match self.left_out.iter().find(|piece| !optional.contains(**piece)) {
            Some(piece) => Err(Error::message(format!("{piece:?} cannot be left out: others need it"))),
            None => Ok(()),
        }
    }

    fn pieces(&self) -> BTreeSet<&'static str> {
        let hooks = self.before.keys().chain(self.after.keys());
        let hooks = hooks.chain(self.places.keys()).chain(self.replacements.keys());
        hooks.chain(self.ids.keys()).chain(&self.left_out).copied().collect()
    }
}

fn typed<P: 'static>(
    piece: &'static str,
    change: impl Fn(&mut P, &StackBuilder<'_>) -> Result<()> + 'static,
) -> Hook {
    Box::new(move |value, stack| match value.downcast_mut() {
        Some(value) => change(value, stack),
        None => Err(wrong_type::<P>(piece)),
    })
}

pub(crate) fn wrong_type<T>(piece: &str) -> Error {
    Error::message(format!("{piece:?} is no {}", type_name::<T>()))
}

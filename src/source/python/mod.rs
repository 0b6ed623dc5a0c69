//! What a CDK app written in Python does, as far as its syntax says: which calls it makes, in which order, with what.
//!
//! The app is followed from its first file through imports, functions, classes and loops. What is not known (the
//! environment, what a package returns) stays unknown; nothing is executed, and steps, depth and memory are bounded.

mod assign;
mod builtins;
mod calls;
mod expressions;
mod imports;
mod scope;
mod statements;
pub(super) mod syntax;
pub(super) mod value;

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use self::scope::Scope;
use self::syntax::File;
use self::value::{Class, Event, Function, Kind, Object, Span, Text, Value};

/// Bounds on what is followed. The course's own app takes about 3,000 steps.
const MOST_STEPS: usize = 20_000;
const MOST_EVENTS: usize = 5_000;
const DEEPEST: usize = 120;
const LONGEST_LOOP: usize = 200;
const LONGEST_LIST: usize = 1_000;
const LONGEST_TEXT: usize = 4_000;

/// What an app was seen to do.
#[derive(Default)]
pub(super) struct Program<'t> {
    /// The calls of what other people's packages define, in the order in which they are made.
    pub(super) events: Vec<Event<'t>>,
    /// The classes of the app.
    pub(super) classes: Vec<Rc<Class<'t>>>,
    /// What is assigned to attributes of constructs after they were made.
    pub(super) assignments: Vec<Assignment<'t>>,
    /// The names that modules of other people's packages are imported as.
    pub(super) imports: Vec<Import<'t>>,
}

/// `from aws_cdk import aws_ec2 as ec2`
pub(super) struct Import<'t> {
    pub(super) file: usize,
    /// `aws_cdk.aws_ec2`
    pub(super) dotted: String,
    /// `ec2`
    pub(super) name: &'t str,
}

/// `container.health_check = …`
pub(super) struct Assignment<'t> {
    pub(super) target: Value<'t>,
    pub(super) name: &'t str,
    pub(super) span: Span,
}

/// Follows the app from its first file, and then what was not reached from there.
pub(super) fn follow<'t>(files: &'t [File], entry: &str) -> Program<'t> {
    let mut follower = Follower::new(files);
    if let Some(first) = files.iter().position(|file| file.path == entry) {
        follower.module(first);
    }
    for file in 0..files.len() {
        follower.module(file);
    }
    follower.follow_the_unreached();
    follower.program
}

struct Follower<'t> {
    files: &'t [File],
    modules: Vec<Option<Rc<Scope<'t>>>>,
    program: Program<'t>,
    /// The functions that are being followed, by the calls that led there, outermost first.
    callers: Vec<Span>,
    functions: Vec<Rc<Function<'t>>>,
    reached: HashSet<(usize, usize)>,
    steps: usize,
    depth: usize,
}

impl<'t> Follower<'t> {
    fn new(files: &'t [File]) -> Self {
        Self {
            files,
            modules: vec![None; files.len()],
            program: Program::default(),
            callers: Vec::new(),
            functions: Vec::new(),
            reached: HashSet::new(),
            steps: 0,
            depth: 0,
        }
    }

    /// A module's names; it is followed when it is asked for the first time.
    fn module(&mut self, file: usize) -> Rc<Scope<'t>> {
        if let Some(scope) = &self.modules[file] {
            return scope.clone();
        }
        let scope = Rc::new(Scope::of_module(file));
        self.modules[file] = Some(scope.clone());
        let callers = std::mem::take(&mut self.callers);
        self.block(self.files[file].tree.root_node(), &scope);
        self.callers = callers;
        scope
    }

    /// Functions that nothing was seen to call are followed with arguments that are not known.
    fn follow_the_unreached(&mut self) {
        let mut next = 0;
        while next < self.functions.len() {
            let function = self.functions[next].clone();
            next += 1;
            if self.reached.contains(&(function.file, function.node.id())) {
                continue;
            }
            let own = function.class.borrow().clone().map(|class| {
                let path = Some(Text::unknown());
                let object = Object { class, attributes: RefCell::default(), path: RefCell::new(path) };
                Value::new(Kind::Object(Rc::new(object)), Span::of(function.file, function.node))
            });
            self.follow_function(&function, own, &value::Arguments::default(), None);
        }
    }

    /// Counts a step; false when there were too many.
    fn may_step(&mut self) -> bool {
        self.steps += 1;
        self.steps <= MOST_STEPS && self.depth <= DEEPEST && self.program.events.len() < MOST_EVENTS
    }

    /// Goes one level down, unless that is too deep.
    fn deeper(&mut self, follow: impl FnOnce(&mut Self)) {
        if self.depth <= DEEPEST {
            self.depth += 1;
            follow(self);
            self.depth -= 1;
        }
    }

    fn text(&self, scope: &Scope<'t>, node: tree_sitter::Node<'t>) -> &'t str {
        self.files[scope.file].text_of(node)
    }
}

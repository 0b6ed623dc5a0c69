//! From a violation to the place in the source that it is about.

use serde_json::Value as Json;

use super::argument::{Alternative, Place, Step};
use super::calls::{Made, made};
use super::python::syntax::File;
use super::python::value::{Class, Event, Kind, Span};
use super::traced::Traced;
use super::written::{Argument, Written, Wrong};
use crate::assembly::Assembly;
use crate::policy::Check;
use crate::report::{Finding, KnownFrom};

/// Methods that change a template's properties by their path, and what stands before that path.
const OVERRIDES: [&str; 4] =
    ["add_property_override", "add_override", "add_property_deletion_override", "add_deletion_override"];

/// The handout's stacks.
const SECTIONS: [&str; 4] = ["dns", "network", "data", "compute"];

/// What findings are located with.
pub(super) struct Locator<'p, 't> {
    written: Written<'p, 't>,
    traced: Option<&'p Traced>,
    assembly: &'p Assembly,
}

/// A place, and how it is known.
pub(super) type Located = (Span, KnownFrom);

impl<'p, 't> Locator<'p, 't> {
    pub(super) fn new(
        program: &'p super::python::Program<'t>,
        files: &'t [File],
        traced: Option<&'p Traced>,
        assembly: &'p Assembly,
    ) -> Self {
        Self { written: Written::new(program, files), traced, assembly }
    }

    pub(super) fn locate(&self, finding: &Finding, check: &Check) -> Option<Located> {
        let violation = &finding.violation;
        let made = finding.construct_path.as_deref().and_then(|path| self.made(path, finding));
        let below = made.as_ref().zip(finding.construct_path.as_deref());
        let below = below.and_then(|(made, path)| path.strip_prefix(&made.path)?.strip_prefix('/'));
        let entry = self.entry_name(finding);
        let wrong = Wrong {
            actual: violation.actual.as_ref(),
            entry: entry.as_deref(),
            below: below.unwrap_or_default(),
        };

        if let Some(located) =
            made.as_ref().and_then(|made| self.overridden(made, violation.property.as_deref()))
        {
            return Some(located);
        }
        let argument = check.argument.as_deref().unwrap_or_default();
        let mut lacking = None;
        for alternative in Alternative::all(argument).filter(|alternative| alternative.fits(violation)) {
            match self.alternative(&alternative.place, made.as_ref(), &wrong) {
                Some((Argument::There(span), known_from)) => return Some((span, known_from)),
                Some((Argument::Lacking(span), known_from)) if alternative.is_particular() => {
                    return Some((span, known_from));
                }
                Some((Argument::Lacking(span), known_from)) => {
                    lacking.get_or_insert((span, known_from));
                }
                None => {}
            }
        }
        let call = made.map(|made| (made.span, made.known_from));
        let class = || finding.construct_path.is_none().then(|| self.stack_class(&check.handout)).flatten();
        lacking.or(call).or_else(class)
    }

    /// The call that made the construct; for what a container has wrong, the one that added the container.
    fn made(&self, path: &str, finding: &Finding) -> Option<Made<'p, 't>> {
        let stack = finding.violation.stack.as_deref()?;
        let find = |path: &str| made(self.written.program, self.traced, path, stack);
        let Some(name) = self.container_name(finding) else {
            return find(path);
        };
        let parent = path.rsplit_once('/').map_or(path, |(parent, _)| parent);
        find(&format!("{parent}/{name}"))
    }

    fn property(&self, finding: &Finding, pointer: &str) -> Option<&'p Json> {
        let violation = &finding.violation;
        let stack =
            self.assembly.stacks.iter().find(|stack| Some(&stack.name) == violation.stack.as_ref())?;
        stack.template.get("Resources")?.get(violation.resource.as_ref()?)?.pointer(pointer)
    }

    fn container_name(&self, finding: &Finding) -> Option<&'p str> {
        const CONTAINERS: &str = "/Properties/ContainerDefinitions/";
        let rest = finding.violation.property.as_deref()?.strip_prefix(CONTAINERS)?;
        let index = rest.split('/').next()?;
        self.property(finding, &format!("{CONTAINERS}{index}/Name"))?.as_str()
    }

    /// The `Name` beside what is wrong: of an environment variable, or of a secret.
    fn entry_name(&self, finding: &Finding) -> Option<String> {
        let (parent, last) = finding.violation.property.as_deref()?.rsplit_once('/')?;
        if !matches!(last, "Value" | "ValueFrom") {
            return None;
        }
        self.property(finding, &format!("{parent}/Name"))?.as_str().map(str::to_owned)
    }

    fn alternative(
        &self,
        place: &Place<'_>,
        made: Option<&Made<'p, 't>>,
        wrong: &Wrong<'_>,
    ) -> Option<(Argument, KnownFrom)> {
        match place {
            Place::Without { class, names } => {
                let mut lacking = self.calls_of(class);
                lacking.retain(|call| !names.iter().any(|name| has(call, name)));
                let call = only(&lacking)?;
                Some((Argument::There(call.span), KnownFrom::Search))
            }
            Place::Method { word, name, steps } => {
                let call = self.method(*word, name, made?)?;
                let found = self.written.argument(call, steps, wrong);
                let (Argument::There(span) | Argument::Lacking(span)) = found;
                Some((Argument::There(span), KnownFrom::Search))
            }
            Place::Argument { class, steps } => self.argument(*class, steps, made, wrong),
        }
    }

    fn argument(
        &self,
        class: Option<&str>,
        steps: &[Step<'_>],
        made: Option<&Made<'p, 't>>,
        wrong: &Wrong<'_>,
    ) -> Option<(Argument, KnownFrom)> {
        let is_of_class = |event: &Event<'t>| class.is_none_or(|class| event.name == class);
        let (event, known_from) = match made {
            Some(Made { event: Some(event), known_from, .. }) if is_of_class(event) => (*event, *known_from),
            Some(made) if class.is_none() => return Some((traced_argument(made, steps), made.known_from)),
            _ => (only(&self.calls_of(class?))?, KnownFrom::Search),
        };
        let found = self.written.argument(event, steps, wrong);
        if let (Argument::Lacking(_), Some(Step::Keyword(name)), Some(made)) = (&found, steps.first(), made)
            && let Some(span) = self.assigned(made, name)
        {
            return Some((Argument::There(span), known_from));
        }
        Some((found, known_from))
    }

    fn calls_of(&self, class: &str) -> Vec<&'p Event<'t>> {
        self.written.program.events.iter().filter(|event| event.name == class).collect()
    }

    /// The one call of a method that has to do with a construct and with a word, such as `bucket.grant_read(role)`; of
    /// several, the one that denies something.
    fn method(&self, word: Option<&str>, name: &str, made: &Made<'p, 't>) -> Option<&'p Event<'t>> {
        let program = self.written.program;
        let fits = |event: &&'p Event<'t>| {
            event.receiver.is_some() && is_like(&event.name, name) && self.has_to_do(event, made) && {
                word.is_none_or(|word| {
                    self.text(event.span).contains(word)
                        || program
                            .roots_of_call(event)
                            .iter()
                            .any(|path| path != &made.path && path.contains(word))
                })
            }
        };
        let fitting: Vec<_> = program.events.iter().filter(fits).collect();
        let denying: Vec<_> =
            fitting.iter().filter(|event| self.text(event.span).contains("DENY")).copied().collect();
        only(&fitting).or_else(|| only(&denying))
    }

    fn has_to_do(&self, event: &Event<'t>, made: &Made<'p, 't>) -> bool {
        self.written.program.roots_of_call(event).contains(&made.path)
    }

    fn text(&self, span: Span) -> &'t str {
        self.written.files[span.file].text.get(span.start..span.end).unwrap_or_default()
    }

    /// The last override of a property, of a part of it, or of what it is a part of.
    fn overridden(&self, made: &Made<'p, 't>, property: Option<&str>) -> Option<Located> {
        let property = property?.strip_prefix("/Properties/")?.replace('/', ".");
        let overrides =
            self.written.program.events.iter().filter(|event| OVERRIDES.contains(&event.name.as_str()));
        let found = overrides.filter(|event| self.has_to_do(event, made)).filter(|event| {
            let path = event.arguments.positional.first().and_then(|path| path.known_text());
            path.is_some_and(|path| {
                let path = path.strip_prefix("Properties.").unwrap_or(&path);
                is_within(path, &property) || is_within(&property, path)
            })
        });
        let found = found.last().map(|event| event.span);
        found.or_else(|| self.set_on_resource(made, &property)).map(|span| (span, KnownFrom::Search))
    }

    /// `construct.node.default_child.master_user_password = …` for the property `MasterUserPassword`.
    fn set_on_resource(&self, made: &Made<'p, 't>, property: &str) -> Option<Span> {
        let first = property.split('.').next()?;
        let program = self.written.program;
        let mut set = program.assignments.iter().filter(|assignment| {
            matches!(assignment.target.kind, Kind::Attribute(_, "default_child"))
                && pascal_case(assignment.name) == first
                && program.roots(&assignment.target).contains(&made.path)
        });
        set.next_back().map(|assignment| assignment.span)
    }

    /// `construct.NAME = …`, which does nothing once the construct is made.
    fn assigned(&self, made: &Made<'p, 't>, name: &str) -> Option<Span> {
        let program = self.written.program;
        let assignments = program.assignments.iter().filter(|assignment| assignment.name == name);
        let mut own = assignments.filter(|assignment| program.roots(&assignment.target).contains(&made.path));
        own.next_back().map(|assignment| assignment.span)
    }

    /// The class of the stack that a section of the handout is about, for what is missing altogether.
    fn stack_class(&self, section: &str) -> Option<Located> {
        let word = section.split_whitespace().next()?.to_lowercase();
        let classes = &self.written.program.classes;
        let stacks: Vec<_> =
            classes.iter().filter(|class| class.external_base().as_deref() == Some("Stack")).collect();
        let meant: Vec<_> = stacks.iter().filter(|class| is_called(class, &word)).collect();
        let class = match (&meant[..], &stacks[..]) {
            ([class], _) => **class,
            // An app of one stack has all in it, unless it is called after another section.
            ([], [class]) if !SECTIONS.iter().any(|section| is_called(class, section)) => *class,
            _ => return None,
        };
        Some((class.header, KnownFrom::Search))
    }
}

/// An argument that only the tracer saw: its value is not looked into.
fn traced_argument(made: &Made<'_, '_>, steps: &[Step<'_>]) -> Argument {
    let Some(Step::Keyword(name)) = steps.first() else {
        return Argument::Lacking(made.span);
    };
    match made.arguments.iter().find(|(known, _)| known == name) {
        Some((_, span)) => Argument::There(*span),
        None => Argument::Lacking(made.span),
    }
}

fn has(call: &Event<'_>, name: &str) -> bool {
    call.arguments.named.iter().any(|named| named.name == name)
}

/// The one call that these are, even if it is made several times.
fn only<'p, 't>(calls: &[&'p Event<'t>]) -> Option<&'p Event<'t>> {
    let first = *calls.first()?;
    calls.iter().all(|call| call.span == first.span).then_some(first)
}

/// Whether a method does the like of another: all that grant, or write policies, do.
fn is_like(name: &str, wanted: &str) -> bool {
    name == wanted || (wanted.starts_with("grant") && (name.starts_with("grant") || name.contains("policy")))
}

fn is_within(path: &str, inner: &str) -> bool {
    inner.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn pascal_case(name: &str) -> String {
    let capitalized = |word: &str| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    };
    name.split('_').map(capitalized).collect()
}

/// Whether a class, or one of its stacks, is called after a section of the handout.
fn is_called(class: &Class<'_>, section: &str) -> bool {
    let paths = class.paths.borrow();
    let mut paths = paths.iter().filter_map(|path| path.known());
    class.name.to_lowercase().contains(section) || paths.any(|path| path.to_lowercase().contains(section))
}

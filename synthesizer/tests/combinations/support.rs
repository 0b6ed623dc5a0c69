//! Synthesizes combinations and compares them with their recordings.

use std::path::Path;

use synthesizer::compare::{Recording, compare};
use synthesizer::{App, AppProps, Environment, Json, Map, Result, Stack, StackProps};

/// A combination: what it adds to an app, and how it was recorded.
#[derive(Clone)]
pub(crate) struct Combination {
    name: &'static str,
    make: fn(&App) -> Result<()>,
    context: Vec<(&'static str, bool)>,
}

impl Combination {
    /// The combination with a function's name, recorded with the usual options.
    pub(crate) fn new(name: &'static str, make: fn(&App) -> Result<()>) -> Combination {
        Combination { name, make, context: Vec::new() }
    }

    /// Recorded with this context on top.
    pub(crate) fn with(mut self, key: &'static str, value: bool) -> Combination {
        self.context.push((key, value));
        self
    }

    /// Recorded without path metadata.
    pub(crate) fn without_paths(self) -> Combination {
        self.with("aws:cdk:enable-path-metadata", false)
    }
}

/// Lists functions as combinations of their names.
macro_rules! combinations {
    ($($function:ident $(.$option:ident($($argument:expr),*))*),* $(,)?) => {
        vec![$($crate::support::Combination::new(stringify!($function), $function)$(.$option($($argument),*))*),*]
    };
}
pub(crate) use combinations;

/// The stack that most combinations fill.
pub(crate) fn stack(app: &App) -> Result<Stack> {
    named_stack(app, "Stack")
}

pub(crate) fn named_stack(app: &App, name: &str) -> Result<Stack> {
    let env = Some(Environment::new("123456789012", "us-west-2"));
    Stack::new(app, name, StackProps { env, ..StackProps::default() })
}

/// Says all differences between the combinations and their recordings.
pub(crate) fn assert_equal(combinations: Vec<Combination>) {
    let archive = fixtures().join("combinations.tar.xz");
    let recordings = Recording::all_of_archive(&archive).unwrap_or_else(|error| panic!("{error}"));
    let mut differences = Vec::new();
    for combination in combinations {
        let name = combination.name.replace('_', "-");
        let recording = recordings.iter().find(|recording| recording.name == name);
        match recording.map(|recording| differences_of(&combination, recording)) {
            None => differences.push(format!("{name}: there is no such recording")),
            Some(Err(error)) => differences.push(format!("{name}: {error}")),
            Some(Ok(found)) => differences.extend(found),
        }
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

fn differences_of(combination: &Combination, recording: &Recording) -> Result<Vec<String>> {
    let context = context(&combination.context);
    let runtime = Some("Python/3.11.7".to_owned());
    let app = App::new(AppProps { context, runtime, ..AppProps::default() });
    (combination.make)(&app)?;
    let compared = compare(recording, &app.synth()?)?;
    let name = &recording.name;
    Ok(compared
        .into_iter()
        .filter_map(|file| file.difference.map(|difference| format!("{name}/{}: {difference}", file.file)))
        .collect())
}

/// What the recorder gave the app: `cdk.json`'s context, what the CLI adds, and the zones of the account.
fn context(more: &[(&str, bool)]) -> Map<Json> {
    let read = || -> Option<Map<Json>> {
        let text = std::fs::read_to_string(fixtures().join("cdk/cdk.json")).ok()?;
        Json::parse(&text).ok()?.as_object()?.get("context")?.as_object().cloned()
    };
    let Some(mut context) = read() else { panic!("fixtures/cdk/cdk.json has no context") };
    let cli = [
        ("aws:cdk:enable-path-metadata", true),
        ("aws:cdk:enable-asset-metadata", true),
        ("aws:cdk:version-reporting", false),
    ];
    for (key, value) in cli.iter().chain(more) {
        context.insert(*key, Json::Bool(*value));
    }
    let zones = ["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"].map(Json::from).to_vec();
    context.insert("availability-zones:account=123456789012:region=us-west-2", Json::Array(zones));
    context
}

pub(crate) fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"))
}

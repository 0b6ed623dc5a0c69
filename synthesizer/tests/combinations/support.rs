//! Synthesizes combinations and compares them with their recordings.

use std::path::Path;
use std::sync::OnceLock;

use synthesizer::compare::{Recording, compare};
use synthesizer::{App, AppProps, Environment, Json, Map, Result, Stack, StackProps};

/// A combination: what it adds to an app, and how it was recorded.
#[derive(Clone)]
pub(crate) struct Combination {
    name: &'static str,
    make: fn(&App) -> Result<()>,
    context: Vec<(&'static str, Json)>,
}

impl Combination {
    /// The combination with a function's name, recorded with the usual options.
    pub(crate) fn new(name: &'static str, make: fn(&App) -> Result<()>) -> Combination {
        Combination { name, make, context: Vec::new() }
    }

    /// Recorded with this context on top.
    pub(crate) fn with(mut self, key: &'static str, value: impl Into<Json>) -> Combination {
        self.context.push((key, value.into()));
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
    Stack::new(app, name, StackProps { env: env(), ..StackProps::default() })
}

/// The account and the region that the zones are known of.
pub(crate) fn env() -> Option<Environment> {
    Some(Environment::new("123456789012", "us-west-2"))
}

/// Options of the command line and feature flags that are not as usual.
pub(crate) type Options = &'static [(&'static str, bool)];

/// What combinations are recorded with that say nothing else.
pub(crate) const USUAL: Options = &[];

/// Without construct paths in the templates.
pub(crate) const NO_PATHS: Options = &[("aws:cdk:enable-path-metadata", false)];

/// Makes one combination and compares every file of its assembly with the recording of this name.
#[track_caller]
pub(crate) fn assert_equal(name: &str, options: Options, make: impl FnOnce(&App) -> Result<()>) {
    let context: Vec<(&'static str, Json)> =
        options.iter().map(|(key, value)| (*key, Json::Bool(*value))).collect();
    let differences = differences_of(name, &context, make);
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

/// Makes combinations and says all differences between them and their recordings.
#[track_caller]
pub(crate) fn assert_all_equal(combinations: Vec<Combination>) {
    let differences: Vec<String> = combinations
        .into_iter()
        .flat_map(|it| differences_of(&it.name.replace('_', "-"), &it.context, it.make))
        .collect();
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

fn recordings() -> &'static [Recording] {
    static RECORDINGS: OnceLock<Vec<Recording>> = OnceLock::new();
    let read = || Recording::all_of_archive(&fixtures().join("combinations.tar.xz")).unwrap();
    RECORDINGS.get_or_init(read)
}

fn differences_of(
    name: &str,
    options: &[(&'static str, Json)],
    make: impl FnOnce(&App) -> Result<()>,
) -> Vec<String> {
    let Some(recording) = recordings().iter().find(|recording| recording.name == name) else {
        return vec![format!("{name}: there is no such recording")];
    };
    let runtime = Some("Python/3.11.7".to_owned());
    let app = App::new(AppProps { context: context(options), runtime, ..AppProps::default() });
    match make(&app).and_then(|()| compare(recording, &app.synth()?)) {
        Err(error) => vec![format!("{name}: {error}")],
        Ok(compared) => compared
            .into_iter()
            .filter_map(|file| {
                file.difference.map(|difference| format!("{name}/{}: {difference}", file.file))
            })
            .collect(),
    }
}

/// What the recorder gave the app: `cdk.json`'s context, what the CLI adds, and the zones of the account.
fn context(more: &[(&'static str, Json)]) -> Map<Json> {
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
    for (key, value) in cli {
        context.insert(key, Json::Bool(value));
    }
    for (key, value) in more {
        context.insert(*key, value.clone());
    }
    let zones = ["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"].map(Json::from).to_vec();
    context.insert("availability-zones:account=123456789012:region=us-west-2", Json::Array(zones));
    context
}

pub(crate) fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"))
}

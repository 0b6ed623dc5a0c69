//! The root of the construct tree.

use std::path::{Path, PathBuf};

use crate::assembly::{CloudAssembly, synthesize};
use crate::construct::{ConstructInfo, Node};
use crate::error::{Error, Result};
use crate::json::{Json, Map};
use crate::stage::StageData;

const OUTDIR_VARIABLE: &str = "CDK_OUTDIR";
const CONTEXT_VARIABLE: &str = "CDK_CONTEXT_JSON";

/// What an app can be told.
#[derive(Debug, Clone, Default)]
pub struct AppProps {
    /// Folder of the assembly.
    pub outdir: Option<PathBuf>,
    /// Settings, feature flags and what was looked up before; `cdk.json` calls it `context`.
    pub context: Map<Json>,
    /// What the analytics say the program runs on, such as `Python/3.11.7`; Rust if not given.
    pub runtime: Option<String>,
    /// Whether `tree.json` is left out.
    pub without_tree: bool,
}

impl AppProps {
    /// The output folder and context that `cdk synth` passes in the environment.
    pub fn from_env() -> Result<AppProps> {
        let context = match std::env::var(CONTEXT_VARIABLE) {
            Err(_) => Map::new(),
            Ok(text) => match Json::parse(&text) {
                Ok(Json::Object(context)) => context,
                Ok(_) => return Err(Error::message(format!("{CONTEXT_VARIABLE} holds no JSON object"))),
                Err(error) => {
                    return Err(Error::message(format!("{CONTEXT_VARIABLE} holds no JSON: {error}")));
                }
            },
        };
        let outdir = std::env::var_os(OUTDIR_VARIABLE).map(PathBuf::from);
        Ok(AppProps { outdir, context, ..AppProps::default() })
    }
}

/// The root of the construct tree. When it goes, its constructs are emptied.
#[derive(Debug)]
pub struct App {
    node: Node,
    outdir: Option<PathBuf>,
    runtime: String,
    with_tree: bool,
}

crate::construct!(App);

impl App {
    /// An app without constructs.
    pub fn new(props: AppProps) -> App {
        let node = Node::root(ConstructInfo::cdk("aws-cdk-lib.App"));
        node.become_stage(StageData::default());
        node.write(|data| {
            data.context = props.context.into_iter().map(|(key, json)| (key.into(), json)).collect()
        });
        App {
            node,
            outdir: props.outdir,
            runtime: props.runtime.unwrap_or_else(|| "Rust".to_owned()),
            with_tree: !props.without_tree,
        }
    }

    /// The folder that the assembly is meant for.
    pub fn outdir(&self) -> Option<&Path> {
        self.outdir.as_deref()
    }

    /// Makes the assembly, in memory.
    pub fn synth(&self) -> Result<CloudAssembly> {
        synthesize(&self.node, &self.runtime, self.with_tree)
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.node.tree().release();
    }
}

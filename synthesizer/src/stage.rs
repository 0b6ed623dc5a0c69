//! Stages: parts of an app that are deployed together, in an assembly of their own.

use std::rc::Rc;

use crate::construct::{Construct, ConstructInfo, Node, NodeId};
use crate::error::{Error, Result};
use crate::stack::Environment;

/// What a stage can be told.
#[derive(Debug, Clone, Default)]
pub struct StageProps {
    /// Account and region of its stacks that are given none.
    pub env: Option<Environment>,
    /// Name of the stage, its id if none is given.
    pub stage_name: Option<String>,
}

/// Stacks that are deployed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    node: Node,
}

crate::construct!(Stage);

/// What is known of a stage or an app.
#[derive(Debug, Clone, Default)]
pub(crate) struct StageData {
    pub(crate) name: String,
    pub(crate) env: Environment,
}

impl Stage {
    /// A stage of an app or of another stage.
    pub fn new(scope: &dyn Construct, id: &str, props: StageProps) -> Result<Stage> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if id.len() < 2 || !id.starts_with(|c: char| c.is_ascii_alphabetic()) || !id.chars().all(allowed) {
            return Err(Error::message(format!(
                "invalid stage name \"{id}\". Stage name must start with a letter and contain only alphanumeric \
                 characters, hypens ('-'), underscores ('_') and periods ('.')"
            )));
        }
        let node = Node::new(scope, id, ConstructInfo::cdk("aws-cdk-lib.Stage"))?;
        let (above, _) = node.stage_name();
        let own = props.stage_name.unwrap_or_else(|| id.to_owned());
        let outer = node.stage_environment();
        let given = props.env.unwrap_or_default();
        let data = StageData {
            name: [above, own].iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join("-"),
            env: Environment {
                account: given.account.or(outer.account),
                region: given.region.or(outer.region),
            },
        };
        node.become_stage(data);
        Ok(Stage { node })
    }
}

impl Node {
    pub(crate) fn become_stage(&self, stage: StageData) {
        self.write(|data| {
            data.stage = Some(self.key());
            data.stage_data = Some(Box::new(stage));
        });
    }

    /// Whether it is a stage or the app.
    pub(crate) fn is_stage(&self) -> bool {
        self.read(|data| data.stage_data.is_some())
    }

    /// The stage or app that it is in, itself if it is one.
    pub(crate) fn stage_key(&self) -> Option<NodeId> {
        self.read(|data| data.stage)
    }

    fn stage_node(&self) -> Option<Node> {
        self.stage_key().map(|id| self.other(id))
    }

    fn stage_data(&self) -> StageData {
        let data = self.stage_node().and_then(|stage| stage.read(|data| data.stage_data.as_deref().cloned()));
        data.unwrap_or_default()
    }

    /// Account and region of the stage, where it has any.
    pub(crate) fn stage_environment(&self) -> Environment {
        self.stage_data().env
    }

    /// Name of the stage it is in, and how deep that is in the tree.
    pub(crate) fn stage_name(&self) -> (String, usize) {
        let depth = self.stage_node().map_or(0, |stage| stage.scopes().len().saturating_sub(1));
        (self.stage_data().name, depth)
    }

    pub(crate) fn describe_stage(&self) -> String {
        match self.stage_node().map(|stage| stage.path()) {
            None => "an unrooted construct tree".to_owned(),
            Some(path) if path.is_empty() => "the App".to_owned(),
            Some(path) => format!("Stage '{path}'"),
        }
    }

    /// Folder and artifact of a stage's own assembly.
    pub(crate) fn stage_artifact_id(&self) -> Rc<str> {
        format!("assembly-{}", self.path().replace('/', "-").trim_matches('-')).into()
    }
}

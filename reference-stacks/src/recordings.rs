//! What the real CDK made of the variants, to compare with.

use std::path::{Path, PathBuf};

use synthesizer::compare::Recording;
use synthesizer::{AppProps, Error, Json, Map, Result};

/// Recordings, and the app that they were made of.
#[derive(Debug, Clone)]
pub struct Recordings {
    folder: PathBuf,
    archived: Vec<Recording>,
}

impl Recordings {
    /// Opens the folder that the recordings are kept in.
    pub fn open(folder: &Path) -> Result<Recordings> {
        let archived = Recording::all_of_archive(&folder.join("recorded.tar.xz"))?;
        Ok(Recordings { folder: folder.to_owned(), archived })
    }

    /// The recording of a variant, if there is one.
    pub fn get(&self, name: &str) -> Result<Option<Recording>> {
        if let Some(recording) = self.archived.iter().find(|recording| recording.name == name) {
            return Ok(Some(recording.clone()));
        }
        let folder = self.folder.join(name);
        if folder.join("manifest.json").is_file() {
            Recording::from_folder(&folder).map(Some)
        } else {
            Ok(None)
        }
    }

    /// What the app was told when it was recorded.
    pub fn app_props(&self) -> Result<AppProps> {
        let context = command_line_context(&self.folder.join("cdk/cdk.json"))?;
        Ok(AppProps { context, runtime: Some("Python/3.11.7".to_owned()), ..AppProps::default() })
    }
}

/// The context in a `cdk.json`, and what the CDK's command line adds to it in the account of the recordings.
pub fn command_line_context(cdk_json: &Path) -> Result<Map<Json>> {
    let text = std::fs::read_to_string(cdk_json).map_err(|error| Error::io(cdk_json, error))?;
    let broken = |what: &str| Error::message(format!("{}: {what}", cdk_json.display()));
    let settings = Json::parse(&text).map_err(|error| broken(&error.to_string()))?;
    let context = settings.as_object().and_then(|settings| settings.get("context"));
    let mut context =
        context.and_then(Json::as_object).cloned().ok_or_else(|| broken("it has no context"))?;
    for key in ["path-metadata", "asset-metadata"] {
        context.insert(format!("aws:cdk:enable-{key}"), Json::Bool(true));
    }
    context.insert("aws:cdk:version-reporting", Json::Bool(true));
    context.insert("aws:cdk:bundling-stacks", Json::Array(vec![Json::from("**")]));
    let zones = ["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"].map(Json::from).to_vec();
    context.insert("availability-zones:account=123456789012:region=us-west-2", Json::Array(zones));
    Ok(context)
}

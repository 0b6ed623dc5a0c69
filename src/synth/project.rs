//! What the student's folder says about its app: `cdk.json`, `cdk.context.json`, `.env`, and `SUNET` above it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::context::{self, ACCOUNT_VARIABLE, REGION_VARIABLE};
use super::{Error, Options};
use crate::sunet;

/// Documented as an example in AWS's own guides.
const MADE_UP_ACCOUNT: &str = "123456789012";
const REGION: &str = "us-west-2";

/// Of a settings file, in bytes.
const MAX_FILE: u64 = 1 << 20;

#[derive(Debug)]
pub(super) struct Project {
    /// The folder with `cdk.json`, without links.
    pub(super) directory: PathBuf,
    /// The assignment's root, to which places in messages are relative.
    pub(super) root: PathBuf,
    /// For the shell.
    pub(super) command: String,
    /// The context of both files, and what the CDK's command line adds.
    pub(super) context: Map<String, Value>,
    pub(super) environment: Environment,
    /// Variables for the app that are not of the CDK.
    pub(super) variables: BTreeMap<String, String>,
    /// Files and folders of the submission that the app can read.
    pub(super) readable: Vec<PathBuf>,
    /// What was made up.
    pub(super) notes: Vec<String>,
}

/// Where the CDK deploys by default.
#[derive(Debug)]
pub(super) struct Environment {
    pub(super) account: String,
    pub(super) region: String,
}

impl Project {
    pub(super) fn read(options: &Options) -> Result<Self, Error> {
        let shown = options.directory.display();
        let directory = fs::canonicalize(&options.directory).map_err(|error| {
            Error::Project(format!("{shown}: no such folder ({error}): pass the folder that holds cdk.json"))
        })?;
        if !directory.is_dir() {
            return Err(Error::Project(format!(
                "{shown}: not a folder: pass the folder that holds cdk.json"
            )));
        }
        let settings = object(&options.directory.join("cdk.json"))?.ok_or_else(|| {
            Error::Project(format!("{shown}/cdk.json: not there: restore it from the starter code"))
        })?;
        let command = command(&settings).ok_or_else(|| {
            Error::Project(format!(
                "{shown}/cdk.json: says no \"app\", such as \"app\": \"python3 app.py\": restore it from the starter code"
            ))
        })?;
        let mut context = object(&options.directory.join("cdk.context.json"))?.unwrap_or_default();
        if let Some(Value::Object(own)) = settings.get("context") {
            context.extend(own.clone());
        }
        context.extend(context::added_by_cli(&settings));

        let root = root(&directory);
        let env_file = EnvFile::read(&options.directory.join(".env"))?;
        let mut project = Self {
            command,
            context,
            environment: Environment { account: String::new(), region: String::new() },
            variables: BTreeMap::new(),
            readable: readable(&directory, &root),
            notes: Vec::new(),
            directory,
            root,
        };
        project.fill_in(options, &env_file)?;
        Ok(project)
    }

    /// What the app is told of student and account: by the caller, else by `.env`, else by what there is.
    fn fill_in(&mut self, options: &Options, env_file: &EnvFile) -> Result<(), Error> {
        self.variables.extend(options.variables.iter().cloned());
        let known = |name: &str| self.variables.get(name).cloned().or_else(|| env_file.get(name));
        let region = known(REGION_VARIABLE).unwrap_or_else(|| REGION.to_owned());
        let account = known(ACCOUNT_VARIABLE).unwrap_or_else(|| {
            self.notes.push(format!(
                "the AWS account is taken to be {MADE_UP_ACCOUNT}: neither the environment nor .env has {ACCOUNT_VARIABLE}"
            ));
            MADE_UP_ACCOUNT.to_owned()
        });
        let has_sunet = self.variables.contains_key("SUNET") || env_file.get("SUNET").is_some();
        let file = self.directory.join("../SUNET");
        if !has_sunet
            && is_file(&file)
            && let Some(id) = sunet::read(&file)?
        {
            self.variables.insert("SUNET".to_owned(), id.to_string());
        }
        self.environment = Environment { account, region };
        Ok(())
    }

    /// A path as the student knows it; `None` for what is not the student's.
    pub(super) fn shown(&self, path: &Path) -> Option<String> {
        let path = if path.is_absolute() { path.to_owned() } else { self.directory.join(path) };
        let inside = path.strip_prefix(&self.root).ok()?;
        let installed = ["site-packages", "node_modules", ".venv", "venv"];
        let is_installed =
            inside.components().any(|part| installed.iter().any(|name| part.as_os_str() == *name));
        (!is_installed).then(|| inside.to_string_lossy().into_owned())
    }
}

/// The app's command: what is built before it comes first, as with the CDK's command line.
fn command(settings: &Map<String, Value>) -> Option<String> {
    let app = match settings.get("app")? {
        Value::String(app) => app.trim().to_owned(),
        Value::Array(words) => words.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?.join(" "),
        _ => return None,
    };
    let build = settings.get("build").and_then(Value::as_str).map(|build| format!("set -e\n{build}\n"));
    (!app.is_empty()).then(|| build.unwrap_or_default() + &app)
}

/// The assignment's root: the folder above when it looks like one.
fn root(directory: &Path) -> PathBuf {
    let Some(above) = directory.parent().filter(|above| above.parent().is_some()) else {
        return directory.to_owned();
    };
    let is_home = std::env::var_os("HOME")
        .and_then(|home| fs::canonicalize(home).ok())
        .is_some_and(|home| home.starts_with(above));
    let named = directory.file_name().is_some_and(|name| name == "cdk");
    let marked = ["SUNET", "app", "web"].iter().any(|name| above.join(name).exists());
    if !is_home && (named || marked) { above.to_owned() } else { directory.to_owned() }
}

/// The submission; of a root that is no assignment's, such as the home folder, only what the app needs.
fn readable(directory: &Path, root: &Path) -> Vec<PathBuf> {
    let mut readable = vec![root.to_owned()];
    if root == directory {
        let beside = ["app", "web", "SUNET"].iter().map(|name| directory.join("..").join(name));
        readable
            .extend(beside.filter(|path| !path.is_symlink()).filter_map(|path| fs::canonicalize(path).ok()));
    }
    readable
}

fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
}

/// Reads a settings file; `None` where there is none.
fn text(path: &Path) -> Result<Option<String>, Error> {
    let problem = |what: &str| Error::Project(format!("{}: {what}", path.display()));
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(problem(&format!("cannot be read ({error}): check its permissions"))),
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Err(problem("not a regular file: replace it by one")),
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_FILE + 1).read_to_end(&mut bytes))
        .map_err(|error| problem(&format!("cannot be read ({error}): check its permissions")))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(problem("larger than 1 MiB: remove what does not belong there"));
    }
    String::from_utf8(bytes).map(Some).map_err(|_| problem("not UTF-8 text: save it as UTF-8"))
}

fn object(path: &Path) -> Result<Option<Map<String, Value>>, Error> {
    let Some(text) = text(path)? else {
        return Ok(None);
    };
    let hint = "restore it from the starter code, or mend it there";
    match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(Value::Object(entries)) => Ok(Some(entries)),
        Ok(_) => Err(Error::Project(format!("{}: not a JSON object: {hint}", path.display()))),
        Err(error) => Err(Error::Project(format!("{}: not valid JSON ({error}): {hint}", path.display()))),
    }
}

/// The variables that the app's settings will find in `.env`.
struct EnvFile(BTreeMap<String, String>);

impl EnvFile {
    fn read(path: &Path) -> Result<Self, Error> {
        let text = text(path)?.unwrap_or_default();
        let entries = text.lines().filter_map(|line| {
            let (name, value) = line.trim().trim_start_matches("export ").split_once('=')?;
            let value = value.trim().trim_matches(|quote| quote == '"' || quote == '\'');
            Some((name.trim().to_owned(), value.to_owned()))
        });
        Ok(Self(entries.filter(|(name, value)| !name.starts_with('#') && !value.is_empty()).collect()))
    }

    fn get(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }
}

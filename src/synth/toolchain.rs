//! Finds the Python and the node that run the app, and what of the system they need to read.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use super::project::Project;
use super::{Error, Options};

/// What any program needs. Nothing of it is secret on a usual system.
const SYSTEM: [&str; 22] = [
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/nix/store",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/os-release",
    "/etc/ssl/openssl.cnf",
    "/etc/timezone",
    "/dev/full",
    "/dev/null",
    "/dev/random",
    "/dev/urandom",
    "/dev/zero",
    "/proc/cpuinfo",
];

const SYSTEM_PATH: [&str; 3] = ["/usr/local/bin", "/usr/bin", "/bin"];

#[derive(Debug)]
pub(super) struct Toolchain {
    /// The interpreter, for the student.
    pub(super) interpreter: String,
    /// Whether it is one of a virtual environment.
    pub(super) is_virtual: bool,
    pub(super) environment: BTreeMap<String, String>,
    /// Without links.
    pub(super) readable: Vec<PathBuf>,
    /// Links on the ways to those, with what they hold.
    pub(super) links: Vec<(PathBuf, PathBuf)>,
    path: Vec<PathBuf>,
}

impl Toolchain {
    pub(super) fn find(options: &Options, project: &Project) -> Result<Self, Error> {
        let mut found = Self {
            interpreter: "no Python".to_owned(),
            is_virtual: false,
            environment: BTreeMap::new(),
            readable: Vec::new(),
            links: Vec::new(),
            path: Vec::new(),
        };
        for path in SYSTEM {
            found.allow(Path::new(path));
        }
        let virtual_environment = virtual_environment(options, project);
        if let Some((folder, python)) = &virtual_environment {
            found.use_virtual_environment(folder, python, project);
        } else if project.command.contains("python") {
            found.use_installed_python(options, project)?;
        }
        found.use_node(options, project)?;
        found.set_variables(options, project);
        Ok(found)
    }

    fn use_virtual_environment(&mut self, folder: &Path, python: &Path, project: &Project) {
        let real = fs::canonicalize(python).unwrap_or_else(|_| python.to_owned());
        self.allow(folder);
        self.allow_installation(&real);
        self.path.push(folder.join("bin"));
        self.is_virtual = true;
        let shown = project.shown_or_whole(python);
        self.interpreter = match configured_version(folder) {
            Some(version) => format!("{shown} (Python {version})"),
            None => shown,
        };
        self.set("VIRTUAL_ENV", folder);
    }

    fn use_installed_python(&mut self, options: &Options, project: &Project) -> Result<(), Error> {
        let missing = || {
            Error::Project(
                "python3 is not on the PATH, and the CDK app needs it: install Python 3.11, or activate the virtual environment"
                    .to_owned(),
            )
        };
        let python = program("python3", options, project).ok_or_else(missing)?;
        // What stands on the PATH may be a script that chooses one of several.
        let script = "import sys; print(sys.executable); print(sys.version.split()[0])";
        let said = ask(&python, &["-I", "-S", "-c", script]).ok_or_else(missing)?;
        let (executable, version) = said.split_once('\n').ok_or_else(missing)?;
        let executable = Path::new(executable);
        self.allow_installation(&fs::canonicalize(executable).map_err(|_| missing())?);
        self.allow(executable);
        self.path.extend(executable.parent().map(Path::to_owned));
        self.interpreter = format!("{} (Python {version})", executable.display());
        // Packages that `pip install --user` put there.
        let own = options.home.as_ref().map(|home| home.join(".local"));
        if let Some(own) = own.filter(|own| own.join("lib").is_dir()) {
            self.allow(&own.join("lib"));
            self.set("PYTHONUSERBASE", &own);
        }
        Ok(())
    }

    fn use_node(&mut self, options: &Options, project: &Project) -> Result<(), Error> {
        let missing = || {
            Error::Project(
                "node is not on the PATH, and the CDK's Python packages need it: install Node.js 18 or newer"
                    .to_owned(),
            )
        };
        let node = program("node", options, project).ok_or_else(missing)?;
        let executable = PathBuf::from(ask(&node, &["-p", "process.execPath"]).ok_or_else(missing)?);
        self.allow_installation(&fs::canonicalize(&executable).map_err(|_| missing())?);
        self.allow(&executable);
        self.path.extend(executable.parent().map(Path::to_owned));
        Ok(())
    }

    fn set_variables(&mut self, options: &Options, project: &Project) {
        for folder in &options.python_path {
            self.allow(folder);
        }
        let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let python_path: Vec<PathBuf> = options.python_path.iter().map(absolute).collect();
        if !python_path.is_empty() {
            self.set_list("PYTHONPATH", &python_path);
        }
        self.path.extend(SYSTEM_PATH.iter().map(PathBuf::from));
        let path = std::mem::take(&mut self.path);
        self.set_list("PATH", &path);
        for (name, value) in [
            ("LANG", "C.UTF-8"),
            ("PWD", &*project.directory.to_string_lossy()),
            // The submission is read-only.
            ("PYTHONDONTWRITEBYTECODE", "1"),
            // What was printed before an end by force is seen.
            ("PYTHONUNBUFFERED", "1"),
            ("JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION", "1"),
            ("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "1"),
            ("JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION", "1"),
        ] {
            self.environment.insert(name.to_owned(), value.to_owned());
        }
    }

    fn set(&mut self, name: &str, path: &Path) {
        self.environment.insert(name.to_owned(), path.to_string_lossy().into_owned());
    }

    fn set_list(&mut self, name: &str, paths: &[PathBuf]) {
        let joined: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
        self.environment.insert(name.to_owned(), joined.join(":"));
    }

    /// Lets the app read a path, if it is there, and follow the links on the way to it.
    fn allow(&mut self, path: &Path) {
        if let Ok(real) = fs::canonicalize(path) {
            self.links.extend(links(path));
            if !self.readable.contains(&real) {
                self.readable.push(real);
            }
        }
    }

    /// Lets the app read the installation that a program belongs to: what lies beside its folder, but no more, since
    /// that may be the home folder.
    fn allow_installation(&mut self, program: &Path) {
        let Some(bin) = program.parent() else {
            return;
        };
        self.allow(program);
        let Some(prefix) = bin.parent().filter(|_| bin.file_name() == Some(OsStr::new("bin"))) else {
            return;
        };
        let is_python = program.file_name().is_some_and(|name| name.to_string_lossy().starts_with("python"));
        let parts: &[&str] = if is_python { &["bin", "lib", "lib64", "pyvenv.cfg"] } else { &["lib"] };
        for part in parts {
            self.allow(&prefix.join(part));
        }
    }
}

impl Project {
    fn shown_or_whole(&self, path: &Path) -> String {
        match path.strip_prefix(&self.root) {
            Ok(inside) => inside.to_string_lossy().into_owned(),
            Err(_) => path.to_string_lossy().into_owned(),
        }
    }
}

/// The first virtual environment: its folder, and its interpreter.
fn virtual_environment(options: &Options, project: &Project) -> Option<(PathBuf, PathBuf)> {
    let usual = [".venv", "venv", "../.venv", "../venv"];
    let usual = usual.iter().map(|name| plain(&project.directory.join(name)));
    let candidates = options.virtual_environment.iter().cloned().chain(usual);
    candidates
        .filter_map(|folder| {
            let python = ["python3", "python"].iter().map(|name| folder.join("bin").join(name));
            Some((folder.clone(), python.into_iter().find(|python| python.is_file())?))
        })
        .find(|(folder, python)| folder.join("pyvenv.cfg").is_file() && is_interpreter(python))
}

/// Whether a program is a Python: a submission could hold a link to anything, which the app would then read.
fn is_interpreter(python: &Path) -> bool {
    let Ok(real) = fs::canonicalize(python) else {
        return false;
    };
    let name = real.file_name().unwrap_or_default().to_string_lossy();
    name.strip_prefix("python").is_some_and(|version| version.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

/// `version = …` of a virtual environment's `pyvenv.cfg`.
fn configured_version(folder: &Path) -> Option<String> {
    let path = folder.join("pyvenv.cfg");
    let is_small = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file() && found.len() < 10_000);
    let text = is_small.then(|| fs::read_to_string(&path).ok()).flatten()?;
    let version = text.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        ["version", "version_info"].contains(&name.trim()).then(|| value.trim().to_owned())
    })?;
    version.chars().all(|c| c.is_ascii_alphanumeric() || c == '.').then_some(version)
}

/// A program on the caller's path. What lies in the submission is not run outside the sandbox.
fn program(name: &str, options: &Options, project: &Project) -> Option<PathBuf> {
    let system = SYSTEM_PATH.iter().map(PathBuf::from);
    let folders = std::env::split_paths(&options.search_path).chain(system);
    let trusted = folders.filter(|folder| folder.is_absolute() && !folder.starts_with(&project.root));
    trusted.map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// What a program of the user's prints.
fn ask(program: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir("/").stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

/// `a/../b` without the step back, which is not made through a link.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
        plain
    })
}

/// The symbolic links on the way to a path, with what they hold.
fn links(path: &Path) -> Vec<(PathBuf, PathBuf)> {
    const MOST: usize = 40;
    let mut found = Vec::new();
    let mut rest: Vec<_> = path.components().rev().map(|part| part.as_os_str().to_owned()).collect();
    let mut done = PathBuf::new();
    while let Some(part) = rest.pop() {
        if part == ".." {
            done.pop();
            continue;
        }
        done.push(&part);
        if let Ok(target) = fs::read_link(&done) {
            if found.len() == MOST {
                break;
            }
            found.push((done.clone(), target.clone()));
            done.pop();
            rest.extend(target.components().rev().map(|part| part.as_os_str().to_owned()));
        }
    }
    found
}

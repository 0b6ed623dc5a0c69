//! What to do about the mistakes that students make most.

use super::super::traceback::Exception;
use super::Case;

/// What to say of an exception.
#[derive(Debug, Default)]
pub(super) struct Advice {
    /// In place of the exception's own text, where that is hard to read.
    pub(super) problem: Option<String>,
    pub(super) fix: Option<String>,
}

impl Advice {
    fn fix(fix: impl Into<String>) -> Self {
        Self { problem: None, fix: Some(fix.into()) }
    }
}

impl Case<'_> {
    pub(super) fn advice(&self, name: &str, exception: &Exception) -> Advice {
        let message = exception.message.as_str();
        match name {
            "ModuleNotFoundError" => self.missing_package(message),
            "ValidationError" => self.missing_settings(message),
            "KeyError"
                if exception
                    .frames
                    .iter()
                    .any(|frame| frame.file.ends_with("os>") || frame.file.ends_with("/os.py")) =>
            {
                self.missing_variables(&[message.trim_matches('\'')])
            }
            "TypeError" => wrong_arguments(message),
            "SyntaxError" | "IndentationError" | "TabError" => Advice::fix(
                "this is not Python: mend the line, or one of those above it (a bracket, a quote, a colon, the indent)",
            ),
            "AttributeError" if message.contains("'Props' object") => Advice::fix(
                "an earlier stack must set it: assign it at the end of that stack, and make that stack before this one in app.py",
            ),
            "NoCredentialsError" | "NoRegionError" | "EndpointConnectionError" => self.no_network(),
            "URLError" | "gaierror" => self.no_network(),
            "PermissionError" | "OSError" => self.refused(exception),
            "FileNotFoundError" if message.contains("'node'") => {
                Advice::fix("the CDK's Python packages need it: install Node.js 18 or newer")
            }
            "MemoryError" => Advice::fix("look for what grows without end, or give more with --memory-limit"),
            _ => self.refused_by_cdk(message),
        }
    }

    fn missing_package(&self, message: &str) -> Advice {
        let module = quoted(message).unwrap_or_default();
        let module = module.split('.').next().unwrap_or_default();
        let package = if module == "aws_cdk" { "aws-cdk-lib" } else { module };
        let interpreter = &self.toolchain.interpreter;
        Advice::fix(match (self.toolchain.is_virtual, self.is_required(package)) {
            (false, _) => format!(
                "{interpreter} ran, as there is no virtual environment: make one in the folder of cdk.json: \
                 python3 -m venv venv && venv/bin/pip install -r requirements.txt"
            ),
            (true, true) => format!(
                "{package} is in requirements.txt, but not in the virtual environment of {interpreter}: \
                 activate that and run pip install -r requirements.txt"
            ),
            (true, false) => format!(
                "the virtual environment of {interpreter} has no {package}: check the spelling, or install it and \
                 add it to requirements.txt"
            ),
        })
    }

    /// pydantic's report: each missing field on a line of its own, the reason below it.
    fn missing_settings(&self, message: &str) -> Advice {
        let lines: Vec<&str> = message.lines().collect();
        let missing = lines.windows(2).filter(|pair| pair[1].trim_start().starts_with("Field required"));
        let missing: Vec<&str> = missing.map(|pair| pair[0]).collect();
        if missing.is_empty() { Advice::default() } else { self.missing_variables(&missing) }
    }

    fn missing_variables(&self, names: &[&str]) -> Advice {
        let lines: Vec<String> = names.iter().map(|name| format!("{name}=…")).collect();
        let lines = lines.join(" and ");
        let file =
            self.project.shown(&self.project.directory.join(".env")).unwrap_or_else(|| ".env".to_owned());
        let mut fix = if self.env_file_exists() {
            format!("add {lines} to {file}")
        } else {
            format!("there is no {file}: make it, with {lines}")
        };
        if names.contains(&"SUNET") {
            fix += "; your SUNet ID also counts when it stands in the file SUNET at the assignment's root";
        }
        let verb = if names.len() == 1 { "is" } else { "are" };
        Advice { problem: Some(format!("{} {verb} needed and not set", names.join(" and "))), fix: Some(fix) }
    }

    fn no_network(&self) -> Advice {
        Advice::fix(
            "the app asks AWS itself, and a synthesis has no network and no credentials: leave that to the CDK, and give \
             fixed values instead of looking them up",
        )
    }

    /// What the sandbox does not let the app do.
    fn refused(&self, exception: &Exception) -> Advice {
        let message = exception.message.as_str();
        let of_network = ["socket.py", "ssl.py", "http/client.py", "urllib/request.py", "asyncio/"];
        let is_network =
            exception.frames.iter().any(|frame| of_network.iter().any(|part| frame.file.contains(part)))
                || exception
                    .frames
                    .last()
                    .and_then(|frame| frame.code.as_deref())
                    .is_some_and(|code| code.contains("socket"));
        if is_network {
            return self.no_network();
        }
        if ["Read-only file system", "Permission denied", "Operation not permitted"]
            .iter()
            .any(|text| message.contains(text))
        {
            return Advice::fix(
                "a synthesis may read the assignment and write to CDK_OUTDIR and the folder for temporary files, nothing \
                 else: make other files beforehand",
            );
        }
        Advice::default()
    }

    /// Errors of the CDK, by their text.
    fn refused_by_cdk(&self, message: &str) -> Advice {
        let first = message.lines().next().unwrap_or_default();
        let fix = match first {
            _ if first.contains("Cannot find asset at") && first.trim_end_matches('/').ends_with("dist") => {
                "the frontend is not built: run npm install and npm run build in web/"
            }
            _ if first.contains("Cannot find asset at") => {
                "there is no such file or folder: the path is relative to the folder of cdk.json"
            }
            _ if first.contains("Dockerfile") || first.contains("Cannot find image directory") => {
                "the app's folder must be there and hold a Dockerfile: restore it, or say in cdk/.env where it is (YOCTOGRAM_APP_DIR)"
            }
            _ if first.contains("cyclic") || first.contains("Adding this dependency") => {
                "two stacks need each other: make what both need in the one that is deployed first, and remove the \
                 add_dependency that goes backwards"
            }
            _ if first.contains("since account/region are not specified") => {
                "give the stack env=Environment(account=…, region=…)"
            }
            _ if first.contains("There is already a Construct with name") => {
                "give each construct of a stack an id of its own"
            }
            _ => return Advice::default(),
        };
        Advice::fix(fix)
    }
}

fn wrong_arguments(message: &str) -> Advice {
    let Some((callee, problem)) = message.split_once("() ") else {
        return Advice::default();
    };
    let callee = callee.trim_end_matches(".__init__");
    if problem.contains("unexpected keyword argument") {
        let name = quoted(problem).unwrap_or_default();
        return Advice::fix(format!(
            "{callee} has no argument {name}: check its spelling in the CDK's reference (Python's names have underscores), \
             or whether it belongs to another construct"
        ));
    }
    if problem.starts_with("missing") {
        let names = problem.split_once(": ").map_or("", |(_, names)| names).replace('\'', "");
        return Advice::fix(format!("give {callee} what it cannot do without: {names}"));
    }
    Advice::default()
}

/// What stands between the first quotation marks.
fn quoted(text: &str) -> Option<&str> {
    text.split('\'').nth(1)
}

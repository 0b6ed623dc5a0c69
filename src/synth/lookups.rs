//! Names the lookups that the CDK could not make, and where the student asks for them.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use super::project::Project;

/// A lookup that needs AWS credentials, for which the CDK used a dummy value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    /// The context key, such as `vpc-provider:account=…`.
    pub key: String,
    /// Where the student's code asks for it, such as `cdk/cdk/network_stack.py:24`; several where it may be any.
    pub places: Vec<String>,
}

/// What in Python leads to which context key.
const CALLS: [(&str, &str); 9] = [
    ("vpc-provider:", "Vpc.from_lookup"),
    ("hosted-zone:", "HostedZone.from_lookup"),
    ("security-group:", "SecurityGroup.from_lookup"),
    ("load-balancer:", "LoadBalancer.from_lookup"),
    ("load-balancer-listener:", "Listener.from_lookup"),
    ("key-provider:", "Key.from_lookup"),
    ("ami:", "LookupMachineImage"),
    ("ssm:", "value_from_lookup"),
    ("endpoint-service-availability-zones:", "InterfaceVpcEndpoint"),
];

const MAX_FILES: usize = 500;
const MAX_BYTES: u64 = 1 << 20;
const MAX_PLACES: usize = 5;

pub(super) fn find(missing: &[String], project: &Project) -> Vec<Lookup> {
    if missing.is_empty() {
        return Vec::new();
    }
    let sources = sources(&project.directory);
    let places = |key: &str| {
        let call = CALLS.iter().find(|(prefix, _)| key.starts_with(prefix)).map(|(_, call)| *call)?;
        let hits = sources.iter().flat_map(|(path, text)| {
            let lines = text.lines().enumerate().filter(move |(_, line)| line.contains(call));
            lines.filter_map(|(number, _)| Some(format!("{}:{}", project.shown(path)?, number + 1)))
        });
        Some(hits.take(MAX_PLACES).collect())
    };
    let lookup = |key: &String| Lookup { key: key.clone(), places: places(key).unwrap_or_default() };
    missing.iter().map(lookup).collect()
}

fn sources(directory: &Path) -> Vec<(std::path::PathBuf, String)> {
    let skipped = |name: &str| name.starts_with('.') || ["venv", "node_modules", "cdk.out"].contains(&name);
    let entries = WalkDir::new(directory).max_depth(6).sort_by_file_name().into_iter();
    let entries = entries
        .filter_entry(move |entry| entry.depth() == 0 || !entry.file_name().to_str().is_none_or(skipped));
    entries
        .filter_map(Result::ok)
        .filter(|entry| {
            entry.file_type().is_file() && entry.path().extension().is_some_and(|end| end == "py")
        })
        .filter(|entry| entry.metadata().is_ok_and(|found| found.len() <= MAX_BYTES))
        .take(MAX_FILES)
        .filter_map(|entry| Some((entry.path().to_owned(), fs::read_to_string(entry.path()).ok()?)))
        .collect()
}

//! Landlock: closes all files but those that the app needs. <https://docs.kernel.org/userspace-api/landlock.html>

use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, Ruleset, RulesetAttr, RulesetCreated, RulesetCreatedAttr,
    RulesetError, RulesetStatus, Scope, path_beneath_rules,
};

/// The newest that is known; an older kernel does what it can.
const NEWEST: ABI = ABI::V10;

/// Prepares the rules, while the paths can be opened.
pub(super) fn rules(readable: &[PathBuf], writable: &[PathBuf]) -> Result<RulesetCreated, RulesetError> {
    let devices = readable.iter().filter(|path| path.starts_with("/dev"));
    Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .add_rules(path_beneath_rules(readable, AccessFs::from_read(ABI::V1)))?
        .add_rules(path_beneath_rules(devices, AccessFs::ReadFile | AccessFs::WriteFile))?
        .add_rules(path_beneath_rules(writable, own()))
}

/// Applies the rules to this process; whether the kernel knows Landlock.
pub(super) fn apply(rules: RulesetCreated) -> Result<bool, RulesetError> {
    Ok(rules.restrict_self()?.ruleset != RulesetStatus::NotEnforced)
}

/// Everything with files and folders, nothing with devices and sockets.
fn own() -> BitFlags<AccessFs> {
    AccessFs::from_all(NEWEST) & !(AccessFs::MakeChar | AccessFs::MakeBlock | AccessFs::MakeSock)
}

/// The folders below `scratch` that are the app's.
pub(super) fn writable(scratch: &Path, names: &[&str]) -> Vec<PathBuf> {
    names.iter().map(|name| scratch.join(name)).collect()
}

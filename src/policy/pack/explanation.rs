//! What `infragrade explain` adds to a check: longer texts, which grading has no use for and does not load.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::catalogue::CheckFields;
use super::{Error, RuleFile, metadata};

/// Why a check is there, and what meets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// The requirement in the handout's own words; `…` stands where some are left out.
    pub asks: String,
    /// What goes wrong in production without it.
    pub why: String,
    /// Resources that a template holds then, as YAML: a name for each, and of its properties those that count. The value
    /// `…` is any value, `SUNET` the student's id.
    pub template: String,
    /// Python that does not meet it; `# …` stands for more arguments.
    pub before: String,
    /// The same, mended.
    pub after: String,
}

/// The explanations of a pack's checks by id. A check may be without.
pub type Explanations = BTreeMap<String, Explanation>;

/// Reads the explanations in the METADATA of a pack's checks.
///
/// # Errors
/// The first check whose METADATA cannot be read.
pub fn read(files: &[RuleFile]) -> Result<Explanations, Error> {
    let mut found = Explanations::new();
    for file in files.iter().filter(|file| !file.is_test()) {
        let Some(id) = file.check() else {
            continue;
        };
        if let Some(explanation) = metadata::of_package::<CheckFields>(file)?.custom.explain {
            found.insert(id.to_owned(), explanation);
        }
    }
    Ok(found)
}

//! Evaluates rule packs on an input document, with regorus.
//!
//! The pack that the binary carries runs on regorus' virtual machine; packs from a directory run on its interpreter.

mod engine;
mod legacy;
pub mod pack;
pub mod rule_tests;
pub(crate) mod syntax;
mod violation;

use std::path::Path;
use std::time::Duration;

use regorus::Value;

use self::engine::Engine;
pub use self::pack::catalogue::{Check, Link};
pub use self::pack::explanation::{Explanation, Explanations};
pub use self::pack::{Catalogue, Error};
pub use self::violation::Violation;

/// The explanations of the checks in a directory's pack, or of those that the binary carries.
///
/// # Errors
/// The first file that cannot be read, or METADATA that cannot.
pub fn explanations(directory: Option<&Path>) -> Result<Explanations, Error> {
    match directory {
        Some(directory) => pack::explanation::read(&pack::source::read(directory)?),
        None => {
            let explanations = include_bytes!(concat!(env!("OUT_DIR"), "/explanations.json"));
            serde_json::from_slice(explanations)
                .map_err(|error| Error::new("the built-in explanations", error.to_string()))
        }
    }
}

/// Bounds on evaluation.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Of one check that is evaluated alone, as all are when they could not be evaluated together.
    pub check: Duration,
    /// Of all checks together.
    pub total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { check: Duration::from_secs(1), total: Duration::from_secs(10) }
    }
}

/// What one check says of an input: its violations, or why it could not be evaluated.
pub type Evaluation = Result<Vec<Violation>, String>;

/// A rule pack, ready to be evaluated.
pub struct Pack {
    catalogue: Catalogue,
    kind: Kind,
}

enum Kind {
    Checks(Box<Engine>),
    Legacy(Box<regorus::Engine>),
}

impl Pack {
    /// The assignment's own pack, which the binary carries.
    ///
    /// # Errors
    /// A build that does not fit together; never the user's fault.
    pub fn builtin() -> Result<Self, Error> {
        let (catalogue, engine) =
            engine::builtin().map_err(|problem| Error::new("the built-in rules", problem))?;
        Ok(Self { catalogue, kind: Kind::Checks(Box::new(engine)) })
    }

    /// The pack in a directory: one like `rules/`, or one of the course's earlier years (Rego v0, all in package `rules`).
    ///
    /// # Errors
    /// The first file that cannot be read or is refused, with the line where there is one.
    pub fn from_directory(directory: &Path) -> Result<Self, Error> {
        let files = pack::source::read(directory)?;
        if legacy::is_legacy(&files) {
            let catalogue = legacy::catalogue();
            return Ok(Self { catalogue, kind: Kind::Legacy(Box::new(legacy::engine(directory, &files)?)) });
        }
        let catalogue = Catalogue::read(directory, &files)?;
        let engine = Engine::Interpreter(Box::new(pack::compile::engine(&files, &catalogue)?));
        Ok(Self { catalogue, kind: Kind::Checks(Box::new(engine)) })
    }

    /// The pack's checks.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Evaluates every check, in the catalogue's order. A check that fails to evaluate does not stop the others.
    pub fn evaluate(&mut self, input: Value, limits: &Limits) -> Vec<Evaluation> {
        match &mut self.kind {
            Kind::Checks(engine) => engine::evaluate(engine, &self.catalogue, input, limits),
            Kind::Legacy(engine) => vec![legacy::evaluate(engine, input, limits)],
        }
    }

    /// What the pack takes off for each violation, where that is not all or nothing (packs of earlier years).
    pub fn points_per_violation(&self) -> Option<f64> {
        matches!(self.kind, Kind::Legacy(_)).then_some(legacy::POINTS_PER_VIOLATION)
    }
}

//! Named variants of the finished assignment.

use synthesizer::{AppProps, CloudAssembly, Result};

use crate::starter::STARTER;
use crate::styles::STYLES;
use crate::{Changes, Settings, app};

/// The finished assignment with one thing done differently.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// Its name, unique, as in the recordings.
    pub name: &'static str,
    /// What is different, in a line.
    pub says: &'static str,
    /// Ids of the checks that it fails; none for an alternative.
    pub fails: &'static [&'static str],
    pub(crate) change: fn(&mut Changes),
}

impl Variant {
    /// Synthesizes it, in memory.
    pub fn synthesize(&self, props: AppProps, settings: &Settings) -> Result<CloudAssembly> {
        let mut changes = Changes::default();
        (self.change)(&mut changes);
        app::synthesize(props, settings, &changes)
    }
}

/// The finished assignment itself.
pub const REFERENCE: Variant =
    Variant { name: "reference", says: "the finished assignment", fails: &[], change: |_| {} };

/// All variants: the reference, what students begin with, another style, the faults, the alternatives.
pub fn all() -> impl Iterator<Item = &'static Variant> {
    [&REFERENCE, &STARTER, &STYLES].into_iter().chain(crate::faults::all()).chain(crate::alternatives::all())
}

/// The variant of this name.
pub fn named(name: &str) -> Option<&'static Variant> {
    all().find(|variant| variant.name == name)
}

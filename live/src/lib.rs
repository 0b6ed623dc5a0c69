//! Grades the running website (`robot`), and runs what templates describe on one machine (`preview`).

pub mod preview;
pub mod robot;

//! Runs what templates describe on one machine.

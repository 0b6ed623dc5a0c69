//! The `infragrade` command.

fn main() {}

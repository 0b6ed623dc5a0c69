//! Compiles the rule pack that the binary carries, so that nothing is parsed when an assembly is graded.

use std::path::{Path, PathBuf};
use std::{env, fs};

#[allow(dead_code, unreachable_pub, reason = "the crate uses all of it")]
#[path = "src/policy/pack/mod.rs"]
mod pack;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let rules = Path::new("rules");
    for watched in [rules, Path::new("src/policy/pack")] {
        println!("cargo::rerun-if-changed={}", watched.display());
    }
    if let Err(error) = compile(rules) {
        println!("cargo::error={error}");
    }
    Ok(())
}

fn compile(rules: &Path) -> Result<(), Failure> {
    let files = pack::source::read(rules)?;
    let catalogue = pack::Catalogue::read(rules, &files)?;
    let program = pack::compile::program(&files, &catalogue)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("catalogue.json"), serde_json::to_vec(&catalogue)?)?;
    let explanations = pack::explanation::read(&files)?;
    fs::write(out.join("explanations.json"), serde_json::to_vec(&explanations)?)?;
    fs::write(out.join("rules.rvm"), program.serialize_binary()?)?;
    Ok(())
}

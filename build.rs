//! Compiles the rule pack that the binary carries, so that nothing is parsed when an assembly is graded.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[allow(dead_code, unreachable_pub, reason = "the crate uses all of it")]
#[path = "src/policy/pack/mod.rs"]
mod pack;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let rules = Path::new("rules");
    let sources = ["Cargo.lock", "rules", "src"];
    for watched in sources {
        println!("cargo::rerun-if-changed={watched}");
    }
    println!("cargo::rustc-env=INFRAGRADE_BUILD={:016x}", hash(&sources)?);
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

/// Of the files in folders. Results of a batch count as long as what graded them has the same.
fn hash(folders: &[&str]) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    let files = folders.iter().flat_map(|folder| walkdir::WalkDir::new(folder).sort_by_file_name());
    for file in files {
        match file {
            Ok(file) if file.file_type().is_file() => (file.path(), fs::read(file.path())?).hash(&mut hasher),
            // A package that is built elsewhere may lack the workspace's lock file.
            Ok(_) | Err(_) => {}
        }
    }
    Ok(hasher.finish())
}

//! Prints what each check of a pack costs on the virtual machine, the dearest first: `cargo run --release --example cost`.
//!
//! Takes the pack's folder and a cloud assembly; by default `rules` and `fixtures/reference`. What checks share is counted
//! for each of them; the last line is all of them together, as they are evaluated.

#![allow(clippy::print_stdout, reason = "a table for a person")]

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use infragrade::policy::pack::{Catalogue, compile, source};
use infragrade::{assembly, input};
use regorus::rvm::program::{DeserializationResult, Program};
use regorus::rvm::vm::RegoVM;

const RUNS: u32 = 30;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let rules = arguments.next().unwrap_or_else(|| "rules".into());
    let directory = arguments.next().unwrap_or_else(|| "fixtures/reference".into());
    let files = source::read(&rules)?;
    let catalogue = Catalogue::read(&rules, &files)?;
    let compiled = compile::program(&files, &catalogue)?.serialize_binary()?;
    let DeserializationResult::Complete(program) = Program::deserialize_binary(&compiled)? else {
        return Err("the compiled rules cannot be read back".into());
    };
    let program = Arc::new(program);
    let document = input::build(&assembly::read(&directory, &assembly::Limits::default())?, "codyho");
    let fastest = |rule: &str| -> Result<Duration, Box<dyn Error>> {
        let mut best = Duration::MAX;
        for _ in 0..RUNS {
            let mut machine = RegoVM::new();
            machine.set_max_instructions(usize::MAX);
            machine.load_program(program.clone());
            machine.set_input(document.clone());
            let start = Instant::now();
            machine.execute_entry_point_by_name(rule)?;
            best = best.min(start.elapsed());
        }
        Ok(best)
    };
    let mut costs = Vec::new();
    for check in &catalogue.checks {
        costs.push((fastest(&compile::rule(&check.id))?, check.id.as_str()));
    }
    costs.sort_by(|a, b| b.cmp(a));
    costs.push((fastest(compile::ALL)?, "all"));
    for (cost, id) in costs {
        println!("{:>8.0} µs  {id}", cost.as_secs_f64() * 1e6);
    }
    Ok(())
}

//! `docs/writing-rules.md`, followed to the letter: its files are written, its commands run, its outputs compared.

use std::fs;
use std::path::Path;
use std::process::Command;

use infragrade::policy::pack::source;

use crate::support::{fixtures, root};

/// A fenced block with the line before it that is not empty.
struct Block<'d> {
    before: &'d str,
    language: &'d str,
    body: Vec<&'d str>,
}

fn blocks(document: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut before = "";
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let body = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push(Block { before, language, body });
        } else if !line.is_empty() {
            before = line;
        }
    }
    blocks
}

/// Writes the file that a block shows; the line before the block ends in its name.
fn write(folder: &Path, block: &Block<'_>) {
    let name = block.before.split('`').rev().nth(1).unwrap();
    assert!(block.before.ends_with(&format!("Write `{name}`:")), "{}", block.before);
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, block.body.join("\n") + "\n").unwrap();
}

/// What a command prints on both streams, without the times.
fn run(folder: &Path, command: &str) -> String {
    let mut words = command.split(' ');
    assert_eq!(words.next(), Some("infragrade"));
    let output =
        Command::new(env!("CARGO_BIN_EXE_infragrade")).args(words).current_dir(folder).output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    let untimed = |line: &str| match line.rsplit_once("  ") {
        Some((before, time)) if time.ends_with(" ms") => before.to_owned(),
        _ => line.to_owned(),
    };
    text.trim_end().lines().map(untimed).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_command_prints_what_the_document_says() {
    let document = fs::read_to_string(root().join("docs/writing-rules.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("cdk.out")).unwrap();
    for entry in fs::read_dir(fixtures().join("reference")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.path().join("cdk.out").join(entry.file_name())).unwrap();
    }
    let mut commands = 0;
    for block in blocks(&document) {
        if block.language == "rego" {
            write(folder.path(), &block);
            continue;
        }
        assert_eq!(block.language, "console");
        let mut printed = Vec::new();
        for command in block.body.iter().filter_map(|line| line.strip_prefix("$ ")) {
            printed.push(format!("$ {command}\n{}", run(folder.path(), command)));
            commands += 1;
        }
        assert_eq!(printed.join("\n"), block.body.join("\n"));
    }
    assert!(commands > 5, "{commands}");

    let files = |directory: &Path| -> Vec<_> {
        let files = source::read(directory).unwrap().into_iter();
        files.map(|file| (file.path.strip_prefix(directory).unwrap().to_owned(), file.text)).collect()
    };
    assert_eq!(files(&folder.path().join("pack")), files(&root().join("examples/pack")));
}

/// "copy that folder into your pack".
#[test]
fn the_library_works_in_another_pack() {
    let folder = tempfile::tempdir().unwrap();
    for (from, to) in [("examples/pack", ""), ("rules/lib", "lib")] {
        for file in source::read(&root().join(from)).unwrap() {
            let path = folder.path().join(to).join(file.path.strip_prefix(root().join(from)).unwrap());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file.text).unwrap();
        }
    }
    let found = infragrade::lint::lint(folder.path()).unwrap().findings;
    assert_eq!(found, []);
}

//! Completions and manual pages as a whole process.

use std::fs;
use std::process::{Command, Output};

fn infragrade(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_infragrade")).args(arguments).output().unwrap()
}

/// The commands that `infragrade --help` lists.
fn commands() -> Vec<String> {
    let help = String::from_utf8(infragrade(&["--help"]).stdout).unwrap();
    let listed =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = listed.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_shell_is_told_of_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = infragrade(&["completions", shell]);
        assert!(output.status.success());
        let script = String::from_utf8(output.stdout).unwrap();
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
        assert!(script.contains("fail-under"), "{shell}");
        assert!(!script.contains("synth-sandbox"), "{shell}: infragrade's own command");
    }
    assert_eq!(infragrade(&["completions", "ksh"]).status.code(), Some(2));
}

#[test]
fn bash_completes() {
    let script = infragrade(&["completions", "bash"]).stdout;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("infragrade");
    fs::write(&file, script).unwrap();
    let ask = r#"source "$0"; COMP_WORDS=(infragrade check --fail); COMP_CWORD=2; _infragrade infragrade --fail check; echo "${COMPREPLY[*]}""#;
    let output = Command::new("bash").args(["-c", ask]).arg(&file).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "--fail-under\n", "{:?}", output.stderr);
}

#[test]
fn every_command_has_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("share/man/man1");
    assert!(infragrade(&["man", pages.to_str().unwrap()]).status.success());
    let mut expected: Vec<String> = commands().iter().map(|name| format!("infragrade-{name}.1")).collect();
    expected.push("infragrade.1".to_owned());
    expected.sort();
    let entries =
        fs::read_dir(&pages).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut written: Vec<String> = entries.collect();
    written.sort();
    assert_eq!(written, expected);
    let page = fs::read_to_string(pages.join("infragrade-check.1")).unwrap();
    for part in [".TH infragrade-check 1", ".SH SYNOPSIS", "fail\\-under", "Exit status: 0 full marks"] {
        assert!(page.contains(part), "{part}: {page}");
    }

    fs::write(folder.path().join("file"), "").unwrap();
    let output = infragrade(&["man", folder.path().join("file").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("file: cannot be written"));
}

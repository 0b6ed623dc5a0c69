//! The commands that a build without the feature `live` lacks.

use std::process::{Command, Output};

fn infragrade(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_infragrade")).args(arguments).output().unwrap()
}

#[test]
fn each_says_how_to_get_it() {
    for command in ["autograde", "live", "preview"] {
        for further in [&[][..], &["--grade", "cdk.out"], &["--help"], &["-V", "--", "-x"]] {
            let output = infragrade(&[&[command], further].concat());
            assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{command} {further:?}");
            let text = String::from_utf8(output.stderr).unwrap();
            let begins = format!("error: {command}: this infragrade was built without");
            assert!(text.starts_with(&begins) && text.contains("--features live"), "{text}");
            assert_eq!(text.lines().count(), 1, "{text}");
        }
    }
}

#[test]
fn none_is_listed() {
    for arguments in [&["--help"][..], &["completions", "bash"], &["completions", "zsh"]] {
        let text = String::from_utf8(infragrade(arguments).stdout).unwrap();
        assert!(text.contains("check"), "{text}");
        for command in ["autograde", "preview"] {
            assert!(!text.contains(command), "{command}: {text}");
        }
    }
}

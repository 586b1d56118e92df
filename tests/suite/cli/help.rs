//! Help texts, pinned.

use super::caseloom;
use crate::snapshots;

#[test]
fn help_of_the_program_and_of_every_command() {
    let commands = [
        "",
        "validate",
        "generate",
        "test",
        "explain",
        "coverage",
        "init",
        "list",
        "show",
        "diff",
        "upgrade-check",
        "docs",
        "schema",
        "codes",
        "completions",
        "man",
    ];
    for command in commands {
        let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|each| !each.is_empty()).collect();
        let ran = caseloom(&arguments);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        let name = if command.is_empty() { "program" } else { command };
        snapshots().bind(|| insta::assert_snapshot!(format!("help-{name}"), ran.stdout));
    }
}

#[test]
fn a_version_is_told() {
    let ran = caseloom(&["--version"]);
    assert_eq!((ran.code, ran.stdout), (0, format!("caseloom {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn help_without_a_command_is_wrong_usage() {
    let ran = caseloom(&[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("Usage: caseloom"));
}

#[test]
fn completions_name_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = caseloom(&["completions", shell]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        for command in ["generate", "validate", "codes"] {
            assert!(ran.stdout.contains(command), "{shell} doesn't know {command}");
        }
    }
}

#[test]
fn manual_pages_are_of_the_program_or_a_command() {
    let program = caseloom(&["man"]);
    assert_eq!(program.code, 0);
    assert!(program.stdout.contains(".TH caseloom 1"), "{}", program.stdout);
    let generate = caseloom(&["man", "generate"]);
    assert!(generate.stdout.contains(".TH caseloom-generate 1"), "{}", generate.stdout);
    let heading = format!("\"caseloom {}\" \"Manual of caseloom\"", env!("CARGO_PKG_VERSION"));
    assert!(program.stdout.contains(&heading) && generate.stdout.contains(&heading), "{}", generate.stdout);
    assert!(generate.stdout.contains("max\\-quarantined"));
}

//! The README is true: every command in it runs, and prints what it says.
//!
//! In a block marked `console`, a line that begins with `$ ` is a command, and what follows is what it prints on the
//! terminal. `…` stands for anything within a line; a line of `…` alone for any lines.

use crate::program::root;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

struct Example {
    line: usize,
    command: String,
    expected: Vec<String>,
}

fn examples(readme: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut in_block = false;
    for (number, line) in readme.lines().enumerate() {
        match line {
            "```console" => in_block = true,
            "```" => in_block = false,
            _ if !in_block => {}
            _ => match (line.strip_prefix("$ "), examples.last_mut()) {
                (Some(command), _) => {
                    examples.push(Example { line: number + 1, command: command.to_owned(), expected: Vec::new() });
                }
                (None, Some(last)) => last.expected.push(line.to_owned()),
                (None, None) => panic!("line {}: output without a command", number + 1),
            },
        }
    }
    examples
}

/// The README's mapping, which its commands call `desk.yaml`.
fn mapping(readme: &str) -> &str {
    let start = readme.find("```yaml\ncaseloom: 1").unwrap() + "```yaml\n".len();
    let length = readme[start..].find("```").unwrap();
    &readme[start..start + length]
}

/// The binary under test: with CASELOOM_STATIC that one, so that a release can be tried where nothing else is.
fn binary() -> PathBuf {
    let release = std::env::var_os("CASELOOM_STATIC").map(PathBuf::from);
    release.unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_caseloom")))
}

#[test]
fn nothing_of_rust_is_on_the_path_of_the_commands() {
    let folder = tempfile::tempdir().unwrap();
    for program in ["cargo", "rustc", "rustup"] {
        assert_eq!(shell(folder.path(), folder.path(), &format!("command -v {program} || echo none")), "none\n");
    }
}

/// Built as the README says, with CASELOOM_STATIC naming what came of it.
#[test]
fn a_static_binary_needs_nothing_beside_it() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let command = "RUSTFLAGS=\"-C target-feature=+crt-static\" cargo build --release --target x86_64-unknown-linux-gnu";
    assert!(readme.lines().any(|line| line == command));
    let Some(binary) = std::env::var_os("CASELOOM_STATIC") else {
        eprintln!("skipped: name a static binary with CASELOOM_STATIC");
        return;
    };
    let output = Command::new("ldd").arg(&binary).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(said.contains("statically linked") || said.contains("not a dynamic executable"), "{said}");
    // It runs in an environment that is empty, and in a folder that isn't the repository.
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(&binary).arg("list").env_clear().current_dir(folder.path()).output().unwrap();
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("salesforce-service-cloud"));
}

/// The README's overlay, which its commands call `acme.yaml`.
fn overlay(readme: &str) -> &str {
    let start = readme.find("```yaml\nextends:").unwrap() + "```yaml\n".len();
    let length = readme[start..].find("```").unwrap();
    &readme[start..start + length]
}

/// The README's cases of that mapping, which stand in a block that begins with the name of their file.
fn cases(readme: &str) -> &str {
    let start = readme.find("```yaml\n# tests/desk.yaml\n").unwrap() + "```yaml\n".len();
    let length = readme[start..].find("```").unwrap();
    &readme[start..start + length]
}

/// What the shell finds as `caseloom` is the binary under test; `cargo run` means it too.
fn shell(folder: &Path, binaries: &Path, command: &str) -> String {
    let command =
        command.replace("cargo run --release --quiet --", "caseloom").replace("cargo run --release --", "caseloom");
    let output = Command::new("sh")
        .args(["-c", &format!("{command} 2>&1")])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", binaries.display()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn line_matches(expected: &str, printed: &str) -> bool {
    let mut parts = expected.split('…');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = printed.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    if parts.is_empty() {
        return rest.is_empty();
    }
    for part in &parts[..parts.len() - 1] {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(parts[parts.len() - 1])
}

fn matches(expected: &[String], printed: &[&str]) -> bool {
    match expected.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first.trim() == "…" => (0..=printed.len()).any(|skip| matches(rest, &printed[skip..])),
        Some((first, rest)) => printed
            .split_first()
            .is_some_and(|(line, others)| line_matches(first.trim_end(), line.trim_end()) && matches(rest, others)),
    }
}

#[test]
fn every_command_prints_what_the_readme_says() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let examples = examples(&readme);
    assert!(examples.len() >= 8, "the README shows what the commands do");
    let folder = tempfile::tempdir().unwrap();
    let binaries = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(binary(), binaries.path().join("caseloom")).unwrap();
    std::fs::create_dir(folder.path().join("tests")).unwrap();
    for of_repository in ["mappings", "tests/new-org"] {
        std::os::unix::fs::symlink(root().join(of_repository), folder.path().join(of_repository)).unwrap();
    }
    std::fs::write(folder.path().join("desk.yaml"), mapping(&readme)).unwrap();
    std::fs::write(folder.path().join("acme.yaml"), overlay(&readme)).unwrap();
    std::fs::write(folder.path().join("tests/desk.yaml"), cases(&readme)).unwrap();
    for example in examples.iter().filter(|example| !example.command.starts_with("cargo test")) {
        let printed = shell(folder.path(), binaries.path(), &example.command);
        let lines: Vec<&str> = printed.trim_end_matches('\n').lines().collect();
        let expected: Vec<String> = example
            .expected
            .iter()
            .rev()
            .skip_while(|line| line.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        assert!(
            matches(&expected, &lines),
            "README.md:{}: `{}` printed\n{printed}\nbut the README says\n{}",
            example.line,
            example.command,
            expected.join("\n")
        );
    }
}

/// The commands of the README's workflow: its steps' `run`.
fn steps(readme: &str) -> Vec<String> {
    let start = readme.find("# .github/workflows").unwrap();
    let text = &readme[start..start + readme[start..].find("```").unwrap()];
    let workflow: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
    let steps = workflow["jobs"]["validate"]["steps"].as_sequence().unwrap();
    steps.iter().filter_map(|step| Some(step.get("run")?.as_str()?.to_owned())).collect()
}

#[test]
fn the_workflow_s_commands_run() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let (folder, binaries) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_caseloom"), binaries.path().join("caseloom")).unwrap();
    std::fs::create_dir(folder.path().join("mappings")).unwrap();
    let wrong = mapping(&readme).replace("record: tickets", "record: tickts");
    std::fs::write(folder.path().join("mappings/desk.yaml"), mapping(&readme)).unwrap();
    std::fs::write(folder.path().join("mappings/wrong.yaml"), wrong).unwrap();
    let steps = steps(&readme);
    assert_eq!(steps.len(), 2);
    let printed: Vec<String> =
        steps.iter().map(|step| shell(folder.path(), binaries.path(), &format!("({step}); echo exit $?"))).collect();
    assert!(printed[0].starts_with("::error file=mappings/wrong.yaml,line="), "{}", printed[0]);
    assert!(printed.iter().all(|text| text.ends_with("exit 1\n")), "{printed:?}");
    let log = std::fs::read_to_string(folder.path().join("caseloom.sarif")).unwrap();
    let log: serde_json::Value = serde_json::from_str(&log).unwrap();
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "E0301");
}

/// The README's hook.
fn hook(readme: &str) -> &str {
    let start = readme.find("#!/bin/sh\n# .git/hooks/pre-commit").unwrap();
    &readme[start..start + readme[start..].find("```").unwrap()]
}

#[test]
fn the_hook_keeps_mappings_with_findings_out() {
    use std::os::unix::fs::PermissionsExt;
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let (folder, binaries) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_caseloom"), binaries.path().join("caseloom")).unwrap();
    let run = |command: &str| shell(folder.path(), binaries.path(), &format!("({command}) 2>&1; echo exit $?"));
    let began = run("git init --quiet . && git config user.name Tester && git config user.email tester@example.com");
    assert_eq!(began, "exit 0\n");
    let file = folder.path().join(".git/hooks/pre-commit");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, hook(&readme)).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::create_dir_all(folder.path().join("mappings/my desk")).unwrap();
    let right = mapping(&readme);
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("notes.yaml", "no: mapping");
    write("mappings/my desk/mapping.yaml", right);
    let committed = run("git add . && git commit --quiet --message one");
    assert_eq!(committed, "exit 0\n", "what isn't a mapping isn't looked at");
    write("mappings/my desk/mapping.yaml", &right.replace("record: tickets", "record: tickts"));
    let refused = run("git add . && git commit --quiet --message two");
    assert!(refused.contains("no source is called `tickts`") && !refused.ends_with("exit 0\n"), "{refused}");
    let counted = run("git rev-list --count HEAD");
    assert_eq!(counted, "1\nexit 0\n");
}

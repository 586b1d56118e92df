//! The command line, through the built binary with a scrubbed environment.

mod codes;
mod copy;
mod generate;
mod help;
mod locale;
mod mappings;
mod quarantine;
mod set;
mod steering;
mod timings;
mod usage;
mod zips;

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What a run of the program gave.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the program in a folder, with nothing of the caller's environment.
pub fn caseloom_in(folder: &Path, arguments: &[&str]) -> Ran {
    let output = command(folder, arguments).output().unwrap();
    ran(output)
}

/// Runs the program in a folder of its own.
pub fn caseloom(arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    caseloom_in(folder.path(), arguments)
}

pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caseloom"));
    command.args(arguments).current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Ran {
    /// Checks that the command was refused as wrong usage, said so in these words, and printed no result.
    pub fn refused(&self, words: &[&str]) {
        assert_eq!(self.code, 2, "stderr: {}", self.stderr);
        assert_eq!(self.stdout, "");
        let told = self.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words {
            assert!(told.contains(word), "`{word}` isn't in: {told}");
        }
    }
}

/// A small mapping that is right.
pub const MAPPING: &str = "\
caseloom: 1
name: tickets
version: 1.2.0
source_system: Desk
params:
  closed: { type: list, default: [Closed] }
sources:
  tickets:
    files: tickets.csv
    key: id
    at: opened
    columns:
      id: id
      opened: timestamp
      state: text
case:
  record: tickets
activities:
  opened:
    label: { en: Ticket Opened, fr: Ticket ouvert }
    source: tickets
  closed:
    label: { en: Ticket Closed, fr: Ticket fermé }
    source: tickets
    where: { state: $closed }
attributes:
  case:
    State: case.state
";

/// Writes files into a folder.
pub fn files(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

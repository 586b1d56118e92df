//! `caseloom init`: which mapping an export is of, what differs, and what is asked instead of guessed.

mod counts;
mod faults;
mod first;
mod people;
mod recognised;

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{command, root};

/// What `init` did.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub said: String,
    /// The file that it wrote; empty where there is none.
    pub text: String,
    pub file: PathBuf,
    kept: tempfile::TempDir,
}

/// Begins a mapping from a folder.
pub fn init(input: &Path, more: &[&str]) -> Ran {
    let kept = tempfile::tempdir().unwrap();
    let file = kept.path().join("org.yaml");
    let mut arguments = vec!["init", "--input", input.to_str().unwrap(), "--output", file.to_str().unwrap()];
    arguments.extend(more);
    let output = command(root(), &arguments).output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        said: String::from_utf8(output.stderr).unwrap(),
        text: fs::read_to_string(&file).unwrap_or_default(),
        file,
        kept,
    }
}

impl Ran {
    /// It wrote a file, and said nothing else.
    pub fn fine(self) -> Self {
        assert_eq!((self.code, self.said.as_str()), (0, ""), "{}\n{}", self.said, self.text);
        assert!(!self.text.is_empty());
        self
    }

    /// What it wrote has no error, and makes a log of the folder: the number of its events.
    pub fn events(&self, input: &Path, more: &[&str]) -> usize {
        self.generated(input, more);
        crate::program::Rows::read(&fs::read(self.kept.path().join("log/events.csv")).unwrap()).rows.len()
    }

    /// The same: what the run tells.
    pub fn generated(&self, input: &Path, more: &[&str]) -> String {
        let mapping = self.file.to_str().unwrap();
        let valid = command(root(), &["validate", mapping]).output().unwrap();
        assert!(valid.status.success(), "{}\n{}", String::from_utf8_lossy(&valid.stdout), self.text);
        let log = self.kept.path().join("log");
        let mut arguments = vec!["generate", "--mapping", mapping, "--input", input.to_str().unwrap(), "--output"];
        arguments.push(log.to_str().unwrap());
        arguments.extend(more);
        let output = command(root(), &arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}\n{}", self.text);
        assert!(!fs::read_to_string(log.join("quarantine.csv")).unwrap().contains("csv,"), "{}", self.text);
        said.into_owned()
    }

    /// A line of the file, without the spaces before it.
    pub fn has_line(&self, start: &str) -> bool {
        self.text.lines().any(|line| line.trim_start().starts_with(start))
    }
}

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    folder
}

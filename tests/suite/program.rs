//! The binary, run with an environment of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The binary with arguments, in a folder.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caseloom"));
    command.args(arguments).current_dir(folder).env_clear();
    command
}

/// What a run left behind.
pub struct Log {
    folder: PathBuf,
    /// The run's own output.
    pub output: Output,
    // Removes the folder when the test is over.
    _kept: tempfile::TempDir,
}

/// Runs `generate` into a new folder.
pub fn generate(mapping: &str, input: &Path, more: &[&str]) -> Log {
    let kept = tempfile::tempdir().unwrap();
    let folder = kept.path().join("log");
    let mut arguments = vec![
        "generate",
        "--mapping",
        mapping,
        "--input",
        input.to_str().unwrap(),
        "--output",
        folder.to_str().unwrap(),
    ];
    arguments.extend(more);
    let output = command(root(), &arguments).output().unwrap();
    Log { folder, output, _kept: kept }
}

impl Log {
    /// The run's exit code.
    pub fn code(&self) -> i32 {
        self.output.status.code().unwrap()
    }

    /// What it said.
    pub fn said(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).unwrap()
    }

    /// Whether the run left an output at all.
    pub fn exists(&self) -> bool {
        self.folder.exists()
    }

    /// A file of the output, whole.
    pub fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.folder.join(file))
            .unwrap_or_else(|error| panic!("{file}: {error}; the run said:\n{}", self.said()))
    }

    /// A file of the output as bytes.
    pub fn bytes(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}; {}", self.said()))
    }

    /// The manifest.
    pub fn manifest(&self) -> serde_json::Value {
        serde_json::from_str(&self.text("manifest.json")).unwrap()
    }

    /// A table of the output.
    pub fn table(&self, file: &str) -> Rows {
        Rows::read(&self.bytes(file))
    }
}

/// A CSV file in memory.
pub struct Rows {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Rows {
    pub fn read(bytes: &[u8]) -> Self {
        let mut reader = csv::Reader::from_reader(bytes);
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        Self { header, rows }
    }

    /// The position of a column.
    pub fn column(&self, name: &str) -> usize {
        self.header
            .iter()
            .position(|each| each == name)
            .unwrap_or_else(|| panic!("no column {name} in {:?}", self.header))
    }

    /// A column's values.
    pub fn values(&self, name: &str) -> Vec<&str> {
        let column = self.column(name);
        self.rows.iter().map(|row| row[column].as_str()).collect()
    }
}

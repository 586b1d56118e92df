//! Where tests are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::format::{Test, TestFile};
use crate::program::root;

/// A test with the mapping that it is of.
#[derive(Debug, Clone)]
pub struct Found {
    /// The folder of the mapping.
    pub mapping: PathBuf,
    /// The file that it stands in.
    pub file: PathBuf,
    pub test: Test,
}

impl Found {
    /// Its file and name.
    pub fn title(&self) -> String {
        let file = self.file.strip_prefix(root()).unwrap_or(&self.file);
        format!("{}: {}", file.display(), self.test.name)
    }
}

/// Cases of a mapping's sample, which have a form of their own.
const OF_SAMPLE: &str = "expected.yaml";

/// The tests of all mappings.
pub fn of_mappings() -> Vec<Found> {
    sorted(&root().join("mappings")).iter().flat_map(|mapping| of_mapping(mapping)).collect()
}

fn of_mapping(mapping: &Path) -> Vec<Found> {
    let files = sorted(&mapping.join("tests"));
    let is_ours = |file: &&PathBuf| file.extension().is_some_and(|end| end == "yaml") && !file.ends_with(OF_SAMPLE);
    let read = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).unwrap();
        of_text(mapping, file, &text).unwrap_or_else(|problem| panic!("{problem}"))
    };
    files.iter().filter(is_ours).flat_map(read).collect()
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The tests of a file.
pub fn of_text(mapping: &Path, file: &Path, text: &str) -> Result<Vec<Found>, String> {
    let read: TestFile = serde_yaml::from_str(text).map_err(|error| format!("{}: {error}", file.display()))?;
    let tests = read.into_tests();
    let mut names = BTreeSet::new();
    if let Some(twice) = tests.iter().find(|test| !names.insert(&test.name)) {
        return Err(format!("{}: two tests are called `{}`", file.display(), twice.name));
    }
    let found = |test| Found { mapping: mapping.to_owned(), file: file.to_owned(), test };
    Ok(tests.into_iter().map(found).collect())
}

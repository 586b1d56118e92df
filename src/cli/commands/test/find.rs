//! Where test cases are.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, codes, system};
use caseloom::shipped::{self, Home, Located};
use caseloom::testing::TestFile;
use caseloom::{resolve, testing};

use crate::cli::failure::Failure;

/// A file of test cases.
#[derive(Debug)]
pub struct CaseFile {
    /// How it is named to users.
    pub display: String,
    /// Its name without its ending.
    pub stem: String,
    /// Its folder; `None` inside the program.
    pub folder: Option<PathBuf>,
    /// Its tests; `None` where it can't be read as such.
    pub tests: Option<TestFile>,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
    /// Its text.
    pub files: Arc<Files>,
}

/// The folder beside a mapping that has its cases.
const FOLDER: &str = "tests";

/// The files of cases for a mapping: those that are named, else those beside it. Files for another mapping are left out.
///
/// # Errors
/// Where one can't be read, or none is where it is looked for by name.
pub fn cases(mapping: &str, mapping_file: &str, named: &[PathBuf]) -> Result<Vec<CaseFile>, Failure> {
    let mut all = Vec::new();
    if named.is_empty() {
        let Located { home, .. } = shipped::locate(mapping)?;
        match home {
            Home::Shipped(name) => all.extend(shipped::tests(&name).iter().filter_map(|path| of_program(path))),
            Home::Folder(folder) => all = in_folder(&folder.join(FOLDER))?,
        }
    }
    for path in named {
        match path.is_dir() {
            true => all.extend(in_folder(path)?),
            false => all.push(of_file(path)?),
        }
    }
    let is_of_other = |file: &CaseFile| {
        let of = file.tests.as_ref().and_then(|tests| tests.mapping.as_ref());
        of.is_some_and(|of| of.text != mapping_file)
    };
    all.retain(|file| !is_of_other(file));
    Ok(all)
}

fn of_program(path: &str) -> Option<CaseFile> {
    let text = shipped::read(path)?;
    let name = Path::new(path);
    Some(CaseFile::read(format!("shipped:{path}"), stem(name), None, text))
}

/// The files in a folder, by name; none where there is no folder.
fn in_folder(folder: &Path) -> Result<Vec<CaseFile>, Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(folder, &error)),
    };
    let mut paths: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| is_of_cases(path)).collect();
    paths.sort();
    paths.iter().map(|path| of_file(path)).collect()
}

fn is_of_cases(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") && path.is_file()
}

fn of_file(path: &Path) -> Result<CaseFile, Failure> {
    let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    Ok(CaseFile::read(path.display().to_string(), stem(path), Some(folder), text.into()))
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let shown = path.display();
    if error.kind() == io::ErrorKind::NotFound {
        let message = format!("there is no file or folder `{shown}`");
        return Failure::usage(
            Diagnostic::new(codes::NO_TESTS, message).help("name a file of test cases, or a folder"),
        );
    }
    let message = format!("`{shown}` can't be read: {}", system::reason(error));
    let help = "check that it may be read, and that it is saved as UTF-8";
    Failure::could_not_run(Diagnostic::new(codes::UNREADABLE_FILE, message).help(help))
}

impl CaseFile {
    fn read(display: String, stem: String, folder: Option<PathBuf>, text: Cow<'static, str>) -> Self {
        let (mut files, mut found) = (Files::new(), Diagnostics::new());
        let tree = resolve::parse(&mut files, &display, &text, &mut found);
        let tests = TestFile::of_tree(&tree, &mut found);
        Self { display, stem, folder, tests, findings: found.sorted(), files: Arc::new(files) }
    }

    /// The path of a snapshot below its folder.
    pub fn snapshot(&self, test: &str) -> Option<PathBuf> {
        let name = testing::snapshot_name(&self.stem, test);
        self.folder.as_ref().map(|folder| folder.join(super::snapshots::FOLDER).join(name))
    }
}

//! The input of a case, in a folder of its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use caseloom::diagnostic::{Diagnostic, Diagnostics, codes, nearest, system};
use caseloom::plan::Plan;
use caseloom::read;
use caseloom::testing::TestCase;

use super::find::CaseFile;

/// The folder with the input of a case; texts are written into `folder`. `None` where something is wrong with them.
pub fn prepare(test: &TestCase, file: &CaseFile, folder: &Path, found: &mut Diagnostics) -> Option<PathBuf> {
    if let Some(path) = test.folder() {
        let seen_from = file.folder.as_ref().map(|folder| folder.join(&path.text)).filter(|path| path.is_dir());
        if seen_from.is_none() {
            let message = format!("there is no folder `{}`", path.text);
            let finding = Diagnostic::new(codes::MISSING_INPUT_OF_TEST, message).at(path.span, "no such folder");
            found.push(finding.help("name a folder as seen from the file of the test"));
        }
        return seen_from;
    }
    for (key, text) in test.input.iter() {
        if !Path::new(&key.text).components().all(|part| matches!(part, Component::Normal(_))) {
            let message = format!("the file `{}` leads out of the input", key.text);
            let finding = Diagnostic::new(codes::PATH_LEAVES_FOLDER, message).at(key.span, "leads elsewhere");
            found.push(finding.help("write the name of a file, perhaps with folders before it"));
            return None;
        }
        let path = folder.join(&key.text);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, &text.text));
        if let Err(error) = written {
            let message = format!("the input `{}` can't be written: {}", key.text, system::reason(&error));
            let finding = Diagnostic::new(codes::OUTPUT_NOT_WRITABLE, message).at(key.span, "this file");
            found.push(finding.help("check the folder for temporary files"));
            return None;
        }
    }
    Some(folder.to_owned())
}

/// Reports files that no source of any of these mappings reads. `is_set`: each reads a folder by its name.
pub fn check_read(test: &TestCase, folder: &Path, plans: &[&Plan], is_set: bool, found: &mut Diagnostics) {
    if test.folder().is_some() {
        return;
    }
    let mut read = BTreeSet::new();
    for plan in plans {
        let root = if is_set { folder.join(&plan.name) } else { folder.to_owned() };
        if !root.is_dir() {
            continue;
        }
        for source in plan.sources.iter().filter(|source| !source.files.is_empty()) {
            // What can't be read is told by the run.
            let Ok(files) = read::discover(&root, &source.files) else { return };
            read.extend(files.iter().map(|file| file.path().to_owned()));
        }
    }
    for (key, _) in test.input.iter().filter(|(key, _)| !read.contains(&folder.join(&key.text))) {
        let patterns = plans.iter().flat_map(|plan| plan.sources.iter().flat_map(|source| &source.files));
        let message = format!("no source reads `{}`", key.text);
        let help = nearest::suggest(&key.text, "files", patterns.map(String::as_str)).unwrap_or_default();
        found.push(Diagnostic::new(codes::INPUT_NOT_READ, message).at(key.span, "read by nothing").help(help));
    }
}

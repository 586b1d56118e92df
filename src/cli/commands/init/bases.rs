//! The mappings that an export may be of.

use std::path::{Component, Path, PathBuf};

use caseloom::diagnostic::Files;
use caseloom::infer::Base;
use caseloom::shipped;

use super::folder_of;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::under_each;

/// The named mapping, else all shipped ones, under each of their profiles.
///
/// # Errors
/// It isn't there, or is wrong.
pub(super) fn of(base: Option<&str>, output: &Path) -> Result<Vec<Base>, Failure> {
    match base {
        Some(argument) => of_one(argument, &extends(argument, output)),
        None => {
            let mut all = Vec::new();
            for name in shipped::names() {
                all.extend(of_one(&name, &name)?);
            }
            Ok(all)
        }
    }
}

fn of_one(argument: &str, name: &str) -> Result<Vec<Base>, Failure> {
    let mut files = Files::new();
    let mut bases = Vec::new();
    for (profile, checked) in under_each(&mut files, argument)? {
        let Some(plan) = checked.plan else {
            let diagnostics = checked.diagnostics.sorted();
            return Err(Failure::Stopped { exit: Exit::Findings, diagnostics, files });
        };
        bases.push(Base { name: name.to_owned(), profile, tree: checked.resolved.tree, plan });
    }
    Ok(bases)
}

/// How an overlay in a file names a mapping: a shipped name, else a path as seen from the file.
fn extends(argument: &str, output: &Path) -> String {
    if shipped::names().iter().any(|name| name == argument) {
        return argument.to_owned();
    }
    let absolute = |path: &Path| std::fs::canonicalize(path).ok();
    match (absolute(Path::new(argument)), absolute(folder_of(output))) {
        (Some(base), Some(folder)) => with_slashes(&seen_from(&folder, &base)),
        _ => argument.to_owned(),
    }
}

fn seen_from(folder: &Path, file: &Path) -> PathBuf {
    let (of_folder, of_file): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (folder.components().collect(), file.components().collect());
    let shared = of_folder.iter().zip(&of_file).take_while(|(one, other)| one == other).count();
    let up = of_folder[shared..].iter().map(|_| Component::ParentDir);
    let start = if shared == of_folder.len() { Some(Component::CurDir) } else { None };
    start.into_iter().chain(up).chain(of_file[shared..].iter().copied()).collect()
}

fn with_slashes(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

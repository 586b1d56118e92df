//! Mappings checked through the library, for the tests of several areas.

use std::path::{Path, PathBuf};

use caseloom::diagnostic::{Diagnostic, Diagnostics, Files};
use caseloom::plan::Plan;
use caseloom::resolve;
use caseloom::shipped::{Home, Located};

/// Where the repository stands.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All findings on a mapping's text, in their order. `path` says where it stands, for the files beside it.
pub fn checked(path: &Path, text: &str) -> (Vec<Diagnostic>, Files) {
    let (found, files, _) = planned(path, text, None);
    (found, files)
}

/// The same, with a profile, and what the mapping became if it has no error.
pub fn planned(path: &Path, text: &str, profile: Option<&str>) -> (Vec<Diagnostic>, Files, Option<Plan>) {
    let mut files = Files::new();
    let mut found = Diagnostics::new();
    let name = path.strip_prefix(root()).unwrap_or(path).to_str().unwrap().to_owned();
    let home = Home::Folder(Path::new(&name).parent().map(PathBuf::from).unwrap_or_default());
    let located = Located { display: name.clone(), text: text.to_owned().into(), home };
    let extended = resolve::open(&mut files, &located, &name, &mut found);
    let resolved = resolve::resolve_extended(&mut files, &extended, profile, &mut found);
    let plan = resolved.check(&mut found);
    (found.sorted(), files, plan)
}

/// The mappings that are to be without a fault.
pub fn good() -> Vec<PathBuf> {
    let shipped = std::fs::read_dir(root().join("mappings")).unwrap();
    let mut paths: Vec<PathBuf> = shipped.map(|entry| entry.unwrap().path().join("mapping.yaml")).collect();
    paths.push(root().join("tests/reference/mapping.yaml"));
    paths.sort();
    paths
}

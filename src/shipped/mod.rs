//! The mappings that come inside the binary, and how a command line names a mapping.
//!
//! Embedded are each `mappings/<name>/mapping.yaml`, the `.rhai` files beside it and its test cases; samples stay in the
//! repository. A shipped mapping's name is its folder's.

mod home;
mod locate;

use std::borrow::Cow;

pub use home::Home;
pub use locate::{LocateError, Located, locate};

/// The file that makes a folder a mapping.
pub const MAPPING_FILE: &str = "mapping.yaml";

#[derive(rust_embed::RustEmbed)]
#[folder = "mappings/"]
#[include = "*/mapping.yaml"]
#[include = "*.rhai"]
#[include = "*/tests/*.yaml"]
#[exclude = "*/sample*/*"]
#[allow_missing = true]
struct Embedded;

/// The names of all shipped mappings, in the order of bytes.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = Embedded::iter().filter_map(|path| mapping_of(&path).map(str::to_owned)).collect();
    names.sort_unstable();
    names
}

/// The paths of a shipped mapping's files of tests below `mappings/`, in the order of bytes.
pub fn tests(name: &str) -> Vec<String> {
    let folder = format!("{name}/tests/");
    let is_of_tests = |path: &str| path.strip_prefix(&folder).is_some_and(|rest| !rest.contains('/'));
    let mut paths: Vec<String> = Embedded::iter().filter(|path| is_of_tests(path)).map(String::from).collect();
    paths.sort_unstable();
    paths
}

/// The text of an embedded file, by its path below `mappings/`; `None` where there is none, or it isn't UTF-8.
pub fn read(path: &str) -> Option<Cow<'static, str>> {
    match Embedded::get(path)?.data {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

/// The name of the mapping whose file this is: `a/mapping.yaml` is `a`'s.
fn mapping_of(path: &str) -> Option<&str> {
    let name = path.strip_suffix(MAPPING_FILE)?.strip_suffix('/')?;
    (!name.contains('/')).then_some(name)
}

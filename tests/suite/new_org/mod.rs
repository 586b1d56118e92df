//! An org that nobody knew before: its export, the overlay that reads it, and numbers computed without either.

mod export;
mod overlay;

use std::path::PathBuf;

use crate::program::root;

/// The folder of the org.
pub fn folder() -> PathBuf {
    root().join("tests/new-org")
}

#[test]
fn the_export_is_what_the_generator_makes() {
    for (name, text) in export::files() {
        let file = folder().join("export").join(name);
        if std::env::var_os("CASELOOM_WRITE").is_some() {
            std::fs::write(&file, &text).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "{name}: write it with CASELOOM_WRITE=1");
    }
}

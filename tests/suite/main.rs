//! One test binary: a module per area, each testing through the public surface.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

mod broken;
mod cases;
mod check;
mod cli;
mod coverage;
mod cx;
mod diagnostic;
mod docs;
mod explain;
mod formats;
mod init;
mod inline;
mod json;
mod labels;
mod link;
mod load;
mod lookalike;
mod mapping;
mod meaning;
mod memory;
mod misspelt;
mod needed;
mod new_org;
mod one_mistake;
mod overlay;
mod profiles;
mod program;
mod read;
mod readme;
mod real_export;
mod real_genesys;
mod reference;
mod run;
mod samples;
mod schema;
mod script;
mod sets;
mod shipped;
mod shown;
mod testing;
mod time;
mod void;
mod write;
mod xes;
mod yaml;

/// Snapshots stand in the top-level folder under the names that tests give them.
pub fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

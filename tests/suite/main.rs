//! One test binary: a module per area, each testing through the public surface.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]

mod diagnostic;
mod read;
mod script;
mod time;
mod yaml;

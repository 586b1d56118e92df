//! Times as text: reading them, and writing them.

pub mod format;
pub mod iso8601;
pub mod rfc3339;
pub mod scan;

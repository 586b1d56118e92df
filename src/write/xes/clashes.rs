//! Two values of an event that would have the same key.

use super::event::columns;
use super::event_names;
use crate::diagnostic::{Diagnostic, codes};
use crate::plan::LogPlan;
use crate::write::log::flat_names;

/// The columns that can't be written as XES for their headers; with `flat`, events repeat the attributes of their case.
///
/// Attributes have names without colons, so none has a key of the standard; headers are any text.
pub fn clashes(log: &LogPlan, flat: bool) -> Vec<Diagnostic> {
    let mut keys = event_names(log);
    if flat {
        keys.extend(flat_names(log, &keys));
    }
    let is_twice = |key: &String| keys.iter().filter(|other| *other == key).count() > 1;
    let columns = columns(log).into_iter().filter(|(value, _)| super::key::key_of(*value).is_none());
    columns.filter(|(_, key)| is_twice(key)).map(|(_, key)| finding(&key)).collect()
}

fn finding(key: &str) -> Diagnostic {
    let message = format!("two values of an event would have the key `{key}` in log.xes");
    Diagnostic::new(codes::XES_KEY_TAKEN, message)
        .help(format!("give the column that is headed `{key}` another header under `output.columns`"))
}

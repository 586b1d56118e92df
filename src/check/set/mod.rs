//! What several mappings are together: one log, its columns, and what doesn't fit together.

mod columns;
mod members;
mod output;

pub use members::{check_name, check_set, params_given, params_of, zone_of};

use crate::diagnostic::Diagnostics;
use crate::mapping::Output;
use crate::plan::{LogPlan, Plan};

/// What a set says for itself, beside its mappings.
#[derive(Debug, Clone, Copy)]
pub struct SetHead<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its version; empty where it has none.
    pub version: &'a str,
    /// How the log is written.
    pub output: Option<&'a Output>,
}

/// Joins the logs of several mappings, in their order, and reports what doesn't fit together.
pub fn join(head: SetHead<'_>, plans: &[&Plan], found: &mut Diagnostics) -> LogPlan {
    let output = output::joined(head.output, plans, found);
    let headers: Vec<&str> = output.event_columns.iter().map(|(_, header)| header.as_str()).collect();
    let of_log = columns::joined(plans, &[], columns::of_log, found);
    let of_cases = columns::joined(plans, &[&output.case_id_header], columns::of_cases, found);
    let of_events = columns::joined(plans, &headers, columns::of_events, found);
    LogPlan {
        name: head.name.to_owned(),
        version: head.version.to_owned(),
        log_attributes: of_log,
        case_attributes: of_cases,
        event_attributes: of_events,
        output,
    }
}

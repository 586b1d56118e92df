//! How a joined log is written.

use super::super::sections::{check_locale, written_over};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::mapping::Output;
use crate::plan::{OutputPlan, Plan, StandardValue};
use crate::time::Precision;

/// What the set writes, over what its mappings say together.
pub fn joined(written: Option<&Output>, plans: &[&Plan], found: &mut Diagnostics) -> OutputPlan {
    if let Some(written) = written {
        report_twice(written, found);
    }
    found.extend(check_locale(written, plans.iter().flat_map(|plan| plan.labels())));
    let is_precise = plans.iter().any(|plan| plan.output.precision == Precision::Milliseconds);
    let by_mappings = OutputPlan {
        precision: if is_precise { Precision::Milliseconds } else { Precision::Seconds },
        event_columns: event_columns(plans),
        is_chosen: plans.iter().any(|plan| plan.output.is_chosen),
        case_id_header: "case_id".to_owned(),
        // Each mapping keeps its own language.
        locale: None,
    };
    written_over(by_mappings, written, found)
}

/// The columns of the first mapping that chose some, with those that others chose too, and the source system. Where none
/// chose any, all that one of them has.
fn event_columns(plans: &[&Plan]) -> Vec<(StandardValue, String)> {
    let is_chosen = plans.iter().any(|plan| plan.output.is_chosen);
    let mut columns: Vec<(StandardValue, String)> = Vec::new();
    for plan in plans.iter().filter(|plan| plan.output.is_chosen == is_chosen) {
        plan.output.event_columns.iter().for_each(|column| insert(&mut columns, column.clone()));
    }
    let source_system = (StandardValue::SourceSystem, free_header(&columns));
    insert(&mut columns, source_system);
    columns
}

/// Puts a missing column after those that stand before it by default.
fn insert(columns: &mut Vec<(StandardValue, String)>, column: (StandardValue, String)) {
    let is_there = columns.iter().any(|(value, header)| *value == column.0 || *header == column.1);
    if !is_there {
        let after = columns.iter().rposition(|(value, _)| place_of(*value) < place_of(column.0));
        columns.insert(after.map_or(0, |place| place + 1), column);
    }
}

fn place_of(value: StandardValue) -> usize {
    StandardValue::NAMES.iter().position(|(_, known)| *known == value).unwrap_or_default()
}

fn free_header(columns: &[(StandardValue, String)]) -> String {
    let mut header = "source_system".to_owned();
    while columns.iter().any(|(_, taken)| *taken == header) {
        header.insert(0, '_');
    }
    header
}

fn report_twice(written: &Output, found: &mut Diagnostics) {
    let columns = written.columns.iter().as_slice();
    for (position, (key, header)) in columns.iter().enumerate() {
        if columns[..position].iter().any(|(_, earlier)| earlier.text == header.text) {
            let message = format!("two columns of the output would be headed `{}`", header.text);
            let finding = Diagnostic::new(codes::RESERVED_NAME, message).at(key.span, "the header is taken");
            found.push(finding.help("give the column another header"));
        }
    }
}

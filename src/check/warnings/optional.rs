//! Columns that are declared optional, and without which nothing is told.

use std::collections::BTreeSet;

use super::Checked;
use crate::diagnostic::{Diagnostic, codes};
use crate::plan::ColumnFrom;

/// Of change logs: the column that names the field, and that with the value after. JSON leaves out what is null, so that a
/// small export may have no value at all; a table always has the header.
pub fn changes(checked: &Checked<'_>) -> Vec<Diagnostic> {
    let plan = checked.plan;
    let tables = plan.fields.iter().filter(|field| !plan.holds_json(field.source));
    let logs = tables.filter_map(|field| Some((field.source, field.shape.named.as_ref()?.0, field.shape.new)));
    let needed: BTreeSet<(usize, usize)> =
        logs.flat_map(|(source, named, new)| [(source, named), (source, new)]).collect();
    let columns = needed.into_iter().map(|(source, column)| (&plan.sources[source], column));
    columns
        .filter(|(source, column)| matches!(source.columns[*column].from, ColumnFrom::Cell { optional: true, .. }))
        .map(|(source, column)| {
            let column = &source.columns[column];
            let message = format!("`{}` tells of no change without the column `{}`", source.id, column.id);
            let help = "take `optional: true` away, so that an export without the column stops the run";
            Diagnostic::new(codes::CHANGE_COLUMN_OPTIONAL, message).at(column.span, "may be missing").help(help)
        })
        .collect()
}

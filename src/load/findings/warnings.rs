//! What a user should look at after loading.

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::load::cell::TimeNotes;
use crate::load::link::LinkReport;
use crate::load::model::SourceReport;
use crate::load::read::quoted;
use crate::plan::{ColumnFrom, ColumnPlan, Plan, SourcePlan};
use crate::time::{DstPolicy, Gap, Overlap};

/// Warnings about times and references.
pub fn warnings(plan: &Plan, reports: &[SourceReport], times: &[Vec<TimeNotes>]) -> Diagnostics {
    let mut warnings = Diagnostics::new();
    for ((source, report), times) in plan.sources.iter().zip(reports).zip(times) {
        for (column, notes) in source.columns.iter().zip(times) {
            warnings.extend(notes.is_ambiguous().then(|| ambiguous(source, column, notes.exchangeable)));
            warnings.extend(clock_change(source, column, notes));
        }
        for count in &report.references {
            let column = &source.columns[count.column];
            let name = format!("`{}.{}`", source.id, column.id);
            if count.without_match > 0 && !all_missing(column, reports) {
                let message = format!(
                    "{} nothing{}",
                    values_match(count.without_match, &name),
                    such_as(count.without_match, count.example.as_deref())
                );
                warnings.push(about(column, codes::UNMATCHED_REFERENCE, message, "export what they refer to, too"));
            }
            if count.with_several > 0 {
                let message = format!("{} several rows", values_match(count.with_several, &name));
                let help = "look for rows with the same key; the first in the target's order is taken";
                warnings.push(about(column, codes::AMBIGUOUS_REFERENCE, message, help));
            }
        }
    }
    warnings
}

/// Whether nothing that the column refers to was exported: that is told of the sources, and is no fault of the values.
fn all_missing(column: &ColumnPlan, reports: &[SourceReport]) -> bool {
    column.refers_to.iter().all(|target| reports.get(*target).is_some_and(|report| report.is_missing))
}

/// A warning about values that too many cases share.
pub fn crowds(plan: &Plan, report: &LinkReport) -> Option<Diagnostic> {
    let rule = plan.case.same_case.as_ref().filter(|_| report.crowds > 0)?;
    let (source, rows, first) = (&plan.sources[rule.source].id, report.crowded, &report.examples.first()?.case);
    let message = match report.crowds {
        1 => format!(
            "{rows} rows have a value that too many cases of `{source}` share, the first of them in case `{first}`"
        ),
        more => format!(
            "{rows} rows have one of {more} values that too many cases of `{source}` share, most that of case `{first}`"
        ),
    };
    let help = "make such values null by `nulls:` of their column, or raise `at_most`";
    Some(Diagnostic::new(codes::VALUE_OF_TOO_MANY_CASES, message).at(rule.span, "they join no cases").help(help))
}

fn values_match(count: u64, column: &str) -> String {
    if count == 1 { format!("1 value of {column} matches") } else { format!("{count} values of {column} match") }
}

/// Names one of so many values, behind what is said of them.
fn such_as(values: u64, example: Option<&str>) -> String {
    let value = example.map(quoted).unwrap_or_default();
    match values {
        _ if value.is_empty() => value,
        1 => format!(": {value}"),
        _ => format!(", such as {value}"),
    }
}

fn about(column: &ColumnPlan, code: crate::diagnostic::Code, message: String, help: &str) -> Diagnostic {
    Diagnostic::new(code, message).at(column.span, "declared here").help(help)
}

fn ambiguous(source: &SourcePlan, column: &ColumnPlan, count: u64) -> Diagnostic {
    let others = if count == 1 {
        "1 of them would be another day".to_owned()
    } else {
        format!("{count} of them would be other days")
    };
    let message = format!(
        "day and month of `{}.{}` can't be told apart: all its dates read either way, and {others}",
        source.id, column.id
    );
    about(column, codes::AMBIGUOUS_DAY_AND_MONTH, message, "make sure that the declared format is the export's")
}

/// Times in a clock change that were read; those that the mapping rejects are in quarantine.
fn clock_change(source: &SourcePlan, column: &ColumnPlan, notes: &TimeNotes) -> Option<Diagnostic> {
    let local = match &column.from {
        ColumnFrom::Cell { reader, .. } => &reader.local,
        ColumnFrom::DateAndTime { local, .. } => local,
        _ => return None,
    };
    let (gap, overlap) = in_words(local.policy);
    let of = |count: u64, word: &str| if word == REJECT { 0 } else { count };
    let (gaps, overlaps) = (of(notes.gaps, gap), of(notes.overlaps, overlap));
    let message = format!(
        "times of `{}.{}` lie in a clock change: {gaps} that the clock skips, {overlaps} that it shows twice",
        source.id, column.id
    );
    let help =
        format!("they are read by `daylight_saving: {{ gap: {gap}, overlap: {overlap} }}`, which may say otherwise");
    (gaps + overlaps > 0).then(|| about(column, codes::CLOCK_CHANGE, message, &help))
}

const REJECT: &str = "reject";

/// A policy as mappings write it.
fn in_words(policy: DstPolicy) -> (&'static str, &'static str) {
    let gap = match policy.gap {
        Gap::Forward => "forward",
        Gap::Backward => "backward",
        Gap::Reject => REJECT,
    };
    let overlap = match policy.overlap {
        Overlap::Earlier => "earlier",
        Overlap::Later => "later",
        Overlap::Reject => REJECT,
    };
    (gap, overlap)
}

//! The parts of a manifest that are known once the input is loaded.

use super::{Counts, Input, InputFile, ParamValue};
use crate::load::{FileReport, Loaded, ParamOrigin, SourceReport};
use crate::plan::{LogPlan, Operand, Plan, SourcePlan};
use crate::time::{DAY, HOUR, MINUTE, Precision, SECOND, write_rfc3339};
use crate::write::log::{LogPart, log_values};
use crate::write::put_number;

/// A time as the manifest shows it: RFC 3339 in UTC, with milliseconds where it has any.
pub fn time_text(time: i64) -> String {
    let precision = if time % SECOND == 0 { Precision::Seconds } else { Precision::Milliseconds };
    let mut text = Vec::new();
    write_rfc3339(time, precision, &mut text);
    String::from_utf8(text).unwrap_or_default()
}

/// The files read, for each source that was read from files.
pub fn inputs(plan: &Plan, loaded: &Loaded) -> Vec<Input> {
    let read = plan.sources.iter().zip(&loaded.sources).filter(|(_, report)| !report.files.is_empty());
    read.map(|(source, report)| Input {
        source: source.id.clone(),
        files: report.files.iter().map(input_file).collect(),
    })
    .collect()
}

fn input_file(file: &FileReport) -> InputFile {
    let blake3 = file.digest.map(|digest| digest.iter().map(|byte| format!("{byte:02x}")).collect());
    let archive = file.archive.clone();
    InputFile { file: file.name.clone(), archive, bytes: file.bytes, blake3, rows: file.rows }
}

/// The values of params, and where they come from.
pub fn params(plan: &Plan, loaded: &Loaded) -> Vec<ParamValue> {
    let params = plan.params.iter().enumerate();
    params
        .map(|(index, param)| ParamValue {
            param: param.id.clone(),
            values: loaded.params.of(index).iter().filter_map(operand_text).collect(),
            from: loaded.param_origins.get(index).map_or("missing", |origin| origin_name(*origin)),
        })
        .collect()
}

fn origin_name(origin: ParamOrigin) -> &'static str {
    match origin {
        ParamOrigin::Set => "set",
        ParamOrigin::Export => "export",
        ParamOrigin::Default => "default",
        ParamOrigin::Missing => "missing",
    }
}

/// The attributes of the log; several values of a param are joined by `; `.
pub fn log_attributes(log: &LogPlan, parts: &[LogPart<'_>]) -> Counts<Option<String>> {
    log_values(log, parts).into_iter().map(|each| (each.name.clone(), values_text(each.values()))).collect()
}

/// Literals as one text; `None` where there is none.
pub fn values_text(values: &[Operand]) -> Option<String> {
    let texts: Vec<String> = values.iter().filter_map(operand_text).collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}

/// A literal as text; `None` for null and for a param, whose values stand elsewhere.
fn operand_text(operand: &Operand) -> Option<String> {
    Some(match operand {
        Operand::Null | Operand::Param(_) => return None,
        Operand::Text(text) => text.clone(),
        Operand::Integer(value) | Operand::Duration(value) => value.to_string(),
        Operand::Number(value) => number_text(*value),
        Operand::Boolean(value) => value.to_string(),
        Operand::Time(value) | Operand::WallTime(value) => time_text(*value),
        Operand::Date(days) => {
            time_text(days.saturating_mul(DAY)).chars().take_while(|letter| *letter != 'T').collect()
        }
        Operand::TimeOfDay(at) => format!("{:02}:{:02}:{:02}", at / HOUR, at % HOUR / MINUTE, at % MINUTE / SECOND),
    })
}

fn number_text(value: f64) -> String {
    let mut text = Vec::new();
    put_number(&mut text, value);
    String::from_utf8(text).unwrap_or_default()
}

/// What the input lacks, and what of it says nothing.
pub fn input_notes(plan: &Plan, loaded: &Loaded) -> Vec<String> {
    let sources = plan.sources.iter().zip(&loaded.sources);
    let columns = sources.clone().filter_map(|(source, report)| without_columns(source, report));
    let unusable = sources.clone().flat_map(|(source, report)| unusable(source, report));
    let columns: Vec<String> = columns.chain(unusable).collect();
    without_files(sources).into_iter().chain(columns).collect()
}

/// Optional sources that the export lacks, in one note: there may be many of them.
fn without_files<'a>(sources: impl Iterator<Item = (&'a SourcePlan, &'a SourceReport)>) -> Option<String> {
    let named = |source: &SourcePlan| {
        let first = source.files.first().map_or("", String::as_str);
        format!("`{}` ({first})", source.id)
    };
    let lacking = sources.filter(|(_, report)| report.is_missing);
    let names: Vec<String> = lacking.map(|(source, _)| named(source)).collect();
    (!names.is_empty()).then(|| format!("no files for {}", names.join(", ")))
}

/// Optional columns that a source's files lack.
fn without_columns(source: &SourcePlan, report: &SourceReport) -> Option<String> {
    let id = |column: &usize| source.columns.get(*column).map_or("", |column| &column.id);
    let names: Vec<String> = report.missing_columns.iter().map(|column| format!("`{}`", id(column))).collect();
    let columns = if names.len() == 1 { "column" } else { "columns" };
    let source = &source.id;
    (!names.is_empty()).then(|| format!("source `{source}` lacks the optional {columns} {}", names.join(", ")))
}

/// Texts that should be telephone numbers or mail addresses, and are none.
fn unusable(source: &SourcePlan, report: &SourceReport) -> Vec<String> {
    let id = |column: usize| source.columns.get(column).map_or("", |column| &column.id);
    let note = |(column, count): &(usize, u64)| {
        let what = if *count == 1 { "is no number or address" } else { "are no numbers or addresses" };
        format!("values of `{}.{}`: {count} {what}, and null", source.id, id(*column))
    };
    report.unusable.iter().map(note).collect()
}

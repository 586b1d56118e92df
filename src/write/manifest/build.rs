//! The parts of a manifest that are known once the input is loaded.

use super::{Counts, Input, InputFile, ParamValue};
use crate::load::{FileReport, Loaded, ParamOrigin, ReferenceReport, SourceReport};
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
    let sha256 = file.digest.map(|digest| digest.iter().map(|byte| format!("{byte:02x}")).collect());
    InputFile { file: file.name.clone(), bytes: file.bytes, sha256, rows: file.rows }
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

/// What a reader should know of the input: what it lacks, and what couldn't be found in it.
pub fn input_notes(plan: &Plan, loaded: &Loaded) -> Vec<String> {
    let sources = plan.sources.iter().zip(&loaded.sources);
    let missing: Vec<bool> = loaded.sources.iter().map(|report| report.is_missing).collect();
    let of_sources = sources.flat_map(|(source, report)| SourceNotes { plan, source, report, missing: &missing }.all());
    without_files(plan, &missing).into_iter().chain(of_sources).collect()
}

/// Optional sources that the export lacks, in one note: there may be many of them.
fn without_files(plan: &Plan, missing: &[bool]) -> Option<String> {
    let lacking = plan.sources.iter().zip(missing).filter(|(_, is_missing)| **is_missing);
    let named = |source: &SourcePlan| {
        let first = source.files.first().map_or("", String::as_str);
        format!("`{}` ({first})", source.id)
    };
    let names: Vec<String> = lacking.map(|(source, _)| named(source)).collect();
    (!names.is_empty()).then(|| format!("no files for {}", names.join(", ")))
}

struct SourceNotes<'a> {
    plan: &'a Plan,
    source: &'a SourcePlan,
    report: &'a SourceReport,
    /// Of each source whether it is optional and has no files.
    missing: &'a [bool],
}

impl SourceNotes<'_> {
    fn all(&self) -> Vec<String> {
        self.columns().into_iter().chain(self.references()).chain(self.clock_changes()).collect()
    }

    fn columns(&self) -> Option<String> {
        let names = self.report.missing_columns.iter().map(|column| format!("`{}`", self.column(*column)));
        let names: Vec<String> = names.collect();
        let columns = if names.len() == 1 { "column" } else { "columns" };
        let source = &self.source.id;
        (!names.is_empty()).then(|| format!("source `{source}` lacks the optional {columns} {}", names.join(", ")))
    }

    fn references(&self) -> impl Iterator<Item = String> {
        let found = self.report.references.iter();
        let is_told = |reference: &&ReferenceReport| {
            reference.with_several > 0 || reference.without_match > 0 && !self.all_missing(reference.column)
        };
        found.filter(is_told).map(|reference| {
            let column = self.column(reference.column);
            let targets = self.targets(reference.column);
            let without = counted(reference.without_match, "in no row of", &targets);
            let several = counted(reference.with_several, "in several rows of", &targets);
            let both: Vec<String> = [without, several].into_iter().flatten().collect();
            format!("values of `{}.{column}`: {}", self.source.id, both.join(", "))
        })
    }

    fn clock_changes(&self) -> impl Iterator<Item = String> {
        self.report.clock_changes.iter().map(|changes| {
            let column = self.column(changes.column);
            format!(
                "times of `{}.{column}` in a change of clocks: {} skipped, {} shown twice",
                self.source.id, changes.gaps, changes.overlaps
            )
        })
    }

    fn column(&self, column: usize) -> &str {
        self.source.columns.get(column).map_or("", |column| &column.id)
    }

    /// Whether nothing that the column refers to was exported.
    fn all_missing(&self, column: usize) -> bool {
        let targets = self.source.columns.get(column).map_or(&[][..], |column| &column.refers_to);
        targets.iter().all(|target| self.missing.get(*target).copied().unwrap_or(false))
    }

    fn targets(&self, column: usize) -> String {
        let targets = self.source.columns.get(column).map_or(&[][..], |column| &column.refers_to);
        let names = targets.iter().filter_map(|target| self.plan.sources.get(*target));
        names.map(|source| format!("`{}`", source.id)).collect::<Vec<_>>().join(", ")
    }
}

fn counted(count: u64, what: &str, targets: &str) -> Option<String> {
    (count > 0).then(|| format!("{count} {what} {targets}"))
}

//! The parts of a manifest that are known once the input is loaded.

use super::{Counts, Input, InputFile, ParamValue};
use crate::evaluate::ParamValues;
use crate::load::{FileReport, Loaded, ParamOrigin, SourceReport};
use crate::plan::{LogAttribute, Operand, Plan};
use crate::time::{DAY, HOUR, MINUTE, Precision, SECOND, write_rfc3339};
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
pub fn log_attributes(plan: &Plan, params: &ParamValues, extracted_at: Option<i64>) -> Counts<Option<String>> {
    let value = |attribute: &LogAttribute| match attribute {
        LogAttribute::ExtractedAt => extracted_at.map(time_text),
        LogAttribute::SourceSystem => plan.source_system.clone(),
        LogAttribute::Text(text) => Some(text.clone()),
        LogAttribute::Param(param) => {
            let values: Vec<String> = params.of(*param).iter().filter_map(operand_text).collect();
            (!values.is_empty()).then(|| values.join("; "))
        }
    };
    plan.log_attributes.iter().map(|(name, _, attribute)| (name.clone(), value(attribute))).collect()
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
    sources.flat_map(|(source, report)| SourceNotes { plan, source, report }.all()).collect()
}

struct SourceNotes<'a> {
    plan: &'a Plan,
    source: &'a crate::plan::SourcePlan,
    report: &'a SourceReport,
}

impl SourceNotes<'_> {
    fn all(&self) -> Vec<String> {
        if self.report.is_missing {
            return vec![format!("source `{}` has no files ({})", self.source.id, self.source.files.join(", "))];
        }
        let columns =
            self.report.missing_columns.iter().map(|column| {
                format!("source `{}` lacks the optional column `{}`", self.source.id, self.column(*column))
            });
        columns.chain(self.references()).chain(self.clock_changes()).chain(self.unusable()).collect()
    }

    fn references(&self) -> impl Iterator<Item = String> {
        let found = self.report.references.iter();
        found.filter(|reference| reference.without_match + reference.with_several > 0).map(|reference| {
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

    fn unusable(&self) -> impl Iterator<Item = String> {
        self.report.unusable.iter().map(|(column, count)| {
            let column = self.column(*column);
            let what = if *count == 1 { "is no number or address" } else { "are no numbers or addresses" };
            format!("values of `{}.{column}`: {count} {what}, and null", self.source.id)
        })
    }

    fn column(&self, column: usize) -> &str {
        self.source.columns.get(column).map_or("", |column| &column.id)
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

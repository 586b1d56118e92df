//! The values of params: given for the run, told by the export, or the mapping's.

pub(in crate::load) mod set;

use super::cell::with_zone;
use super::model::{LoadOptions, ParamOrigin};
use super::order::RowOrder;
use super::read::{StoredRow, StoredTable};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::evaluate::{Binder, Datum, Memo, ParamValues};
use crate::mapping::ParamType;
use crate::plan::{Condition, Operand, ParamPlan, Plan};
use crate::time::parse_duration_literal;

/// Values of params, and where each comes from.
pub type Given = (ParamValues, Vec<ParamOrigin>);

/// The values that don't depend on the export, and where they come from.
pub fn given(plan: &Plan, options: &LoadOptions, problems: &mut Diagnostics) -> Given {
    for (name, _) in &options.set {
        if plan.params.iter().all(|param| param.id != *name) {
            problems.push(set::unknown(plan, name));
        }
    }
    let mut values = ParamValues { values: Vec::new(), local: with_zone(&plan.local, options.timezone.as_ref()) };
    let mut origins = Vec::new();
    for param in &plan.params {
        let (of_param, origin) = value_of(param, &options.set, problems);
        let of_param = of_param.into_iter().map(|value| placed(value, &values)).collect();
        values.values.push(of_param);
        origins.push(origin);
    }
    problems.extend(set::off_scale(plan, &values, &origins));
    (values, origins)
}

fn value_of(param: &ParamPlan, set: &[(String, String)], problems: &mut Diagnostics) -> (Vec<Operand>, ParamOrigin) {
    // The last one counts, as on any command line.
    if let Some((_, written)) = set.iter().rev().find(|(name, _)| *name == param.id) {
        match set::values(param, written) {
            Ok(values) => return (values, ParamOrigin::Set),
            Err(problem) => problems.push(problem),
        }
    }
    match &param.default {
        Some(texts) => (texts.iter().filter_map(|text| typed(param.kind, text)).collect(), ParamOrigin::Default),
        None => (Vec::new(), ParamOrigin::Missing),
    }
}

/// A value of a type, as a default or `--set` writes it.
pub(super) fn typed(kind: ParamType, text: &str) -> Option<Operand> {
    match kind {
        ParamType::Text | ParamType::List | ParamType::Scale => Some(Operand::Text(text.to_owned())),
        ParamType::Integer => text.trim().parse().ok().map(Operand::Integer),
        ParamType::Number => text.trim().parse().ok().filter(|number: &f64| number.is_finite()).map(Operand::Number),
        ParamType::Boolean => text.trim().parse().ok().map(Operand::Boolean),
        ParamType::Duration => parse_duration_literal(text.trim()).ok().map(Operand::Duration),
        ParamType::Timestamp => Operand::moment(text.trim()),
    }
}

/// A moment, in the zone of the run where the text names no offset.
fn placed(operand: Operand, values: &ParamValues) -> Operand {
    match operand {
        Operand::WallTime(wall) => Operand::Time(values.moment(wall)),
        other => other,
    }
}

/// Takes the values of params that a source tells, once it is loaded.
///
/// Each value counts once, in the order of the rows. Where no row counts, the default stays.
pub fn from_export(stored: &StoredTable<'_>, values: &mut ParamValues, origins: &mut [ParamOrigin]) {
    for (index, param) in stored.plan.params.iter().enumerate() {
        let Some((source, column, condition)) = &param.from else { continue };
        if *source != stored.source || origins[index] == ParamOrigin::Set {
            continue;
        }
        let found = told(stored, values, *column, condition.as_ref());
        if !found.is_empty() {
            values.values[index] = found;
            origins[index] = ParamOrigin::Export;
        }
    }
}

fn told(stored: &StoredTable<'_>, values: &ParamValues, column: usize, condition: Option<&Condition>) -> Vec<Operand> {
    let id_of = |text: &str| stored.texts.find(text);
    let condition = condition.map(|condition| Binder::new(stored.plan, values, &id_of).condition(condition));
    let memo = Memo::default();
    let row = |position: u32| stored.row(Some(position), &memo);
    let counts = |at: &u32| condition.as_ref().is_none_or(|each| each.holds(&row(*at)).unwrap_or(false));
    let mut counted: Vec<u32> = (0..stored.table.len() as u32).filter(counts).collect();
    let order = RowOrder::new(stored.plan, stored.source, values, stored.texts);
    counted.sort_by(|left, right| order.compare(&row(*left), &row(*right)));
    distinct(counted.iter().filter_map(|at| text_at(&row(*at), column)))
}

fn text_at(row: &StoredRow<'_>, column: usize) -> Option<String> {
    let planned = row.plan.sources.get(row.source)?.columns.get(column)?;
    let cell = row.row?.cell(planned);
    Datum::Cell(cell).with_text(row.texts, str::to_owned)
}

fn distinct(texts: impl Iterator<Item = String>) -> Vec<Operand> {
    let mut values: Vec<Operand> = Vec::new();
    for text in texts {
        let value = Operand::Text(text);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// Params that something uses and nothing gives a value. Those that the export may tell count once it `is_read`.
pub fn without_value(plan: &Plan, origins: &[ParamOrigin], is_read: bool) -> Diagnostics {
    let params = plan.params.iter().zip(origins).zip(&plan.used_params);
    let missing = params.filter(|((param, origin), is_used)| {
        **is_used && **origin == ParamOrigin::Missing && param.from.is_some() == is_read
    });
    missing.map(|((param, _), _)| unvalued(param)).collect()
}

fn unvalued(param: &ParamPlan) -> Diagnostic {
    let id = &param.id;
    let message = match &param.from {
        Some(_) => format!("the export tells no value for `{id}`, and it has no default"),
        None => format!("`{id}` has no value"),
    };
    Diagnostic::new(codes::PARAM_WITHOUT_VALUE, message)
        .at(param.span, "declared without a default")
        .help(format!("give one by `--set {id}=VALUE`, or write a `default:`"))
}

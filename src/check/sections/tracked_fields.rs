//! Tracked fields: where changes are told, and how.

use super::super::checker::Checker;
use super::super::values::{Scope, operands};
use super::sources::targets;
use crate::diagnostic::codes;
use crate::mapping::TrackedField;
use crate::mapping::decode::Name;
use crate::plan::{Expr, FieldPlan, FieldShape, Path, ValueType};
use crate::yaml::Key;

/// The types that a field over a text column may be read as.
const TYPES: &[(&str, ValueType)] = &[
    ("text", ValueType::Text),
    ("boolean", ValueType::Boolean),
    ("integer", ValueType::Integer),
    ("number", ValueType::Number),
];

impl Checker<'_> {
    /// The type of a tracked field's values.
    pub fn field_type(&self, field: usize) -> ValueType {
        let written = &self.mapping.tracked_fields.iter().as_slice()[field].1;
        let declared = written.r#type.as_ref().and_then(|name| TYPES.iter().find(|(word, _)| *word == name.text));
        if let Some((_, kind)) = declared {
            return *kind;
        }
        let found = self.mapping.sources.find(&written.source.text).and_then(|(index, source)| {
            let name = written.new.as_ref().or(source.new.as_ref())?;
            let column = source.column(&name.text)?;
            Some(self.sources.get(index)?.columns.get(column)?.kind)
        });
        found.unwrap_or(ValueType::Text)
    }
}

/// Binds all tracked fields.
pub fn tracked_fields(checker: &mut Checker<'_>) -> Vec<FieldPlan> {
    let mapping = checker.mapping;
    let written = mapping.tracked_fields.iter().enumerate();
    written.filter_map(|(index, (key, each))| field(checker, index, key, each)).collect()
}

fn field(checker: &mut Checker<'_>, index: usize, key: &Key, written: &TrackedField) -> Option<FieldPlan> {
    let kind = checker.field_type(index);
    if let Some(name) = &written.r#type {
        checker.choice(name, TYPES);
    }
    let refers_to = targets(checker, &written.refers_to);
    let current = current(checker, written);
    let until = until(checker, key, written);
    let scale = match &written.scale {
        Some(steps) => operands(checker, &steps.0.0, kind),
        None => None,
    };
    let skips_nulls = choice(checker, written.nulls.as_ref(), &[("value", false), ("skip", true)]);
    let first_row_changes = choice(checker, written.first_row.as_ref(), &[("value", false), ("change", true)]);
    let (source, shape) = shape(checker, key, written)?;
    Some(FieldPlan {
        id: key.text.clone(),
        source,
        shape,
        current,
        until,
        refers_to,
        scale,
        kind,
        skips_nulls,
        first_row_changes,
        span: key.span,
    })
}

fn choice(checker: &mut Checker<'_>, name: Option<&Name>, choices: &[(&str, bool)]) -> bool {
    name.and_then(|name| checker.choice(name, choices)).unwrap_or(false)
}

fn current(checker: &mut Checker<'_>, written: &TrackedField) -> Option<Path> {
    let value = written.current.as_ref()?;
    match checker.value(value, Scope::Case, "current")? {
        (Expr::Record(path), _) => Some(path),
        _ => {
            let help = "write a path such as `case.Status`";
            let message = "the current value is a column of the case's record";
            checker.problem(codes::WRONG_KIND_OF_VALUE, value.span(), message, "not a column of the record", help);
            None
        }
    }
}

fn until(checker: &mut Checker<'_>, key: &Key, written: &TrackedField) -> Option<Path> {
    let value = written.until.as_ref()?;
    if written.current.is_none() {
        let help = "add `current:`, the column of the record with the value that holds now";
        checker.problem(codes::KEY_NEEDS_ANOTHER, key.span, "`until` needs `current` beside it", "no `current`", help);
    }
    match checker.time_value(value, Scope::Case, "until")? {
        Expr::Record(path) => Some(path),
        _ => {
            let help = "write a path such as `case.ClosedDate`";
            let message = "the end of the last value is a column of the case's record";
            checker.problem(codes::WRONG_KIND_OF_VALUE, value.span(), message, "not a column of the record", help);
            None
        }
    }
}

fn shape(checker: &mut Checker<'_>, key: &Key, written: &TrackedField) -> Option<(usize, FieldShape)> {
    let index = checker.source(&written.source)?;
    let (_, source) = &checker.mapping.sources.iter().as_slice()[index];
    checker.has_case(index, codes::NO_CASE, written.source.span);
    let new = match written.new.as_ref().or(source.new.as_ref()) {
        Some(name) => checker.column(index, &name.text, name.span),
        None => {
            let help = "name the column with the value after under `new:`, here or in the source";
            let message = "nothing says which column holds the field's values";
            checker.problem(codes::KEY_NEEDS_ANOTHER, key.span, message, "no `new`", help);
            None
        }
    };
    // A snapshot's field names its own column; the source's `old` belongs to the source's `new`.
    let old = match (&written.old, &written.new) {
        (Some(name), _) => Some(checker.column(index, &name.text, name.span)?),
        (None, None) => match &source.old {
            Some(name) => Some(checker.column(index, &name.text, name.span)?),
            None => None,
        },
        (None, Some(_)) => None,
    };
    let named = named(checker, index, written)?;
    Some((index, FieldShape { named, old, new: new? }))
}

type Named = Option<(usize, Vec<String>)>;

fn named(checker: &mut Checker<'_>, source: usize, written: &TrackedField) -> Option<Named> {
    if written.field.0.is_empty() {
        return Some(None);
    }
    let own = checker.mapping.sources.iter().as_slice()[source].1.field.clone();
    let Some(name) = own else {
        let help = "give the source a `field:`, the column that names the field that changed";
        let message = "the source isn't a change log, so it names no fields";
        checker.problem(codes::KEY_NEEDS_ANOTHER, written.field.0[0].span, message, "no `field` in the source", help);
        return None;
    };
    let column = checker.column(source, &name.text, name.span)?;
    Some(Some((column, written.field.0.iter().map(|name| name.text.clone()).collect())))
}

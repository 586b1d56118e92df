//! Evaluating values.

use super::bound::{Bound, BoundScript, Constant, Start};
use super::datum::Datum;
use super::scope::{Evaluated, Scope};
use super::texts::TextRead;
use crate::plan::{FieldPath, Path};
use crate::rows::{Cell, Row};
use crate::script::{Seen, Value, Variables};

impl Bound {
    /// The value over a scope.
    ///
    /// # Errors
    /// A script stopped without a value.
    pub fn value<S: Scope>(&self, scope: &S) -> Evaluated<Datum> {
        match self {
            Self::Row(start, path) => Ok(Datum::Cell(row_value(scope, *start, path))),
            Self::Constant(constant) => Ok(constant.datum()),
            Self::FirstPresent(values) => first_present(values, scope),
            Self::Script(script) => script.value(scope),
            _ => scope.of_case(self),
        }
    }
}

impl Constant {
    /// The value.
    pub fn datum(&self) -> Datum {
        match self {
            Self::Cell(cell) => Datum::Cell(*cell),
            Self::Text(text) => Datum::Value(Value::text(text)),
            Self::List(texts) => Datum::Value(Value::List(texts.iter().map(|text| Value::text(text)).collect())),
        }
    }
}

impl BoundScript {
    /// The script's result.
    ///
    /// # Errors
    /// It stopped without one.
    pub fn value<S: Scope>(&self, scope: &S) -> Evaluated<Datum> {
        if self.is_plain {
            return scope.run(self.script, &self.on_demand(scope));
        }
        let values = self.variables.iter().map(|variable| variable.value(scope));
        scope.run(self.script, &Beforehand { values: values.collect::<Evaluated<_>>()?, texts: scope.texts() })
    }
}

impl BoundScript {
    /// Its variables over a scope, where no script is in them.
    #[inline]
    pub fn on_demand<'a, S: Scope>(&'a self, scope: &'a S) -> impl Variables + 'a {
        OnDemand { bound: &self.variables, scope }
    }
}

/// Variables that are looked at when the script asks for them.
struct OnDemand<'a, S> {
    bound: &'a [Bound],
    scope: &'a S,
}

impl<S: Scope> Variables for OnDemand<'_, S> {
    fn see(&self, variable: usize) -> Seen<'_> {
        match &self.bound[variable] {
            Bound::Constant(Constant::Text(text)) => Seen::Text(text),
            Bound::Constant(Constant::List(texts)) => Seen::Texts(texts),
            // No script is in it that could stop.
            other => other.value(self.scope).map_or(Seen::NULL, |datum| datum.into_seen(self.scope.texts())),
        }
    }
}

/// Variables whose values are known before the script runs.
struct Beforehand<'a, T> {
    values: Vec<Datum>,
    texts: &'a T,
}

impl<T: TextRead> Variables for Beforehand<'_, T> {
    fn see(&self, variable: usize) -> Seen<'_> {
        match &self.values[variable] {
            Datum::Value(Value::Text(text)) => Seen::Text(text),
            other => other.clone().into_seen(self.texts),
        }
    }
}

fn first_present<S: Scope>(values: &[Bound], scope: &S) -> Evaluated<Datum> {
    for value in values {
        let datum = value.value(scope)?;
        if !datum.is_null() {
            return Ok(datum);
        }
    }
    Ok(Datum::NULL)
}

fn row_value<S: Scope>(scope: &S, start: Start, path: &Path) -> Cell {
    if path.onward.is_empty() {
        return scope.cell(start, path.source, path.column);
    }
    match scope.reference(start, path.source, path.column) {
        Some((target, row)) => onward(scope, path, target, row),
        None => Cell::Null,
    }
}

fn onward<S: Scope>(scope: &S, path: &Path, target: usize, row: u32) -> Cell {
    match path.onward.get(target) {
        Some(next) => match scope.table(next.source) {
            Some(table) => along(scope, table.row(row), next),
            None => Cell::Null,
        },
        None => Cell::Null,
    }
}

/// The value at the end of a path that begins at a row of `path.source`.
pub fn along<S: Scope>(scope: &S, row: Row<'_>, path: &Path) -> Cell {
    let Some(column) = scope.columns(path.source).get(path.column) else { return Cell::Null };
    if path.onward.is_empty() {
        return row.cell(column);
    }
    match row.reference(column) {
        Some((target, row)) => onward(scope, path, target, row),
        None => Cell::Null,
    }
}

/// A tracked field's value, or what it refers to: the first target that has it as a key counts.
pub fn field_value<S: Scope>(scope: &S, value: Cell, path: &FieldPath) -> Cell {
    if path.is_empty() {
        return value;
    }
    let Some(key) = value.as_text() else { return Cell::Null };
    let found = path.iter().find_map(|path| {
        let table = scope.table(path.source)?;
        table.index.get(&key).map(|row| along(scope, table.row(*row), path))
    });
    found.unwrap_or(Cell::Null)
}

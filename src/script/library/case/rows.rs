//! `rows`: the rows of the case, source by source, and each of them.

use rhai::{Dynamic, EvalAltResult};

use super::super::list::{FOLDS, decide, function_argument, map};
use super::super::operators::equal;
use super::super::{Library, OnNull, Outcome, Receiver, type_fault};
use super::{CUTS, Known, Natives, cut, find, list, optional, whole};
use crate::script::case::facts::{self, Span};
use crate::script::case::view::CaseView;
use crate::script::compile::vocabulary::SourceNames;
use crate::script::value::Time;

/// `rows`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rows;

/// `rows.S`, or the part of them in a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowsOf {
    source: u32,
    span: Span,
}

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    source: u32,
    row: usize,
}

impl<C: CaseView + 'static> Natives<C> {
    pub(super) fn rows_in(&self, rows: RowsOf) -> Vec<Dynamic> {
        let RowsOf { source, span } = rows;
        facts::rows_in(&*self.view(), source, span).map(|row| Dynamic::from(Row { source, row })).collect()
    }
}

pub(super) fn rows<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>, sources: &[SourceNames]) {
    library.engine.register_type_with_name::<Rows>("rows").register_type_with_name::<RowsOf>("rows of a source");
    for (source, names) in (0..).zip(sources) {
        library.handle(&names.id, move |_: &Rows| RowsOf { source, span: Span::ALL });
    }
    of_rows(library, natives, "count", 0, |natives, rows, _| {
        Ok(whole(facts::rows_in(&*natives.view(), rows.source, rows.span).count()))
    });
    of_rows(library, natives, "first", 0, |natives, rows, _| {
        let row = facts::rows_in(&*natives.view(), rows.source, rows.span).next();
        Ok(optional(row.map(|row| Row { source: rows.source, row })))
    });
    of_rows(library, natives, "last", 0, |natives, rows, _| {
        let row = facts::rows_in(&*natives.view(), rows.source, rows.span).next_back();
        Ok(optional(row.map(|row| Row { source: rows.source, row })))
    });
    for (name, arity) in CUTS {
        library.register(Receiver::Rows, name, arity, move |_, arguments| {
            let Some(rows) = arguments[0].read_lock::<RowsOf>().map(|rows| *rows) else { return Ok(Dynamic::UNIT) };
            Ok(Dynamic::from(RowsOf { span: cut(rows.span, name, &arguments[1..])?, ..rows }))
        });
    }
    of_rows(library, natives, "count_where", 2, |natives, rows, arguments| {
        count_where(natives, rows, arguments).map(whole)
    });
    of_rows(library, natives, "any", 2, |natives, rows, arguments| {
        Ok((count_where(natives, rows, arguments)? > 0).into())
    });
    of_rows(library, natives, "all", 2, |natives, rows, arguments| {
        let count = facts::rows_in(&*natives.view(), rows.source, rows.span).count();
        Ok((count_where(natives, rows, arguments)? == count).into())
    });
    for name in ["count_where", "any", "all"] {
        let natives = natives.clone();
        library.forms.number(name, 3, move |rows, name| {
            let source = rows.read_lock::<RowsOf>()?.source;
            column(&natives, source, name).ok().map(Known::value)
        });
    }
    of_rows(library, natives, "values", 1, |natives, rows, arguments| {
        let column = column(natives, rows.source, arguments[0])?;
        let case = natives.view();
        Ok(list(facts::rows_in(&*case, rows.source, rows.span).map(|row| case.row_value(rows.source, row, column))))
    });
    rows_with_closures(library, natives);
}

fn of_rows<C: CaseView + 'static>(
    library: &mut Library,
    natives: &Natives<C>,
    name: &'static str,
    arity: usize,
    answer: fn(&Natives<C>, RowsOf, &[&mut Dynamic]) -> Outcome,
) {
    let natives = natives.clone();
    library.register(Receiver::Rows, name, arity, move |_, arguments| {
        let Some(rows) = arguments[0].read_lock::<RowsOf>().map(|rows| *rows) else { return Ok(Dynamic::UNIT) };
        answer(&natives, rows, &arguments[1..])
    });
}

fn column<C>(natives: &Natives<C>, source: u32, name: &Dynamic) -> Result<u32, Box<EvalAltResult>> {
    match natives.names.columns.get(source as usize) {
        Some(columns) => find(columns, "column", name),
        None => Err(type_fault("there is no such source")),
    }
}

/// How many rows have a value, or one of a list of values, in a column.
fn count_where<C: CaseView + 'static>(
    natives: &Natives<C>,
    rows: RowsOf,
    arguments: &[&mut Dynamic],
) -> Result<usize, Box<EvalAltResult>> {
    let column = column(natives, rows.source, arguments[0])?;
    let case = natives.view();
    let mut count = 0;
    for row in facts::rows_in(&*case, rows.source, rows.span) {
        count += usize::from(is_wanted(&case.row_value(rows.source, row, column).into(), arguments[1])?);
    }
    Ok(count)
}

fn is_wanted(value: &Dynamic, wanted: &Dynamic) -> Result<bool, Box<EvalAltResult>> {
    let Ok(wanted) = wanted.as_array_ref() else { return equal(value, wanted) };
    for wanted in wanted.iter() {
        if equal(value, wanted)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn rows_with_closures<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>) {
    let handles = |natives: &Natives<C>, rows: &Dynamic| {
        rows.read_lock::<RowsOf>().map_or_else(Vec::new, |rows| natives.rows_in(*rows))
    };
    for (name, _, fold) in FOLDS {
        let natives = natives.clone();
        library.register(Receiver::Rows, name, 1, move |context, arguments| {
            let function = function_argument(name, arguments[1])?;
            let mut rows = handles(&natives, arguments[0]).into_iter();
            fold(&mut rows, &mut |row| decide(name, &function, context, row))
        });
    }
    let natives = natives.clone();
    library.register(Receiver::Rows, "map", 1, move |context, arguments| {
        let function = function_argument("map", arguments[1])?;
        map(&mut handles(&natives, arguments[0]).into_iter(), &function, context)
    });
}

pub(super) fn row<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>, sources: &[SourceNames]) {
    library.engine.register_type_with_name::<Row>("row");
    let at = natives.clone();
    library.property("time", move |row: &Row| Ok(optional(at.view().row_time(row.source, row.row).map(Time))));
    let mut columns: Vec<&String> = sources.iter().flat_map(|source| &source.columns).collect();
    columns.sort_unstable();
    columns.dedup();
    for name in columns {
        row_property(library, natives, sources, name);
    }
    let natives = natives.clone();
    library.method(Receiver::Row, OnNull::Null, "value", 1, move |_, arguments| {
        let Some(row) = arguments[0].read_lock::<Row>().map(|row| *row) else { return Ok(Dynamic::UNIT) };
        let column = column(&natives, row.source, arguments[1])?;
        Ok(natives.view().row_value(row.source, row.row, column).into())
    });
}

/// `row.Column`, for every source that has a column of this name; a column `time` comes before the row's own time.
fn row_property<C: CaseView + 'static>(
    library: &mut Library,
    natives: &Natives<C>,
    sources: &[SourceNames],
    name: &str,
) {
    let number =
        |source: &SourceNames| (0..).zip(&source.columns).find(|(_, column)| *column == name).map(|(id, _)| id);
    let numbers: Vec<Option<u32>> = sources.iter().map(number).collect();
    let (natives, missing) = (natives.clone(), name.to_owned());
    library.property(name, move |row: &Row| match numbers.get(row.source as usize).copied().flatten() {
        Some(column) => Ok(natives.view().row_value(row.source, row.row, column).into()),
        None if missing == "time" => Ok(optional(natives.view().row_time(row.source, row.row).map(Time))),
        None => Err(type_fault(format!("this row has no column `{missing}`"))),
    });
}

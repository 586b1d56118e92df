//! Questions about the rows of a source.

use super::super::held::{Held, List};
use super::super::node::{ColumnBySource, Method};
use super::super::{Out, Stop};
use super::Frame;
use super::ask::cut;
use crate::script::case::facts::{self, Span};
use crate::script::case::view::CaseView;
use std::rc::Rc;

/// What a method of rows gives.
pub fn ask<'a, C: CaseView>(
    (source, span): (u32, Span),
    method: &Method,
    arguments: &[Held<'_>],
    frame: &mut Frame<'a, C>,
) -> Out<Held<'a>> {
    let case = frame.case;
    let rows = || facts::rows_in(case, source, span);
    let row = |row: Option<usize>| row.map_or(Held::Null, |row| Held::Row(source, row));
    Ok(match method {
        Method::Count => Held::whole(rows().count()),
        Method::First => row(rows().next()),
        Method::Last => row(rows().next_back()),
        Method::Before | Method::After | Method::Between => Held::Rows(source, cut(span, method, arguments)?),
        Method::CountWhere(columns) => Held::whole(count_where((source, span), columns, arguments, frame)?),
        Method::AnyWhere(columns) => Held::Boolean(count_where((source, span), columns, arguments, frame)? > 0),
        Method::AllWhere(columns) => {
            Held::Boolean(count_where((source, span), columns, arguments, frame)? == rows().count())
        }
        Method::ValuesOf(columns) => return values_of((source, span), columns, frame),
        _ => return Err(Stop::Interpret),
    })
}

pub fn column(columns: &ColumnBySource, source: u32) -> Out<u32> {
    columns.get(source as usize).copied().flatten().ok_or(Stop::Interpret)
}

/// How many rows have a value, or one of a list of values, in a column.
fn count_where<C: CaseView>(
    (source, span): (u32, Span),
    columns: &ColumnBySource,
    arguments: &[Held<'_>],
    frame: &mut Frame<'_, C>,
) -> Out<usize> {
    let column = column(columns, source)?;
    let wanted = arguments.first().ok_or(Stop::Interpret)?;
    let case = frame.case;
    let mut count = 0;
    for row in facts::rows_in(case, source, span) {
        let value = frame.see(case.see_row(source, row, column))?;
        let is_wanted = match wanted {
            Held::List(list) => list.has(&value)?,
            wanted => value.same(wanted)?,
        };
        // Values that aren't noted take something, too.
        frame.spend(0)?;
        count += usize::from(is_wanted);
    }
    Ok(count)
}

fn values_of<'a, C: CaseView>(
    (source, span): (u32, Span),
    columns: &ColumnBySource,
    frame: &mut Frame<'a, C>,
) -> Out<Held<'a>> {
    let column = column(columns, source)?;
    let case = frame.case;
    let mut values = Vec::new();
    for row in facts::rows_in(case, source, span) {
        frame.spend(0)?;
        values.push(frame.see(case.see_row(source, row, column))?.into_value()?);
    }
    frame.note(Held::List(List::Values(Rc::new(values))))
}

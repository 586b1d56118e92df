//! `events`, `fields`, `rows` and `record`: handles without content of their own, whose methods ask the current case.

use std::any::TypeId;
use std::cell::{Ref, RefCell};
use std::rc::Rc;

use rhai::{Array, Dynamic, EvalAltResult, Module};
use rustc_hash::FxHashMap;

use super::list::{FOLDS, decide, function_argument, map};
use super::operators::equal;
use super::time::time_of;
use super::{Library, OnNull, Outcome, Receiver, text_argument, type_fault, wrong_argument};
use crate::script::facts::{self, Span};
use crate::script::value::{Duration, Time, Value};
use crate::script::view::{CaseView, EventValue};
use crate::script::vocabulary::{CaseNames, SourceNames};

/// `events`, or the part of them in a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Events(Span);

/// One event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event(usize);

/// `fields`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fields;

/// `fields.F`, or its history before a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    field: u32,
    end: Option<i64>,
}

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

/// `record`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record;

impl Events {
    /// All events of the case.
    pub const ALL: Self = Self(Span::ALL);
}

/// Whether two handles are of the same thing; nothing if they aren't handles of one type.
pub(super) fn same_handle(left: &Dynamic, right: &Dynamic) -> Option<bool> {
    same::<Event>(left, right).or_else(|| same::<Row>(left, right))
}

fn same<T: PartialEq + Clone + 'static>(left: &Dynamic, right: &Dynamic) -> Option<bool> {
    Some(*left.read_lock::<T>()? == *right.read_lock::<T>()?)
}

/// The current case and the numbers of its names.
struct Natives<C> {
    case: Rc<RefCell<C>>,
    names: Rc<Numbers>,
}

impl<C> Clone for Natives<C> {
    fn clone(&self) -> Self {
        Self { case: self.case.clone(), names: self.names.clone() }
    }
}

type Index = FxHashMap<String, u32>;

struct Numbers {
    activity_names: Vec<Dynamic>,
    activities: Index,
    attributes: Index,
    columns: Vec<Index>,
    record: Index,
}

impl Numbers {
    fn new(names: &CaseNames) -> Self {
        Self {
            activity_names: names.activities.iter().map(|name| Dynamic::from(name.clone())).collect(),
            activities: index(&names.activities),
            attributes: index(&names.attributes),
            columns: names.sources.iter().map(|source| index(&source.columns)).collect(),
            record: index(&names.record),
        }
    }
}

fn index(names: &[String]) -> Index {
    (0..).zip(names).map(|(number, name)| (name.clone(), number)).collect()
}

fn find(index: &Index, what: &str, name: &Dynamic) -> Result<u32, Box<EvalAltResult>> {
    let name = text_argument(what, name)?;
    index.get(name.as_str()).copied().ok_or_else(|| type_fault(format!("there is no {what} `{name}`")))
}

/// Registers everything that asks the current case.
pub(in crate::script) fn register_case<C: CaseView + 'static>(
    library: &mut Library,
    case: Rc<RefCell<C>>,
    names: &CaseNames,
) {
    let natives = Natives { case, names: Rc::new(Numbers::new(names)) };
    events(library, &natives);
    event(library, &natives);
    fields(library, &natives, &names.fields);
    field(library, &natives);
    rows(library, &natives, &names.sources);
    row(library, &natives, &names.sources);
    record(library, &natives, &names.record);
    iteration(library, &natives);
}

impl<C: CaseView + 'static> Natives<C> {
    fn view(&self) -> Ref<'_, C> {
        self.case.borrow()
    }

    fn activity(&self, name: &Dynamic) -> Result<u32, Box<EvalAltResult>> {
        find(&self.names.activities, "activity", name)
    }

    fn events_in(&self, span: Span) -> impl Iterator<Item = Dynamic> + use<C> {
        facts::events_in(&*self.view(), span).map(|event| Dynamic::from(Event(event)))
    }

    fn rows_in(&self, rows: RowsOf) -> Vec<Dynamic> {
        let RowsOf { source, span } = rows;
        facts::rows_in(&*self.view(), source, span).map(|row| Dynamic::from(Row { source, row })).collect()
    }
}

fn optional<T: Clone + Send + Sync + 'static>(value: Option<T>) -> Dynamic {
    value.map_or(Dynamic::UNIT, Dynamic::from)
}

fn whole(count: usize) -> Dynamic {
    Dynamic::from(i64::try_from(count).unwrap_or(i64::MAX))
}

fn list(values: impl IntoIterator<Item = Value>) -> Dynamic {
    Dynamic::from_array(values.into_iter().map(Into::into).collect())
}

fn span_of(value: &Dynamic) -> Span {
    value.read_lock::<Events>().map_or(Span::ALL, |events| events.0)
}

fn events<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>) {
    library.engine.register_type_with_name::<Events>("events").register_type_with_name::<Event>("event");
    of_activity(library, natives, "has", |case, span, activity| facts::has(case, span, activity).into());
    of_activity(library, natives, "count", |case, span, activity| whole(facts::count(case, span, activity)));
    of_activity(library, natives, "first", |case, span, activity| {
        optional(facts::first(case, span, activity).map(Event))
    });
    of_activity(library, natives, "last", |case, span, activity| {
        optional(facts::last(case, span, activity).map(Event))
    });
    of_all(library, natives, "count", |natives, span| Ok(whole(facts::events_in(&*natives.view(), span).len())));
    of_all(library, natives, "first", |natives, span| {
        Ok(optional(facts::events_in(&*natives.view(), span).next().map(Event)))
    });
    of_all(library, natives, "last", |natives, span| {
        Ok(optional(facts::events_in(&*natives.view(), span).next_back().map(Event)))
    });
    of_all(library, natives, "activities", |natives, span| {
        let ids = facts::activities(&*natives.view(), span);
        let name = |id: u32| natives.names.activity_names.get(id as usize).cloned().unwrap_or_default();
        Ok(Dynamic::from_array(ids.into_iter().map(name).collect()))
    });
    of_all(library, natives, "resources", |natives, span| Ok(list(facts::resources(&*natives.view(), span))));
    following(library, natives);
    has_any(library, natives);
    narrowing_events(library);
    events_with_closures(library, natives);
}

fn of_activity<C: CaseView + 'static>(
    library: &mut Library,
    natives: &Natives<C>,
    name: &'static str,
    answer: fn(&C, Span, u32) -> Dynamic,
) {
    let natives = natives.clone();
    library.register(Receiver::Events, name, 1, move |_, arguments| {
        let activity = natives.activity(arguments[1])?;
        Ok(answer(&*natives.view(), span_of(arguments[0]), activity))
    });
}

fn of_all<C: CaseView + 'static>(
    library: &mut Library,
    natives: &Natives<C>,
    name: &'static str,
    answer: fn(&Natives<C>, Span) -> Outcome,
) {
    let natives = natives.clone();
    library.register(Receiver::Events, name, 0, move |_, arguments| answer(&natives, span_of(arguments[0])));
}

fn following<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>) {
    let mut pair = |name: &'static str, answer: fn(&C, Span, u32, u32) -> Dynamic| {
        let natives = natives.clone();
        library.register(Receiver::Events, name, 2, move |_, arguments| {
            let (earlier, then) = (natives.activity(arguments[1])?, natives.activity(arguments[2])?);
            Ok(answer(&*natives.view(), span_of(arguments[0]), earlier, then))
        });
    };
    pair("directly_follows", |case, span, a, b| (facts::count_directly_follows(case, span, a, b) > 0).into());
    pair("count_directly_follows", |case, span, a, b| whole(facts::count_directly_follows(case, span, a, b)));
    pair("eventually_follows", |case, span, a, b| facts::eventually_follows(case, span, a, b).into());
}

fn has_any<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>) {
    let natives = natives.clone();
    library.register(Receiver::Events, "has_any", 1, move |_, arguments| {
        let wanted = arguments[1].as_array_ref().map_err(|_| wrong_argument("has_any", "a list", arguments[1]))?;
        for name in wanted.iter() {
            if facts::has(&*natives.view(), span_of(arguments[0]), natives.activity(name)?) {
                return Ok(Dynamic::TRUE);
            }
        }
        Ok(Dynamic::FALSE)
    });
}

/// A span cut at times; null is an error, for "before an unknown time" has no answer.
fn cut(span: Span, name: &str, times: &[&mut Dynamic]) -> Result<Span, Box<EvalAltResult>> {
    let first = time_of(name, times[0])?.0;
    Ok(match name {
        "before" => span.before(first),
        "after" => span.after(first),
        _ => span.between(first, time_of(name, times[1])?.0),
    })
}

const CUTS: [(&str, usize); 3] = [("before", 1), ("after", 1), ("between", 2)];

fn narrowing_events(library: &mut Library) {
    for (name, arity) in CUTS {
        library.register(Receiver::Events, name, arity, move |_, arguments| {
            Ok(Dynamic::from(Events(cut(span_of(arguments[0]), name, &arguments[1..])?)))
        });
    }
}

fn events_with_closures<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>) {
    for (name, _, fold) in FOLDS {
        let natives = natives.clone();
        library.register(Receiver::Events, name, 1, move |context, arguments| {
            let function = function_argument(name, arguments[1])?;
            let mut events = natives.events_in(span_of(arguments[0]));
            fold(&mut events, &mut |event| decide(name, &function, context, event))
        });
    }
    let natives = natives.clone();
    library.register(Receiver::Events, "map", 1, move |context, arguments| {
        let function = function_argument("map", arguments[1])?;
        map(&mut natives.events_in(span_of(arguments[0])), &function, context)
    });
}

fn event<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>) {
    let at = natives.clone();
    library.property("time", move |event: &Event| Ok(Dynamic::from(Time(at.view().event_time(event.0)))));
    let of = natives.clone();
    library.property("activity", move |event: &Event| {
        let activity = of.view().event_activity(event.0);
        Ok(of.names.activity_names.get(activity as usize).cloned().unwrap_or_default())
    });
    for (name, value) in [("end", EventValue::End), ("resource", EventValue::Resource), ("label", EventValue::Label)] {
        let natives = natives.clone();
        library.property(name, move |event: &Event| Ok(natives.view().event_value(event.0, value).into()));
    }
    let natives = natives.clone();
    library.method(Receiver::Event, OnNull::Null, "value", 1, move |_, arguments| {
        let attribute = find(&natives.names.attributes, "attribute", arguments[1])?;
        let Some(event) = arguments[0].read_lock::<Event>() else { return Ok(Dynamic::UNIT) };
        Ok(natives.view().event_value(event.0, EventValue::Attribute(attribute)).into())
    });
}

fn fields<C: CaseView + 'static>(library: &mut Library, _: &Natives<C>, names: &[String]) {
    library.engine.register_type_with_name::<Fields>("fields").register_type_with_name::<Field>("field");
    for (field, name) in (0..).zip(names) {
        library.property(name, move |_: &Fields| Ok(Dynamic::from(Field { field, end: None })));
    }
}

fn field<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>) {
    of_field(library, natives, "changes", 0, |case, field, _| {
        Ok(whole(facts::changes_before(case, field.field, field.end)))
    });
    of_field(library, natives, "values", 0, |case, field, _| Ok(list(held(case, field))));
    of_field(library, natives, "distinct", 0, |case, field, _| Ok(whole(facts::distinct(held(case, field)).len())));
    of_field(library, natives, "first", 0, |case, field, _| Ok(optional_value(held(case, field).next())));
    of_field(library, natives, "last", 0, |case, field, _| {
        Ok(facts::value_after(case, field.field, facts::changes_before(case, field.field, field.end)).into())
    });
    of_field(library, natives, "at", 1, |case, field, arguments| {
        if arguments[0].is_unit() {
            return Ok(Dynamic::UNIT);
        }
        Ok(facts::value_at(case, field.field, time_of("at", arguments[0])?.0).into())
    });
    of_field(library, natives, "before", 1, |_, field, arguments| {
        let time = time_of("before", arguments[0])?.0;
        Ok(Dynamic::from(Field { end: Some(field.end.map_or(time, |end| end.min(time))), ..field }))
    });
    of_field(library, natives, "time_in", 1, time_in);
}

fn optional_value(value: Option<Value>) -> Dynamic {
    value.map_or(Dynamic::UNIT, Into::into)
}

fn held(case: &impl CaseView, field: Field) -> impl Iterator<Item = Value> {
    facts::values(case, field.field, facts::changes_before(case, field.field, field.end))
}

fn time_in(case: &impl CaseView, field: Field, arguments: &[&mut Dynamic]) -> Outcome {
    let wanted: Array = match arguments[0].as_array_ref() {
        Ok(list) => list.clone(),
        Err(_) => vec![arguments[0].clone()],
    };
    let mut failure = None;
    let end = field.end.or(case.extracted_at());
    let changes = facts::changes_before(case, field.field, field.end);
    let duration = facts::time_in(case, field.field, changes, end, |value| {
        let value: Dynamic = value.clone().into();
        wanted.iter().any(|wanted| equal(&value, wanted).unwrap_or_else(|error| failure.replace(error).is_some()))
    });
    match failure {
        Some(error) => Err(error),
        None => Ok(optional::<Duration>(duration)),
    }
}

fn of_field<C: CaseView + 'static>(
    library: &mut Library,
    natives: &Natives<C>,
    name: &'static str,
    arity: usize,
    answer: fn(&C, Field, &[&mut Dynamic]) -> Outcome,
) {
    let natives = natives.clone();
    library.register(Receiver::Field, name, arity, move |_, arguments| {
        let Some(field) = arguments[0].read_lock::<Field>().map(|field| *field) else { return Ok(Dynamic::UNIT) };
        answer(&*natives.view(), field, &arguments[1..])
    });
}

fn rows<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>, sources: &[SourceNames]) {
    library.engine.register_type_with_name::<Rows>("rows").register_type_with_name::<RowsOf>("rows of a source");
    for (source, names) in (0..).zip(sources) {
        library.property(&names.id, move |_: &Rows| Ok(Dynamic::from(RowsOf { source, span: Span::ALL })));
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

fn row<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>, sources: &[SourceNames]) {
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

fn record<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>, columns: &[String]) {
    library.engine.register_type_with_name::<Record>("record");
    for (column, name) in (0..).zip(columns) {
        let natives = natives.clone();
        library.property(name, move |_: &Record| Ok(natives.view().record_value(column).into()));
    }
    let natives = natives.clone();
    library.register(Receiver::Record, "value", 1, move |_, arguments| {
        let column = find(&natives.names.record, "column", arguments[1])?;
        Ok(natives.view().record_value(column).into())
    });
}

/// `for e in events` and `for r in rows.S`.
fn iteration<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>) {
    let mut module = Module::new();
    let of = natives.clone();
    module.set_iter(TypeId::of::<Events>(), move |events| Box::new(of.events_in(span_of(&events))));
    let of = natives.clone();
    module.set_iter(TypeId::of::<RowsOf>(), move |rows| {
        let rows = rows.read_lock::<RowsOf>().map_or_else(Vec::new, |rows| of.rows_in(*rows));
        Box::new(rows.into_iter())
    });
    library.engine.register_global_module(module.into());
}

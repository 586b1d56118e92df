//! `events`, `fields`, `rows` and `record`: handles without content of their own, whose methods ask the current case.

mod events;
mod fields;
mod rows;

use std::any::TypeId;
use std::cell::{Ref, RefCell};
use std::rc::Rc;

use rhai::{Dynamic, EvalAltResult, Module};
use rustc_hash::FxHashMap;

use super::time::time_of;
use super::{Library, Receiver, text_argument, type_fault};
use crate::script::case::facts::Span;
use crate::script::case::view::CaseView;
use crate::script::compile::vocabulary::CaseNames;
use crate::script::value::Value;

pub use events::{Event, Events};
pub use fields::{Field, Fields};
pub use rows::{Row, Rows, RowsOf};

/// `record`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record;

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

/// A name that was looked up before, by its number.
#[derive(Debug, Clone, Copy)]
struct Known(u32);

impl Known {
    fn value(number: u32) -> Dynamic {
        Dynamic::from(Self(number))
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
    if let Some(known) = name.read_lock::<Known>() {
        return Ok(known.0);
    }
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
    events::events(library, &natives);
    events::event(library, &natives);
    fields::fields(library, &natives, &names.fields);
    fields::field(library, &natives);
    rows::rows(library, &natives, &names.sources);
    rows::row(library, &natives, &names.sources);
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
    module.set_iter(TypeId::of::<Events>(), move |events| Box::new(of.events_in(events::span_of(&events))));
    let of = natives.clone();
    module.set_iter(TypeId::of::<RowsOf>(), move |rows| {
        let rows = rows.read_lock::<RowsOf>().map_or_else(Vec::new, |rows| of.rows_in(*rows));
        Box::new(rows.into_iter())
    });
    library.engine.register_global_module(module.into());
}

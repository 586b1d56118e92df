//! `fields`: tracked fields and their histories.

use rhai::{Array, Dynamic};

use super::super::operators::equal;
use super::super::time::time_of;
use super::super::{Library, Outcome, Receiver};
use super::{Natives, list, optional, whole};
use crate::script::case::facts;
use crate::script::case::view::{CaseView, Seen};
use crate::script::value::{Duration, Value};

/// `fields`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fields;

/// `fields.F`, or its history before a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    field: u32,
    end: Option<i64>,
}

pub(super) fn fields<C: CaseView + 'static>(library: &mut Library, _: &Natives<C>, names: &[String]) {
    library.engine.register_type_with_name::<Fields>("fields").register_type_with_name::<Field>("field");
    for (field, name) in (0..).zip(names) {
        library.handle(name, move |_: &Fields| Field { field, end: None });
    }
}

pub(super) fn field<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>) {
    of_field(library, natives, "changes", 0, |case, field, _| {
        Ok(whole(facts::changes_before(case, field.field, field.end)))
    });
    of_field(library, natives, "values", 0, |case, field, _| Ok(list(held(case, field))));
    of_field(library, natives, "distinct", 0, |case, field, _| Ok(whole(facts::count_distinct(see_held(case, field)))));
    of_field(library, natives, "first", 0, |case, field, _| Ok(optional_value(held(case, field).next())));
    of_field(library, natives, "last", 0, |case, field, _| {
        Ok(facts::see_after(case, field.field, facts::changes_before(case, field.field, field.end)).into_value().into())
    });
    of_field(library, natives, "at", 1, |case, field, arguments| {
        if arguments[0].is_unit() {
            return Ok(Dynamic::UNIT);
        }
        Ok(facts::see_at(case, field.field, time_of("at", arguments[0])?.0).into_value().into())
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
    see_held(case, field).map(Seen::into_value)
}

fn see_held(case: &impl CaseView, field: Field) -> impl Iterator<Item = Seen<'_>> {
    facts::see_values(case, field.field, facts::changes_before(case, field.field, field.end))
}

fn time_in(case: &impl CaseView, field: Field, arguments: &[&mut Dynamic]) -> Outcome {
    let wanted: Array = match arguments[0].as_array_ref() {
        Ok(list) => list.clone(),
        Err(_) => vec![arguments[0].clone()],
    };
    let mut failure = None;
    let end = field.end.or_else(|| case.field_end(field.field));
    let changes = facts::changes_before(case, field.field, field.end);
    let duration = facts::time_in(case, field.field, changes, end, |value| {
        let value: Dynamic = value.into_value().into();
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

//! Methods and properties. The kind of the value decides what a method means.

use std::rc::Rc;

use super::super::bounds::BYTES;
use super::super::held::{Held, List, Words};
use super::super::node::{EventProperty, Link, Method};
use super::super::{Out, Stop};
use super::calculate::done;
use super::{Frame, rows, texts};
use crate::script::case::facts::{self, Span};
use crate::script::case::view::{CaseView, EventValue, Seen};
use crate::script::library::{length, units};
use crate::script::value::{Duration, Value};

/// Methods take at most two arguments.
const MOST: usize = 2;

impl Link {
    pub(super) fn value<'a, C: CaseView>(&'a self, of: Held<'a>, frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
        if let (Held::Events(span), true) = (&of, self.arguments.is_empty()) {
            return events(*span, &self.method, &[], frame);
        }
        let mut arguments = [const { Held::Null }; MOST];
        for (place, argument) in arguments.iter_mut().zip(&self.arguments) {
            *place = argument.value(frame)?;
        }
        let arguments = &arguments[..self.arguments.len().min(MOST)];
        match &self.method {
            Method::IsNull => Ok(Held::Boolean(of.is_null())),
            Method::Unit(_, millis) if matches!(of, Held::Duration(_)) => Ok(in_units(&of, *millis)),
            Method::Unit(name, millis) => done(length(name, &of.into_dynamic()?, *millis)),
            Method::Unary(function) => {
                let value = done(function(&of.into_dynamic()?))?;
                frame.note(value)
            }
            method => ask(of, method, arguments, frame),
        }
    }
}

fn ask<'a, C: CaseView>(
    of: Held<'a>,
    method: &'a Method,
    arguments: &[Held<'a>],
    frame: &mut Frame<'a, C>,
) -> Out<Held<'a>> {
    match of {
        Held::Events(span) => events(span, method, arguments, frame),
        Held::Event(event) => of_event(event, method, frame),
        Held::Rows(source, span) => rows::ask((source, span), method, arguments, frame),
        Held::Row(source, row) => of_row(source, row, method, frame),
        Held::Field(field, end) => of_field((field, end), method, arguments, frame),
        Held::Text(text) => {
            let value = texts::ask(&text, method, arguments)?;
            frame.note(value)
        }
        Held::List(list) => of_list(&list, method, arguments),
        Held::Null => of_null(method),
        _ => Err(Stop::Interpret),
    }
}

/// Null answers questions with no, and everything else with null.
fn of_null<'a>(method: &Method) -> Out<Held<'a>> {
    match method {
        Method::Contains | Method::StartsWith | Method::EndsWith | Method::Matches(_) | Method::ContainsAny => {
            Ok(Held::Boolean(false))
        }
        Method::IsEmpty
        | Method::Len
        | Method::First
        | Method::Last
        | Method::SubString
        | Method::Replace
        | Method::Value { .. } => Ok(Held::Null),
        _ => Err(Stop::Interpret),
    }
}

fn of_list<'a>(list: &List<'a>, method: &Method, arguments: &[Held<'a>]) -> Out<Held<'a>> {
    let element = |element: Option<Held<'_>>| element.map_or(Held::Null, Held::owned);
    Ok(match (method, arguments) {
        (Method::Len, _) => Held::whole(list.len()),
        (Method::IsEmpty, _) => Held::Boolean(list.len() == 0),
        (Method::First, _) => element(list.get(0)),
        (Method::Last, _) => element(list.len().checked_sub(1).and_then(|last| list.get(last))),
        (Method::Contains, [wanted, ..]) => Held::Boolean(list.has(wanted)?),
        _ => return Err(Stop::Interpret),
    })
}

fn in_units<'a>(of: &Held<'_>, millis: i64) -> Held<'a> {
    match of {
        Held::Duration(length) => units(Duration(*length), millis).into(),
        _ => Held::Null,
    }
}

fn events<'a, C: CaseView>(
    span: Span,
    method: &Method,
    arguments: &[Held<'a>],
    frame: &mut Frame<'a, C>,
) -> Out<Held<'a>> {
    let case = frame.case;
    let event = |event: Option<usize>| event.map_or(Held::Null, Held::Event);
    Ok(match method {
        Method::Has(activity) => Held::Boolean(facts::has(case, span, *activity)),
        Method::HasAny(activities) => {
            Held::Boolean(activities.iter().any(|activity| facts::has(case, span, *activity)))
        }
        Method::CountOf(activity) => Held::whole(facts::count(case, span, *activity)),
        Method::FirstOf(activity) => event(facts::first(case, span, *activity)),
        Method::LastOf(activity) => event(facts::last(case, span, *activity)),
        Method::Count => Held::whole(facts::events_in(case, span).len()),
        Method::First => event(facts::events_in(case, span).next()),
        Method::Last => event(facts::events_in(case, span).next_back()),
        Method::DirectlyFollows(a, b) => Held::Boolean(facts::count_directly_follows(case, span, *a, *b) > 0),
        Method::CountDirectlyFollows(a, b) => Held::whole(facts::count_directly_follows(case, span, *a, *b)),
        Method::EventuallyFollows(a, b) => Held::Boolean(facts::eventually_follows(case, span, *a, *b)),
        Method::Before | Method::After | Method::Between => Held::Events(cut(span, method, arguments)?),
        Method::Activities => {
            let name = |activity: u32| frame.activities.get(activity as usize).cloned().map(Value::Text);
            let names = facts::activities(case, span).into_iter().map(|id| name(id).unwrap_or(Value::Null)).collect();
            return frame.note(Held::List(List::Values(Rc::new(names))));
        }
        Method::Resources => return resources(span, frame),
        _ => return Err(Stop::Interpret),
    })
}

fn resources<'a, C: CaseView>(span: Span, frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
    let case = frame.case;
    for event in facts::events_in(case, span) {
        frame.spend(0)?;
        frame.see(case.see_event(event, EventValue::Resource))?;
    }
    frame.note(Held::List(List::Values(Rc::new(facts::resources(case, span)))))
}

/// A span cut at times; null is not a time.
pub(super) fn cut(span: Span, method: &Method, times: &[Held<'_>]) -> Out<Span> {
    Ok(match (method, times) {
        (Method::Before, [Held::Time(time)]) => span.before(*time),
        (Method::After, [Held::Time(time)]) => span.after(*time),
        (Method::Between, [Held::Time(first), Held::Time(last)]) => span.between(*first, *last),
        _ => return Err(Stop::Interpret),
    })
}

fn of_event<'a, C: CaseView>(event: usize, method: &Method, frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
    let case = frame.case;
    match method {
        Method::Property { event: Some(EventProperty::Time), .. } => Ok(Held::Time(case.event_time(event))),
        Method::Property { event: Some(EventProperty::Activity), .. } => {
            let name = frame.activities.get(case.event_activity(event) as usize);
            Ok(name.map_or(Held::Null, |name| Held::Text(Words::Written(name))))
        }
        Method::Property { event: Some(EventProperty::Other(value)), .. } => frame.see(case.see_event(event, *value)),
        Method::Value { attribute: Some(attribute), .. } => {
            frame.see(case.see_event(event, EventValue::Attribute(*attribute)))
        }
        _ => Err(Stop::Interpret),
    }
}

fn of_row<'a, C: CaseView>(source: u32, row: usize, method: &Method, frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
    let case = frame.case;
    match method {
        Method::Property { columns, is_time, .. } => match columns.get(source as usize).copied().flatten() {
            Some(column) => frame.see(case.see_row(source, row, column)),
            None if *is_time => Ok(case.row_time(source, row).map_or(Held::Null, Held::Time)),
            None => Err(Stop::Interpret),
        },
        Method::Value { columns, .. } => {
            let column = rows::column(columns, source)?;
            frame.see(case.see_row(source, row, column))
        }
        _ => Err(Stop::Interpret),
    }
}

fn of_field<'a, C: CaseView>(
    (field, end): (u32, Option<i64>),
    method: &Method,
    arguments: &[Held<'a>],
    frame: &mut Frame<'a, C>,
) -> Out<Held<'a>> {
    let case = frame.case;
    let changes = || facts::changes_before(case, field, end);
    match (method, arguments) {
        (Method::Changes, _) => Ok(Held::whole(changes())),
        (Method::First, _) => match facts::see_values(case, field, changes()).next() {
            Some(first) => frame.see(first),
            None => Ok(Held::Null),
        },
        (Method::Last, _) => frame.see(facts::see_after(case, field, changes())),
        (Method::Values, _) => {
            let values = held(field, changes(), frame)?.into_iter().map(Seen::into_value).collect();
            frame.note(Held::List(List::Values(Rc::new(values))))
        }
        (Method::Distinct, _) => distinct(field, changes(), frame).map(Held::whole),
        (Method::At, [Held::Null]) => Ok(Held::Null),
        (Method::At, [Held::Time(time)]) => {
            let changes = facts::changes_before(case, field, Some(time.saturating_add(1)));
            frame.see(facts::see_after(case, field, changes))
        }
        (Method::Before, [Held::Time(time)]) => Ok(Held::Field(field, Some(end.map_or(*time, |end| end.min(*time))))),
        (Method::TimeIn, [wanted]) => time_in((field, end), wanted, frame),
        _ => Err(Stop::Interpret),
    }
}

/// More values than these aren't compared one by one.
const COMPARED: usize = 16;

/// How many values a field held.
fn distinct<C: CaseView>(field: u32, changes: usize, frame: &mut Frame<'_, C>) -> Out<usize> {
    let case = frame.case;
    let codes = (0..=changes).take(COMPARED + 1).map(|change| case.coded(field, change));
    let (mut known, mut count) = ([0; COMPARED], 0);
    if changes < COMPARED && codes.clone().all(|code| code.is_some()) {
        for (code, bytes) in codes.flatten().filter(|(code, _)| *code != 0) {
            frame.spend(0)?;
            if bytes > BYTES {
                return Err(Stop::Interpret);
            }
            frame.spend(bytes)?;
            if !known[..count].contains(&code) {
                known[count] = code;
                count += 1;
            }
        }
        return Ok(count);
    }
    Ok(facts::count_distinct(held(field, changes, frame)?.into_iter()))
}

/// The values that a field held, noted.
fn held<'a, C: CaseView>(field: u32, changes: usize, frame: &mut Frame<'a, C>) -> Out<Vec<Seen<'a>>> {
    let case = frame.case;
    let mut values = Vec::new();
    for value in facts::see_values(case, field, changes) {
        frame.spend(0)?;
        frame.see(value.clone())?;
        values.push(value);
    }
    Ok(values)
}

fn time_in<'a, C: CaseView>(
    (field, end): (u32, Option<i64>),
    wanted: &Held<'a>,
    frame: &mut Frame<'a, C>,
) -> Out<Held<'a>> {
    let case = frame.case;
    let changes = facts::changes_before(case, field, end);
    let mut stopped = None;
    let length = facts::time_in(case, field, changes, end.or(case.extracted_at()), |value| {
        let seen = frame.spend(0).and_then(|()| frame.see(value));
        let is_held = seen.and_then(|value| match wanted {
            Held::List(list) => list.has(&value),
            wanted => value.same(wanted),
        });
        is_held.unwrap_or_else(|stop| stopped.replace(stop).is_some())
    });
    match stopped {
        Some(stop) => Err(stop),
        None => Ok(length.map_or(Held::Null, Held::from)),
    }
}

//! `events`: the events of the case and each of them.

use rhai::Dynamic;

use super::super::list::{FOLDS, decide, function_argument, map};
use super::super::{Library, OnNull, Outcome, Receiver, wrong_argument};
use super::{CUTS, Known, Natives, cut, find, list, optional, whole};
use crate::script::case::facts::{self, Span};
use crate::script::case::view::{CaseView, EventValue};
use crate::script::value::Time;

/// `events`, or the part of them in a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Events(Span);

/// One event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event(usize);

impl Events {
    /// All events of the case.
    pub const ALL: Self = Self(Span::ALL);
}

impl<C: CaseView + 'static> Natives<C> {
    pub(super) fn events_in(&self, span: Span) -> impl Iterator<Item = Dynamic> + use<C> {
        facts::events_in(&*self.view(), span).map(|event| Dynamic::from(Event(event)))
    }
}

pub(super) fn span_of(value: &Dynamic) -> Span {
    value.read_lock::<Events>().map_or(Span::ALL, |events| events.0)
}

pub(super) fn events<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>) {
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
    let (of, names) = (natives.clone(), natives.clone());
    library.register(Receiver::Events, name, 1, move |_, arguments| {
        let activity = of.activity(arguments[1])?;
        Ok(answer(&*of.view(), span_of(arguments[0]), activity))
    });
    library.forms.number(name, 2, move |_, activity| names.activity(activity).ok().map(Known::value));
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

pub(super) fn event<C: CaseView + 'static>(library: &mut Library, natives: &Natives<C>) {
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

//! The crate `process_mining` reads what was written.

use super::parsed::{Element, Trace, Typed};
use super::{awkward, parsed, sample};
use crate::program::Log;
use process_mining::core::event_data::case_centric::xes::{XESImportOptions, import_xes_slice};
use process_mining::core::event_data::case_centric::{Attribute, AttributeValue};

fn typed(value: &AttributeValue) -> Typed {
    match value {
        AttributeValue::String(text) => Typed::String(text.clone()),
        AttributeValue::Date(time) => Typed::Date(time.timestamp_millis()),
        AttributeValue::Int(value) => Typed::Int(*value),
        AttributeValue::Float(value) => Typed::Float(*value),
        AttributeValue::Boolean(value) => Typed::Boolean(*value),
        AttributeValue::ID(id) => Typed::Id(id.to_string()),
        AttributeValue::List(members) => Typed::List(members.iter().flat_map(members_of).collect()),
        AttributeValue::Container(_) | AttributeValue::None() => panic!("{value:?}"),
    }
}

/// The reader takes the element `values` for a member without a value, which has the members below it.
fn members_of(member: &Attribute) -> Vec<Typed> {
    match &member.own_attributes {
        Some(inner) => inner.iter().map(|attribute| typed(&attribute.value)).collect(),
        None => vec![typed(&member.value)],
    }
}

fn element<'a>(attributes: impl IntoIterator<Item = &'a Attribute>) -> Element {
    attributes.into_iter().map(|attribute| (attribute.key.clone(), typed(&attribute.value))).collect()
}

fn is_read(log: &Log) {
    let options = XESImportOptions { verbose: true, ..XESImportOptions::default() };
    let read = import_xes_slice(&log.bytes("log.xes"), false, options).unwrap();
    let wanted = parsed(log);
    assert_eq!(element(&read.attributes), wanted.attributes);
    let traces = read.traces.iter().map(|trace| Trace {
        attributes: element(&trace.attributes),
        events: trace.events.iter().map(|event| element(&event.attributes)).collect(),
    });
    let traces: Vec<Trace> = traces.collect();
    assert_eq!(traces.len(), wanted.traces.len());
    traces.iter().zip(&wanted.traces).for_each(|(read, wanted)| assert_eq!(read, wanted));
    let classifiers = read.classifiers.unwrap().into_iter().map(|each| (each.name, each.keys));
    assert_eq!(classifiers.collect::<Vec<_>>(), wanted.classifiers);
    let extensions = read.extensions.unwrap().into_iter().map(|each| (each.prefix, each.uri));
    assert_eq!(extensions.collect::<Vec<_>>(), wanted.extensions);
    assert_eq!(element(&read.global_event_attrs.unwrap()), wanted.globals["event"]);
    assert_eq!(element(&read.global_trace_attrs.unwrap()), wanted.globals["trace"]);
}

#[test]
fn awkward_values_are_read() {
    is_read(&awkward(&[]));
}

#[test]
fn the_sample_is_read() {
    is_read(&sample(&[]));
}

//! What stands before the first trace: extensions, globals, classifiers, and the attributes of the log.

use std::io::Write as _;

use super::attribute::Pen;
use super::key::{self, Extension, Key};
use super::{LOG_DEPTH, TRACE_DEPTH, TRANSITIONS, VERSION, XesTally, event, event_names};
use crate::plan::{LogPlan, Operand, RulePlan, StandardValue};
use crate::rows::{Cell, Texts};
use crate::time::Precision;
use crate::write::log::{LogPart, log_values};

/// What a global attribute says where an event or a trace lacks it, which none does.
const UNKNOWN: &str = "UNKNOWN";

/// The begin of the file.
#[derive(Debug)]
pub struct Head {
    /// All before the attributes of the log.
    bytes: Vec<u8>,
    attributes: Vec<(Key, Operands)>,
}

/// The values of an attribute of the log.
type Operands = Vec<Operand>;

impl Head {
    pub fn new(log: &LogPlan, parts: &[LogPart<'_>]) -> Self {
        let mut bytes = Vec::new();
        // Writing into memory doesn't fail, here and below.
        let _ = write!(
            bytes,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"{VERSION}\" xes.features=\"\">\n"
        );
        let attributes = attributes(log, parts);
        for (name, prefix, address) in extensions(log, &attributes) {
            let _ = writeln!(bytes, "\t<extension name=\"{name}\" prefix=\"{prefix}\" uri=\"{address}\"/>");
        }
        put_globals(&mut bytes, log, parts);
        put_classifiers(&mut bytes, log, parts);
        Self { bytes, attributes: attributes.into_iter().map(|(name, values)| (Key::new(&name), values)).collect() }
    }

    pub fn bytes(&self, precision: Precision, tally: &mut XesTally) -> Vec<u8> {
        let (mut bytes, texts) = (self.bytes.clone(), Texts::default());
        let mut pen = Pen::new(&mut bytes, &texts, precision, LOG_DEPTH, tally);
        for (key, values) in &self.attributes {
            match values.as_slice() {
                [one] => put_operand(&mut pen, key, one),
                several => pen.list(key, |pen| several.iter().for_each(|value| put_operand(pen, key, value))),
            }
        }
        bytes
    }
}

/// The log's name and the lifecycle's model, then the mappings' attributes; those without a value are left out.
fn attributes(log: &LogPlan, parts: &[LogPart<'_>]) -> Vec<(String, Operands)> {
    let text = |text: &str| vec![Operand::Text(text.to_owned())];
    let mut all = vec![(key::NAME.to_owned(), text(&log.name))];
    if has_standard_model(log, parts) {
        all.push((key::MODEL.to_owned(), text("standard")));
    }
    let given = log_values(log, parts).into_iter();
    all.extend(given.map(|each| (each.name.clone(), each.values().to_vec())).filter(|(_, values)| !values.is_empty()));
    all
}

fn has_standard_model(log: &LogPlan, parts: &[LogPart<'_>]) -> bool {
    let mut transitions = rules(parts).filter_map(|rule| rule.lifecycle.as_deref()).peekable();
    let is_written = has(log, StandardValue::Lifecycle) && transitions.peek().is_some();
    is_written && transitions.all(|each| TRANSITIONS.contains(&each))
}

/// The rules of all mappings.
fn rules<'p>(parts: &'p [LogPart<'_>]) -> impl Iterator<Item = &'p RulePlan> {
    parts.iter().flat_map(|part| &part.plan.rules)
}

/// Whether events say it.
fn has(log: &LogPlan, value: StandardValue) -> bool {
    event::columns(log).iter().any(|(each, _)| *each == value)
}

/// The extensions that define any of the log's keys.
fn extensions(log: &LogPlan, attributes: &[(String, Operands)]) -> Vec<Extension> {
    let events = event_names(log).into_iter();
    let traces = log.case_attributes.iter().map(|column| column.name.clone());
    let of_log = attributes.iter().map(|(name, _)| name.clone());
    let mut found = vec![key::CONCEPT, key::TIME];
    for extension in events.chain(traces).chain(of_log).filter_map(|name| key::extension_of(&name)) {
        if !found.contains(&extension) {
            found.push(extension);
        }
    }
    found
}

/// The attributes that each trace has, and that each event has.
fn put_globals(out: &mut Vec<u8>, log: &LogPlan, parts: &[LogPart<'_>]) {
    let (texts, mut tally) = (Texts::default(), XesTally::default());
    out.extend_from_slice(b"\t<global scope=\"trace\">\n");
    let mut pen = Pen::new(out, &texts, Precision::Seconds, TRACE_DEPTH, &mut tally);
    pen.text(&Key::new(key::NAME), UNKNOWN);
    out.extend_from_slice(b"\t</global>\n\t<global scope=\"event\">\n");
    let mut pen = Pen::new(out, &texts, Precision::Seconds, TRACE_DEPTH, &mut tally);
    for (value, name) in event::columns(log).into_iter().filter(|(value, _)| is_everywhere(parts, *value)) {
        let key = Key::new(&name);
        match value {
            StandardValue::Timestamp => pen.time(&key, 0),
            StandardValue::EventId => pen.id(&key, 0),
            // A transition of the standard's model, in lower case.
            StandardValue::Lifecycle => pen.text(&key, "unknown"),
            _ => pen.text(&key, UNKNOWN),
        }
    }
    out.extend_from_slice(b"\t</global>\n");
}

/// Whether every event has it.
fn is_everywhere(parts: &[LogPart<'_>], value: StandardValue) -> bool {
    match value {
        StandardValue::CaseId | StandardValue::End | StandardValue::Resource => false,
        StandardValue::EventId
        | StandardValue::Activity
        | StandardValue::ActivityId
        | StandardValue::Timestamp
        | StandardValue::Kind => true,
        StandardValue::Lifecycle => rules(parts).all(|rule| rule.lifecycle.is_some()),
        StandardValue::Source => {
            parts.iter().flat_map(|part| &part.plan.activities).all(|activity| activity.deadline.is_none())
        }
        StandardValue::SourceSystem => parts.iter().all(|part| part.source_system.is_some()),
    }
}

/// A classifier's keys have to be global.
fn put_classifiers(out: &mut Vec<u8>, log: &LogPlan, parts: &[LogPart<'_>]) {
    let mut put = |name: &str, keys: &str| {
        let _ = writeln!(out, "\t<classifier name=\"{name}\" scope=\"event\" keys=\"{keys}\"/>");
    };
    put("Activity", key::NAME);
    if has(log, StandardValue::Lifecycle) && is_everywhere(parts, StandardValue::Lifecycle) {
        put("ActivityAndLifecycle", &format!("{} {}", key::NAME, key::TRANSITION));
    }
}

fn put_operand(pen: &mut Pen<'_>, key: &Key, operand: &Operand) {
    match operand {
        Operand::Null | Operand::Param(_) => {}
        Operand::Text(text) => pen.text(key, text),
        Operand::Integer(value) => pen.cell(key, Cell::Integer(*value)),
        Operand::Number(value) => pen.cell(key, Cell::number(*value)),
        Operand::Boolean(value) => pen.cell(key, Cell::boolean(*value)),
        Operand::Time(value) | Operand::WallTime(value) => pen.cell(key, Cell::Time(*value)),
        Operand::Date(value) => pen.cell(key, Cell::Date(*value)),
        Operand::TimeOfDay(value) => pen.cell(key, Cell::TimeOfDay(*value)),
        Operand::Duration(value) => pen.cell(key, Cell::Duration(*value)),
    }
}

//! What stands before the first trace: extensions, globals, classifiers, and the attributes of the log.

use std::io::Write as _;

use super::attribute::Pen;
use super::key::{self, Extension, Key};
use super::{LOG_DEPTH, TRACE_DEPTH, TRANSITIONS, VERSION, XesTally, event, event_names};
use crate::evaluate::ParamValues;
use crate::plan::{LogAttribute, Operand, Plan, StandardValue};
use crate::rows::{Cell, Texts};
use crate::time::Precision;

/// What the attributes of a log are made of.
#[derive(Debug, Clone, Copy)]
pub struct LogValues<'a> {
    /// The values of params.
    pub params: &'a ParamValues,
    /// When the data was extracted, in milliseconds since 1970 in UTC.
    pub extracted_at: Option<i64>,
}

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
    pub fn new(plan: &Plan, values: &LogValues<'_>) -> Self {
        let mut bytes = Vec::new();
        // Writing into memory doesn't fail, here and below.
        let _ = write!(
            bytes,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"{VERSION}\" xes.features=\"\">\n"
        );
        let attributes = attributes(plan, values);
        for (name, prefix, address) in extensions(plan, &attributes) {
            let _ = writeln!(bytes, "\t<extension name=\"{name}\" prefix=\"{prefix}\" uri=\"{address}\"/>");
        }
        put_globals(&mut bytes, plan);
        put_classifiers(&mut bytes, plan);
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

/// The mapping's name and the lifecycle's model, then the mapping's attributes; those without a value are left out.
fn attributes(plan: &Plan, values: &LogValues<'_>) -> Vec<(String, Operands)> {
    let text = |text: &str| vec![Operand::Text(text.to_owned())];
    let mut all = vec![(key::NAME.to_owned(), text(&plan.name))];
    if has_standard_model(plan) {
        all.push((key::MODEL.to_owned(), text("standard")));
    }
    for (name, _, attribute) in &plan.log_attributes {
        let values = match attribute {
            LogAttribute::ExtractedAt => values.extracted_at.map(Operand::Time).into_iter().collect(),
            LogAttribute::SourceSystem => plan.source_system.clone().map(Operand::Text).into_iter().collect(),
            LogAttribute::Text(literal) => text(literal),
            LogAttribute::Param(param) => values.params.of(*param).to_vec(),
        };
        all.push((name.clone(), values));
    }
    all.retain(|(_, values)| values.iter().any(|value| *value != Operand::Null));
    all
}

fn has_standard_model(plan: &Plan) -> bool {
    let mut transitions = plan.rules.iter().filter_map(|rule| rule.lifecycle.as_deref()).peekable();
    let is_written = has(plan, StandardValue::Lifecycle) && transitions.peek().is_some();
    is_written && transitions.all(|each| TRANSITIONS.contains(&each))
}

/// Whether events say it.
fn has(plan: &Plan, value: StandardValue) -> bool {
    event::columns(plan).iter().any(|(each, _)| *each == value)
}

/// The extensions that define any of the log's keys.
fn extensions(plan: &Plan, attributes: &[(String, Operands)]) -> Vec<Extension> {
    let events = event_names(plan).into_iter();
    let traces = plan.case_attributes.iter().map(|attribute| attribute.name.clone());
    let log = attributes.iter().map(|(name, _)| name.clone());
    let mut found = vec![key::CONCEPT, key::TIME];
    for extension in events.chain(traces).chain(log).filter_map(|name| key::extension_of(&name)) {
        if !found.contains(&extension) {
            found.push(extension);
        }
    }
    found
}

/// The attributes that each trace has, and that each event has.
fn put_globals(out: &mut Vec<u8>, plan: &Plan) {
    let (texts, mut tally) = (Texts::default(), XesTally::default());
    out.extend_from_slice(b"\t<global scope=\"trace\">\n");
    let mut pen = Pen::new(out, &texts, Precision::Seconds, TRACE_DEPTH, &mut tally);
    pen.text(&Key::new(key::NAME), UNKNOWN);
    out.extend_from_slice(b"\t</global>\n\t<global scope=\"event\">\n");
    let mut pen = Pen::new(out, &texts, Precision::Seconds, TRACE_DEPTH, &mut tally);
    for (value, name) in event::columns(plan).into_iter().filter(|(value, _)| is_everywhere(plan, *value)) {
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
fn is_everywhere(plan: &Plan, value: StandardValue) -> bool {
    match value {
        StandardValue::CaseId | StandardValue::End | StandardValue::Resource => false,
        StandardValue::EventId
        | StandardValue::Activity
        | StandardValue::ActivityId
        | StandardValue::Timestamp
        | StandardValue::Kind => true,
        StandardValue::Lifecycle => plan.rules.iter().all(|rule| rule.lifecycle.is_some()),
        StandardValue::Source => plan.activities.iter().all(|activity| activity.deadline.is_none()),
        StandardValue::SourceSystem => plan.source_system.is_some(),
    }
}

/// A classifier's keys have to be global.
fn put_classifiers(out: &mut Vec<u8>, plan: &Plan) {
    let mut put = |name: &str, keys: &str| {
        let _ = writeln!(out, "\t<classifier name=\"{name}\" scope=\"event\" keys=\"{keys}\"/>");
    };
    put("Activity", key::NAME);
    if has(plan, StandardValue::Lifecycle) && is_everywhere(plan, StandardValue::Lifecycle) {
        put("ActivityAndLifecycle", &format!("{} {}", key::NAME, key::TRANSITION));
    }
}

fn put_operand(pen: &mut Pen<'_>, key: &Key, operand: &Operand) {
    match operand {
        Operand::Null | Operand::Param(_) => {}
        Operand::Text(text) => pen.text(key, text),
        Operand::Integer(value) => pen.cell(key, Cell::Integer(*value)),
        Operand::Number(value) => pen.cell(key, Cell::Number(*value)),
        Operand::Boolean(value) => pen.cell(key, Cell::Boolean(*value)),
        Operand::Time(value) | Operand::WallTime(value) => pen.cell(key, Cell::Time(*value)),
        Operand::Date(value) => pen.cell(key, Cell::Date(*value)),
        Operand::TimeOfDay(value) => pen.cell(key, Cell::TimeOfDay(*value)),
        Operand::Duration(value) => pen.cell(key, Cell::Duration(*value)),
    }
}

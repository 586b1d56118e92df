//! What scripts ask of a case, overheard.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::inputs::listed;
use crate::describe::{Describer, Reading};
use crate::evaluate::{BoundScript, Scope, display};
use crate::run::case::{At, CaseState};
use crate::run::context::Context;
use crate::run::heart::Heart;
use crate::script::{CaseView, EventValue, Runtime, Value};

/// What the events are called that a script asks for.
pub const EVENTS: &str = "events";

/// What a script asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Events,
    EventAttribute(u32),
    Record(u32),
    Field(u32),
    Rows(u32),
    RowColumn(u32, u32),
    ExtractedAt,
}

/// A case that notes what is asked of it.
struct Overheard {
    case: Rc<RefCell<CaseState>>,
    asked: RefCell<BTreeSet<Asked>>,
}

impl Overheard {
    fn ask(&self, what: Asked) -> std::cell::Ref<'_, CaseState> {
        self.asked.borrow_mut().insert(what);
        self.case.borrow()
    }
}

impl CaseView for Overheard {
    fn event_count(&self) -> usize {
        self.ask(Asked::Events).event_count()
    }

    fn event_activity(&self, event: usize) -> u32 {
        self.ask(Asked::Events).event_activity(event)
    }

    fn event_time(&self, event: usize) -> i64 {
        self.ask(Asked::Events).event_time(event)
    }

    fn event_value(&self, event: usize, name: EventValue) -> Value {
        let asked = match name {
            EventValue::Attribute(attribute) => Asked::EventAttribute(attribute),
            _ => Asked::Events,
        };
        self.ask(asked).event_value(event, name)
    }

    fn record_value(&self, column: u32) -> Value {
        self.ask(Asked::Record(column)).record_value(column)
    }

    fn field_changes(&self, field: u32) -> usize {
        self.ask(Asked::Field(field)).field_changes(field)
    }

    fn change_time(&self, field: u32, change: usize) -> i64 {
        self.ask(Asked::Field(field)).change_time(field, change)
    }

    fn change_old(&self, field: u32, change: usize) -> Value {
        self.ask(Asked::Field(field)).change_old(field, change)
    }

    fn change_new(&self, field: u32, change: usize) -> Value {
        self.ask(Asked::Field(field)).change_new(field, change)
    }

    fn field_initial(&self, field: u32) -> Value {
        self.ask(Asked::Field(field)).field_initial(field)
    }

    fn field_start(&self, field: u32) -> Option<i64> {
        self.ask(Asked::Field(field)).field_start(field)
    }

    fn field_end(&self, field: u32) -> Option<i64> {
        CaseView::field_end(&*self.ask(Asked::Field(field)), field)
    }

    fn row_count(&self, source: u32) -> usize {
        self.ask(Asked::Rows(source)).row_count(source)
    }

    fn row_value(&self, source: u32, row: usize, column: u32) -> Value {
        self.ask(Asked::RowColumn(source, column)).row_value(source, row, column)
    }

    fn row_time(&self, source: u32, row: usize) -> Option<i64> {
        CaseView::row_time(&*self.ask(Asked::Rows(source)), source, row)
    }

    fn extracted_at(&self) -> Option<i64> {
        self.ask(Asked::ExtractedAt).extracted_at()
    }
}

/// Runs scripts once more, to hear what they ask for.
pub struct Overhearing {
    context: Arc<Context>,
    case: Rc<RefCell<Overheard>>,
    runtime: RefCell<Runtime<Overheard>>,
}

impl Overhearing {
    /// Over the case that a heart has at hand.
    pub fn new(context: &Arc<Context>, heart: &Heart) -> Self {
        let overheard = Overheard { case: heart.shared_state(), asked: RefCell::default() };
        let case = Rc::new(RefCell::new(overheard));
        let plan = &context.plan;
        let runtime = Runtime::new(context.options.limits, &plan.names, &plan.shared, Rc::clone(&case));
        Self { context: Arc::clone(context), case, runtime: RefCell::new(runtime) }
    }

    /// What a script asks of the case, with its answers; its variables aside.
    pub fn script(&self, script: &BoundScript, place: &At<'_>, describer: &Describer<'_>) -> Vec<Reading> {
        let Some(plan) = self.context.plan.scripts.get(script.script) else { return Vec::new() };
        self.case.borrow().asked.borrow_mut().clear();
        let values: Vec<Value> =
            script.variables.iter().map(|each| place.datum(each).to_value(place.texts())).collect();
        let variables = |variable: usize| values.get(variable).cloned().unwrap_or(Value::Null);
        // A script that stops has asked all the same.
        let _ = self.runtime.borrow_mut().evaluate(&plan.compiled, &variables);
        let asked = std::mem::take(&mut *self.case.borrow().asked.borrow_mut());
        asked.into_iter().filter_map(|asked| self.reading(asked, place.state, describer)).collect()
    }

    fn reading(&self, asked: Asked, case: &CaseState, describer: &Describer<'_>) -> Option<Reading> {
        let names = &self.context.plan.names;
        let texts = case.texts();
        let text = |value: Value| display(&value.into(), texts).unwrap_or_else(|| "null".to_owned());
        Some(match asked {
            Asked::Events => {
                let events = case.events.iter().map(|event| describer.activity(event.activity as usize).to_owned());
                Reading { name: EVENTS.to_owned(), value: listed(&events.collect::<Vec<_>>()) }
            }
            Asked::EventAttribute(attribute) => {
                let value = |event| text(case.event_value(event, EventValue::Attribute(attribute)));
                let values: Vec<String> = (0..case.events.len()).map(value).collect();
                Reading {
                    name: format!("events' {}", names.attributes.get(attribute as usize)?),
                    value: listed(&values),
                }
            }
            Asked::Record(column) => {
                let value = case.record_value(column);
                let name = format!("record.{}", names.record.get(column as usize)?);
                Reading { name, value: display(&value.into(), texts) }
            }
            Asked::Field(field) => {
                let changes = 0..case.field_changes(field);
                let values = std::iter::once(text(case.field_initial(field)));
                let values: Vec<String> = values.chain(changes.map(|at| text(case.change_new(field, at)))).collect();
                let name = format!("fields.{}", names.fields.get(field as usize)?);
                Reading { name, value: Some(values.join(" → ")) }
            }
            Asked::Rows(source) => {
                let name = format!("rows.{}", names.sources.get(source as usize)?.id);
                Reading { name, value: Some(case.row_count(source).to_string()) }
            }
            Asked::RowColumn(source, column) => {
                let of = names.sources.get(source as usize)?;
                let name = format!("rows.{}.{}", of.id, of.columns.get(column as usize)?);
                let values: Vec<String> =
                    (0..case.row_count(source)).map(|row| text(case.row_value(source, row, column))).collect();
                Reading { name, value: listed(&values) }
            }
            Asked::ExtractedAt => {
                let time = case.extracted_at().map(crate::describe::time_text);
                Reading { name: "end of the log".to_owned(), value: time }
            }
        })
    }
}

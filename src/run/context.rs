//! What all threads of a run share.

use std::borrow::Cow;
use std::sync::Arc;

use super::options::RunOptions;
use super::program::Program;
use crate::evaluate::{TextRead, display};
use crate::load::Loaded;
use crate::plan::Plan;
use crate::rows::Cell;

/// What all threads of a run share.
#[derive(Debug)]
pub struct Context {
    /// The plan.
    pub plan: Arc<Plan>,
    /// The rows, texts and cases.
    pub loaded: Arc<Loaded>,
    /// The plan, bound.
    pub program: Program,
    /// Options.
    pub options: RunOptions,
    /// When the log ends: when the data was extracted, else the newest event's time, where something needs it.
    pub horizon: Option<i64>,
    /// The activities' labels in the run's language.
    pub labels: Vec<String>,
    /// What tells the events' ids from those of another mapping whose source system has the same name.
    pub told_apart_by: Option<String>,
}

impl Context {
    /// Binds the plan.
    pub fn new(plan: &Arc<Plan>, loaded: &Arc<Loaded>, options: &RunOptions) -> Self {
        let locale = options.locale.as_deref().or(plan.output.locale.as_deref()).unwrap_or("en");
        let labels = plan.activities.iter().map(|activity| {
            let label = activity.label.as_ref().and_then(|label| label.in_language(locale));
            label.unwrap_or(&activity.id).to_owned()
        });
        Self {
            labels: labels.collect(),
            plan: Arc::clone(plan),
            loaded: Arc::clone(loaded),
            program: Program::new(plan, loaded),
            options: options.clone(),
            horizon: options.horizon.or(options.extracted_at),
            told_apart_by: None,
        }
    }
    /// The first byte of what a case is called, where that is a text.
    #[inline]
    pub fn case_id_start(&self, case: u32) -> Option<u8> {
        let texts = &self.loaded.texts;
        match self.loaded.cases.id(case)? {
            Cell::Text(id) => texts.get(id).as_bytes().first().copied(),
            Cell::Carried(id) => texts.carried_bytes(id).first().copied(),
            _ => None,
        }
    }

    /// How a case is called.
    pub fn case_id(&self, case: u32) -> Cow<'_, str> {
        let texts = &self.loaded.texts;
        match self.loaded.cases.id(case).unwrap_or(Cell::Null) {
            Cell::Text(id) => texts.text(id),
            Cell::Carried(id) => TextRead::carried(texts, id),
            other => display(&other.into(), texts).unwrap_or_default().into(),
        }
    }
}

//! What all threads of a run share.

use std::sync::Arc;

use super::options::RunOptions;
use super::program::Program;
use crate::load::Loaded;
use crate::plan::Plan;

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
            horizon: options.extracted_at,
        }
    }
}

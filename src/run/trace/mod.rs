//! One case, looked at closely: the same heart runs it, and what it decided is told with the values that decided.

mod change;
mod duplicates;
mod events;
mod inputs;
mod joined;
mod model;
mod overheard;
mod rows;
mod rules;

pub use model::{
    AttributeTrace, CaseTrace, EventTrace, FieldTrace, JoinTrace, Member, PartTrace, Placed, RowId, RowTrace,
    RuleTrace, Told,
};

use std::sync::Arc;

use super::RunOptions;
use super::case::{At, Origin};
use super::context::Context;
use super::heart::{Declined, Heart};
use super::prepared;
use crate::describe::Describer;
use crate::evaluate::display;
use crate::load::Loaded;
use crate::plan::Plan;
use crate::rows::Cell;
pub use overheard::EVENTS;
use overheard::Overhearing;

/// Whether something in a case depends on rows of all cases: where nobody says when the data was extracted, open states
/// and deadlines end with the newest event of all.
pub fn needs_all_cases(plan: &Plan, options: &RunOptions) -> bool {
    options.extracted_at.is_none() && super::program::needs_horizon(plan)
}

/// Runs one case, by its place among the cases, and tells why everything in it is as it is.
pub fn trace(plan: &Arc<Plan>, loaded: &Arc<Loaded>, options: &RunOptions, case: u32) -> CaseTrace {
    let context = prepared(plan, loaded, options, None);
    let mut heart = Heart::new(&context);
    heart.observe();
    let stays = heart.case(&context, case);
    let declined = heart.declined();
    let overhearing = Overhearing::new(&context, &heart);
    let tally = heart.tally();
    let quarantined = tally.quarantined.iter();
    let quarantined =
        quarantined.map(|(source, number, why)| (RowId { source: *source, number: *number }, why.clone()));
    let failures = tally.faults.iter().map(|(key, fault)| {
        let title = plan.scripts.get(key.script).map_or("", |script| script.title.as_str());
        format!("the script of {title}: {}", fault.message)
    });
    let (quarantined, failures) = (quarantined.collect(), failures.collect());
    heart.with_case(|at| {
        let tracer = Tracer { at, context: &context, heart: &heart, declined: &declined, overhearing: &overhearing };
        let left_out = if stays { Vec::new() } else { tracer.left_out() };
        CaseTrace {
            left_out,
            stays,
            events: tracer.events(),
            rows: tracer.rows(),
            fields: tracer.fields(),
            attributes: tracer.case_attributes(),
            joined: tracer.joined(),
            quarantined,
            failures,
        }
    })
}

/// Looks at a case that ran.
struct Tracer<'a> {
    at: &'a At<'a>,
    context: &'a Arc<Context>,
    heart: &'a Heart,
    declined: &'a [(Origin, Declined)],
    overhearing: &'a Overhearing,
}

impl Tracer<'_> {
    fn plan(&self) -> &Plan {
        &self.context.plan
    }

    fn describer(&self) -> Describer<'_> {
        Describer { plan: &self.context.plan, params: &self.context.loaded.params }
    }

    fn text(&self, cell: Cell) -> Option<String> {
        display(&cell.into(), self.at.state.texts())
    }

    /// A row of the case, by its place there.
    fn row_id(&self, source: usize, row: u32) -> Option<RowId> {
        let own = self.at.state.rows.get(source)?.get(row as usize)?;
        Some(RowId { source, number: self.number(source, own.position) })
    }

    fn number(&self, source: usize, position: u32) -> u32 {
        self.at.state.tables[source].row(position).number()
    }

    fn origin_row(&self, origin: Origin) -> Option<RowId> {
        self.row_id(origin.source as usize, origin.row)
    }

    /// The clauses of `keep_if` that don't hold.
    fn left_out(&self) -> Vec<crate::describe::Clause> {
        let written = self.plan().case.keep_case.as_ref().zip(self.context.program.attributes.keep.as_ref());
        let Some((written, bound)) = written else { return Vec::new() };
        let mut clauses = self.describer().clauses(written, bound, self.at);
        clauses.retain(|clause| !clause.holds);
        clauses
    }

    fn fields(&self) -> Vec<FieldTrace> {
        let fields = self.at.state.fields.iter().enumerate();
        let known = fields.filter(|(_, history)| history.is_set || !history.initial.is_null());
        known
            .map(|(field, history)| FieldTrace {
                field,
                initial: self.text(history.initial),
                is_current: !history.is_set,
                changes: history.changes.iter().map(|change| (change.time, self.text(change.new))).collect(),
            })
            .collect()
    }
}

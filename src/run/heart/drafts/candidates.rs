//! The rows and changes that rules want, as far as rows and values tell it.

use super::change_memo::passes;
use crate::plan::{RulePlan, Subject};
use crate::run::case::{At, CaseState, Origin};
use crate::run::program::Steps;

/// A row or change that may become an event.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// Where it comes from.
    pub origin: Origin,
    /// When.
    pub time: i64,
}

/// The candidates of the case's steps.
#[derive(Debug, Default)]
pub struct Candidates {
    /// By step, those that were found so far, in the order of rows.
    of_steps: Vec<Vec<Candidate>>,
    /// The bits of steps that have some.
    pub found: u64,
}

impl Candidates {
    /// Without any.
    pub fn new(steps: &Steps) -> Self {
        Self { of_steps: vec![Vec::new(); steps.all.len()], ..Self::default() }
    }

    /// Takes those of a step out.
    pub fn take(&mut self, step: usize) -> Vec<Candidate> {
        std::mem::take(&mut self.of_steps[step])
    }

    /// Gives their memory back.
    pub fn give_back(&mut self, step: usize, mut all: Vec<Candidate>) {
        all.clear();
        self.of_steps[step] = all;
    }

    /// Adds a row or change that the steps of some bits want.
    #[inline]
    pub fn add(&mut self, steps: &Steps, wanting: u64, origin: Origin, time: i64) {
        let mut left = wanting;
        while left != 0 {
            let step = left.trailing_zeros() as usize;
            left &= left - 1;
            let origin = Origin { rule: steps.all[step].rule as u32, ..origin };
            self.of_steps[step].push(Candidate { origin, time });
        }
        self.found |= wanting;
    }
}

/// The rows of the rule's source, but for those of which it is clear by themselves that the rule doesn't want them.
fn rows(state: &CaseState, rule: usize, source: usize, all: &mut Vec<Candidate>) {
    let test = state.context.program.rules[rule].own_test.as_ref();
    let (table, texts) = (&state.tables[source], state.texts());
    for (row, own) in (0..).zip(&state.rows[source]) {
        if test.is_none_or(|test| test.holds(table.row(own.position), texts)) {
            all.push(Candidate { origin: Origin::row(rule as u32, source as u32, row), time: own.time });
        }
    }
}

/// The rows of a rule that looks for them itself, or its changes that go from and to what it wants.
pub fn search(at: &At<'_>, rule: usize, all: &mut Vec<Candidate>) {
    let program = &at.state.context.program;
    match &at.state.context.plan.rules[rule].subject {
        Subject::Rows(source) => rows(at.state, rule, *source, all),
        Subject::Changes(source, fields) => {
            for field in fields {
                let changes = at.state.fields[*field].changes.iter().enumerate();
                let test = &program.rules[rule].change;
                let wanted = changes.filter(|(_, change)| passes(at, test, &program.fields[*field], change));
                all.extend(wanted.map(|(place, change)| Candidate {
                    origin: Origin::change(rule as u32, *source as u32, change.row, [*field as u32, place as u32]),
                    time: change.time,
                }));
            }
        }
        Subject::Deadline => {}
    }
}

/// Puts the changes of several fields in one stream; those in one row in the order in which the rule names the fields.
pub fn in_order(plan: &RulePlan, all: &mut [Candidate]) {
    let Subject::Changes(_, fields) = &plan.subject else { return };
    if fields.len() > 1 && all.len() > 1 {
        let place = |origin: Origin| fields.iter().position(|field| *field == origin.field as usize);
        all.sort_by_key(|candidate| (candidate.origin.row, place(candidate.origin)));
    }
}

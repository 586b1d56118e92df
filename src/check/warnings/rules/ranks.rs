//! Ranks that would let rows of one source change places.

use super::shadowed::{covers, same_time};
use crate::check::warnings::Checked;
use crate::diagnostic::{Diagnostic, codes};
use crate::plan::{RulePlan, Subject};

/// One finding for each source whose rows the ranks of its rules would reorder.
pub fn reordering(checked: &Checked<'_>) -> Vec<Diagnostic> {
    let sources = 0..checked.plan.sources.len();
    // A case has one row of its record, so there is nothing to reorder.
    sources
        .filter(|source| checked.plan.case.record != Some(*source))
        .filter_map(|source| of_source(checked, source))
        .collect()
}

fn of_source(checked: &Checked<'_>, source: usize) -> Option<Diagnostic> {
    let plan = checked.plan;
    let rules: Vec<&RulePlan> = plan.rules.iter().filter(|rule| goes_over(rule, source)).collect();
    let reorders = |one: &RulePlan, other: &RulePlan| {
        let same_rows = covers(plan, one, other) && covers(plan, other, one);
        one.rank != other.rank && same_time(plan, one, other) && !same_rows
    };
    let pairs = rules
        .iter()
        .enumerate()
        .flat_map(|(index, later)| rules[..index].iter().map(move |earlier| (*earlier, *later)));
    let (earlier, later) = pairs.into_iter().find(|(earlier, later)| reorders(earlier, later))?;
    let id = &plan.sources[source].id;
    let message = format!("`rank` would reorder rows of `{id}` that have the same time");
    Some(
        Diagnostic::new(codes::RANK_REORDERS_SOURCE, message)
            .at(checked.place(later), format!("rank {}", later.rank))
            .also(checked.place(earlier), format!("rank {}", earlier.rank))
            .help(format!("give all rules over `{id}` one rank; `order:` in the source says which row comes first")),
    )
}

fn goes_over(rule: &RulePlan, source: usize) -> bool {
    match rule.subject {
        Subject::Rows(of) | Subject::Changes(of, _) => of == source,
        Subject::Deadline => false,
    }
}

//! From a mapping as written to a plan: every name bound, every type compared, every script inspected.
//!
//! Nothing stops at the first problem. What failed is marked, so that it isn't reported twice.

mod checker;
mod lost;
mod sections;
pub mod set;
mod usage;
mod values;
mod warnings;

pub use checker::Checker;

use crate::diagnostic::{Diagnostics, FileId};
use crate::mapping::Mapping;
use crate::plan::Plan;
use crate::script::SharedFile;

/// Checks a mapping; `None` if anything is wrong with it, all of which is then in `diagnostics`.
///
/// Warnings are added too. `shared` are the `.rhai` files that the mapping names.
pub fn check(mapping: &Mapping, shared: Vec<(FileId, SharedFile)>, diagnostics: &mut Diagnostics) -> Option<Plan> {
    let mut checker = Checker::new(mapping, shared, diagnostics);
    let mut plan = sections::plan(&mut checker);
    warnings::on_texts(mapping, diagnostics);
    // With anything missing the plan's indices don't fit together, and what couldn't be read may use what seems unused.
    if diagnostics.has_errors() {
        return None;
    }
    let usage = usage::find(&plan);
    warnings::on_meaning(mapping, &plan, &usage, diagnostics);
    usage::assign_places(&mut plan, &usage);
    Some(plan)
}

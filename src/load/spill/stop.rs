//! What can't be done within the bound.

use super::budget::Budget;
use crate::diagnostic::{Diagnostic, codes};
use crate::plan::Plan;

/// A size in whole MiB, rounded up.
fn size(bytes: u64) -> String {
    format!("{} MiB", bytes.div_ceil(1 << 20))
}

fn too_small(budget: Budget, message: String, enough: u64) -> Diagnostic {
    let help = format!("give at least `--memory {}MiB`; it is {}", enough.div_ceil(1 << 20), size(budget.memory()));
    Diagnostic::new(codes::MEMORY_TOO_SMALL, message).help(help)
}

/// Lookups don't fit.
pub fn lookups(budget: Budget, need: u64) -> Diagnostic {
    let message = format!("lookups need about {}, and a quarter of the memory is theirs", size(need));
    too_small(budget, message, 4 * need + need / 2)
}

/// Rows in quarantine don't fit.
pub fn quarantine(budget: Budget, need: u64) -> Diagnostic {
    let message = format!(
        "rows that can't be used need more than {}, and an eighth of the memory is theirs",
        size(need.saturating_sub(1) >> 20 << 20)
    );
    let help = "look at them with `caseloom validate --input`, mend the export or the mapping, or give more memory";
    let _ = budget;
    Diagnostic::new(codes::MEMORY_TOO_SMALL, message).help(help)
}

/// Cases that are tied together don't fit.
pub fn ties(budget: Budget, cases: usize, need: u64) -> Diagnostic {
    let message = format!(
        "{cases} cases share keys, ids or joined rows with others, and what is known of them needs {}",
        size(need)
    );
    too_small(budget, message, 8 * need + need)
}

/// A case doesn't fit.
pub fn case(budget: Budget, case: &str, need: u64, enough: u64) -> Diagnostic {
    let message = format!("the rows of case `{case}`, with what is joined to it, need about {}", size(need));
    too_small(budget, message, enough)
}

/// What of a mapping can't be worked on some cases at a time.
pub fn unsupported(plan: &Plan) -> Option<Diagnostic> {
    let used = || (0..plan.sources.len()).filter(|source| plan.sources[*source].is_used && plan.has_case(*source));
    let looked_up = used().find(|source| plan.sources[*source].is_lookup).map(|source| {
        let message =
            "rows of `{}` belong to cases and are looked up by others too, so cases can't be worked on some at a time";
        let help = "run without `--memory`, or read the file by a second source without cases and refer to that";
        (source, message, help)
    });
    let in_others = used().find(|source| !plan.has_case(plan.root(*source))).map(|source| {
        let message =
            "rows of `{}` belong to cases and stand in rows that don't, so cases can't be worked on some at a time";
        (source, message, "run without `--memory`, or name the case of the rows above too")
    });
    let (source, message, help) = looked_up.or(in_others)?;
    let source = &plan.sources[source];
    let message = message.replace("{}", &source.id);
    Some(Diagnostic::new(codes::NOT_WITHIN_MEMORY, message).at(source.span, "this source").help(help))
}

//! Cases that can't be joined.

use super::Checked;
use super::rules::same;
use crate::diagnostic::{Diagnostic, codes};
use crate::plan::{Expr, Path, RowPath};

/// Values of `same` that differ in every row.
pub fn nothing(checked: &Checked<'_>) -> Vec<Diagnostic> {
    let plan = checked.plan;
    let Some(rule) = &plan.case.same_case else { return Vec::new() };
    let source = &plan.sources[rule.source];
    let key = source.key.map(|column| {
        let path = Path { source: rule.source, column, onward: Vec::new(), kind: source.columns[column].kind };
        Expr::Row(RowPath::Here(path))
    });
    let is_alone = rule.same.iter().any(|value| key.as_ref().is_some_and(|key| same::values(plan, value, key)));
    let warning = || {
        let message = format!("`same` has the key of `{}`, in which no two rows are equal", source.id);
        let help = "name what rows of one case have in common: the customer, the issue";
        Diagnostic::new(codes::SAME_CASE_JOINS_NOTHING, message).at(rule.span, "joins no cases").help(help)
    };
    is_alone.then(warning).into_iter().collect()
}

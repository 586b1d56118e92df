//! What columns are for in their tables, beside what they feed.

use std::collections::BTreeSet;

use super::reach::Reach;
use crate::docs::model::Role;
use crate::plan::{Expr, Plan};

/// By source and column.
pub type Roles = Vec<((usize, usize), Role)>;

/// The roles of all columns, in order.
pub fn roles(plan: &Plan) -> Roles {
    let mut found: BTreeSet<((usize, usize), Role)> = BTreeSet::new();
    let mut add = |role, columns: BTreeSet<(usize, usize)>| found.extend(columns.into_iter().map(|each| (each, role)));
    for (index, source) in plan.sources.iter().enumerate() {
        let own = |columns: &mut dyn Iterator<Item = usize>| {
            let mut reach = Reach::new(plan);
            columns.for_each(|column| reach.column(index, column));
            reach.columns
        };
        add(Role::Key, own(&mut source.key.into_iter()));
        add(Role::Order, own(&mut source.order.columns.iter().copied()));
        add(Role::Case, of_exprs(plan, source.case.iter()));
        add(Role::Time, of_exprs(plan, source.at.iter()));
        add(Role::Who, of_exprs(plan, source.by.iter()));
        let references = source.columns.iter().enumerate().filter(|(_, column)| !column.refers_to.is_empty());
        add(Role::Reference, own(&mut references.map(|(column, _)| column)));
        if let Some(filter) = &source.filter {
            let mut reach = Reach::new(plan);
            reach.condition(filter);
            add(Role::Filter, reach.columns);
        }
        if let Some(duplicates) = &source.duplicates {
            let mut columns = own(&mut duplicates.same.iter().chain(&duplicates.last_by).copied());
            let mut reach = Reach::new(plan);
            duplicates.keep.iter().for_each(|keep| reach.condition(keep));
            columns.extend(reach.columns);
            add(Role::Duplicates, columns);
        }
    }
    add(Role::Case, of_exprs(plan, plan.case.id.iter()));
    let mut kept = Reach::new(plan);
    plan.case.keep_if.iter().chain(&plan.case.keep_case).for_each(|condition| kept.condition(condition));
    add(Role::Keep, kept.columns);
    if let Some(rule) = &plan.case.same_case {
        add(Role::SameCase, of_exprs(plan, rule.same.iter().chain(&rule.until)));
    }
    found.into_iter().collect()
}

fn of_exprs<'e>(plan: &Plan, exprs: impl Iterator<Item = &'e Expr>) -> BTreeSet<(usize, usize)> {
    let mut reach = Reach::new(plan);
    exprs.for_each(|expr| reach.expr(expr));
    reach.columns
}

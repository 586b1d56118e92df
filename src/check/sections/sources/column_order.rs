//! The order in which columns are computed.

use crate::check::checker::Checker;
use crate::diagnostic::{Diagnostic, codes};
use crate::plan::{ColumnFrom, Condition, Expr, RowPath, Test};

/// Finds the order in which the columns of each source are computed; with levels below it, all of theirs together.
pub fn order(checker: &mut Checker<'_>) {
    for source in 0..checker.sources.len() {
        let plan = &checker.sources[source];
        if plan.level.is_some() {
            continue;
        }
        let family: Vec<usize> = std::iter::once(source).chain(plan.levels.iter().copied()).collect();
        let mut computed = Vec::new();
        for member in family {
            let of_member = &checker.sources[member];
            let inherited = of_member.columns.iter().enumerate();
            let inherited = inherited.filter(|(_, column)| matches!(column.from, ColumnFrom::Inherited { .. }));
            computed.extend(inherited.map(|(column, _)| (member, column)));
            computed.extend(of_member.compute_order.iter().map(|column| (member, *column)));
        }
        let order = in_order(checker, &computed);
        let plan = &mut checker.sources[source];
        plan.compute_order = order.iter().filter(|(member, _)| *member == source).map(|(_, column)| *column).collect();
        if !plan.levels.is_empty() {
            plan.family_order = order;
        }
    }
}

/// Sorts computed columns so that each comes after those that it uses. A column stands with its source.
fn in_order(checker: &mut Checker<'_>, computed: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let uses: Vec<Vec<(usize, usize)>> = computed.iter().map(|column| used_columns(checker, *column)).collect();
    let mut order: Vec<(usize, usize)> = Vec::new();
    let mut left: Vec<usize> = (0..computed.len()).collect();
    while !left.is_empty() {
        let ready =
            |position: &usize| uses[*position].iter().all(|used| !computed.contains(used) || order.contains(used));
        let Some(next) = left.iter().position(ready) else { break };
        order.push(computed[left.remove(next)]);
    }
    // Those that only use columns of the circle aren't part of it, but can't be told apart; inherited ones have no name.
    let declared = left.iter().map(|position| computed[*position]).filter(|column| is_declared(checker, *column));
    let declared: Vec<(usize, usize)> = declared.collect();
    if let Some((source, column)) = declared.first() {
        let name = |(source, column): &(usize, usize)| checker.sources[*source].columns[*column].id.clone();
        let names: Vec<String> = declared.iter().map(name).collect();
        let span = checker.sources[*source].columns[*column].span;
        checker.report(
            Diagnostic::new(codes::CYCLE, format!("columns need each other: `{}`", names.join("`, `")))
                .at(span, "part of the circle")
                .help("break the circle: one of them has to come from the file alone"),
        );
    }
    order
}

fn is_declared(checker: &Checker<'_>, (source, column): (usize, usize)) -> bool {
    !matches!(checker.sources[source].columns[column].from, ColumnFrom::Inherited { .. })
}

fn used_columns(checker: &Checker<'_>, (source, column): (usize, usize)) -> Vec<(usize, usize)> {
    let mut used = Vec::new();
    match &checker.sources[source].columns[column].from {
        ColumnFrom::Cell { .. } | ColumnFrom::Taken | ColumnFrom::Size => {}
        ColumnFrom::DateAndTime { date, time, nearest, .. } => {
            used.extend([(source, *date), (source, *time)]);
            used.extend(nearest.map(|nearest| (source, nearest)));
        }
        ColumnFrom::Inherited { source, column } => used.push((*source, *column)),
        ColumnFrom::Computed(expr) => columns_in(checker, expr, &mut used),
    }
    used
}

fn columns_in(checker: &Checker<'_>, expr: &Expr, used: &mut Vec<(usize, usize)>) {
    match expr {
        Expr::Row(RowPath::Here(path)) => used.push((path.source, path.column)),
        Expr::FirstPresent(all) => all.iter().for_each(|each| columns_in(checker, each, used)),
        Expr::Script(index) => {
            checker.scripts[*index].variables.iter().for_each(|each| columns_in(checker, each, used));
        }
        Expr::Rows { path, condition, .. } => {
            used.extend(path.iter().map(|path| (path.source, path.column)));
            condition.iter().for_each(|condition| columns_in_condition(checker, condition, used));
            // Rows that are left out don't count, so that has to be known.
            let filter = path.iter().filter_map(|path| checker.sources[path.source].filter.as_ref());
            filter.for_each(|filter| columns_in_condition(checker, filter, used));
        }
        _ => {}
    }
}

fn columns_in_condition(checker: &Checker<'_>, condition: &Condition, used: &mut Vec<(usize, usize)>) {
    match condition {
        Condition::All(all) | Condition::Any(all) => {
            all.iter().for_each(|each| columns_in_condition(checker, each, used));
        }
        Condition::Not(inner) => columns_in_condition(checker, inner, used),
        Condition::Test(left, test) => {
            columns_in(checker, left, used);
            columns_in_test(checker, test, used);
        }
        Condition::Script(index) => columns_in(checker, &Expr::Script(*index), used),
    }
}

fn columns_in_test(checker: &Checker<'_>, test: &Test, used: &mut Vec<(usize, usize)>) {
    match test {
        Test::Not(inner) => columns_in_test(checker, inner, used),
        Test::All(all) => all.iter().for_each(|each| columns_in_test(checker, each, used)),
        Test::Equals(expr) => columns_in(checker, expr, used),
        _ => {}
    }
}

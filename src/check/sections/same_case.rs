//! One case from several records.

use super::super::checker::Checker;
use super::super::values::{Scope, Typed};
use crate::diagnostic::codes;
use crate::mapping::decode::Literal;
use crate::mapping::{SameCase, Source, Value};
use crate::plan::{Expr, RowPath, SameCasePlan, ValueType};

/// Binds the rule by which records are one case.
pub fn same_case(checker: &mut Checker<'_>, written: &SameCase) -> Option<SameCasePlan> {
    let within = checker.duration(&written.within);
    let at_most = written.at_most.as_ref().map(|literal| at_most(checker, literal));
    let source = checker.source(&written.source)?;
    let same = same(checker, source, written);
    let until = written.until.as_ref().map(|value| until(checker, source, value));
    let named = named(checker, source, written);
    if named.is_some() {
        check_time(checker, source, written);
    }
    Some(SameCasePlan {
        source,
        same: same?,
        until: until.map_or(Some(None), |until| until.map(Some))?,
        within: within?,
        at_most: at_most.map_or(Some(None), |count| count.map(Some))?,
        named: named?,
        span: written.span,
    })
}

fn source_of<'a>(checker: &Checker<'a>, source: usize) -> &'a Source {
    &checker.mapping.sources.iter().as_slice()[source].1
}

fn same(checker: &mut Checker<'_>, source: usize, written: &SameCase) -> Option<Vec<Expr>> {
    if written.same.0.is_empty() {
        let help = "name the columns in which records of one case are equal: `same: [customer, issue]`";
        checker.problem(codes::KEY_NEEDS_ANOTHER, written.span, "`same_case` needs `same`", "no `same`", help);
        return None;
    }
    let bound: Vec<Option<Expr>> =
        written.same.0.iter().map(|value| plain(checker, source, value, "same").map(|(expr, _)| expr)).collect();
    bound.into_iter().collect()
}

fn until(checker: &mut Checker<'_>, source: usize, value: &Value) -> Option<Expr> {
    let (expr, kind) = plain(checker, source, value, "until")?;
    if matches!(kind, ValueType::Time | ValueType::Any) {
        return Some(expr);
    }
    let message = format!("`until` is a time, found {}", kind.in_words());
    checker.problem(codes::WRONG_TYPE, value.span(), message, kind.in_words(), "name a column of type `timestamp`");
    None
}

/// A value that only looks at columns: it is asked for once for each row of the source, and can't fail.
fn plain(checker: &mut Checker<'_>, source: usize, value: &Value, title: &str) -> Option<Typed> {
    let (expr, kind) = checker.value(value, Scope::Reading(source), title)?;
    if is_plain(&expr) {
        return Some((expr, kind));
    }
    let message = format!("`{title}` takes columns only");
    let help = "make a column of it, such as `issue: \"= …\"`, and name that here";
    checker.problem(codes::NOT_AVAILABLE_HERE, value.span(), message, "not a column", help);
    None
}

fn is_plain(expr: &Expr) -> bool {
    match expr {
        Expr::Row(RowPath::Here(_)) => true,
        Expr::FirstPresent(all) => all.iter().all(is_plain),
        _ => false,
    }
}

/// Of several candidates for the case all but the last are ids that the export gives; the last is the row's own.
fn named(checker: &mut Checker<'_>, source: usize, written: &SameCase) -> Option<Vec<Expr>> {
    let name = &written.source;
    checker.has_case(source, codes::NO_CASE, name.span)?;
    check_level(checker, source, written)?;
    match source_of(checker, source).case.as_ref() {
        None | Some(Value::Path(_)) => Some(Vec::new()),
        Some(Value::FirstPresent(candidates, _)) => {
            let given = candidates.iter().rev().skip(1).rev();
            given.map(|value| plain(checker, source, value, "case").map(|(expr, _)| expr)).collect()
        }
        Some(Value::Expression(_) | Value::Form(_)) => {
            let message = format!("which ids the export gives can't be told from the `case` of `{}`", name.text);
            let help = "write `case:` as a column, or as a list: the ids that the export gives, then the row's own";
            checker.problem(codes::CONFLICTING_KEYS, name.span, message, "its `case` is computed", help);
            None
        }
    }
}

/// Rows of a level belong to the case of the row above: that one joins its case to others.
fn check_level(checker: &mut Checker<'_>, source: usize, written: &SameCase) -> Option<()> {
    let Some(above) = &source_of(checker, source).r#in else { return Some(()) };
    let name = &written.source;
    let message = format!("rows of `{}` belong to the case of the row of `{}` above them", name.text, above.text);
    let help = "name the source that says which case its rows belong to; its columns may sum up the rows below";
    checker.problem(codes::NO_CASE, name.span, message, "a level", help);
    None
}

fn check_time(checker: &mut Checker<'_>, source: usize, written: &SameCase) {
    if source_of(checker, source).at.is_none() {
        let name = &written.source;
        let message = format!("rows of `{}` have no time, and can't follow each other", name.text);
        let help = format!("give `{}` an `at:`, the time of a row", name.text);
        checker.problem(codes::NO_TIME, name.span, message, "no `at`", help);
    }
}

fn at_most(checker: &mut Checker<'_>, literal: &Literal) -> Option<u64> {
    match literal.text().parse::<u64>() {
        Ok(count) if count >= 2 => Some(count),
        _ => {
            let message = format!("`{}` is no number of cases", literal.text());
            let help = "write a whole number from 2 on";
            checker.problem(codes::VALUE_NOT_ALLOWED, literal.span, message, "not a number from 2 on", help);
            None
        }
    }
}

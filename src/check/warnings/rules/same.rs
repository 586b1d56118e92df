//! Whether two bound things are the same, wherever they stand.

use crate::plan::{Condition, Expr, Operand, Operands, Path, Plan, RowPath, Test};

/// Whether two values are always equal. Values that only might be are not the same.
pub fn values(plan: &Plan, one: &Expr, other: &Expr) -> bool {
    match (one, other) {
        (Expr::Null, Expr::Null)
        | (Expr::ExtractedAt, Expr::ExtractedAt)
        | (Expr::SourceSystem, Expr::SourceSystem) => true,
        (Expr::Literal(one), Expr::Literal(other)) => one == other,
        (Expr::Param(one), Expr::Param(other)) => one == other,
        (Expr::Row(one), Expr::Row(other)) => rows(one, other),
        (Expr::Record(one), Expr::Record(other)) => paths(one, other),
        (Expr::Old(one), Expr::Old(other)) | (Expr::New(one), Expr::New(other)) => all(one, other, paths),
        (
            Expr::Field { field: one, path: from, moment: then },
            Expr::Field { field: other, path: to, moment: when },
        ) => one == other && then == when && all(from, to, paths),
        (Expr::FirstPresent(one), Expr::FirstPresent(other)) => all(one, other, |one, other| values(plan, one, other)),
        (Expr::Script(one), Expr::Script(other)) => scripts(plan, *one, *other),
        _ => false,
    }
}

fn all<T>(one: &[T], other: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
}

fn rows(one: &RowPath, other: &RowPath) -> bool {
    match (one, other) {
        (RowPath::Here(one), RowPath::Here(other))
        | (RowPath::Next(one), RowPath::Next(other))
        | (RowPath::Previous(one), RowPath::Previous(other)) => paths(one, other),
        _ => false,
    }
}

fn paths(one: &Path, other: &Path) -> bool {
    one.source == other.source && one.column == other.column && all(&one.onward, &other.onward, paths)
}

/// Scripts are pure: the same text over the same variables gives the same.
fn scripts(plan: &Plan, one: usize, other: usize) -> bool {
    let (one, other) = (&plan.scripts[one], &plan.scripts[other]);
    one.code.code() == other.code.code()
        && one.place == other.place
        && all(&one.variables, &other.variables, |one, other| values(plan, one, other))
}

/// Whether two conditions say the same, written alike.
pub fn conditions(plan: &Plan, one: &Condition, other: &Condition) -> bool {
    let each = |one: &Condition, other: &Condition| conditions(plan, one, other);
    match (one, other) {
        (Condition::All(one), Condition::All(other)) | (Condition::Any(one), Condition::Any(other)) => {
            all(one, other, each)
        }
        (Condition::Not(one), Condition::Not(other)) => each(one, other),
        (Condition::Test(left, one), Condition::Test(right, other)) => {
            values(plan, left, right) && tests(plan, one, other)
        }
        (Condition::Script(one), Condition::Script(other)) => scripts(plan, *one, *other),
        _ => false,
    }
}

/// Whether two tests are the same.
pub fn tests(plan: &Plan, one: &Test, other: &Test) -> bool {
    match (one, other) {
        (Test::OneOf(one), Test::OneOf(other)) => contains(one, other) && contains(other, one),
        (Test::Not(one), Test::Not(other)) => tests(plan, one, other),
        (Test::All(one), Test::All(other)) => all(one, other, |one, other| tests(plan, one, other)),
        (Test::Words(one, these), Test::Words(other, those)) => one == other && these.all == those.all,
        (Test::Matches(one), Test::Matches(other)) => one.as_str() == other.as_str(),
        (Test::Compare(one, this), Test::Compare(other, that)) => one == other && this.all == that.all,
        (Test::Equals(one), Test::Equals(other)) => values(plan, one, other),
        (Test::Present(one), Test::Present(other)) => one == other,
        _ => false,
    }
}

/// Whether all of `some` are among `all`.
pub fn contains(all: &Operands, some: &Operands) -> bool {
    some.all.iter().all(|each| all.all.contains(each))
}

/// Whether nothing can be among both: that is known of literals only.
pub fn are_apart(one: &Operands, other: &Operands) -> bool {
    let is_literal = |each: &Operand| !matches!(each, Operand::Param(_));
    let literals = one.all.iter().chain(&other.all).all(is_literal);
    literals && one.all.iter().all(|each| !other.all.contains(each))
}

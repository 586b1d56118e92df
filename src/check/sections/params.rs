//! Params: their types, defaults, and where an export may tell them.

use super::super::checker::Checker;
use super::super::values::{Scope, segments};
use crate::diagnostic::{Diagnostic, codes};
use crate::mapping::decode::Literal;
use crate::mapping::{Param, ParamType};
use crate::plan::{Condition, ParamPlan};

/// Binds all params.
pub fn params(checker: &mut Checker<'_>) -> Vec<ParamPlan> {
    let mapping = checker.mapping;
    mapping.params.iter().map(|(key, written)| param(checker, &key.text, key.span, written)).collect()
}

fn param(checker: &mut Checker<'_>, id: &str, span: crate::diagnostic::Span, written: &Param) -> ParamPlan {
    let kind = checker.choice(&written.r#type, ParamType::NAMES).unwrap_or(ParamType::Text);
    let default = written.default.as_ref().map(|many| {
        check_default(checker, &many.0, kind, &written.r#type.text);
        many.0.iter().map(|literal| literal.text().to_owned()).collect()
    });
    let from = from(checker, written, kind);
    ParamPlan { id: id.to_owned(), kind, default, from, span }
}

fn check_default(checker: &mut Checker<'_>, literals: &[Literal], kind: ParamType, given: &str) {
    if ParamType::named(given).is_some() {
        misfits(literals, kind).into_iter().for_each(|each| checker.report(each));
    }
}

/// What keeps literals from being the value of a param of that type.
pub fn misfits(literals: &[Literal], kind: ParamType) -> Vec<Diagnostic> {
    if !kind.is_list() && literals.len() != 1 {
        let second = literals.get(1).map(|second| {
            Diagnostic::new(codes::WRONG_KIND_OF_VALUE, "the param holds one value, found several")
                .at(second.span, "one too many")
                .help("write one value, or make the param's type `list`")
        });
        return second.into_iter().collect();
    }
    let wrong = literals.iter().filter(|literal| !fits(literal, kind)).map(|literal| {
        Diagnostic::new(codes::LITERAL_DOES_NOT_FIT, format!("`{}` doesn't fit the param's type", literal.text()))
            .at(literal.span, "of another type")
            .help("change the value or the type")
    });
    wrong.collect()
}

fn fits(literal: &Literal, kind: ParamType) -> bool {
    match kind {
        ParamType::Text | ParamType::List | ParamType::Scale => true,
        ParamType::Integer => literal.scalar.as_i64().is_some(),
        ParamType::Number => literal.scalar.as_f64().is_some() || literal.scalar.as_i64().is_some(),
        ParamType::Boolean => literal.scalar.as_bool().is_some(),
        ParamType::Duration => crate::time::parse_duration_literal(literal.text()).is_ok(),
        ParamType::Timestamp => crate::plan::Operand::moment(literal.text()).is_some(),
    }
}

fn from(checker: &mut Checker<'_>, written: &Param, kind: ParamType) -> Option<(usize, usize, Option<Condition>)> {
    let name = written.from.as_ref()?;
    let parts = segments(name);
    let [source, column] = parts.as_slice() else {
        let help = "name a source and its column: `case_status.ApiName`";
        checker.problem(codes::WRONG_KIND_OF_VALUE, name.span, "a param comes from one column", "not a column", help);
        return None;
    };
    if !kind.is_list() {
        let help = "make its type `list`, or drop `from`";
        checker.problem(
            codes::CONFLICTING_KEYS,
            name.span,
            "a column has many values, the param holds one",
            "many values",
            help,
        );
        return None;
    }
    let index = checker.find(&checker.mapping.sources, source.text, source.span, &super::super::checker::SOURCE)?;
    let column = checker.column(index, column.text, column.span)?;
    let condition = match &written.r#where {
        Some(condition) => Some(checker.condition(condition, Scope::Reading(index), "where")?),
        None => None,
    };
    Some((index, column, condition))
}

//! Params: their types, defaults, and where an export may tell them.

use super::super::checker::Checker;
use super::super::values::{Scope, as_text, segments};
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::mapping::decode::Literal;
use crate::mapping::{Param, ParamType};
use crate::plan::{Condition, ParamPlan};

/// Binds all params.
pub fn params(checker: &mut Checker<'_>) -> Vec<ParamPlan> {
    let mapping = checker.mapping;
    mapping.params.iter().map(|(key, written)| param(checker, &key.text, key.span, written)).collect()
}

fn param(checker: &mut Checker<'_>, id: &str, span: Span, written: &Param) -> ParamPlan {
    let kind = checker.choice(&written.r#type, ParamType::NAMES).unwrap_or(ParamType::Text);
    let default = written.default.as_ref().map(|many| {
        check_default(checker, written, &many.0, kind);
        many.0.iter().map(|literal| literal.text().to_owned()).collect()
    });
    let from = from(checker, written, kind);
    ParamPlan { id: id.to_owned(), kind, default, from, span }
}

fn check_default(checker: &mut Checker<'_>, written: &Param, literals: &[Literal], kind: ParamType) {
    literals.iter().filter_map(as_text::in_default).for_each(|each| checker.report(each));
    if ParamType::named(&written.r#type.text).is_some() {
        let place = written.keys.place("default").unwrap_or(written.span);
        misfits(literals, kind, place).into_iter().for_each(|each| checker.report(each));
    }
}

/// What keeps literals from being the value of a param of that type. `place` is where a value that holds none is told.
pub fn misfits(literals: &[Literal], kind: ParamType, place: Span) -> Vec<Diagnostic> {
    let empty = |span: Span| {
        Diagnostic::new(codes::LITERAL_DOES_NOT_FIT, format!("the value is empty, expected {}", expected(kind)))
            .at(span, "empty")
            .help(if kind.is_list() { "write `[]` if there is to be none" } else { "write a value, or drop the key" })
    };
    if !kind.is_list() && literals.is_empty() {
        return vec![empty(place)];
    }
    if !kind.is_list() && literals.len() != 1 {
        let second = literals.get(1).map(|second| {
            Diagnostic::new(codes::WRONG_KIND_OF_VALUE, "the param holds one value, found several")
                .at(second.span, "one too many")
                .help("write one value, or make the param's type `list`")
        });
        return second.into_iter().collect();
    }
    let wrong = literals.iter().filter(|literal| !fits(literal, kind)).map(|literal| {
        if literal.text().is_empty() && literal.is_null() {
            return empty(if literal.span.range().is_empty() { place } else { literal.span });
        }
        let message = format!("`{}` doesn't fit the param's type, expected {}", literal.text(), expected(kind));
        Diagnostic::new(codes::LITERAL_DOES_NOT_FIT, message)
            .at(literal.span, "of another type")
            .help("change the value or the type")
    });
    wrong.collect()
}

/// What a value of a param is, in words.
fn expected(kind: ParamType) -> &'static str {
    match kind {
        ParamType::Text => "a text",
        ParamType::List | ParamType::Scale => "a list of texts",
        ParamType::Integer => "a whole number such as `3`",
        ParamType::Number => "a number such as `2.5`",
        ParamType::Boolean => "`true` or `false`",
        ParamType::Duration => "a duration such as `30m`",
        ParamType::Timestamp => "a day or a time such as `2026-01-31` or `2026-01-31T08:00:00Z`",
    }
}

fn fits(literal: &Literal, kind: ParamType) -> bool {
    match kind {
        _ if literal.is_null() && literal.text().is_empty() => false,
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
    if !kind.is_list() && ParamType::named(&written.r#type.text).is_some() {
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

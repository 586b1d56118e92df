//! Literals and params, of the type of what they are compared with.

use super::super::checker::Checker;
use super::as_text;
use crate::diagnostic::{Diagnostic, codes};
use crate::mapping::ParamType;
use crate::mapping::decode::Literal;
use crate::plan::{Operand, Operands, ValueType};
use crate::yaml::Style;

impl Checker<'_> {
    /// The type of a param's values.
    pub fn param_type(&self, index: usize) -> ValueType {
        let (_, param) = &self.mapping.params.iter().as_slice()[index];
        match ParamType::named(&param.r#type.text) {
            Some(ParamType::Integer) => ValueType::Integer,
            Some(ParamType::Number) => ValueType::Number,
            Some(ParamType::Boolean) => ValueType::Boolean,
            Some(ParamType::Duration) => ValueType::Duration,
            Some(ParamType::Timestamp) => ValueType::Time,
            Some(ParamType::Text | ParamType::List | ParamType::Scale) => ValueType::Text,
            None => ValueType::Any,
        }
    }

    /// Warns of a text that is called as a param and isn't one of its values: its `$` is missing, most likely. In quotes the
    /// text is meant.
    fn without_dollar(&mut self, literal: &Literal) {
        let text = literal.text();
        let found = self.mapping.params.find(text).filter(|_| literal.scalar.style == Style::Plain);
        let Some((index, param)) = found else { return };
        let is_own_value = param.default.iter().flat_map(|values| &values.0).any(|value| value.text() == text);
        if is_own_value {
            return;
        }
        let message = format!("`{text}` is a text here, and a param is called `{text}`");
        let help = format!("write `${text}` for the param's value, or `\"{text}\"` if the text is meant");
        self.report(Diagnostic::new(codes::PARAM_WITHOUT_DOLLAR, message).at(literal.span, "without `$`").help(help));
        // That nothing uses the param would follow from it.
        self.used_params[index] = true;
    }
}

/// Binds the right side of a test.
pub fn operands(checker: &mut Checker<'_>, many: &[Literal], kind: ValueType) -> Option<Operands> {
    let all: Vec<Option<Operand>> = many.iter().map(|literal| operand(checker, literal, kind)).collect();
    let all: Option<Vec<Operand>> = all.into_iter().collect();
    let span = many.iter().map(|literal| literal.span).reduce(|one, other| one.join(other))?;
    Some(Operands { all: all?, span })
}

/// Binds one literal or param.
pub fn operand(checker: &mut Checker<'_>, literal: &Literal, kind: ValueType) -> Option<Operand> {
    if let Some(name) = literal.param() {
        let span = literal.scalar.span_of(1..literal.scalar.text.len());
        let index = checker.param(name, span)?;
        let given = checker.param_type(index);
        if !given.comparable(kind) {
            let message = format!("`${name}` holds {}, but is compared with {}", given.in_words(), kind.in_words());
            let help = "compare values of one type; the param's `type` says what it holds";
            checker.problem(codes::LITERAL_DOES_NOT_FIT, literal.span, message, given.in_words(), help);
            return None;
        }
        return Some(Operand::Param(index));
    }
    if literal.is_null() {
        return Some(Operand::Null);
    }
    let value = typed(literal, kind);
    if value.is_some() {
        checker.without_dollar(literal);
        as_text::in_test(literal).into_iter().for_each(|finding| checker.report(finding));
    }
    if value.is_none() {
        let message = format!("`{}` is compared with {}", literal.text(), kind.in_words());
        let help = match checker.mapping.params.find(literal.text()) {
            Some(_) => format!("write `${}` for the param of that name", literal.text()),
            None if as_text::is_script(literal) => {
                format!("no script can stand here: write {}, or the whole condition as a script", example(kind))
            }
            None => format!("write {}", example(kind)),
        };
        checker.problem(codes::LITERAL_DOES_NOT_FIT, literal.span, message, "of another type", help);
    }
    value
}

fn typed(literal: &Literal, kind: ValueType) -> Option<Operand> {
    let text = literal.text();
    let scalar = &literal.scalar;
    match kind {
        ValueType::Text | ValueType::List => Some(Operand::Text(text.to_owned())),
        ValueType::Integer => scalar.as_i64().map(Operand::Integer).or_else(|| scalar.as_f64().map(Operand::Number)),
        ValueType::Number => scalar.as_f64().or_else(|| scalar.as_i64().map(|whole| whole as f64)).map(Operand::Number),
        ValueType::Boolean => scalar.as_bool().map(Operand::Boolean),
        ValueType::Time => Operand::moment(text),
        ValueType::Date => date(text).map(|day| Operand::Date(i64::from(day))),
        ValueType::TimeOfDay => time_of_day(text).map(Operand::TimeOfDay),
        ValueType::Duration => crate::time::parse_duration_literal(text).ok().map(Operand::Duration),
        ValueType::Any if scalar.style != Style::Plain => Some(Operand::Text(text.to_owned())),
        ValueType::Any => Some(
            scalar
                .as_bool()
                .map(Operand::Boolean)
                .or_else(|| scalar.as_i64().map(Operand::Integer))
                .or_else(|| scalar.as_f64().map(Operand::Number))
                .unwrap_or_else(|| Operand::Text(text.to_owned())),
        ),
    }
}

fn date(text: &str) -> Option<i32> {
    crate::time::DateFormat::compile("%Y-%m-%d").ok()?.parse(text.as_bytes())
}

fn time_of_day(text: &str) -> Option<i64> {
    ["%H:%M:%S", "%H:%M"]
        .iter()
        .find_map(|pattern| crate::time::TimeOfDayFormat::compile(pattern).ok()?.parse(text.as_bytes()))
        .map(i64::from)
}

fn example(kind: ValueType) -> &'static str {
    match kind {
        ValueType::Integer => "a whole number such as `3`",
        ValueType::Number => "a number such as `2.5`",
        ValueType::Boolean => "`true` or `false`",
        ValueType::Time => "a day or a time such as `2026-01-31` or `2026-01-31T08:00:00Z`",
        ValueType::Date => "a day such as `2026-01-31`",
        ValueType::TimeOfDay => "a time of day such as `08:30`",
        ValueType::Duration => "a length of time such as `10m`",
        ValueType::Text | ValueType::List | ValueType::Any => "a text",
    }
}

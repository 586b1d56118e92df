//! Tests: what a value has to be.

use super::super::checker::Checker;
use super::operand::operands;
use super::{Scope, Typed};
use crate::diagnostic::{Span, codes};
use crate::mapping::decode::{Literal, Name};
use crate::mapping::{Operator, Test as Written};
use crate::plan::{Comparison, Test, ValueType, WordPlace};

impl Checker<'_> {
    /// Binds a test on a value of that type. `scope` is where `{ column: … }` looks.
    pub fn test(&mut self, written: &Written, kind: ValueType, scope: Scope) -> Option<Test> {
        match written {
            Written::OneOf(_, span) if kind == ValueType::List => {
                let help = "a list is never equal to one text; write `{ contains: … }`";
                let message = "a list is compared with a single value";
                self.problem(codes::OPERATOR_DOES_NOT_FIT, *span, message, "compared with a list", help);
                None
            }
            Written::OneOf(literals, _) => operands(self, literals, kind).map(Test::OneOf),
            Written::Operators(operators) => {
                let tests: Vec<Option<Test>> =
                    operators.iter().map(|(operator, span)| self.operator(operator, *span, kind, scope)).collect();
                let mut tests: Vec<Test> = tests.into_iter().collect::<Option<_>>()?;
                Some(if tests.len() == 1 { tests.remove(0) } else { Test::All(tests) })
            }
        }
    }

    fn operator(&mut self, operator: &Operator, span: Span, kind: ValueType, scope: Scope) -> Option<Test> {
        match operator {
            Operator::Not(inner) => Some(Test::Not(Box::new(self.test(inner, kind, scope)?))),
            Operator::Contains(words) => self.words(WordPlace::Anywhere, "contains", &words.0, span, kind),
            Operator::StartsWith(words) => self.words(WordPlace::Start, "starts_with", &words.0, span, kind),
            Operator::EndsWith(words) => self.words(WordPlace::End, "ends_with", &words.0, span, kind),
            Operator::Matches(pattern) => self.pattern(pattern, span, kind),
            Operator::Above(literal) => self.comparison(Comparison::Above, literal, span, kind),
            Operator::AtLeast(literal) => self.comparison(Comparison::AtLeast, literal, span, kind),
            Operator::Below(literal) => self.comparison(Comparison::Below, literal, span, kind),
            Operator::AtMost(literal) => self.comparison(Comparison::AtMost, literal, span, kind),
            Operator::Since(literal) => self.moment(Comparison::AtLeast, literal, span, kind),
            Operator::Before(literal) => self.moment(Comparison::Below, literal, span, kind),
            Operator::Column(name) => self.other_column(name, kind, scope),
            Operator::Present(wanted) => Some(Test::Present(*wanted)),
        }
    }

    fn words(&mut self, place: WordPlace, word: &str, words: &[Literal], span: Span, kind: ValueType) -> Option<Test> {
        self.fits(matches!(kind, ValueType::Text | ValueType::List | ValueType::Any), word, span, kind, "texts")?;
        operands(self, words, ValueType::Text).map(|words| Test::Words(place, words))
    }

    fn pattern(&mut self, pattern: &Name, span: Span, kind: ValueType) -> Option<Test> {
        self.fits(matches!(kind, ValueType::Text | ValueType::Any), "matches", span, kind, "texts")?;
        match regex::Regex::new(&pattern.text) {
            Ok(regex) => Some(Test::Matches(Box::new(regex))),
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                let help =
                    "regular expressions are those of Rust's regex crate; look-around and back references don't exist";
                let message = format!("`{}` is no regular expression: {reason}", pattern.text);
                self.problem(codes::INVALID_PATTERN, pattern.span, message, "can't be read", help);
                None
            }
        }
    }

    fn comparison(&mut self, how: Comparison, literal: &Literal, span: Span, kind: ValueType) -> Option<Test> {
        let ordered = !matches!(kind, ValueType::Text | ValueType::Boolean | ValueType::List);
        let word = match how {
            Comparison::Above => "above",
            Comparison::AtLeast => "at_least",
            Comparison::Below => "below",
            Comparison::AtMost => "at_most",
        };
        self.fits(ordered, word, span, kind, "numbers, times and durations")?;
        operands(self, std::slice::from_ref(literal), kind).map(|right| Test::Compare(how, right))
    }

    fn moment(&mut self, how: Comparison, literal: &Literal, span: Span, kind: ValueType) -> Option<Test> {
        let moments = matches!(kind, ValueType::Time | ValueType::Date | ValueType::Any);
        let word = if how == Comparison::AtLeast { "since" } else { "before" };
        self.fits(moments, word, span, kind, "times and dates")?;
        let kind = if kind == ValueType::Any { ValueType::Time } else { kind };
        operands(self, std::slice::from_ref(literal), kind).map(|right| Test::Compare(how, right))
    }

    fn other_column(&mut self, name: &Name, kind: ValueType, scope: Scope) -> Option<Test> {
        let (other, other_kind): Typed = self.path(name, scope)?;
        if !kind.comparable(other_kind) {
            let message = format!("{} is compared with {}", kind.in_words(), other_kind.in_words());
            self.problem(codes::TYPES_DIFFER, name.span, message, other_kind.in_words(), "compare columns of one type");
            return None;
        }
        Some(Test::Equals(Box::new(other)))
    }

    fn fits(&mut self, fits: bool, word: &str, span: Span, kind: ValueType, what: &str) -> Option<()> {
        if !fits {
            let message = format!("`{word}` is for {what}, but the value on its left is {}", kind.in_words());
            let help = "compare it in another way, or change the `type` of its column";
            self.problem(codes::OPERATOR_DOES_NOT_FIT, span, message, &format!("for {what}"), help);
        }
        fits.then_some(())
    }
}

//! Tests and conditions.

use super::{Describer, quoted};
use crate::plan::{Comparison, Condition, Test, WordPlace};

impl Describer<'_> {
    /// What a value has to be, as what follows "wanted": `one of $waiting (`On Hold`)`.
    pub fn test(&self, test: &Test) -> String {
        match test {
            Test::OneOf(operands) if self.count(operands) == 1 && operands.all.len() == 1 => self.operands(operands),
            Test::OneOf(operands) => format!("one of {}", self.operands(operands)),
            Test::Not(inner) => self.not(inner),
            Test::All(all) => all.iter().map(|test| self.test(test)).collect::<Vec<_>>().join(" and "),
            Test::Words(place, operands) => format!("{} {}", words(*place), self.operands(operands)),
            Test::Matches(pattern) => format!("matching {}", quoted(pattern.as_str())),
            Test::Compare(comparison, operands) => format!("{} {}", compared(*comparison), self.operands(operands)),
            Test::Equals(value) => format!("equal to {}", quoted(&self.value(value))),
            Test::Present(true) => "present".to_owned(),
            Test::Present(false) => "null".to_owned(),
        }
    }

    fn not(&self, test: &Test) -> String {
        match test {
            Test::OneOf(operands) if self.count(operands) > 1 => format!("none of {}", self.operands(operands)),
            other => format!("not {}", self.test(other)),
        }
    }

    /// A condition in one line.
    pub fn condition(&self, condition: &Condition) -> String {
        let joined = |all: &[Condition], word: &str| {
            let all: Vec<String> = all.iter().map(|each| self.condition(each)).collect();
            all.join(word)
        };
        match condition {
            Condition::All(all) => joined(all, " and "),
            Condition::Any(any) => format!("({})", joined(any, " or ")),
            Condition::Not(inner) => format!("not ({})", self.condition(inner)),
            Condition::Test(value, test) => format!("{}: {}", self.value(value), self.test(test)),
            Condition::Script(script) => self.script(*script),
        }
    }
}

fn words(place: WordPlace) -> &'static str {
    match place {
        WordPlace::Anywhere => "containing",
        WordPlace::Start => "starting with",
        WordPlace::End => "ending with",
    }
}

fn compared(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Above => "above",
        Comparison::AtLeast => "at least",
        Comparison::Below => "below",
        Comparison::AtMost => "at most",
    }
}

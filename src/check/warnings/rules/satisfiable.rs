//! The values that tests on one thing leave over.

use super::needs::Need;
use crate::diagnostic::Span;
use crate::plan::{Comparison, Operand, Operands, Test};

static NULL: Operand = Operand::Null;

/// What a value may still be. Where tests say more than is understood here, it is taken to be possible.
#[derive(Default)]
pub struct Allowed<'a> {
    /// Only these; `None`: anything.
    only: Option<Vec<&'a Operand>>,
    /// None of these.
    except: Vec<&'a Operand>,
    /// At least, and whether the bound itself is out.
    low: Option<(f64, bool)>,
    /// At most, and whether the bound itself is out.
    high: Option<(f64, bool)>,
}

impl<'a> Allowed<'a> {
    /// What all tests leave over.
    pub fn of(needs: impl IntoIterator<Item = &'a Need<'a>>) -> Self {
        let mut allowed = Self::default();
        for need in needs {
            allowed.add(need.test, need.fails);
        }
        allowed
    }

    /// Adds a test that has to hold, or to fail.
    pub fn add(&mut self, test: &'a Test, fails: bool) {
        match (test, fails) {
            (Test::Not(inner), _) => self.add(inner, !fails),
            (Test::OneOf(operands), false) => self.keep_only(operands.all.iter().collect()),
            (Test::OneOf(operands), true) => self.except.extend(&operands.all),
            (Test::All(all), false) => all.iter().for_each(|each| self.add(each, false)),
            (Test::Present(wanted), _) if *wanted == fails => self.keep_only(vec![&NULL]),
            (Test::Compare(how, operands), false) => {
                self.except.push(&NULL);
                self.bound(*how, operands);
            }
            (Test::Present(_), _) | (Test::Words(..) | Test::Matches(_), false) => self.except.push(&NULL),
            _ => {}
        }
    }

    /// A param may stand for anything, so it meets everything but itself excluded.
    fn keep_only(&mut self, operands: Vec<&'a Operand>) {
        let is_param = |each: &Operand| matches!(each, Operand::Param(_));
        self.only = Some(match self.only.take() {
            None => operands,
            Some(known) => {
                let open = operands.iter().any(|each| is_param(each));
                known.into_iter().filter(|each| open || is_param(each) || operands.contains(each)).collect()
            }
        });
    }

    fn bound(&mut self, how: Comparison, operands: &Operands) {
        let [operand] = operands.all.as_slice() else { return };
        let Some(at) = number(operand) else { return };
        let is_out = matches!(how, Comparison::Above | Comparison::Below);
        match how {
            Comparison::Above | Comparison::AtLeast => {
                let tighter = self.low.is_none_or(|(known, out)| at > known || at == known && is_out && !out);
                self.low = if tighter { Some((at, is_out)) } else { self.low };
            }
            Comparison::Below | Comparison::AtMost => {
                let tighter = self.high.is_none_or(|(known, out)| at < known || at == known && is_out && !out);
                self.high = if tighter { Some((at, is_out)) } else { self.high };
            }
        }
    }

    /// Whether nothing is left.
    pub fn is_nothing(&self) -> bool {
        let crossed = match (self.low, self.high) {
            (Some((low, low_out)), Some((high, high_out))) => low > high || low == high && (low_out || high_out),
            _ => false,
        };
        crossed || self.values().is_some_and(|values| values.is_empty())
    }

    /// The values that are left, where they can be counted.
    pub fn values(&self) -> Option<Vec<&'a Operand>> {
        let only = self.only.as_ref()?;
        Some(only.iter().copied().filter(|each| !self.except.contains(each) && self.is_in_bounds(each)).collect())
    }

    /// Whether it may be that value.
    pub fn allows(&self, value: &Operand) -> bool {
        !self.except.contains(&value)
            && self.is_in_bounds(value)
            && self.only.as_ref().is_none_or(|only| only.contains(&value))
    }

    fn is_in_bounds(&self, operand: &Operand) -> bool {
        let Some(value) = number(operand) else { return true };
        self.low.is_none_or(|(low, out)| value > low || value == low && !out)
            && self.high.is_none_or(|(high, out)| value < high || value == high && !out)
    }
}

#[expect(clippy::cast_precision_loss, reason = "only compared with others of the same place")]
fn number(operand: &Operand) -> Option<f64> {
    match operand {
        Operand::Integer(value)
        | Operand::Time(value)
        | Operand::WallTime(value)
        | Operand::Date(value)
        | Operand::TimeOfDay(value)
        | Operand::Duration(value) => Some(*value as f64),
        Operand::Number(value) => Some(*value),
        Operand::Null | Operand::Text(_) | Operand::Boolean(_) | Operand::Param(_) => None,
    }
}

/// Where a test's right sides stand.
pub fn places(test: &Test) -> Vec<Span> {
    match test {
        Test::OneOf(operands) | Test::Words(_, operands) | Test::Compare(_, operands) => vec![operands.span],
        Test::Not(inner) => places(inner),
        Test::All(all) => all.iter().flat_map(places).collect(),
        Test::Matches(_) | Test::Equals(_) | Test::Present(_) => Vec::new(),
    }
}

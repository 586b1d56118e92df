//! Literals and params.

use super::{Describer, quoted};
use crate::evaluate::display;
use crate::plan::{Operand, Operands};
use crate::rows::{Cell, Texts};
use crate::time::{DAY, HOUR, MINUTE, SECOND};

/// A length of time as a mapping writes it, such as `4h`.
pub fn duration_text(milliseconds: i64) -> String {
    let units = [(DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s")];
    let whole = units.iter().find(|(unit, _)| milliseconds != 0 && milliseconds % unit == 0);
    whole.map_or_else(|| format!("{milliseconds}ms"), |(unit, name)| format!("{}{name}", milliseconds / unit))
}

/// A length of time for readers, in its two greatest units, such as `1d 10h`.
pub fn span_text(milliseconds: i64) -> String {
    let units = [(DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s"), (1, "ms")];
    let mut rest = milliseconds;
    let mut parts = Vec::new();
    for (unit, name) in units {
        if rest >= unit {
            parts.push(format!("{}{name}", rest / unit));
            rest %= unit;
        } else if !parts.is_empty() {
            break;
        }
    }
    parts.truncate(2);
    if parts.is_empty() { "0s".to_owned() } else { parts.join(" ") }
}

/// A moment: RFC 3339 in UTC.
pub fn time_text(time: i64) -> String {
    cell_text(Cell::Time(time))
}

/// A cell that names no text.
fn cell_text(cell: Cell) -> String {
    display(&cell.into(), &Texts::default()).unwrap_or_default()
}

impl Describer<'_> {
    /// Literals and params with their values: `$waiting (`On Hold`), `New``.
    pub fn operands(&self, operands: &Operands) -> String {
        let all: Vec<String> = operands.all.iter().map(|operand| self.operand(operand)).collect();
        all.join(", ")
    }

    /// How many values operands stand for.
    pub(super) fn count(&self, operands: &Operands) -> usize {
        let of = |operand: &Operand| match operand {
            Operand::Param(param) => self.params.of(*param).len(),
            _ => 1,
        };
        operands.all.iter().map(of).sum()
    }

    /// A literal, or a param with its values.
    pub fn operand(&self, operand: &Operand) -> String {
        match operand {
            Operand::Param(param) => self.param(*param),
            Operand::Null => "null".to_owned(),
            Operand::Text(text) => quoted(text),
            Operand::Integer(value) => value.to_string(),
            Operand::Number(value) => value.to_string(),
            Operand::Boolean(value) => value.to_string(),
            Operand::Time(value) => cell_text(Cell::Time(*value)),
            Operand::WallTime(wall) => cell_text(Cell::Time(self.params.moment(*wall))),
            Operand::Date(value) => cell_text(Cell::Date(*value)),
            Operand::TimeOfDay(value) => cell_text(Cell::TimeOfDay(*value)),
            Operand::Duration(value) => duration_text(*value),
        }
    }

    fn param(&self, param: usize) -> String {
        let values: Vec<String> = self.params.of(param).iter().map(|value| self.operand(value)).collect();
        let name = self.param_name(param);
        if values.is_empty() { format!("{name} (no values)") } else { format!("{name} ({})", values.join(", ")) }
    }

    /// A param's name, such as `$waiting`.
    pub(super) fn param_name(&self, param: usize) -> String {
        self.plan.params.get(param).map_or_else(String::new, |param| format!("${}", param.id))
    }
}

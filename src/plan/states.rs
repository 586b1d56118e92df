//! Whether a plan asks how long states lasted.

use super::{Expr, Plan};

/// The method of scripts that asks it.
const TIME_IN: &str = "time_in";

impl Plan {
    /// Whether something asks how long a field held a value: then it matters when the case began and when the log ends.
    pub fn measures_states(&self) -> bool {
        let attributes =
            self.case_attributes.iter().chain(&self.event_attributes).filter_map(|each| each.value.as_ref());
        let of_rules = self.rules.iter().flat_map(|rule| rule.attributes.iter().map(|(_, value)| value));
        let scripts = self.scripts.iter();
        attributes.chain(of_rules).any(measures)
            || scripts.clone().any(|script| script.code.code().contains(TIME_IN))
            || self.shared.files().iter().any(|file| file.text.contains(TIME_IN))
            || scripts.flat_map(|script| &script.variables).any(measures)
    }
}

fn measures(value: &Expr) -> bool {
    match value {
        Expr::TimeIn { .. } => true,
        Expr::FirstPresent(values) => values.iter().any(measures),
        Expr::Duration { from, to, .. } => measures(from) || measures(to),
        _ => false,
    }
}

//! The type of a column in a first mapping, with what says how its values are written.

use crate::infer::column::Kind;
use crate::infer::page::words;
use crate::infer::survey::WholeColumn;
use crate::infer::words::{is_null, truth};

/// A type, the key that goes with it, and what to know of it.
pub(super) struct Typed {
    pub kind: &'static str,
    /// How values are written: `decimal: ","`, `words: …`.
    pub more: Option<String>,
    /// What to confirm; without a key that goes with it, what to ask.
    pub why: String,
}

impl Typed {
    /// A type about which nothing is to be said.
    pub fn plain(kind: &'static str) -> Self {
        Self { kind, more: None, why: String::new() }
    }

    /// The type of all values of a column.
    pub fn of(kind: Kind, whole: &WholeColumn, is_json: bool) -> Self {
        let all = whole.present - whole.nulls.values().sum::<u64>();
        let marks = whole.marks;
        match kind {
            Kind::Boolean if let Some(words) = of_truth(whole) => words,
            Kind::Boolean | Kind::Integer if whole.integers == all => Self::plain("integer"),
            Kind::Boolean | Kind::Integer | Kind::Number if whole.numbers == all => Self::plain("number"),
            // Numbers in documents have points, whatever texts have.
            _ if all == 0 || is_json => Self::otherwise(kind),
            _ if marks.commas == all && marks.clear_commas > 0 => {
                Self::number("decimal: \",\"", "confirm: numbers with a comma before their decimals")
            }
            _ if marks.groups == all && marks.clear_groups > 0 => {
                Self::number("grouping: \",\"", "confirm: numbers with commas between groups of digits")
            }
            _ if marks.commas == all && whole.numbers < all => Self {
                why: "ask: numbers? no value tells whether a comma stands before decimals or between groups of digits"
                    .to_owned(),
                ..Self::plain("text")
            },
            _ => Self::otherwise(kind),
        }
    }

    fn number(key: &str, why: &str) -> Self {
        Self { kind: "number", more: Some(key.to_owned()), why: why.to_owned() }
    }

    fn otherwise(kind: Kind) -> Self {
        Self::plain(if kind == Kind::Id { "id" } else { "text" })
    }
}

/// Words of true and false; `None`: digits, which may count, or other words.
fn of_truth(whole: &WholeColumn) -> Option<Typed> {
    let values: Vec<&str> =
        whole.values.by_rows().into_iter().map(|(value, _)| value).filter(|value| !is_null(value)).collect();
    let is_digits = values.iter().all(|value| matches!(*value, "0" | "1"));
    if values.is_empty() || is_digits || values.iter().any(|value| truth(value).is_none()) {
        return None;
    }
    let of =
        |wanted: bool| -> Vec<&str> { values.iter().copied().filter(|value| truth(value) == Some(wanted)).collect() };
    let known = values.iter().all(|value| matches!(value.to_lowercase().as_str(), "true" | "false" | "1" | "0"));
    let more = (!known).then(|| words(&of(true), &of(false)));
    let why = if known { String::new() } else { "confirm: true or false".to_owned() };
    Some(Typed { kind: "boolean", more, why })
}

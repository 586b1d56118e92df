//! What one mapping says and another doesn't: between two of them, and under an overlay whose base changes.

mod changes;
mod flat;
mod inline;
mod json;
mod upgrade;
mod words;

pub use changes::{Change, Compared, What, compare};
pub use flat::Path;
pub use json::{changes_as_json, upgrade_as_json};
pub use upgrade::{Conflict, Upgrade, Why, upgrade};
pub use words::{changes_in_words, upgrade_in_words};

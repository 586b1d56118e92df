//! Values and conditions of the plan over rows and cases.
//!
//! [`Binder`] turns the plan's values and conditions into [`Bound`] ones, once per run: literals become codes of texts,
//! words and patterns become automata. They are evaluated over a [`Scope`]: a row that is being loaded, or a row, a
//! change, an event or a case in the heart.

mod bound;
mod condition;
mod datum;
mod display;
mod duplicates;
mod fold;
mod references;
mod scope;
mod texts;
mod value;

pub use bound::bind::Binder;
pub use bound::params::ParamValues;
pub use bound::word_test::{OnlyWord, WordTest};
pub use bound::{
    Bound, BoundCondition, BoundDuration, BoundFold, BoundScript, BoundTest, BoundTimeIn, Constant, Set, Start,
};
pub use condition::compare::{compare, equal, order};
pub use condition::words::Memo;
pub use datum::{Datum, cell_of_plain, see_cell, value_of};
pub use display::display;
pub use duplicates::{Decision, RowSet, without_duplicates};
pub use fold::fold;
pub use references::order_by_references;
pub use scope::{Evaluated, Scope, ScriptFault};
pub use texts::{LIST_SEPARATOR, TextRead};
pub use value::{along, field_value};

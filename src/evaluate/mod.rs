//! Values and conditions of the plan over rows and cases.
//!
//! [`Binder`] turns the plan's values and conditions into [`Bound`] ones, once per run: literals become codes of texts,
//! words and patterns become automata. They are evaluated over a [`Scope`]: a row that is being loaded, or a row, a
//! change, an event or a case in the heart.

mod bind;
mod bound;
mod compare;
mod condition;
mod datum;
mod display;
mod duplicates;
mod params;
mod scope;
mod texts;
mod value;
mod words;

pub use bind::Binder;
pub use bound::{
    Bound, BoundCondition, BoundDuration, BoundFold, BoundScript, BoundTest, BoundTimeIn, Constant, Set, Start,
};
pub use compare::{compare, equal, order};
pub use datum::{Datum, see_cell, value_of};
pub use display::display;
pub use duplicates::{Decision, RowSet, without_duplicates};
pub use params::ParamValues;
pub use scope::{Evaluated, Scope, ScriptFault};
pub use texts::{LIST_SEPARATOR, TextRead};
pub use value::{along, field_value};
pub use words::Memo;

//! What there is to say of the input, and of rows that can't be used.

mod excerpt;
mod faults;
mod inspect;
pub(in crate::load) mod late;
pub(in crate::load) mod unlisted;
mod values;
pub(in crate::load) mod warnings;

pub use faults::quarantined;
pub use inspect::{findings, inspect};
pub use late::{Unfit, fetch_rows};

//! Rules that are allowed but probably not meant.

mod needs;
pub mod never;
pub mod ranks;
pub mod same;
mod satisfiable;
pub mod scales;
pub mod shadowed;

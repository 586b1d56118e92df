//! Rows in memory: cells of fixed width beside each other, texts kept once.

mod cell;
mod table;
mod text;

pub use cell::Cell;
pub use table::{Row, Table};
pub use text::{CarriedId, Interner, TextId, Texts};

//! YAML as one tree, from which both the typed values and every span come.

mod expression;
mod node;
mod parse;
mod pieces;
mod scalar;
mod serialize;
mod syntax;
mod write;

pub use node::{Entry, Key, Kind, Node};
pub use parse::parse;
pub use scalar::{Scalar, Style};
pub use write::write;

//! YAML as one tree, from which both the typed values and every span come.

mod node;
mod parse;
mod scalar;
mod serialize;

pub use node::{Entry, Key, Kind, Node};
pub use parse::parse;
pub use scalar::{Scalar, Style};

//! From records of JSON to rows at all their levels.

mod cells;
mod family;
mod found;
mod keys;
mod lexeme;
mod parse;
mod place;
mod row_texts;
mod shape;
mod source;
mod staged;
mod worker;

pub use family::FamilyReader;
pub use found::RowIs;
pub use keys::keys_at;
pub use place::place_of_record;
pub use source::{FamilyRows, Located, fetch, read_json};
pub use staged::{Around, Below};
pub use worker::BreaksOff;

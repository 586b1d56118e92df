//! Rows in memory: cells of fixed width beside each other, texts kept once.

mod arena;
mod cache;
mod cell;
mod interner;
mod lists;
mod packed;
mod passing;
mod shard;
mod table;
mod text_id;
mod texts;

pub use arena::Arena;
pub use cache::{Key, Recent, TextCache};
pub use cell::{Cell, Number, Truth};
pub use interner::Interner;
pub use lists::Run;
pub use packed::{CaseTables, Form, GROUP, Packed, Packer, SEGMENT, Unpacked};
pub use passing::{Mark, PassingArena};
pub use shard::hash_of;
pub use table::{NO_REFERENCE, ROW_MASK, Row, TARGET_SHIFT, Table};
pub use text_id::{CarriedId, TextId};
pub use texts::{Moved, Texts, TextsIdentity};

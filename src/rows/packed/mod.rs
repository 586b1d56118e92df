//! Rows of cases in few bytes: they are written as they are read, group of cases by group, and unpacked a group at a time.
//!
//! A group's rows stand in segments, in each of which rows follow each other. So rows needn't be sorted in memory as a
//! whole, and what one thread works on at a time fits its core's own memory.

mod desk;
mod form;
mod front;
mod further;
mod group;
mod packer;
mod pair;
mod text;

pub use form::Form;
pub use group::{CaseTables, Packed};
pub use packer::{Packer, SEGMENT, Unpacked};

/// How many cases a group has: few enough that their rows fit a core's cache.
pub const GROUP: u32 = 500;

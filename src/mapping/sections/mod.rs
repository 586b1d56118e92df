//! The sections of a mapping.

pub mod activity;
pub mod attribute;
pub mod case;
pub mod column;
pub mod document;
pub mod extends;
pub mod extract;
pub mod param;
pub mod set;
pub mod source;
pub mod tracked_field;
mod variants;

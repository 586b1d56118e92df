//! The case that scripts ask about.

pub mod facts;
pub mod no_case;
pub mod view;

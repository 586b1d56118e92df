//! The data template of a mapping: attributes, activities, and how the export is made, for readers who never see the mapping.
//!
//! Everything in it is made from the mapping, in one language, and written as Markdown or as a page of HTML.

mod collect;
mod html;
mod language;
mod markdown;
mod model;
mod wording;

pub use collect::{Variant, template};
pub use html::page;
pub use language::{Language, Shown};
pub use markdown::document;
pub use model::{
    About, Activity, Attribute, Column, Fetch, Need, Param, Pointer, Profile, Role, Scope, Source, Template,
};
pub use wording::Wording;

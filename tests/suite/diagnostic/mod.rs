//! Diagnostics: codes, order, nearest names, drawing.

mod codes;
mod collection;
mod nearest;
mod render;

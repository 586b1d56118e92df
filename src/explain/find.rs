//! Which case is meant, and what to say where there is none.

use super::offers::offers;
use crate::describe::Clause;
use crate::evaluate::{TextRead, display};
use crate::load::{Loaded, Quarantined};
use crate::rows::Cell;

/// There is no such case.
#[derive(Debug)]
pub enum NotFound<'a> {
    /// `keep_if` leaves it out: the clauses that don't hold.
    LeftOut(&'a [Clause]),
    /// Rows that name it can't be used.
    Quarantined(Vec<&'a Quarantined>),
    /// Nothing names it; the nearest ids.
    Unknown(Vec<String>),
}

/// The place of the case that is called so.
///
/// # Errors
/// There is none in the log, and why.
pub fn find<'a>(loaded: &'a Loaded, id: &str) -> Result<u32, NotFound<'a>> {
    let ids = loaded.cases.ids();
    if let Some(case) = ids.clone().position(|cell| is_called(loaded, cell, id)) {
        return Ok(case as u32);
    }
    if let Some(clauses) = loaded.of_case.as_ref().and_then(|of_case| of_case.left_out.as_deref()) {
        return Err(NotFound::LeftOut(clauses));
    }
    let quarantined: Vec<&Quarantined> = loaded.quarantine.iter().filter(|row| names(&row.raw, id)).collect();
    if !quarantined.is_empty() {
        return Err(NotFound::Quarantined(quarantined));
    }
    let known = ids.filter_map(|cell| display(&cell.into(), &loaded.texts)).collect();
    Err(NotFound::Unknown(offers(known, id)))
}

fn is_called(loaded: &Loaded, cell: Cell, id: &str) -> bool {
    match cell {
        Cell::Text(text) => loaded.texts.get(text) == id,
        Cell::Carried(text) => TextRead::carried(&loaded.texts, text) == id,
        Cell::Null => false,
        other => display(&other.into(), &loaded.texts).as_deref() == Some(id),
    }
}

/// Whether a row's bytes hold a name as a word of its own.
pub fn names(raw: &[u8], name: &str) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    !name.is_empty()
        && memchr::memmem::find_iter(raw, name).any(|at| {
            let before = at.checked_sub(1).and_then(|before| raw.get(before));
            !is_word(before) && !is_word(raw.get(at + name.len()))
        })
}

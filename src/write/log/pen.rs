//! Values as fields of a table.

use crate::evaluate::Datum;
use crate::rows::{Cell, TextId, Texts};
use crate::run::{CaseLog, Held, HeldValues};
use crate::script::Value;
use crate::time::{LONGEST_TIME, Precision, TimeWriter};
use crate::write::field::{Field, TextFields};
use crate::write::room::{FULL, Room, put_bytes, put_field, put_piece};
use crate::write::value::{integer, put_datum, put_hexadecimal};

/// Puts fields into the room for a row, each with a comma behind it; each function gives the place behind it.
pub struct Pen<'p> {
    fields: &'p mut TextFields,
    times: &'p mut TimeWriter,
    texts: &'p Texts,
    /// What events hold that no cell has.
    held: &'p HeldValues,
    precision: Precision,
    pub case_id: &'p Field,
    /// The word of the text of which that is the field; more than any word where it has none.
    key: u64,
}

/// Values that are fields of a table.
pub trait Shown {
    /// Puts it.
    fn put(&self, pen: &mut Pen<'_>, room: &mut (impl Room + ?Sized), at: usize) -> usize;
}

impl Shown for Datum {
    #[inline(always)]
    fn put(&self, pen: &mut Pen<'_>, room: &mut (impl Room + ?Sized), at: usize) -> usize {
        pen.datum(room, at, self)
    }
}

impl Shown for Held {
    #[inline(always)]
    fn put(&self, pen: &mut Pen<'_>, room: &mut (impl Room + ?Sized), at: usize) -> usize {
        pen.held(room, at, *self)
    }
}

/// Puts the empty field.
#[inline(always)]
pub fn put_empty(room: &mut (impl Room + ?Sized), at: usize) -> usize {
    put_piece(room, at, b",", 1)
}

impl<'p> Pen<'p> {
    /// A pen for a case, whose id is that field.
    #[inline]
    pub fn new(
        precision: Precision,
        case: &CaseLog<'p>,
        fields: &'p mut TextFields,
        times: &'p mut TimeWriter,
        case_id: &'p Field,
    ) -> Self {
        let key = case.key.map_or(u64::MAX, |key| key.word().into());
        Self { fields, times, texts: case.texts, held: case.held, precision, case_id, key }
    }

    /// A value, as [`put_datum`] writes it.
    #[inline(always)]
    pub fn datum(&mut self, room: &mut (impl Room + ?Sized), at: usize, datum: &Datum) -> usize {
        match datum {
            Datum::Cell(cell) => self.cell(room, at, *cell),
            Datum::Value(Value::Text(text)) => put_field(room, at, text.as_bytes()),
            rare => self.rare(room, at, rare),
        }
    }

    /// What an event holds, as [`put_datum`] writes it.
    #[inline(always)]
    pub fn held(&mut self, room: &mut (impl Room + ?Sized), at: usize, held: Held) -> usize {
        match held {
            Held::Cell(cell) => self.cell(room, at, cell),
            rare => self.rare(room, at, &self.held.datum(rare)),
        }
    }

    #[inline(always)]
    fn cell(&mut self, room: &mut (impl Room + ?Sized), at: usize, cell: Cell) -> usize {
        // Whether there is a text is told by what is put, not by another way to it: nothing foretells it.
        if matches!(cell, Cell::Null | Cell::Text(_)) {
            let word = cell.as_text().map_or(0, TextId::word);
            return match u64::from(word) == self.key {
                true => self.case_id.put(room, at),
                false => self.fields.put(room, at, word, self.texts),
            };
        }
        match cell {
            Cell::Carried(id) => put_field(room, at, self.texts.carried_bytes(id)),
            other => self.other(room, at, other),
        }
    }

    #[inline(never)]
    fn other(&mut self, room: &mut (impl Room + ?Sized), at: usize, cell: Cell) -> usize {
        match cell {
            Cell::Time(time) => self.time(room, at, time),
            Cell::Boolean(truth) if truth.holds() => put_piece(room, at, b"true,", 5),
            Cell::Boolean(_) => put_piece(room, at, b"false,", 6),
            Cell::Integer(value) | Cell::Duration(value) => put_integer(room, at, value),
            rare => self.rare(room, at, &Datum::Cell(rare)),
        }
    }

    #[cold]
    fn rare(&mut self, room: &mut (impl Room + ?Sized), at: usize, datum: &Datum) -> usize {
        let mut field = Vec::new();
        put_datum(&mut field, datum, self.texts, self.precision);
        let end = put_bytes(room, at, &field);
        put_empty(room, end)
    }

    /// A time.
    #[inline]
    pub fn time(&mut self, room: &mut (impl Room + ?Sized), at: usize, time: i64) -> usize {
        let Some(place) = room.chunk::<{ LONGEST_TIME + 1 }>(at) else { return FULL };
        let length = place.first_chunk_mut().map_or(0, |text| self.times.put(time, self.precision, text));
        if let Some(comma) = place.get_mut(length) {
            *comma = b',';
        }
        at + length + 1
    }
}

#[inline]
fn put_integer(room: &mut (impl Room + ?Sized), at: usize, value: i64) -> usize {
    if let digit @ 0..10 = value {
        return put_piece(room, at, &[b'0' + digit as u8, b','], 2);
    }
    let (text, length) = integer(value);
    let end = put_piece(room, at, &text, length);
    put_empty(room, end)
}

/// Puts the id of an event.
pub fn put_id(room: &mut (impl Room + ?Sized), at: usize, id: u64) -> usize {
    let mut field = Vec::new();
    put_hexadecimal(&mut field, id);
    let end = put_bytes(room, at, &field);
    put_empty(room, end)
}

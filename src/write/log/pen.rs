//! Values as fields of a table.

use crate::evaluate::Datum;
use crate::rows::{Cell, Texts};
use crate::time::{LONGEST_TIME, Precision, TimeWriter};
use crate::write::field::TextFields;
use crate::write::room::{FULL, put_bytes, put_field, put_piece};
use crate::write::value::{integer, put_datum, put_hexadecimal};

/// Puts fields into the room for a row, each with a comma behind it; each function gives the place behind it.
pub struct Pen<'p> {
    pub fields: &'p mut TextFields,
    pub times: &'p mut TimeWriter,
    pub texts: &'p Texts,
    pub precision: Precision,
}

/// Puts the empty field.
#[inline(always)]
pub fn put_empty(room: &mut [u8], at: usize) -> usize {
    put_piece(room, at, b",", 1)
}

impl Pen<'_> {
    /// A value, as [`put_datum`] writes it.
    #[inline(always)]
    pub fn datum(&mut self, room: &mut [u8], at: usize, datum: &Datum) -> usize {
        match datum {
            Datum::Cell(Cell::Null) => put_empty(room, at),
            Datum::Cell(Cell::Text(id)) => self.fields.put(room, at, *id, self.texts),
            Datum::Cell(Cell::Carried(id)) => put_field(room, at, self.texts.carried_bytes(*id)),
            other => self.other(room, at, other),
        }
    }

    /// Values, one after the other.
    pub fn all(&mut self, room: &mut [u8], mut at: usize, values: &[Datum]) -> usize {
        for value in values {
            at = self.datum(room, at, value);
        }
        at
    }

    /// Those of some values that have these numbers; null where none has.
    pub fn some(
        &mut self,
        room: &mut [u8],
        mut at: usize,
        values: &[Datum],
        numbers: impl Iterator<Item = usize>,
    ) -> usize {
        for number in numbers {
            at = match values.get(number) {
                Some(value) => self.datum(room, at, value),
                None => put_empty(room, at),
            };
        }
        at
    }

    #[inline(never)]
    fn other(&mut self, room: &mut [u8], at: usize, datum: &Datum) -> usize {
        match datum {
            Datum::Cell(Cell::Time(time)) => self.time(room, at, *time),
            Datum::Cell(Cell::Boolean(truth)) if truth.holds() => put_piece(room, at, b"true,", 5),
            Datum::Cell(Cell::Boolean(_)) => put_piece(room, at, b"false,", 6),
            Datum::Cell(Cell::Integer(value) | Cell::Duration(value)) => put_integer(room, at, *value),
            rare => self.rare(room, at, rare),
        }
    }

    #[cold]
    fn rare(&mut self, room: &mut [u8], at: usize, datum: &Datum) -> usize {
        let mut field = Vec::new();
        put_datum(&mut field, datum, self.texts, self.precision);
        let end = put_bytes(room, at, &field);
        put_empty(room, end)
    }

    /// A time.
    #[inline]
    pub fn time(&mut self, room: &mut [u8], at: usize, time: i64) -> usize {
        let place = room.get_mut(at..).and_then(<[u8]>::first_chunk_mut::<{ LONGEST_TIME + 1 }>);
        let Some(place) = place else { return FULL };
        let length = place.first_chunk_mut().map_or(0, |text| self.times.put(time, self.precision, text));
        if let Some(comma) = place.get_mut(length) {
            *comma = b',';
        }
        at + length + 1
    }
}

#[inline]
fn put_integer(room: &mut [u8], at: usize, value: i64) -> usize {
    if let digit @ 0..10 = value {
        return put_piece(room, at, &[b'0' + digit as u8, b','], 2);
    }
    let (text, length) = integer(value);
    let end = put_piece(room, at, &text, length);
    put_empty(room, end)
}

/// Puts the id of an event.
pub fn put_id(room: &mut [u8], at: usize, id: u64) -> usize {
    let mut field = Vec::new();
    put_hexadecimal(&mut field, id);
    let end = put_bytes(room, at, &field);
    put_empty(room, end)
}

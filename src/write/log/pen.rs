//! Values as fields of a table.

use crate::evaluate::Datum;
use crate::rows::{Cell, Texts};
use crate::time::{Precision, TimeWriter};
use crate::write::field::{Field, TextFields};
use crate::write::sheet::Sheet;
use crate::write::value::{integer, put_datum, put_hexadecimal};

/// Writes fields, each with a comma behind it.
pub struct Pen<'p> {
    pub sheet: &'p mut Sheet,
    pub fields: &'p mut TextFields,
    pub times: &'p mut TimeWriter,
    pub texts: &'p Texts,
    pub precision: Precision,
}

impl Pen<'_> {
    /// A field that was made ready.
    #[inline(always)]
    pub fn ready(&mut self, field: &Field) {
        field.put(self.sheet);
    }

    /// The empty field.
    #[inline(always)]
    pub fn empty(&mut self) {
        self.sheet.put_piece(b",", 1);
    }

    /// A value, as [`put_datum`] writes it.
    #[inline(always)]
    pub fn datum(&mut self, datum: &Datum) {
        match datum {
            Datum::Cell(Cell::Null) => self.empty(),
            Datum::Cell(Cell::Text(id)) => self.fields.put(self.sheet, *id, self.texts),
            other => self.other(other),
        }
    }

    fn other(&mut self, datum: &Datum) {
        match datum {
            Datum::Cell(Cell::Carried(id)) => self.sheet.put_field(self.texts.carried(*id).as_bytes()),
            Datum::Cell(Cell::Time(time)) => self.time(*time),
            Datum::Cell(Cell::Boolean(true)) => self.sheet.put_piece(b"true,", 5),
            Datum::Cell(Cell::Boolean(false)) => self.sheet.put_piece(b"false,", 6),
            Datum::Cell(Cell::Integer(value) | Cell::Duration(value)) => self.integer(*value),
            rare => {
                let mut field = Vec::new();
                put_datum(&mut field, rare, self.texts, self.precision);
                self.sheet.put(&field);
                self.empty();
            }
        }
    }

    /// A time.
    #[inline]
    pub fn time(&mut self, time: i64) {
        let (text, length) = self.times.text(time, self.precision);
        let mut field = [b','; 32];
        field[..text.len()].copy_from_slice(&text);
        if let Some(comma) = field.get_mut(length) {
            *comma = b',';
        }
        self.sheet.put_piece(&field, length + 1);
    }

    fn integer(&mut self, value: i64) {
        let (text, length) = integer(value);
        self.sheet.put_piece(&text, length);
        self.empty();
    }

    /// An event's id.
    pub fn id(&mut self, id: u64) {
        let mut field = Vec::new();
        put_hexadecimal(&mut field, id);
        self.sheet.put(&field);
        self.empty();
    }
}

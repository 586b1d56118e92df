//! Attributes: each a line of its own, with the type of its value.

use super::key::Key;
use super::level::XesTally;
use super::xml::put_text;
use crate::evaluate::{Datum, LIST_SEPARATOR};
use crate::rows::{Cell, Texts};
use crate::script::Value;
use crate::time::{DAY, Precision, write_rfc3339};
use crate::write::value::{put_hexadecimal, put_integer, put_number, put_time_of_day};

/// More deeply nothing is indented.
const TABS: &[u8] = b"\t\t\t\t\t\t\t\t";

/// Writes attributes of one element.
pub struct Pen<'p> {
    out: &'p mut Vec<u8>,
    texts: &'p Texts,
    precision: Precision,
    depth: usize,
    tally: &'p mut XesTally,
}

impl<'p> Pen<'p> {
    /// A pen that indents by so many tabs.
    pub fn new(
        out: &'p mut Vec<u8>,
        texts: &'p Texts,
        precision: Precision,
        depth: usize,
        tally: &'p mut XesTally,
    ) -> Self {
        Self { out, texts, precision, depth, tally }
    }

    /// Appends a line that was made ready.
    pub fn line(&mut self, line: &Line) {
        self.out.extend_from_slice(&line.bytes);
        self.tally.take(line.key.origin, line.replaced);
    }

    /// Appends a value; null is left out.
    pub fn datum(&mut self, key: &Key, datum: &Datum) {
        match datum {
            Datum::Cell(cell) => self.cell(key, *cell),
            Datum::Value(value) => self.value(key, value),
        }
    }

    pub fn cell(&mut self, key: &Key, cell: Cell) {
        match cell {
            Cell::Null => {}
            Cell::Text(id) => self.text(key, self.texts.get(id)),
            Cell::Carried(id) => self.text(key, self.texts.carried(id)),
            Cell::Integer(value) | Cell::Duration(value) => self.integer(key, value),
            Cell::Number(value) => self.single(key, b"float", |out| put_number(out, value.value())),
            Cell::Boolean(value) => self.boolean(key, value.holds()),
            Cell::Time(value) => self.time(key, value),
            // A date of XES is a moment; a day is its begin in UTC, as scripts see it.
            Cell::Date(days) => self.time(key, days.saturating_mul(DAY)),
            Cell::TimeOfDay(value) => {
                let precision = self.precision;
                self.single(key, b"string", |out| put_time_of_day(out, value, precision));
            }
            Cell::List(id) => {
                let members = self.texts.get(id);
                self.list(key, |pen| members.split(LIST_SEPARATOR).for_each(|member| pen.text(key, member)));
            }
        }
    }

    pub fn value(&mut self, key: &Key, value: &Value) {
        match value {
            Value::Null => {}
            Value::Text(text) => self.text(key, text),
            Value::Integer(value) | Value::Duration(value) => self.integer(key, *value),
            Value::Number(value) => self.single(key, b"float", |out| put_number(out, *value)),
            Value::Boolean(value) => self.boolean(key, *value),
            Value::Time(value) => self.time(key, *value),
            Value::List(members) => self.list(key, |pen| members.iter().for_each(|member| pen.value(key, member))),
        }
    }

    pub fn text(&mut self, key: &Key, text: &str) {
        self.begin(key, b"string");
        self.tally.replaced += put_text(self.out, text);
        self.end();
    }

    pub fn time(&mut self, key: &Key, time: i64) {
        let precision = self.precision;
        self.single(key, b"date", |out| write_rfc3339(time, precision, out));
    }

    /// Appends an event's id as a UUID of version 8: its 16 digits, with the two digits of version and variant between.
    pub fn id(&mut self, key: &Key, id: u64) {
        self.single(key, b"id", |out| put_uuid(out, id));
    }

    /// Appends a list; its members have the list's key.
    ///
    /// `values` has no key, as other writers do it: readers exist that take one amiss.
    pub fn list(&mut self, key: &Key, members: impl FnOnce(&mut Self)) {
        self.indent();
        self.out.extend_from_slice(b"<list");
        self.out.extend_from_slice(key.alone());
        self.out.extend_from_slice(b">\n");
        self.depth += 1;
        self.indented(b"<values>\n");
        self.depth += 1;
        members(self);
        self.depth -= 1;
        self.indented(b"</values>\n");
        self.depth -= 1;
        self.indented(b"</list>\n");
        self.tally.take(key.origin, key.replaced);
    }

    fn integer(&mut self, key: &Key, value: i64) {
        self.single(key, b"int", |out| put_integer(out, value));
    }

    fn boolean(&mut self, key: &Key, value: bool) {
        self.single(key, b"boolean", |out| out.extend_from_slice(if value { b"true" } else { b"false" }));
    }

    /// A value whose text has nothing that XML writes differently.
    fn single(&mut self, key: &Key, kind: &[u8], put: impl FnOnce(&mut Vec<u8>)) {
        self.begin(key, if key.is_text { b"string" } else { kind });
        put(self.out);
        self.end();
    }

    fn begin(&mut self, key: &Key, kind: &[u8]) {
        self.indent();
        self.out.push(b'<');
        self.out.extend_from_slice(kind);
        self.out.extend_from_slice(key.with_value());
        self.tally.take(key.origin, key.replaced);
    }

    fn end(&mut self) {
        self.out.extend_from_slice(b"\"/>\n");
    }

    fn indent(&mut self) {
        self.out.extend_from_slice(&TABS[..self.depth.min(TABS.len())]);
    }

    fn indented(&mut self, text: &[u8]) {
        self.indent();
        self.out.extend_from_slice(text);
    }
}

/// An attribute with its value, made ready once for many events.
#[derive(Debug)]
pub struct Line {
    bytes: Vec<u8>,
    key: Key,
    replaced: u64,
}

impl Line {
    /// A text at that depth.
    pub fn text(name: &str, text: &str, depth: usize) -> Self {
        let key = Key::new(name);
        let (mut bytes, texts, mut tally) = (Vec::new(), Texts::default(), XesTally::default());
        Pen::new(&mut bytes, &texts, Precision::Seconds, depth, &mut tally).text(&key, text);
        Self { bytes, key, replaced: tally.replaced }
    }
}

fn put_uuid(out: &mut Vec<u8>, id: u64) {
    let mut digits = Vec::with_capacity(16);
    put_hexadecimal(&mut digits, id);
    for part in [&digits[..8], b"-", &digits[8..12], b"-8", &digits[12..15], b"-8", &digits[15..]] {
        out.extend_from_slice(part);
    }
    out.extend_from_slice(b"00-000000000000");
}

//! A row as bytes: its words with the texts that they name, so that it can be read again among other texts.

use super::bytes::{Bytes, put_text, put_words};
use crate::plan::{ColumnPlan, Plan, ValueType};
use crate::rows::{Arena, CarriedId, Cell, Interner, PassingArena, TextCache, TextId};

/// What the words of a source's rows are.
#[derive(Debug)]
pub struct Layout {
    pub stride: usize,
    fields: Vec<Field>,
    /// By column.
    columns: Vec<Option<Field>>,
}

/// Words of a row.
#[derive(Debug, Clone, Copy)]
enum Field {
    /// An interned text.
    Text(usize),
    /// A carried text.
    Carried(usize),
    /// A value behind a word that tells its type.
    Any(usize),
    /// Words that stand for themselves: where, and how many.
    Words(usize, usize),
    /// The number of the row above: where, and of which source.
    Above(usize, usize),
}

impl Field {
    fn of(column: &ColumnPlan) -> Option<Self> {
        let place = column.place?;
        Some(match column.kind {
            ValueType::Text if column.is_carried => Self::Carried(place),
            ValueType::Text | ValueType::List => Self::Text(place),
            ValueType::Any => Self::Any(place),
            kind => Self::Words(place, Cell::width(kind, column.is_carried)),
        })
    }
}

/// The texts of rows that are written.
pub struct Passing<'a> {
    pub interner: &'a Interner,
    /// The arena of the rows at hand, once one of them names it.
    pub arena: Option<PassingArena>,
    /// By the lowest bits of their ids, texts that were written: their ids, and where they stand in `written`.
    recent: Vec<(u32, u32, u32)>,
    written: Vec<u8>,
}

/// How many texts are remembered; a power of two.
const RECENT: usize = 256;

impl<'a> Passing<'a> {
    pub fn new(interner: &'a Interner, arena: Option<PassingArena>) -> Self {
        Self { interner, arena, recent: vec![(0, 0, 0); RECENT], written: Vec::new() }
    }
}

impl Passing<'_> {
    fn put_carried(&mut self, id: CarriedId, out: &mut Vec<u8>) {
        if let Some(text) = self.arena.as_ref().and_then(|arena| arena.get(id)) {
            return put_text(out, Some(text));
        }
        match self.interner.take_arena(id) {
            Some(arena) => {
                put_text(out, arena.get(id));
                self.arena = Some(arena);
            }
            None => put_text(out, Some(self.interner.known().carried(id))),
        }
    }

    fn put_word(&mut self, word: u32, out: &mut Vec<u8>) {
        let Some(id) = TextId::from_word(word) else { return put_text(out, None) };
        let recent = &mut self.recent[word as usize % RECENT];
        if recent.0 != word {
            let start = self.written.len();
            self.interner.with(id, |text| put_text(&mut self.written, Some(text)));
            *recent = (word, start as u32, self.written.len() as u32);
        }
        out.extend_from_slice(&self.written[recent.1 as usize..recent.2 as usize]);
    }
}

/// Where the texts of rows that are read go.
pub struct Kept<'a> {
    pub interner: &'a Interner,
    pub arena: &'a mut Arena<'static>,
    /// By field.
    pub caches: &'a mut Vec<TextCache>,
}

impl Layout {
    pub fn of(plan: &Plan, source: usize) -> Self {
        let source = &plan.sources[source];
        let columns: Vec<Option<Field>> = source.columns.iter().map(Field::of).collect();
        let mut fields: Vec<Field> = columns.iter().flatten().copied().collect();
        let references = source.columns.iter().filter_map(|column| column.reference_place);
        fields.extend(references.map(|place| Field::Words(place, 1)));
        fields.extend(source.hash_place.map(|place| Field::Words(place, 2)));
        if let Some(level) = &source.level {
            let above = level.above.iter().filter_map(|above| Some(Field::Above(above.place?, above.source)));
            fields.extend(above);
            fields.push(Field::Words(level.ordinal_place, 1));
        }
        Self { stride: source.stride, fields, columns }
    }

    /// How many fields rows have.
    pub fn fields(&self) -> usize {
        self.fields.len()
    }

    /// How many interned texts rows have, with that of their case.
    pub fn texts(&self) -> u64 {
        1 + self.fields.iter().filter(|field| matches!(field, Field::Text(_) | Field::Any(_))).count() as u64
    }

    /// Writes a row, but for its number.
    pub fn put(&self, row: &[u32], texts: &mut Passing<'_>, out: &mut Vec<u8>) {
        self.fields.iter().for_each(|field| put(*field, row, texts, out));
    }

    /// Writes a column's value.
    pub fn put_column(&self, column: usize, row: &[u32], texts: &mut Passing<'_>, out: &mut Vec<u8>) {
        if let Some(field) = self.columns.get(column).copied().flatten() {
            put(field, row, texts, out);
        }
    }

    /// Reads a row behind `words`; `first` gives the number of a source's first row in the piece of input that the row is
    /// from. `None`: it is damaged.
    pub fn take(
        &self,
        bytes: &mut Bytes<'_>,
        texts: &mut Kept<'_>,
        first: impl Fn(usize) -> u32,
        words: &mut Vec<u32>,
    ) -> Option<()> {
        let start = words.len();
        words.resize(start + self.stride, 0);
        let row = &mut words[start..];
        for (index, field) in self.fields.iter().enumerate() {
            match *field {
                Field::Text(place) => row[place] = texts.word(index, bytes.text()?),
                Field::Carried(place) => {
                    let cell = match bytes.text()? {
                        Some(text) => Cell::Carried(texts.arena.add(text)?),
                        None => Cell::Null,
                    };
                    cell.write(&mut row[place..], ValueType::Text, true);
                }
                Field::Any(place) => {
                    row[place] = bytes.word()?;
                    if is_text(&row[place..]) {
                        row[place + 1] = texts.word(index, bytes.text()?);
                    } else {
                        (row[place + 1], row[place + 2]) = (bytes.word()?, bytes.word()?);
                    }
                }
                Field::Words(place, count) => {
                    for word in &mut row[place..place + count] {
                        *word = bytes.word()?;
                    }
                }
                Field::Above(place, source) => row[place] = bytes.word()? + first(source),
            }
        }
        Some(())
    }
}

impl Kept<'_> {
    fn word(&mut self, field: usize, text: Option<&str>) -> u32 {
        match (text, self.caches.get_mut(field)) {
            (Some(text), Some(cache)) => cache.intern(self.interner, text).word(),
            (Some(text), None) => self.interner.intern(text).word(),
            (None, _) => 0,
        }
    }
}

/// Whether a value of any type is a text or a list of them.
fn is_text(words: &[u32]) -> bool {
    // Only the type matters, which stands in the first word.
    matches!(Cell::read(&[words[0], 1, 0], ValueType::Any, false), Cell::Text(_) | Cell::List(_))
}

fn put(field: Field, row: &[u32], texts: &mut Passing<'_>, out: &mut Vec<u8>) {
    match field {
        Field::Text(place) => texts.put_word(row[place], out),
        Field::Carried(place) => match Cell::read(&row[place..], ValueType::Text, true) {
            Cell::Carried(id) => texts.put_carried(id, out),
            _ => put_text(out, None),
        },
        Field::Any(place) => {
            put_words(out, &row[place..=place]);
            if is_text(&row[place..]) {
                texts.put_word(row[place + 1], out);
            } else {
                put_words(out, &row[place + 1..place + 3]);
            }
        }
        Field::Words(place, count) => put_words(out, &row[place..place + count]),
        Field::Above(place, _) => put_words(out, &row[place..=place]),
    }
}

//! A row as bytes: its words with the texts that they name, so that it can be read again among other texts.

use std::sync::Arc;

use super::bytes::{Bytes, put_bytes, put_number, put_text, put_words};
use super::dictionary::{Dictionary, Room};
use crate::plan::{ColumnPlan, Plan, ValueType};
use crate::rows::{Arena, CarriedId, Cell, Interner, PassingArena, TextCache, TextId};

/// What the words of a source's rows are.
#[derive(Debug)]
pub struct Layout {
    pub stride: usize,
    fields: Vec<Field>,
    /// By column.
    columns: Vec<Option<Field>>,
    /// By column, the texts for which numbers stand.
    dictionaries: Vec<Dictionary>,
}

/// Words of a row.
#[derive(Debug, Clone, Copy)]
enum Field {
    /// An interned text: where, and of which column.
    Text(usize, usize),
    /// A carried text.
    Carried(usize),
    /// A value behind a word that tells its type: where, and of which column.
    Any(usize, usize),
    /// Words that stand for themselves: where, and how many.
    Words(usize, usize),
    /// The number of the row above: where, and of which source.
    Above(usize, usize),
}

impl Field {
    fn of((number, column): (usize, &ColumnPlan)) -> Option<Self> {
        let place = column.place?;
        Some(match column.kind {
            ValueType::Text if column.is_carried => Self::Carried(place),
            ValueType::Text | ValueType::List => Self::Text(place, number),
            ValueType::Any => Self::Any(place, number),
            kind => Self::Words(place, Cell::width(kind, column.is_carried)),
        })
    }
}

/// The texts of rows that are written.
pub struct Passing<'a> {
    pub interner: &'a Interner,
    /// The arena of the rows at hand, once one of them names it.
    pub arena: Option<PassingArena>,
    /// The piece of input from which the rows are; carried texts may stand in it.
    under: &'a [u8],
    /// The word of the key of the row's case, where there is one: it stands before the row already.
    pub case: u32,
    recall: Recall,
}

/// What is remembered from piece to piece, as long as no text is forgotten.
#[derive(Debug)]
pub struct Recall {
    /// Texts that were written lately.
    recent: Vec<Recent>,
    written: Vec<u8>,
}

/// A text that was written.
#[derive(Debug, Clone, Copy, Default)]
struct Recent {
    word: u32,
    column: u32,
    /// Where it stands among those that were written.
    start: u32,
    end: u32,
}

/// How many texts are remembered; a power of two.
const RECENT: usize = 4096;
/// How many bytes of them, about.
const WRITTEN: usize = 128 << 10;

impl<'a> Passing<'a> {
    /// Of these texts, with what was remembered before.
    pub fn new(
        interner: &'a Interner,
        (under, arena): (&'a [u8], Option<PassingArena>),
        recall: Option<Recall>,
    ) -> Self {
        let recall = recall.unwrap_or_else(|| Recall { recent: vec![Recent::default(); RECENT], written: Vec::new() });
        Self { interner, arena, under, case: 0, recall }
    }

    /// The arena at hand, and what is to be remembered.
    pub fn finish(self) -> (Option<PassingArena>, Option<Recall>) {
        (self.arena, Some(self.recall).filter(|recall| recall.written.len() <= WRITTEN))
    }
}

impl Passing<'_> {
    fn put_carried(&mut self, id: CarriedId, out: &mut Vec<u8>) {
        if let Some(range) = id.unpacked() {
            return put_bytes(out, self.under.get(range).unwrap_or_default());
        }
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

    /// Writes an interned text of a column: 0 for none, [`CASE`] for the key of the row's case, [`OTHER`] and the text, or
    /// its number in the dictionary, counted from [`FIRST`].
    fn put_word(&mut self, word: u32, (column, dictionary): (usize, &Dictionary), out: &mut Vec<u8>) {
        let Some(id) = TextId::from_word(word) else { return put_number(out, 0) };
        if word == self.case {
            return put_number(out, CASE);
        }
        let column = column as u32;
        let Recall { recent, written } = &mut self.recall;
        let recent = &mut recent[(word ^ column.wrapping_mul(37)) as usize % RECENT];
        if recent.word != word || recent.column != column {
            let start = written.len() as u32;
            self.interner.with(id, |text| match dictionary.number(text) {
                Some(number) => put_number(written, u64::from(number + FIRST)),
                None => {
                    put_number(written, OTHER);
                    put_text(written, Some(text));
                }
            });
            *recent = Recent { word, column, start, end: written.len() as u32 };
        }
        out.extend_from_slice(&written[recent.start as usize..recent.end as usize]);
    }
}

/// What stands for a text that has no number, for the key of the row's case, and for the first text that has a number.
const OTHER: u64 = 1;
const CASE: u64 = 2;
const FIRST: u32 = 3;

/// Where the texts of rows that are read go.
pub struct Kept<'a, 'b> {
    pub interner: &'a Interner,
    /// By column, the words of the texts for which numbers stand.
    pub words: &'a [Vec<u32>],
    pub carried: Carried<'a>,
    /// The key of the row's case, and its word where it has one.
    pub case: (&'b [u8], Option<u32>),
    /// By field.
    pub caches: &'a mut Vec<TextCache>,
}

/// Where carried texts of rows that are read go.
pub enum Carried<'a> {
    /// They stay.
    Kept(&'a mut Arena<'static>),
    /// They are named by where they stand among the texts of some rows, for as long as these are at hand.
    Passing(&'a mut Vec<u8>),
}

impl Carried<'_> {
    #[inline]
    fn add(&mut self, text: &[u8]) -> Option<CarriedId> {
        match self {
            Self::Kept(arena) => arena.add(str::from_utf8(text).ok()?),
            Self::Passing(texts) => {
                let start = u32::try_from(texts.len()).ok()?;
                texts.extend_from_slice(text);
                Some(Arena::part(start, text.len()))
            }
        }
    }
}

impl Layout {
    pub fn of(plan: &Plan, source: usize, room: &Arc<Room>) -> Self {
        let source = &plan.sources[source];
        let columns: Vec<Option<Field>> = source.columns.iter().enumerate().map(Field::of).collect();
        let mut fields: Vec<Field> = columns.iter().flatten().copied().collect();
        let references = source.columns.iter().filter_map(|column| column.reference_place);
        fields.extend(references.map(|place| Field::Words(place, 1)));
        fields.extend(source.hash_place.map(|place| Field::Words(place, 2)));
        if let Some(level) = &source.level {
            let above = level.above.iter().filter_map(|above| Some(Field::Above(above.place?, above.source)));
            fields.extend(above);
            fields.push(Field::Words(level.ordinal_place, 1));
        }
        join_words(&mut fields);
        let dictionaries = columns.iter().map(|_| Dictionary::new(room)).collect();
        Self { stride: source.stride, fields, columns, dictionaries }
    }

    /// By column, the words of the texts for which numbers stand.
    pub fn words(&self, interner: &Interner) -> Vec<Vec<u32>> {
        let words = |dictionary: &Dictionary| dictionary.each(|text| interner.intern(text).word());
        self.dictionaries.iter().map(words).collect()
    }

    /// How many fields rows have.
    pub fn fields(&self) -> usize {
        self.fields.len()
    }

    /// How many interned texts rows have, with that of their case.
    pub fn texts(&self) -> u64 {
        1 + self.fields.iter().filter(|field| matches!(field, Field::Text(..) | Field::Any(..))).count() as u64
    }

    /// Writes a row, but for its number.
    pub fn put(&self, row: &[u32], texts: &mut Passing<'_>, out: &mut Vec<u8>) {
        self.fields.iter().for_each(|field| self.put_field(*field, row, texts, out));
    }

    /// Writes a column's value.
    pub fn put_column(&self, column: usize, row: &[u32], texts: &mut Passing<'_>, out: &mut Vec<u8>) {
        if let Some(field) = self.columns.get(column).copied().flatten() {
            self.put_field(field, row, texts, out);
        }
    }

    fn put_field(&self, field: Field, row: &[u32], texts: &mut Passing<'_>, out: &mut Vec<u8>) {
        match field {
            Field::Text(place, column) => texts.put_word(row[place], (column, &self.dictionaries[column]), out),
            Field::Carried(place) => match Cell::read(&row[place..], ValueType::Text, true) {
                Cell::Carried(id) => texts.put_carried(id, out),
                _ => put_text(out, None),
            },
            Field::Any(place, column) => {
                put_words(out, &row[place..=place]);
                if is_text(&row[place..]) {
                    texts.put_word(row[place + 1], (column, &self.dictionaries[column]), out);
                } else {
                    put_words(out, &row[place + 1..place + 3]);
                }
            }
            Field::Words(place, count) => put_words(out, &row[place..place + count]),
            Field::Above(place, _) => put_words(out, &row[place..=place]),
        }
    }

    /// Reads a row behind `words`; `first` gives the number of a source's first row in the piece of input that the row is
    /// from. `None`: it is damaged.
    pub fn take(
        &self,
        bytes: &mut Bytes<'_>,
        texts: &mut Kept<'_, '_>,
        first: impl Fn(usize) -> u32,
        words: &mut Vec<u32>,
    ) -> Option<()> {
        let start = words.len();
        words.resize(start + self.stride, 0);
        let row = &mut words[start..];
        for (index, field) in self.fields.iter().enumerate() {
            match *field {
                Field::Text(place, column) => row[place] = texts.word(index, column, bytes)?,
                Field::Carried(place) => {
                    let cell = match bytes.text_bytes()? {
                        Some(text) => Cell::Carried(texts.carried.add(text)?),
                        None => Cell::Null,
                    };
                    cell.write(&mut row[place..], ValueType::Text, true);
                }
                Field::Any(place, column) => {
                    row[place] = bytes.word()?;
                    if is_text(&row[place..]) {
                        row[place + 1] = texts.word(index, column, bytes)?;
                    } else {
                        (row[place + 1], row[place + 2]) = (bytes.word()?, bytes.word()?);
                    }
                }
                Field::Words(place, count) => bytes.words(&mut row[place..place + count])?,
                Field::Above(place, source) => row[place] = bytes.word()? + first(source),
            }
        }
        Some(())
    }
}

impl Kept<'_, '_> {
    /// Reads an interned text of a column. `None`: it is damaged.
    #[inline]
    fn word(&mut self, field: usize, column: usize, bytes: &mut Bytes<'_>) -> Option<u32> {
        match bytes.number()? {
            0 => Some(0),
            OTHER => self.other(field, bytes.text()??),
            CASE => match self.case {
                (_, Some(word)) => Some(word),
                (key, None) => self.other(field, str::from_utf8(key).ok()?),
            },
            number => self.words.get(column)?.get(usize::try_from(number).ok()? - FIRST as usize).copied(),
        }
    }

    fn other(&mut self, field: usize, text: &str) -> Option<u32> {
        Some(match self.caches.get_mut(field) {
            Some(cache) => cache.intern(self.interner, text).word(),
            None => self.interner.intern(text).word(),
        })
    }
}

/// Makes one field of words that stand side by side in a row.
fn join_words(fields: &mut Vec<Field>) {
    let is_words = |field: &Field| matches!(field, Field::Words(..));
    let place = |field: &Field| if let Field::Words(place, _) = field { *place } else { usize::MAX };
    fields.sort_by_key(place);
    let end = fields.iter().take_while(|field| is_words(field)).count();
    let mut joined: Vec<Field> = Vec::new();
    for field in fields.drain(..end) {
        match (joined.last_mut(), field) {
            (Some(Field::Words(start, count)), Field::Words(place, more)) if *start + *count == place => *count += more,
            _ => joined.push(field),
        }
    }
    fields.splice(..0, joined);
}

/// Whether a value of any type is a text or a list of them.
fn is_text(words: &[u32]) -> bool {
    // Only the type matters, which stands in the first word.
    matches!(Cell::read(&[words[0], 1, 0], ValueType::Any, false), Cell::Text(_) | Cell::List(_))
}

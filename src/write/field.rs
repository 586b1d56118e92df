//! Fields that are ready to be written.

use super::csv;
use super::room::{PIECE, Room, put_bytes, put_field, put_piece};
use crate::rows::{TextId, Texts, TextsIdentity};

/// A field with its comma.
#[derive(Debug)]
pub struct Field {
    piece: [u8; PIECE + 1],
    length: usize,
    /// All of it, where it is longer than a piece.
    long: Vec<u8>,
}

impl Default for Field {
    fn default() -> Self {
        Self { piece: [b','; PIECE + 1], length: 1, long: Vec::new() }
    }
}

impl Field {
    /// A text as a field.
    pub fn new(text: &str) -> Self {
        let mut field = Self::default();
        field.set(text);
        field
    }

    /// Becomes another field.
    pub fn set(&mut self, text: &str) {
        self.length = put_field(self.piece.as_mut_slice(), 0, text.as_bytes());
        if self.length > PIECE {
            self.long.clear();
            csv::put_field(&mut self.long, text.as_bytes());
            self.long.push(b',');
        }
    }

    /// Puts it.
    #[inline(always)]
    pub fn put(&self, room: &mut (impl Room + ?Sized), at: usize) -> usize {
        match self.piece.first_chunk::<PIECE>() {
            Some(piece) if self.length <= PIECE => put_piece(room, at, piece, self.length),
            _ => put_bytes(room, at, &self.long),
        }
    }
}

/// Longer fields are not remembered.
const LONGEST: usize = 23;
/// How many fields are remembered; a power of two.
const SLOTS: usize = 8_192;

/// The field of a text.
#[derive(Debug, Clone, Copy)]
struct Slot {
    /// The text's id, or 0.
    word: u32,
    /// The id of the last text that wasn't found here. Only one that is met twice takes the place: texts of which each is
    /// written once leave those alone that are written often.
    missed: u32,
    length: u8,
    field: [u8; LONGEST],
}

/// The fields of interned texts that were written lately.
#[derive(Debug, Default)]
pub struct TextFields {
    slots: Vec<Slot>,
    /// The texts whose ids are meant.
    of: Option<TextsIdentity>,
}

impl TextFields {
    /// Gets ready for fields of these texts.
    #[inline]
    pub fn begin(&mut self, texts: &Texts) {
        if !self.of.as_ref().is_some_and(|identity| texts.are(identity)) {
            self.forget(texts);
        }
    }

    #[cold]
    fn forget(&mut self, texts: &Texts) {
        self.of = Some(texts.identity());
        self.slots.clear();
        // The first place is that of null, and stays so.
        self.slots.resize(SLOTS, Slot { word: 0, missed: 0, length: 1, field: [b','; LONGEST] });
    }

    /// Puts the field of the text that has a word as its id; 0 is null.
    #[inline(always)]
    pub fn put(&mut self, room: &mut (impl Room + ?Sized), at: usize, word: u32, texts: &Texts) -> usize {
        match self.slots.get(TextId::dense(word) % SLOTS) {
            Some(slot) if slot.word == word => put_piece(room, at, &slot.field, slot.length as usize),
            _ => self.put_new(room, at, word, texts),
        }
    }

    #[cold]
    fn put_new(&mut self, room: &mut (impl Room + ?Sized), at: usize, word: u32, texts: &Texts) -> usize {
        let text = TextId::from_word(word).map_or("", |id| texts.get(id));
        let end = put_field(room, at, text.as_bytes());
        let (place, slots) = (TextId::dense(word) % SLOTS, &mut self.slots);
        let Some(slot) = slots.get_mut(place).filter(|_| place > 0) else { return end };
        if std::mem::replace(&mut slot.missed, word) == word {
            slot.keep(word, text);
        }
        end
    }
}

impl Slot {
    /// Becomes that of a text, unless its field is too long.
    fn keep(&mut self, word: u32, text: &str) {
        let mut field = [b','; LONGEST];
        let length = put_field(field.as_mut_slice(), 0, text.as_bytes());
        if length <= LONGEST {
            *self = Self { word, missed: word, length: length as u8, field };
        }
    }
}

//! Fields that are ready to be written.

use super::sheet::{PIECE, Sheet};
use crate::rows::{TextId, Texts, TextsIdentity};

/// A field with its comma.
#[derive(Debug)]
pub struct Field {
    piece: [u8; PIECE],
    length: usize,
    /// All of it, where it is longer than a piece.
    long: Vec<u8>,
}

impl Default for Field {
    fn default() -> Self {
        Self { piece: [b','; PIECE], length: 1, long: Vec::new() }
    }
}

impl Field {
    /// A text as a field.
    pub fn new(text: &str) -> Self {
        let (mut field, mut sheet) = (Self::default(), Sheet::default());
        sheet.put_field(text.as_bytes());
        field.set(sheet.written());
        field
    }

    /// Becomes another field: its bytes with the comma.
    pub fn set(&mut self, field: &[u8]) {
        self.length = field.len();
        self.long.clear();
        match self.piece.get_mut(..field.len()) {
            Some(piece) => piece.copy_from_slice(field),
            None => self.long.extend_from_slice(field),
        }
    }

    /// Appends it.
    #[inline(always)]
    pub fn put(&self, sheet: &mut Sheet) {
        if self.length <= PIECE {
            sheet.put_piece(&self.piece, self.length);
        } else {
            sheet.put(&self.long);
        }
    }
}

/// Longer fields are not remembered.
const LONGEST: usize = 24;
/// How many fields are remembered; a power of two.
const SLOTS: usize = 2_048;

/// The field of a text.
#[derive(Debug, Clone, Copy)]
struct Slot {
    /// The text's id, or 0.
    word: u32,
    length: u32,
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
        self.slots.resize(SLOTS, Slot { word: 0, length: 0, field: [0; LONGEST] });
    }

    /// Appends the field of a text.
    #[inline(always)]
    pub fn put(&mut self, sheet: &mut Sheet, id: TextId, texts: &Texts) {
        match self.slots.get(id.word() as usize % SLOTS) {
            Some(slot) if slot.word == id.word() => sheet.put_piece(&slot.field, slot.length as usize),
            _ => self.put_new(sheet, id, texts),
        }
    }

    #[cold]
    fn put_new(&mut self, sheet: &mut Sheet, id: TextId, texts: &Texts) {
        let start = sheet.len();
        sheet.put_field(texts.get(id).as_bytes());
        let field = sheet.written().get(start..).unwrap_or_default();
        let Some(slot) = self.slots.get_mut(id.word() as usize % SLOTS) else { return };
        if let Some(room) = slot.field.get_mut(..field.len()) {
            room.copy_from_slice(field);
            (slot.word, slot.length) = (id.word(), field.len() as u32);
        }
    }
}

//! Carried texts: written one after the other, with their lengths.

use super::text_id::CarriedId;

/// Where one thread puts carried texts.
///
/// A text's length stands before it, six bits in each byte from the lowest on and a seventh that says whether more
/// follow: so the arena stays valid text.
#[derive(Debug, Default)]
pub struct Arena {
    pub(super) index: u32,
    pub(super) text: String,
}

/// The number of arenas whose texts' ids tell where they stand: no length stands before these.
const PASSING: u32 = u32::MAX;

const MORE: u8 = 0x40;
const BITS: u8 = 0x3f;

impl Arena {
    pub(super) fn new(index: u32) -> Self {
        Self { index, text: String::new() }
    }

    /// One that is never closed: its texts are used up as long as it is there. So many bytes are expected.
    pub fn passing(bytes: usize) -> Self {
        Self { index: PASSING, text: String::with_capacity(bytes) }
    }

    /// Keeps a text; `None` once the arena is full, which an arena per chunk of input never is.
    #[inline]
    pub fn add(&mut self, text: &str) -> Option<CarriedId> {
        let start = u32::try_from(self.text.len()).ok()?;
        if self.index == PASSING {
            self.text.push_str(text);
            return Some(CarriedId::of_unpacked(start as usize, text.len()));
        }
        self.add_with_length(text, start)
    }

    fn add_with_length(&mut self, text: &str, start: u32) -> Option<CarriedId> {
        let mut length = text.len();
        while length > usize::from(BITS) {
            self.text.push(char::from((length & usize::from(BITS)) as u8 | MORE));
            length >>= 6;
        }
        self.text.push(char::from(length as u8));
        self.text.push_str(text);
        Some(CarriedId::of_place(self.index, start))
    }

    /// A text that was put here.
    pub fn get(&self, id: CarriedId) -> Option<&str> {
        if self.index == PASSING {
            return self.text.get(id.unpacked()?);
        }
        let (arena, start) = id.place();
        if arena == self.index as usize { read(&self.text, start) } else { None }
    }

    /// The texts among which those stand that are named by where they stand.
    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }
}

/// The text at a place of an arena.
pub(super) fn read(arena: &str, start: usize) -> Option<&str> {
    let (mut length, mut shift, mut at) = (0, 0, start);
    loop {
        let byte = *arena.as_bytes().get(at)?;
        length |= usize::from(byte & BITS) << shift;
        (shift, at) = (shift + 6, at + 1);
        if byte & MORE == 0 {
            return arena.get(at..at + length);
        }
    }
}

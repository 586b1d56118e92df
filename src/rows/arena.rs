//! Carried texts: written one after the other, with their lengths.

use super::text_id::CarriedId;

/// Where one thread puts carried texts.
///
/// A text's length stands before it, six bits in each byte from the lowest on and a seventh that says whether more
/// follow: so the arena stays valid text.
#[derive(Debug, Default)]
pub struct Arena<'t> {
    pub(super) index: u32,
    pub(super) text: String,
    /// The text that it is over.
    under: &'t str,
}

const MORE: u8 = 0x40;
const BITS: u8 = 0x3f;

impl<'t> Arena<'t> {
    /// That arena, with room for so many bytes.
    pub(super) fn new(index: u32, bytes: usize) -> Self {
        Self { index, text: String::with_capacity(bytes), under: "" }
    }

    /// The same over a text of which parts can be named without a copy, by [`Arena::part`]: for as long as the arena is
    /// at hand, for it doesn't keep them.
    pub fn over(self, text: &'t str) -> Self {
        Self { under: text, ..self }
    }

    /// Keeps a text; `None` once the arena is full, which an arena per chunk of input never is.
    #[inline]
    pub fn add(&mut self, text: &str) -> Option<CarriedId> {
        let start = u32::try_from(self.text.len()).ok()?;
        let mut length = text.len();
        while length > usize::from(BITS) {
            self.text.push(char::from((length & usize::from(BITS)) as u8 | MORE));
            length >>= 6;
        }
        self.text.push(char::from(length as u8));
        self.text.push_str(text);
        Some(CarriedId::of_place(self.index, start))
    }

    /// The part of a text that an arena is over.
    #[inline]
    pub fn part(position: u32, length: usize) -> CarriedId {
        CarriedId::of_unpacked(position as usize, length)
    }

    /// A text that was put here.
    #[inline]
    pub fn get(&self, id: CarriedId) -> Option<&str> {
        if let Some(range) = id.unpacked() {
            return self.under.get(range);
        }
        let (arena, start) = id.place();
        if arena == self.index as usize { read(&self.text, start) } else { None }
    }

    /// The text that it is over, in which [`Arena::part`]s stand.
    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        self.under.as_bytes()
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

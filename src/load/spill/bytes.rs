//! Numbers and texts as bytes of a temporary file.

/// Appends a number, seven bits in each byte from the lowest on.
#[inline]
pub fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a text, or none, with its length.
#[inline]
pub fn put_text(out: &mut Vec<u8>, text: Option<&str>) {
    match text {
        None => out.push(0),
        Some(text) => put_bytes(out, text.as_bytes()),
    }
}

/// Appends the bytes of a text, with their length.
#[inline]
pub fn put_bytes(out: &mut Vec<u8>, text: &[u8]) {
    put_number(out, text.len() as u64 + 1);
    out.extend_from_slice(text);
}

/// Appends words.
#[inline]
pub fn put_words(out: &mut Vec<u8>, words: &[u32]) {
    let start = out.len();
    out.resize(start + 4 * words.len(), 0);
    let (room, _) = out[start..].as_chunks_mut();
    room.iter_mut().zip(words).for_each(|(room, word)| *room = word.to_le_bytes());
}

/// Bytes that are still to be read. What is damaged gives `None`.
#[derive(Debug, Clone, Copy)]
pub struct Bytes<'b>(pub &'b [u8]);

impl<'b> Bytes<'b> {
    /// The next number.
    #[inline]
    pub fn number(&mut self) -> Option<u64> {
        match self.0.split_first()? {
            (byte, rest) if *byte < 0x80 => {
                self.0 = rest;
                Some(u64::from(*byte))
            }
            _ => self.long_number(),
        }
    }

    fn long_number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
            shift += 7;
        }
    }

    /// So many bytes.
    #[inline]
    pub fn slice(&mut self, length: usize) -> Option<&'b [u8]> {
        let (slice, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(slice)
    }

    /// The next text, or none.
    #[inline]
    pub fn text(&mut self) -> Option<Option<&'b str>> {
        match self.text_bytes()? {
            None => Some(None),
            Some(bytes) => str::from_utf8(bytes).ok().map(Some),
        }
    }

    /// The bytes of the next text, or none.
    #[inline]
    pub fn text_bytes(&mut self) -> Option<Option<&'b [u8]>> {
        match self.number()? {
            0 => Some(None),
            length => self.slice(length as usize - 1).map(Some),
        }
    }

    /// So many words as there is room for.
    #[inline]
    pub fn words(&mut self, into: &mut [u32]) -> Option<()> {
        let (words, _) = self.slice(4 * into.len())?.as_chunks();
        into.iter_mut().zip(words).for_each(|(into, word)| *into = u32::from_le_bytes(*word));
        Some(())
    }

    /// The next word.
    #[inline]
    pub fn word(&mut self) -> Option<u32> {
        let (word, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*word))
    }
}

/// A hash all of whose bits depend on all of the other's.
#[inline]
pub fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

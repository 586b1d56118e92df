//! Carried texts in packed rows: as much of each as the text before it in its column hasn't, for ids begin alike.

use crate::rows::CarriedId;

/// How much of the text before can be taken over at most.
const SHARED: usize = 15;
/// A shorter rest has its length in the first byte.
const SHORT: usize = 14;
/// The first byte of a text that isn't there.
const NULL: u8 = 15;
/// A shorter rest has its length in the second byte; of a longer one four bytes follow.
const LONG: u8 = u8::MAX;

/// Writes that there is no text.
#[inline]
pub fn write_null(bytes: &mut Vec<u8>) {
    bytes.push(NULL);
}

/// How the last text of a column began.
#[derive(Debug, Clone, Copy, Default)]
pub struct Last {
    bytes: u128,
    length: usize,
}

impl Last {
    fn of(text: &[u8]) -> Self {
        let mut bytes = [0; 16];
        let length = text.len().min(bytes.len());
        match text.first_chunk() {
            Some(chunk) => bytes = *chunk,
            None => bytes[..length].copy_from_slice(text),
        }
        Self { bytes: u128::from_le_bytes(bytes), length }
    }

    /// How many bytes two texts have in common at their beginning, as far as they can be taken over.
    fn shared(self, other: Self) -> usize {
        let alike = (self.bytes ^ other.bytes).trailing_zeros() / 8;
        (alike as usize).min(self.length).min(other.length).min(SHARED)
    }
}

/// Writes a text; `last` is the last one of its column.
#[inline]
pub fn write(last: &mut Last, text: &[u8], bytes: &mut Vec<u8>) {
    let own = Last::of(text);
    let shared = own.shared(*last);
    *last = own;
    let rest = &text[shared..];
    let first = (shared << 4) as u8;
    match u8::try_from(rest.len()) {
        Ok(length) if usize::from(length) < SHORT => bytes.push(first | length),
        Ok(length) if length < LONG => bytes.extend_from_slice(&[first | SHORT as u8, length]),
        _ => {
            bytes.extend_from_slice(&[first | SHORT as u8, LONG]);
            bytes.extend_from_slice(&(rest.len() as u32).to_le_bytes());
        }
    }
    bytes.extend_from_slice(rest);
}

/// Puts the carried texts of unpacked rows together.
#[derive(Debug, Default)]
pub struct TextReader {
    /// The texts, one after the other.
    pub bytes: Vec<u8>,
    /// By carried column, where its last text begins.
    last: Vec<usize>,
}

impl TextReader {
    /// Goes on with a segment of rows with so many carried columns.
    pub fn begin(&mut self, columns: usize) {
        self.last.clear();
        self.last.resize(columns, 0);
    }

    /// Reads the text at `at`, which goes on behind it; `None` where there is none.
    #[inline]
    pub fn read(&mut self, column: usize, segment: &[u8], at: &mut usize) -> Option<CarriedId> {
        let first = segment[*at];
        if first == NULL {
            *at += 1;
            return None;
        }
        let (shared, mut length) = (usize::from(first >> 4), usize::from(first & 0xf));
        *at += 1;
        if length == SHORT {
            length = long(segment, at);
        }
        let start = self.bytes.len();
        let before = self.last[column];
        self.bytes.extend_from_within(before..before + shared);
        self.bytes.extend_from_slice(&segment[*at..*at + length]);
        *at += length;
        self.last[column] = start;
        Some(CarriedId::of_unpacked(start, shared + length))
    }
}

/// A length that takes more than four bits.
fn long(segment: &[u8], at: &mut usize) -> usize {
    let length = segment[*at];
    *at += 1;
    if length < LONG {
        return usize::from(length);
    }
    let mut bytes = [0; 4];
    bytes.copy_from_slice(&segment[*at..*at + 4]);
    *at += 4;
    u32::from_le_bytes(bytes) as usize
}

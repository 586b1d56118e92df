//! Carried texts in packed rows: as much of each as the text before it in its column hasn't, for ids begin alike.

use std::ops::Range;

use super::pair::NULL_PAIR;
use crate::rows::CarriedId;

/// How much of the text before can be taken over at most.
const SHARED: usize = 15;
/// A shorter rest has its length in the first byte.
const SHORT: usize = 14;
/// The first byte of a text that isn't there.
const NULL: u8 = 15;
/// A shorter rest has its length in the second byte; of a longer one four bytes follow.
const LONG: u8 = u8::MAX;
/// How many bytes of a text are read or written at once.
const AT_ONCE: usize = 16;
/// How many bytes have to be there for a short text.
pub const MOST_SHORT: usize = 1 + AT_ONCE;
/// What stands before the rest of a text at most.
const MOST_BEFORE: usize = 6;

/// How the last text of a column began.
#[derive(Debug, Clone, Copy, Default)]
pub struct Last {
    /// Its first bytes, and what stands behind it where there are fewer.
    bytes: u128,
    /// How many of them can be taken over.
    length: usize,
}

impl Last {
    /// How many bytes two texts have in common at their beginning, as far as they can be taken over.
    #[inline]
    fn shared(self, other: Self) -> usize {
        let alike = (self.bytes ^ other.bytes).trailing_zeros() / 8;
        (alike as usize).min(self.length).min(other.length)
    }
}

#[inline]
fn chunk(all: &[u8], start: usize) -> Option<&[u8; AT_ONCE]> {
    all.get(start..)?.first_chunk()
}

/// Writes from `at` on that there is no text, and gives where that ends.
#[inline]
pub fn write_null(out: &mut [u8], at: usize) -> usize {
    out[at] = NULL;
    at + 1
}

/// Writes a text of `all` for which a pair stands, or that there is none, and gives how many bytes it takes; `last` is the
/// last one of its column. `None` for one that is long, or the last of all.
#[inline(always)]
pub fn write_short(last: &mut Last, all: &[u8], pair: u64, out: &mut [u8]) -> Option<usize> {
    let [first, out @ ..] = out.first_chunk_mut::<MOST_SHORT>()?;
    if pair == NULL_PAIR {
        *first = NULL;
        return Some(1);
    }
    let (start, length) = CarriedId::from_pair(pair).stretch()?;
    let begin = u128::from_le_bytes(*chunk(all, start)?);
    let own = Last { bytes: begin, length: length.min(SHARED) };
    let shared = own.shared(*last);
    let rest = chunk(all, start + shared)?;
    let length = length - shared;
    if length >= SHORT {
        return None;
    }
    *last = own;
    *first = (shared << 4 | length) as u8;
    *out = *rest;
    Some(1 + length)
}

/// Makes so many bytes be there.
pub fn make_room(bytes: &mut Vec<u8>, length: usize) {
    let length = length + MOST_BEFORE;
    if length > bytes.len() {
        bytes.reserve_exact(length - bytes.len());
        bytes.resize(length, 0);
    }
}

/// Writes any text from `at` on, and gives where it ends; `last` is the last one of its column.
pub fn write(last: &mut Last, text: &[u8], bytes: &mut [u8], mut at: usize) -> usize {
    let length = text.len().min(SHARED);
    let mut begin = [0; AT_ONCE];
    begin[..length].copy_from_slice(&text[..length]);
    let own = Last { bytes: u128::from_le_bytes(begin), length };
    let shared = own.shared(*last);
    *last = own;
    let mut put = |of_it: &[u8]| {
        bytes[at..at + of_it.len()].copy_from_slice(of_it);
        at += of_it.len();
    };
    let (first, rest) = ((shared << 4) as u8, &text[shared..]);
    match u8::try_from(rest.len()) {
        Ok(length) if usize::from(length) < SHORT => put(&[first | length]),
        Ok(length) if length < LONG => put(&[first | SHORT as u8, length]),
        _ => {
            put(&[first | SHORT as u8, LONG]);
            put(&(rest.len() as u32).to_le_bytes());
        }
    }
    put(rest);
    at
}

/// Puts the carried texts of unpacked rows together.
#[derive(Debug, Default)]
pub struct TextReader {
    /// The texts, one after the other, and room for more.
    bytes: Vec<u8>,
    /// Where the last one ends.
    end: usize,
    /// By carried column, where its last text begins.
    last: Vec<usize>,
}

impl TextReader {
    /// Begins anew, in the memory of texts that aren't needed any more.
    pub fn restart(&mut self, memory: String) {
        self.bytes = memory.into_bytes();
        self.end = 0;
    }

    /// Goes on with a segment of so many rows with so many carried columns.
    ///
    /// Also gives, by carried column, where its last text begins.
    pub fn begin(&mut self, segment: &[u8], rows: usize, columns: usize) -> (SegmentTexts<'_>, &mut [usize]) {
        self.last.clear();
        self.last.resize(columns, 0);
        // What can be taken over, and what stands in the segment.
        let most = self.end + rows * columns * SHARED + segment.len() + 2 * AT_ONCE;
        if self.bytes.len() < most {
            self.bytes.resize(most.max(self.bytes.capacity()), 0);
        }
        (SegmentTexts { bytes: &mut self.bytes, end: self.end }, &mut self.last)
    }

    /// Ends a segment: its last text ended there.
    pub fn ended(&mut self, end: usize) {
        self.end = end;
    }

    /// All texts that were read.
    pub fn finish(&mut self) -> String {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.truncate(self.end);
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// Puts the carried texts of a segment behind those of the others.
pub struct SegmentTexts<'a> {
    bytes: &'a mut [u8],
    /// Where the last one ends.
    pub end: usize,
}

impl SegmentTexts<'_> {
    /// Reads the text at `at`, and gives the pair that stands for it, and where it ends. `last` is where the last text of
    /// its column begins.
    #[inline(always)]
    pub fn read(&mut self, last: &mut usize, segment: &[u8], at: usize) -> (u64, usize) {
        let first = segment[at];
        if first == NULL {
            return (NULL_PAIR, at + 1);
        }
        let (shared, length) = (usize::from(first >> 4), usize::from(first & 0xf));
        let start = self.end;
        let before = std::mem::replace(last, start);
        if let (true, Some(rest)) = (length != SHORT, chunk(segment, at + 1)) {
            let begin = chunk(self.bytes, before).copied().unwrap_or_default();
            if let Some(out) = self.bytes.get_mut(start..).and_then(|out| out.first_chunk_mut::<{ 2 * AT_ONCE }>()) {
                out[..AT_ONCE].copy_from_slice(&begin);
                out[shared..shared + AT_ONCE].copy_from_slice(rest);
            }
            self.end = start + shared + length;
            return (CarriedId::of_unpacked(start, shared + length).pair(), at + 1 + length);
        }
        let (end, at) = read_rest(self.bytes, before..before + shared, start, segment, at);
        self.end = end;
        (CarriedId::of_unpacked(start, end - start).pair(), at)
    }
}

/// Reads a text that isn't short, or stands at the end of its segment; gives where it ends here, and there.
#[inline(never)]
fn read_rest(bytes: &mut [u8], before: Range<usize>, start: usize, segment: &[u8], at: usize) -> (usize, usize) {
    let (begin, (length, at)) = (start + before.len(), length_at(segment, at));
    bytes.copy_within(before, start);
    bytes[begin..begin + length].copy_from_slice(&segment[at..at + length]);
    (begin + length, at + length)
}

/// The length that is written at a place, and where that ends.
fn length_at(segment: &[u8], at: usize) -> (usize, usize) {
    let short = segment[at] & 0xf;
    if usize::from(short) != SHORT {
        return (usize::from(short), at + 1);
    }
    let length = segment[at + 1];
    if length < LONG {
        return (usize::from(length), at + 2);
    }
    let mut bytes = [0; 4];
    bytes.copy_from_slice(&segment[at + 2..at + 6]);
    (u32::from_le_bytes(bytes) as usize, at + 6)
}

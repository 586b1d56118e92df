//! Where a value ends: brackets outside strings, 64 bytes at a time.

use memchr::memchr2;
use wide::u8x16;

use crate::read::csv::separators::mask::{equal, lanes, parity};

/// What the bytes so far mean for the next one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Nesting {
    depth: u64,
    in_string: bool,
    escaped: bool,
}

/// Bit n stands for byte n.
struct Masks {
    quote: u64,
    backslash: u64,
    open: u64,
    close: u64,
}

const WORD: usize = 64;

/// Goes on from `from` and gives the position behind the bracket that closes the first one; `Err` with the position up to
/// which was looked where that isn't there yet. Without `is_last` more bytes may follow.
pub(super) fn close(bytes: &[u8], mut from: usize, nesting: &mut Nesting, is_last: bool) -> Result<usize, usize> {
    while let Some(word) = bytes.get(from..from + WORD).and_then(|word| word.first_chunk()) {
        if let Some(end) = nesting.word(word) {
            return Ok(from + end);
        }
        from += WORD;
    }
    let rest = &bytes[from..];
    if is_last && !rest.is_empty() {
        let mut word = [b' '; WORD];
        word[..rest.len()].copy_from_slice(rest);
        return nesting.word(&word).map(|end| from + end).ok_or(bytes.len());
    }
    Err(from)
}

impl Nesting {
    /// The position behind the bracket that closes the first one, where it is in this word.
    #[inline]
    fn word(&mut self, word: &[u8; WORD]) -> Option<usize> {
        let masks = Masks::of(word);
        let quotes = masks.quote & !self.escapes(masks.backslash);
        let inside = parity(quotes) ^ if self.in_string { u64::MAX } else { 0 };
        self.in_string = inside >> 63 == 1;
        let (open, close) = (masks.open & !inside, masks.close & !inside);
        if self.depth > u64::from(close.count_ones()) {
            self.depth = self.depth + u64::from(open.count_ones()) - u64::from(close.count_ones());
            return None;
        }
        self.brackets(open, close)
    }

    #[inline]
    fn brackets(&mut self, open: u64, close: u64) -> Option<usize> {
        let mut all = open | close;
        while all != 0 {
            let bit = all & all.wrapping_neg();
            if open & bit != 0 {
                self.depth += 1;
            } else {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    return Some(bit.trailing_zeros() as usize + 1);
                }
            }
            all ^= bit;
        }
        None
    }

    /// The bytes that a backslash stands before.
    #[inline]
    fn escapes(&mut self, mut backslashes: u64) -> u64 {
        let mut escaped = u64::from(self.escaped);
        self.escaped = false;
        backslashes &= !escaped;
        while backslashes != 0 {
            let bit = backslashes.trailing_zeros();
            if bit == 63 {
                self.escaped = true;
                return escaped;
            }
            escaped |= 2 << bit;
            backslashes &= !(3 << bit);
        }
        escaped
    }
}

impl Masks {
    #[inline(always)]
    fn of(word: &[u8; WORD]) -> Self {
        let lanes = lanes(word);
        // Square and curly brackets differ in one bit, and nothing else is either with that bit.
        let folded = lanes.map(|lane| lane | u8x16::splat(0x20));
        Self {
            quote: equal(lanes, u8x16::splat(b'"')),
            backslash: equal(lanes, u8x16::splat(b'\\')),
            open: equal(folded, u8x16::splat(b'{')),
            close: equal(folded, u8x16::splat(b'}')),
        }
    }
}

/// The position behind the string that begins before `from`; `Err` with the position from which to look on.
pub(super) fn string(bytes: &[u8], mut from: usize) -> Result<usize, usize> {
    loop {
        let Some(found) = memchr2(b'"', b'\\', &bytes[from..]).map(|offset| from + offset) else {
            return Err(bytes.len());
        };
        if bytes[found] == b'"' {
            return Ok(found + 1);
        }
        if found + 2 > bytes.len() {
            return Err(found);
        }
        from = found + 2;
    }
}

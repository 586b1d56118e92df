//! Where the special bytes stand in 64 bytes of text, as bit masks.

use wide::u8x16;

/// The bytes that are special in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Symbols {
    pub(super) delimiter: u8,
    pub(super) quote: Option<u8>,
}

/// Bit n stands for byte n.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Masks {
    pub(super) quote: u64,
    pub(super) delimiter: u64,
    pub(super) line_feed: u64,
    pub(super) carriage_return: u64,
    /// Bytes that aren't ASCII: bits of any positions.
    pub(super) high: u64,
}

impl Masks {
    #[inline(always)]
    pub(super) fn of(text: &[u8; 64], symbols: Symbols) -> Self {
        let (quote, quoting) = match symbols.quote {
            Some(quote) => (quote, u64::MAX),
            None => (symbols.delimiter, 0),
        };
        let lanes = lanes(text);
        Self {
            quote: equal(lanes, quote) & quoting,
            delimiter: equal(lanes, symbols.delimiter),
            line_feed: equal(lanes, b'\n'),
            carriage_return: equal(lanes, b'\r'),
            high: high(lanes),
        }
    }

    /// The same for the first `length` bytes alone.
    pub(super) fn first(self, length: usize) -> Self {
        let kept = u64::MAX >> (64 - length);
        Self {
            quote: self.quote & kept,
            delimiter: self.delimiter & kept,
            line_feed: self.line_feed & kept,
            carriage_return: self.carriage_return & kept,
            high: self.high,
        }
    }
}

/// Bit n is the parity of the bits 0 to n: from quotes to what they enclose.
#[inline(always)]
pub(super) fn parity(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// Sixteen bytes at a time, by whatever the processor has for that.
type Lanes = [u8x16; 4];

#[inline(always)]
fn lanes(text: &[u8; 64]) -> Lanes {
    let (lanes, _) = text.as_chunks::<16>();
    [0, 1, 2, 3].map(|lane| u8x16::new(lanes[lane]))
}

#[inline(always)]
fn equal(lanes: Lanes, byte: u8) -> u64 {
    let byte = u8x16::splat(byte);
    let [a, b, c, d] = lanes.map(|lane| u64::from(lane.simd_eq(byte).to_bitmask()));
    a | b << 16 | c << 32 | d << 48
}

#[inline(always)]
fn high([a, b, c, d]: Lanes) -> u64 {
    u64::from((a | b | c | d).to_bitmask())
}

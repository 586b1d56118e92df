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
}

/// The special bytes, each in sixteen lanes.
#[derive(Clone, Copy)]
pub(super) struct Needles {
    quote: u8x16,
    /// No bit of the quote's mask stays where no byte is a quote.
    quoting: u64,
    delimiter: u8x16,
    line_feed: u8x16,
    carriage_return: u8x16,
}

impl Needles {
    pub(super) fn new(symbols: Symbols) -> Self {
        Self {
            quote: u8x16::splat(symbols.quote.unwrap_or(symbols.delimiter)),
            quoting: if symbols.quote.is_some() { u64::MAX } else { 0 },
            delimiter: u8x16::splat(symbols.delimiter),
            line_feed: u8x16::splat(b'\n'),
            carriage_return: u8x16::splat(b'\r'),
        }
    }

    #[inline(always)]
    pub(super) fn masks(&self, text: &[u8; 64]) -> Masks {
        let lanes = lanes(text);
        Masks {
            quote: equal(lanes, self.quote) & self.quoting,
            delimiter: equal(lanes, self.delimiter),
            line_feed: equal(lanes, self.line_feed),
            carriage_return: equal(lanes, self.carriage_return),
        }
    }
}

impl Masks {
    /// The same for the first `length` bytes alone.
    pub(super) fn first(self, length: usize) -> Self {
        let kept = u64::MAX >> (64 - length);
        Self {
            quote: self.quote & kept,
            delimiter: self.delimiter & kept,
            line_feed: self.line_feed & kept,
            carriage_return: self.carriage_return & kept,
        }
    }
}

/// Bit n is the parity of the bits 0 to n: from quotes to what they enclose.
#[inline(always)]
pub(in crate::read) fn parity(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// Sixteen bytes at a time, by whatever the processor has for that.
pub(in crate::read) type Lanes = [u8x16; 4];

#[inline(always)]
pub(in crate::read) fn lanes(text: &[u8; 64]) -> Lanes {
    let (lanes, _) = text.as_chunks::<16>();
    [0, 1, 2, 3].map(|lane| u8x16::new(lanes[lane]))
}

#[inline(always)]
pub(in crate::read) fn equal(lanes: Lanes, byte: u8x16) -> u64 {
    let [a, b, c, d] = lanes.map(|lane| u64::from(lane.simd_eq(byte).to_bitmask()));
    a | b << 16 | c << 32 | d << 48
}

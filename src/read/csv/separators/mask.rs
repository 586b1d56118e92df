//! Where the special bytes stand in 64 bytes of text, as bit masks.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{_mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8};

use fearless_simd::prelude::SimdBase;
use fearless_simd::{Simd, u8x64};
use wide::u8x16;

/// The bytes that are special in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Symbols {
    /// What separates fields.
    pub delimiter: u8,
    /// What encloses them; none where no character does.
    pub quote: Option<u8>,
}

/// Bit n stands for byte n.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) struct Masks {
    pub(in crate::read) quote: u64,
    pub(in crate::read) delimiter: u64,
    /// LF and CR.
    pub(in crate::read) line_end: u64,
}

/// The special bytes, each in all lanes.
#[derive(Clone, Copy)]
pub(in crate::read) struct Needles<S: Simd> {
    pub(in crate::read) simd: S,
    quote: u8x64<S>,
    /// No bit of the quote's mask stays where no byte is a quote.
    quoting: u64,
    delimiter: u8x64<S>,
    line_feed: u8x64<S>,
    carriage_return: u8x64<S>,
}

impl<S: Simd> Needles<S> {
    #[inline(always)]
    pub(in crate::read) fn new(simd: S, symbols: Symbols) -> Self {
        Self {
            simd,
            quote: simd.splat_u8x64(symbols.quote.unwrap_or(symbols.delimiter)),
            quoting: if symbols.quote.is_some() { u64::MAX } else { 0 },
            delimiter: simd.splat_u8x64(symbols.delimiter),
            line_feed: simd.splat_u8x64(b'\n'),
            carriage_return: simd.splat_u8x64(b'\r'),
        }
    }

    #[inline(always)]
    pub(in crate::read) fn masks(&self, text: &[u8; 64]) -> Masks {
        let simd = self.simd;
        let text = u8x64::from_slice(simd, text);
        let quote = simd.simd_eq_u8x64(text, self.quote);
        let delimiter = simd.simd_eq_u8x64(text, self.delimiter);
        let line_feed = simd.simd_eq_u8x64(text, self.line_feed);
        let carriage_return = simd.simd_eq_u8x64(text, self.carriage_return);
        Masks {
            quote: simd.to_bitmask_mask8x64(quote) & self.quoting,
            delimiter: simd.to_bitmask_mask8x64(delimiter),
            line_end: simd.to_bitmask_mask8x64(simd.or_mask8x64(line_feed, carriage_return)),
        }
    }

    /// [`parity`], as fast as the processor can.
    #[inline(always)]
    pub(in crate::read) fn parity(&self, bits: u64) -> u64 {
        #[cfg(target_arch = "x86_64")]
        if let Some(token) = self.simd.level().as_avx512() {
            return carryless(token, bits);
        }
        parity(bits)
    }

    /// The CRs alone.
    #[inline(always)]
    pub(in crate::read) fn carriage_returns(&self, text: &[u8; 64]) -> u64 {
        let text = u8x64::from_slice(self.simd, text);
        self.simd.to_bitmask_mask8x64(self.simd.simd_eq_u8x64(text, self.carriage_return))
    }
}

impl Masks {
    /// The same for the first `length` bytes alone.
    pub(in crate::read) fn first(self, length: usize) -> Self {
        let kept = u64::MAX >> (64 - length);
        Self { quote: self.quote & kept, delimiter: self.delimiter & kept, line_end: self.line_end & kept }
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

#[cfg(target_arch = "x86_64")]
fearless_simd::kernel!(
    /// [`parity`]: the product with all bits, without carries.
    #[inline(always)]
    fn carryless(_token: Avx512, bits: u64) -> u64 {
        let bits = _mm_set_epi64x(0, bits.cast_signed());
        _mm_cvtsi128_si64(_mm_clmulepi64_si128::<0>(bits, _mm_set1_epi8(-1))).cast_unsigned()
    }
);

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

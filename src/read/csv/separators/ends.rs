//! Noting where fields end, from the bits of a word.

use fearless_simd::Simd;

/// How many more ends than there are may be written: there has to be room for them.
pub(super) const ROOM: usize = 16;
/// How many ends are noted before it is asked whether that were all.
const AT_A_TIME: usize = 3;
/// So many are noted of each word that has fewer: how often that is done is then the same for most.
const FEW: usize = 6;

/// Adds the positions of `bits` behind the first `count` of `ends`, and gives how many there are now.
#[inline(always)]
pub(super) fn note_ends<S: Simd>(simd: S, ends: &mut [u32], count: usize, position: u32, bits: u64) -> usize {
    #[cfg(target_arch = "x86_64")]
    if let Some(token) = simd.level().as_avx512() {
        return avx512::note_ends(token, ends, count, position, bits);
    }
    let _ = simd;
    note_few(ends, count, position, bits)
}

/// The same, some at a time.
#[inline(always)]
pub(super) fn note_few(ends: &mut [u32], count: usize, position: u32, mut bits: u64) -> usize {
    let found = bits.count_ones() as usize;
    let (mut noted, most) = (0, found.max(FEW));
    for some in ends.get_mut(count..).unwrap_or_default().as_chunks_mut::<AT_A_TIME>().0 {
        for end in some {
            *end = position.wrapping_add(bits.trailing_zeros());
            bits &= bits.wrapping_sub(1);
        }
        noted += AT_A_TIME;
        if noted >= most {
            break;
        }
    }
    debug_assert!(noted >= found, "room was made for all ends");
    count + found
}

/// The same for processors that put bytes together by a mask.
#[cfg(target_arch = "x86_64")]
mod avx512 {
    use std::arch::x86_64::{
        _mm512_add_epi32, _mm512_castsi512_si128, _mm512_cvtepu8_epi32, _mm512_maskz_compress_epi8, _mm512_set1_epi32,
        _pdep_u64,
    };

    use fearless_simd::prelude::{SimdBase, SimdInto};
    use fearless_simd::{Avx512, u8x64, u32x16};

    use super::ROOM;

    /// Each byte's place in a word.
    const PLACES: [u8; 64] = {
        let (mut places, mut place) = ([0; 64], 0);
        while place < 64 {
            places[place] = place as u8;
            place += 1;
        }
        places
    };

    #[inline(always)]
    pub(super) fn note_ends(token: Avx512, ends: &mut [u32], count: usize, position: u32, mut bits: u64) -> usize {
        let (found, mut noted) = (bits.count_ones() as usize, 0);
        for some in ends.get_mut(count..).unwrap_or_default().as_chunks_mut::<ROOM>().0 {
            positions(token, position, bits).store_slice(some);
            noted += ROOM;
            if noted >= found {
                break;
            }
            bits = behind(token, bits);
        }
        debug_assert!(noted >= found, "room was made for all ends");
        count + found
    }

    fearless_simd::kernel!(
        /// The positions of the first bits.
        #[inline(always)]
        fn positions(token: Avx512, from: u32, bits: u64) -> u32x16<Avx512> {
            let places = _mm512_maskz_compress_epi8(bits, u8x64::load_array(token, PLACES).into());
            let first = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places));
            _mm512_add_epi32(first, _mm512_set1_epi32(from.cast_signed())).simd_into(token)
        }
    );

    fearless_simd::kernel!(
        /// All bits but the first ones.
        #[inline(always)]
        fn behind(_token: Avx512, bits: u64) -> u64 {
            _pdep_u64(u64::MAX << ROOM, bits)
        }
    );
}

//! Fields of a table, put one after the other into the room that there is for a row.
//!
//! Each function gives the place behind what it put, or [`FULL`] where there wasn't enough room; from there on nothing is
//! put any more.

use super::csv::{needs_quotes, put_quoted};
use wide::u8x16;

/// As long a field, its comma included, is copied at once.
pub const PIECE: usize = 32;

/// No more bytes than these are put at once.
const LONGEST_CHUNK: usize = PIECE + 1;

/// The place behind what doesn't fit: no room has it.
pub const FULL: usize = usize::MAX / 2;

/// Bytes into which a row is put.
pub trait Room {
    /// So many bytes from a place on, to be filled in.
    fn chunk<const N: usize>(&mut self, at: usize) -> Option<&mut [u8; N]>;

    /// So many bytes from a place on, to be filled in.
    fn stretch(&mut self, at: usize, length: usize) -> Option<&mut [u8]>;
}

impl Room for [u8] {
    #[inline(always)]
    fn chunk<const N: usize>(&mut self, at: usize) -> Option<&mut [u8; N]> {
        self.get_mut(at..)?.first_chunk_mut()
    }

    #[inline(always)]
    fn stretch(&mut self, at: usize, length: usize) -> Option<&mut [u8]> {
        self.get_mut(at..)?.get_mut(..length)
    }
}

/// Longer than most rows.
pub const WINDOW: usize = 1024;

/// Room for most rows. Whether a row fits is seen when all of it was put: [`Window::holds`] tells it. Until then nothing is
/// asked; what doesn't fit is put before the end, over what stands there.
pub struct Window<'r>(pub &'r mut [u8; WINDOW]);

impl Window<'_> {
    /// Whether a row that ends there is in it as it was put.
    #[inline(always)]
    pub fn holds(end: usize) -> bool {
        end <= WINDOW - LONGEST_CHUNK
    }
}

impl Room for Window<'_> {
    #[inline(always)]
    fn chunk<const N: usize>(&mut self, at: usize) -> Option<&mut [u8; N]> {
        const { assert!(N <= LONGEST_CHUNK) };
        let start = at.min(WINDOW - N);
        self.0.get_mut(start..start + N)?.first_chunk_mut()
    }

    #[inline(always)]
    fn stretch(&mut self, at: usize, length: usize) -> Option<&mut [u8]> {
        self.0.get_mut(at..)?.get_mut(..length)
    }
}

/// Puts the first `length` bytes of a piece.
#[inline(always)]
pub fn put_piece<const N: usize>(room: &mut (impl Room + ?Sized), at: usize, piece: &[u8; N], length: usize) -> usize {
    match room.chunk::<N>(at) {
        Some(chunk) => {
            *chunk = *piece;
            at + length
        }
        None => FULL,
    }
}

/// Puts bytes.
#[inline]
pub fn put_bytes(room: &mut (impl Room + ?Sized), at: usize, bytes: &[u8]) -> usize {
    match room.stretch(at, bytes.len()) {
        Some(place) => {
            place.copy_from_slice(bytes);
            at + bytes.len()
        }
        None => FULL,
    }
}

/// Puts a text as a field with a comma behind it, quoted where it needs quotes.
#[inline(always)]
pub fn put_field(room: &mut (impl Room + ?Sized), at: usize, field: &[u8]) -> usize {
    match put_plain(room, at, field) {
        Some(end) => end,
        None => put_other(room, at, field),
    }
}

/// Puts a line end in the place of the comma that ends a row.
#[inline(always)]
pub fn end_row(room: &mut [u8], at: usize) -> usize {
    if let Some(comma) = at.checked_sub(1).and_then(|last| room.get_mut(last)) {
        *comma = b'\n';
    }
    at
}

/// Puts a field of 16 to 32 bytes that certainly needs no quotes, where it is one and there is room.
#[inline(always)]
fn put_plain(room: &mut (impl Room + ?Sized), at: usize, field: &[u8]) -> Option<usize> {
    let length = field.len();
    let (first, last) = (field.first_chunk::<16>()?, field.last_chunk::<16>()?);
    if length > PIECE || has_low(first, last) {
        return None;
    }
    let room = room.chunk::<{ PIECE + 1 }>(at)?;
    room[..16].copy_from_slice(first);
    room[length - 16..length].copy_from_slice(last);
    room[length] = b',';
    Some(at + length + 1)
}

/// Puts one of 8 to 15 bytes.
#[inline]
fn put_short(room: &mut (impl Room + ?Sized), at: usize, field: &[u8]) -> Option<usize> {
    let length = field.len();
    let (first, last) = (field.first_chunk::<8>()?, field.last_chunk::<8>()?);
    let mut both = [b'0'; 16];
    both[..8].copy_from_slice(first);
    both[8..].copy_from_slice(last);
    if length > 15 || has_low(&both, &both) {
        return None;
    }
    let room = room.chunk::<16>(at)?;
    room[..8].copy_from_slice(first);
    room[length - 8..length].copy_from_slice(last);
    room[length] = b',';
    Some(at + length + 1)
}

/// Whether one of the bytes isn't above the comma, as all are not that need quotes.
#[inline(always)]
fn has_low(one: &[u8; 16], other: &[u8; 16]) -> bool {
    let least = u8x16::new(*one).min(u8x16::new(*other));
    least.min(u8x16::splat(b',')).simd_eq(least).to_bitmask() != 0
}

#[inline(never)]
fn put_other(room: &mut (impl Room + ?Sized), at: usize, field: &[u8]) -> usize {
    if let Some(end) = put_short(room, at, field) {
        return end;
    }
    let end = if needs_quotes(field) {
        let mut quoted = Vec::with_capacity(field.len() + 8);
        put_quoted(&mut quoted, field);
        put_bytes(room, at, &quoted)
    } else {
        put_bytes(room, at, field)
    };
    put_piece(room, end, b",", 1)
}

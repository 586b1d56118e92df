//! Bytes of a table, written field after field.

use super::csv::{needs_quotes, put_quoted};
use wide::u8x16;

/// As long a field, its comma included, is copied at once.
pub const PIECE: usize = 32;

/// The least that it grows by.
const GROWTH: usize = 1 << 16;

/// Bytes that are written one field after the other, each with a comma behind it.
///
/// Its memory is longer than what is written, so that a short field is one copy of fixed length.
#[derive(Debug, Default)]
pub struct Sheet {
    bytes: Vec<u8>,
    end: usize,
}

impl Sheet {
    /// What is written.
    pub fn written(&self) -> &[u8] {
        self.bytes.get(..self.end).unwrap_or_default()
    }

    /// How much is written.
    #[inline]
    pub fn len(&self) -> usize {
        self.end
    }

    /// Forgets what is written, and keeps the memory.
    pub fn clear(&mut self) {
        self.end = 0;
    }

    /// Appends the first `length` bytes of a piece.
    #[inline(always)]
    pub fn put_piece<const N: usize>(&mut self, piece: &[u8; N], length: usize) {
        match self.bytes.get_mut(self.end..).and_then(<[u8]>::first_chunk_mut::<N>) {
            Some(room) => {
                *room = *piece;
                self.end += length.min(N);
            }
            None => self.put(&piece[..length.min(N)]),
        }
    }

    /// Appends bytes.
    #[inline]
    pub fn put(&mut self, bytes: &[u8]) {
        let end = self.end + bytes.len();
        if end > self.bytes.len() {
            self.grow(end);
        }
        if let Some(room) = self.bytes.get_mut(self.end..end) {
            room.copy_from_slice(bytes);
            self.end = end;
        }
    }

    /// Appends a field with its comma, quoted where it needs quotes.
    #[inline]
    pub fn put_field(&mut self, field: &[u8]) {
        if !self.put_plain(field) {
            self.put_any(field);
        }
    }

    /// Puts a line end in the place of the last comma of a row.
    #[inline]
    pub fn end_row(&mut self) {
        if let Some(comma) = self.end.checked_sub(1).and_then(|last| self.bytes.get_mut(last)) {
            *comma = b'\n';
        }
    }

    /// Appends a field of 8 to 32 bytes that certainly needs no quotes; whether it is one.
    #[inline(always)]
    fn put_plain(&mut self, field: &[u8]) -> bool {
        let length = field.len();
        let Some(room) = self.bytes.get_mut(self.end..).and_then(<[u8]>::first_chunk_mut::<{ PIECE + 1 }>) else {
            return false;
        };
        match (field.first_chunk::<16>(), field.last_chunk::<16>()) {
            (Some(first), Some(last)) if length <= PIECE => {
                if has_low(first, last) {
                    return false;
                }
                room[..16].copy_from_slice(first);
                room[length - 16..length].copy_from_slice(last);
            }
            (None, _) => {
                let (Some(first), Some(last)) = (field.first_chunk::<8>(), field.last_chunk::<8>()) else {
                    return false;
                };
                let mut both = [b'0'; 16];
                both[..8].copy_from_slice(first);
                both[8..].copy_from_slice(last);
                if has_low(&both, &both) {
                    return false;
                }
                room[..8].copy_from_slice(first);
                room[length - 8..length].copy_from_slice(last);
            }
            _ => return false,
        }
        room[length] = b',';
        self.end += length + 1;
        true
    }

    fn put_any(&mut self, field: &[u8]) {
        if needs_quotes(field) {
            let mut quoted = Vec::with_capacity(field.len() + 8);
            put_quoted(&mut quoted, field);
            self.put(&quoted);
        } else {
            self.put(field);
        }
        self.put(b",");
    }

    #[cold]
    fn grow(&mut self, needed: usize) {
        let length = needed.max(self.bytes.len() + self.bytes.len() / 2) + GROWTH;
        self.bytes.resize(length, 0);
    }
}

/// Whether one of the bytes isn't above the comma, as all are not that need quotes.
#[inline(always)]
fn has_low(one: &[u8; 16], other: &[u8; 16]) -> bool {
    let least = u8x16::new(*one).min(u8x16::new(*other));
    least.min(u8x16::splat(b',')).simd_eq(least).to_bitmask() != 0
}

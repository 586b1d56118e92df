//! Digests of files: BLAKE3, which is as fast as reading, and can be put together from parts that are digested in any order.

use blake3::Hasher;
use blake3::hazmat::{ChainingValue, HasherExt, Mode, left_subtree_len, merge_subtrees_non_root, merge_subtrees_root};

/// A digest: 256 bits of BLAKE3.
pub type Digest = [u8; 32];

/// What was found for one stretch of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// It is the whole file.
    Whole(Digest),
    /// It is one of several.
    Part(ChainingValue),
}

/// Whether files can be digested in stretches of that length: those are the ones that BLAKE3 puts together.
pub(super) fn is_stretch(length: usize) -> bool {
    length.is_power_of_two() && length >= blake3::CHUNK_LEN
}

/// Digests a stretch that begins at `position` of the file, a multiple of its length.
pub(super) fn piece(bytes: &[u8], position: u64, is_whole: bool) -> Piece {
    if is_whole {
        return Piece::Whole(*blake3::hash(bytes).as_bytes());
    }
    Piece::Part(Hasher::new().set_input_offset(position).update(bytes).finalize_non_root())
}

/// The digest of a file of `size` bytes from all of its stretches of `length` bytes in order, the last of which may be
/// shorter; `None` where one is missing.
pub(super) fn joined(pieces: &[Piece], length: usize, size: u64) -> Option<Digest> {
    if let [Piece::Whole(digest)] = pieces {
        return Some(*digest);
    }
    let parts: Option<Vec<ChainingValue>> = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Part(value) => Some(*value),
            Piece::Whole(_) => None,
        })
        .collect();
    let parts = parts.filter(|parts| parts.len() as u64 == size.div_ceil(length as u64) && parts.len() > 1)?;
    let (left, right) = split(&parts, length, size);
    Some(*merge_subtrees_root(&left, &right, Mode::Hash).as_bytes())
}

/// The values of the two halves of the tree over these stretches, of which there are at least two.
fn split(parts: &[ChainingValue], length: usize, size: u64) -> (ChainingValue, ChainingValue) {
    let left = left_subtree_len(size);
    let (first, others) = parts.split_at((left / length as u64) as usize);
    (subtree(first, length, left), subtree(others, length, size - left))
}

fn subtree(parts: &[ChainingValue], length: usize, size: u64) -> ChainingValue {
    if let [only] = parts {
        return *only;
    }
    let (left, right) = split(parts, length, size);
    merge_subtrees_non_root(&left, &right, Mode::Hash)
}

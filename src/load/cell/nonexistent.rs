//! Texts that have the form of a time and name none.

/// Whether a text that isn't read would be, if the month had that day or the clock that hour or second: 30 February,
/// 24:00, a second of 60.
pub fn names_no_time(text: &str, is_read: impl Fn(&[u8]) -> bool) -> bool {
    let is_at = |at: usize, pair: &[u8]| {
        let existing = match pair {
            b"29" | b"30" | b"31" => b"28",
            b"24" => b"23",
            b"60" => b"59",
            _ => return false,
        };
        let mut mended = text.as_bytes().to_vec();
        mended[at..at + 2].copy_from_slice(existing);
        is_read(&mended)
    };
    text.as_bytes().windows(2).enumerate().any(|(at, pair)| is_at(at, pair))
}

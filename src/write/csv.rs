//! Fields and records of CSV: UTF-8, LF, quotes only where they are needed.

/// Appends a field, quoted where it holds a comma, a quote or a line break.
#[inline]
pub fn put_field(out: &mut Vec<u8>, field: &[u8]) {
    if needs_quotes(field) {
        put_quoted(out, field);
    } else {
        out.extend_from_slice(field);
    }
}

/// Appends a record with its line end. A record of one empty field is quoted, as it would be a blank line otherwise.
pub fn put_record<'a>(out: &mut Vec<u8>, fields: impl IntoIterator<Item = &'a [u8]>) {
    let start = out.len();
    for (position, field) in fields.into_iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        put_field(out, field);
    }
    if out.len() == start {
        out.extend_from_slice(b"\"\"");
    }
    out.push(b'\n');
}

fn needs_quotes(field: &[u8]) -> bool {
    let (words, rest) = field.as_chunks::<8>();
    // The last word overlaps the one before it.
    match field.last_chunk::<8>() {
        Some(last) => words.iter().chain([last]).any(|word| has_special(u64::from_le_bytes(*word))),
        None => rest.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')),
    }
}

const ONES: u64 = u64::from_le_bytes([1; 8]);

/// Whether one of eight bytes needs quotes.
#[inline]
fn has_special(word: u64) -> bool {
    // A byte below the greatest of them and a space loses its highest bit to a borrow; few texts have one.
    let is_low = word.wrapping_sub(ONES * (b',' as u64 + 1)) & !word & (ONES << 7) != 0;
    is_low && [b',', b'"', b'\n', b'\r'].iter().any(|byte| has_byte(word, *byte))
}

/// Whether one of eight bytes is that byte: only zero loses its highest bit when one is taken away.
#[inline]
fn has_byte(word: u64, byte: u8) -> bool {
    let differing = word ^ (ONES * u64::from(byte));
    differing.wrapping_sub(ONES) & !differing & (ONES << 7) != 0
}

fn put_quoted(out: &mut Vec<u8>, field: &[u8]) {
    out.push(b'"');
    let mut from = 0;
    for quote in memchr::memchr_iter(b'"', field) {
        out.extend_from_slice(&field[from..=quote]);
        from = quote;
    }
    out.extend_from_slice(&field[from..]);
    out.push(b'"');
}

//! Fields and records of CSV: UTF-8, LF, quotes only where they are needed.

use wide::u8x16;

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

/// Whether a field holds a comma, a quote or a line break.
#[inline]
pub(super) fn needs_quotes(field: &[u8]) -> bool {
    // The last stretch overlaps the one before it.
    if let Some(last) = field.last_chunk::<16>() {
        let (stretches, _) = field.as_chunks::<16>();
        return stretches.iter().any(has_special) || has_special(last);
    }
    if let (Some(first), Some(last)) = (field.first_chunk::<8>(), field.last_chunk::<8>()) {
        let mut both = [0; 16];
        both[..8].copy_from_slice(first);
        both[8..].copy_from_slice(last);
        return has_special(&both);
    }
    field.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
}

/// Whether one of sixteen bytes needs quotes.
#[inline]
fn has_special(bytes: &[u8; 16]) -> bool {
    let bytes = u8x16::new(*bytes);
    let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
    (is(b',') | is(b'"') | is(b'\n') | is(b'\r')).to_bitmask() != 0
}

/// Appends a field with quotes around it.
pub(super) fn put_quoted(out: &mut Vec<u8>, field: &[u8]) {
    out.push(b'"');
    let mut from = 0;
    for quote in memchr::memchr_iter(b'"', field) {
        out.extend_from_slice(&field[from..=quote]);
        from = quote;
    }
    out.extend_from_slice(&field[from..]);
    out.push(b'"');
}

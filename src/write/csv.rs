//! Fields and records of CSV: UTF-8, LF, quotes only where they are needed.

/// Below this length a plain loop beats the vectorised search's start.
const SHORT: usize = 24;

/// Appends a field, quoted where it holds a comma, a quote or a line break.
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
    if field.len() < SHORT {
        return field.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    }
    memchr::memchr3(b',', b'"', b'\n', field).is_some() || memchr::memchr(b'\r', field).is_some()
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

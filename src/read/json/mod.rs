//! JSON: documents, one after the other, as lines, or around the records.

mod close;
mod file;
mod path;
mod split;
mod window;

pub use file::{Batch, BatchPart, JsonFile, LineCount};
pub use path::{JsonPath, PathError, Step, key_in_path};
pub use split::{Broken, Extent, Piece, Place};

/// Whether a file's name says that it holds JSON: `.json`, `.ndjson` or `.jsonl`, below how it is packed.
pub fn is_json(name: &str) -> bool {
    let ending = ending(name);
    ending.eq_ignore_ascii_case("json") || is_lines_ending(ending)
}

/// Whether a file's name says that it holds a table.
pub fn is_table(name: &str) -> bool {
    let ending = ending(name);
    ending.eq_ignore_ascii_case("csv") || ending.eq_ignore_ascii_case("tsv")
}

/// Whether a file's name says that each of its lines is a document.
pub fn is_lines(name: &str) -> bool {
    is_lines_ending(ending(name))
}

fn is_lines_ending(ending: &str) -> bool {
    ending.eq_ignore_ascii_case("ndjson") || ending.eq_ignore_ascii_case("jsonl")
}

/// What a name ends in, where the ending that says how the file is packed is taken off.
fn ending(name: &str) -> &str {
    let name = name.rsplit('!').next().unwrap_or(name);
    let parts = |name: &str| name.rfind('.').map(|dot| (dot, dot + 1));
    let Some((dot, start)) = parts(name) else { return "" };
    let ending = &name[start..];
    let is_packed = ["gz", "zst", "zip"].iter().any(|packed| ending.eq_ignore_ascii_case(packed));
    if !is_packed {
        return ending;
    }
    parts(&name[..dot]).map_or("", |(_, start)| &name[start..dot])
}

//! What is shown of a row.

use std::ops::Range;

use crate::diagnostic::Excerpt;
use crate::read::csv::line_ends;

/// How much of a row is shown, in characters.
const SHOWN: usize = 120;

/// A cell of a row, as it is shown.
pub(super) struct Shown {
    /// How many lines below the row's first one it begins.
    pub line: u64,
    /// Its column there in characters, from 1.
    pub column: u64,
    /// It, and what stands around it.
    pub excerpt: Excerpt,
}

/// The beginning of a row; `None` where it has no bytes of its own, as a row of JSON that stands in another.
pub(super) fn of_row(raw: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(raw);
    Some(first(text.trim_end(), SHOWN).to_owned()).filter(|shown| !shown.is_empty())
}

/// A cell of a row: some of the fields before it, as long as it has room, and the beginning of what follows.
pub(super) fn of_cell(raw: &[u8], cell: Range<usize>, delimiter: u8) -> Shown {
    let text = |range: Range<usize>| String::from_utf8_lossy(raw.get(range).unwrap_or_default());
    let above = raw.get(..cell.start).unwrap_or_default();
    let line_start = above.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |end| end + 1);
    let (before, own, after) = (text(line_start..cell.start), text(cell.clone()), text(cell.end..raw.len()));
    let column = before.chars().count() as u64 + 1;
    let pairs_before = before.chars().filter(|letter| letter.len_utf16() == 2).count() as u64;
    let own = first(&own, SHOWN);
    let room = SHOWN - own.chars().count();
    let before = last_fields(&before, room, char::from(delimiter));
    let after = after.lines().next().unwrap_or_default();
    let after = if own.contains(['\n', '\r']) { "" } else { first(after, room - before.chars().count()) };
    let excerpt = Excerpt { before: before.to_owned(), text: own.to_owned(), after: after.to_owned(), pairs_before };
    Shown { line: line_ends(above, false), column, excerpt }
}

/// All of the text if there is room for it, else the last of its fields that take at most half of that.
fn last_fields(text: &str, room: usize, delimiter: char) -> &str {
    let length = text.chars().count();
    if length <= room {
        return text;
    }
    let end = text.char_indices().nth(length - room / 2).map_or("", |(at, _)| &text[at..]);
    end.split_once(delimiter).map_or(end, |(_, fields)| fields)
}

fn first(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

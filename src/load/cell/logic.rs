//! Words for true and false.

use crate::read::csv::{Glance, short};

/// The words of a column; letters' case doesn't matter.
#[derive(Debug)]
pub struct Words {
    yes: Vec<String>,
    no: Vec<String>,
    /// The first word of each where it is short, as most exports write them.
    first: [Option<u64>; 2],
    /// Whether an empty cell is one of them.
    pub has_empty: bool,
}

impl Words {
    /// The declared words, else `true`, `1` and `false`, `0`.
    pub fn new(declared: Option<&(Vec<String>, Vec<String>)>) -> Self {
        let owned = |words: [&str; 2]| words.map(str::to_owned).to_vec();
        let (yes, no) = declared.cloned().unwrap_or_else(|| (owned(["true", "1"]), owned(["false", "0"])));
        let short = |word: &String| short(word.as_bytes());
        let only_no = no.first().filter(|no| !yes.iter().any(|word| same(word, no)));
        let first = [yes.first().and_then(short), only_no.and_then(short)];
        let has_empty = yes.iter().chain(&no).any(String::is_empty);
        Self { yes, no, first, has_empty }
    }

    /// What most cells hold; `None` for any other, which has to be read.
    #[inline]
    pub fn quick(&self, cell: Glance<'_>) -> Option<bool> {
        let (short, [yes, no]) = (Some(cell.short()?), self.first);
        if short == yes {
            return Some(true);
        }
        (short == no).then_some(false)
    }

    pub fn read(&self, text: &str) -> Option<bool> {
        let is_one = |words: &[String]| words.iter().any(|word| same(word, text));
        if is_one(&self.yes) {
            Some(true)
        } else if is_one(&self.no) {
            Some(false)
        } else {
            None
        }
    }

    pub fn expected(&self) -> String {
        let quoted = |words: &[String]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        format!("{} for true or {} for false", quoted(&self.yes), quoted(&self.no))
    }
}

fn same(word: &str, text: &str) -> bool {
    word.eq_ignore_ascii_case(text) || !text.is_ascii() && word.to_lowercase() == text.to_lowercase()
}

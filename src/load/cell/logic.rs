//! Words for true and false.

/// The words of a column; letters' case doesn't matter.
#[derive(Debug)]
pub struct Words {
    yes: Vec<String>,
    no: Vec<String>,
}

impl Words {
    /// The declared words, else `true`, `1` and `false`, `0`.
    pub fn new(declared: Option<&(Vec<String>, Vec<String>)>) -> Self {
        let owned = |words: [&str; 2]| words.map(str::to_owned).to_vec();
        match declared {
            Some((yes, no)) => Self { yes: yes.clone(), no: no.clone() },
            None => Self { yes: owned(["true", "1"]), no: owned(["false", "0"]) },
        }
    }

    /// The first word of each, as most exports write them.
    #[inline]
    pub fn quick(&self, text: &str) -> Option<bool> {
        let is_first = |words: &[String]| words.first().is_some_and(|word| word == text);
        if is_first(&self.yes) {
            return Some(true);
        }
        (is_first(&self.no) && !self.yes.iter().any(|word| same(word, text))).then_some(false)
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

//! What a line says, with `*` for any text.

/// A pattern of a whole line: `Copyright *`. Case makes no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePattern {
    /// The texts between the stars, in small letters.
    parts: Vec<String>,
}

impl LinePattern {
    /// Reads a pattern; `None` where it has neither a letter nor a digit, and so would match lines that say anything.
    pub fn parse(pattern: &str) -> Option<Self> {
        let is_of_text = pattern.chars().any(char::is_alphanumeric);
        is_of_text.then(|| Self { parts: pattern.trim().to_lowercase().split('*').map(str::to_owned).collect() })
    }

    /// Whether a line says that; spaces around it don't count.
    pub fn matches(&self, line: &str) -> bool {
        let line = line.trim().to_lowercase();
        let Some((first, rest)) = self.parts.split_first() else { return false };
        let Some((last, between)) = rest.split_last() else { return line == *first };
        let inner = line.strip_prefix(first.as_str()).and_then(|line| line.strip_suffix(last.as_str()));
        let after =
            |line, part: &String| -> Option<&str> { str::split_once(line, part.as_str()).map(|(_, rest)| rest) };
        inner.is_some_and(|inner| between.iter().try_fold(inner, after).is_some())
    }
}

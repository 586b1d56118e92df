//! Numbers, as machines write them and as people do.

/// Whether a text is a whole number; with leading zeros it is an id.
pub fn is_integer(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let has_zero = digits.len() > 1 && digits.starts_with('0');
    !digits.is_empty() && digits.len() <= 15 && !has_zero && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is a number, with a point as its decimal mark.
pub fn is_number(value: &str) -> bool {
    let is_sign = |letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '.');
    !value.starts_with("00") && value.chars().all(is_sign) && value.parse::<f64>().is_ok()
}

/// How a column's numbers are written for people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// Cells that are numbers with a comma before their decimals: `1.234,50`.
    pub commas: u64,
    /// Those among them that can't be anything else: `12,5` can't, `1,234` can.
    pub clear_commas: u64,
    /// Cells that are numbers with commas between groups of three digits: `1,234.50`.
    pub groups: u64,
    /// Those among them that can't be anything else.
    pub clear_groups: u64,
}

impl Marks {
    /// Counts a cell.
    pub fn count(&mut self, cell: &str) {
        if let Some(is_clear) = read(cell, ',', &['.', ' ', '\u{a0}', '\u{202f}', '\'', '’']) {
            self.commas += 1;
            self.clear_commas += u64::from(is_clear);
        }
        if let Some(is_clear) = read(cell, '.', &[',']) {
            self.groups += 1;
            self.clear_groups += u64::from(is_clear);
        }
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: Self) {
        self.commas += other.commas;
        self.clear_commas += other.clear_commas;
        self.groups += other.groups;
        self.clear_groups += other.clear_groups;
    }
}

/// Whether a text is a number with this decimal mark, its digits in groups of three or in none; then whether it can be read in
/// no other way.
fn read(text: &str, decimal: char, marks: &[char]) -> Option<bool> {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, decimals) = text.split_once(decimal).map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if decimals.is_some_and(|decimals| !is_digits(decimals)) {
        return None;
    }
    let mark = whole.chars().find(|letter| marks.contains(letter));
    let groups: Vec<&str> = mark.map_or_else(|| vec![whole], |mark| whole.split(mark).collect());
    let (first, rest) = groups.split_first()?;
    let is_grouped = rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || first.len() <= 3);
    let is_number = groups.iter().all(|group| is_digits(group)) && is_grouped;
    let is_clear = match decimals {
        Some(decimals) => mark.is_some() || decimals.len() != 3,
        None => rest.len() > 1,
    };
    is_number.then_some(is_clear)
}

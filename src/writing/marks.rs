//! The marks in numbers: before decimals, and between groups of three digits.

/// A mark, however it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `.`
    Point,
    /// `,`
    Comma,
    /// A space: the plain one, the no-break one, the narrow no-break one, the thin one or that of figures.
    Space,
    /// `'` or `’`
    Apostrophe,
    /// `_`
    Underscore,
    /// `٫`, before decimals.
    ArabicDecimal,
    /// `٬`, between groups.
    ArabicGroup,
}

impl Mark {
    /// What may stand before decimals, by the words that a mapping uses.
    pub const DECIMAL: &[(&'static str, Self)] = &[(".", Self::Point), (",", Self::Comma), ("٫", Self::ArabicDecimal)];

    /// What may stand between groups.
    pub const GROUPING: &[(&'static str, Self)] = &[
        (".", Self::Point),
        (",", Self::Comma),
        ("space", Self::Space),
        (" ", Self::Space),
        ("'", Self::Apostrophe),
        ("’", Self::Apostrophe),
        ("_", Self::Underscore),
        ("٬", Self::ArabicGroup),
    ];

    /// The mark that a character is.
    fn of(letter: char) -> Option<Self> {
        Some(match letter {
            '.' => Self::Point,
            ',' => Self::Comma,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' => Self::Space,
            '\'' | '’' => Self::Apostrophe,
            '_' => Self::Underscore,
            '٫' => Self::ArabicDecimal,
            '٬' => Self::ArabicGroup,
            _ => return None,
        })
    }

    fn shown(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
            Self::Space => ' ',
            Self::Apostrophe => '\'',
            Self::Underscore => '_',
            Self::ArabicDecimal => '٫',
            Self::ArabicGroup => '٬',
        }
    }
}

/// The marks that a column's numbers may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    decimal: Mark,
    grouping: Vec<Mark>,
}

impl Marks {
    /// The marks that are declared, with what follows from them: see [`Marks::decimal_beside`] and
    /// [`Marks::grouping_beside`]. `None` where none is.
    pub fn of(decimal: Option<Mark>, grouping: Option<Vec<Mark>>) -> Option<Self> {
        let (decimal, grouping) = match (decimal, grouping) {
            (None, None) => return None,
            (Some(decimal), None) => (decimal, Self::grouping_beside(decimal)),
            (None, Some(grouping)) => (Self::decimal_beside(&grouping), grouping),
            (Some(decimal), Some(grouping)) => (decimal, grouping),
        };
        Some(Self { decimal, grouping })
    }

    /// What stands before decimals where only the grouping is declared: the point, or the comma where the point groups.
    fn decimal_beside(grouping: &[Mark]) -> Mark {
        if grouping.contains(&Mark::Point) { Mark::Comma } else { Mark::Point }
    }

    /// What may stand between groups where only the decimal mark is declared.
    fn grouping_beside(decimal: Mark) -> Vec<Mark> {
        match decimal {
            Mark::Comma => vec![Mark::Point, Mark::Space, Mark::Apostrophe],
            Mark::ArabicDecimal => vec![Mark::ArabicGroup, Mark::Space],
            _ => vec![Mark::Comma, Mark::Space, Mark::Apostrophe],
        }
    }

    /// Whether one mark would mean both.
    pub fn is_ambiguous(&self) -> bool {
        self.grouping.contains(&self.decimal)
    }

    /// A number as it may be written, for messages.
    pub fn example(&self, has_decimals: bool) -> String {
        let group = self.grouping.first().map(|mark| mark.shown().to_string()).unwrap_or_default();
        let decimals = if has_decimals { format!("{}5", self.decimal.shown()) } else { String::new() };
        format!("1{group}234{decimals}")
    }

    /// A number with a point before its decimals and nothing between groups; `None` where a mark stands where none may.
    pub fn plain(&self, text: &str) -> Option<String> {
        let (sign, rest) = sign(text);
        let is_decimal = |letter: char| Mark::of(letter) == Some(self.decimal);
        let (whole, decimals) = match rest.split_once(is_decimal) {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (rest, None),
        };
        let mut plain = String::with_capacity(text.len());
        plain.push_str(sign);
        self.put_whole(whole, &mut plain)?;
        if let Some(decimals) = decimals {
            decimals.chars().all(|letter| Mark::of(letter).is_none()).then_some(())?;
            plain.push('.');
            plain.push_str(decimals);
        }
        Some(plain)
    }

    /// Puts the digits before the decimals: one to three, of which the first isn't 0, then groups of three, all parted by one mark; or no mark at all.
    fn put_whole(&self, whole: &str, plain: &mut String) -> Option<()> {
        let Some(mark) = whole.chars().find_map(Mark::of) else {
            plain.push_str(whole);
            return Some(());
        };
        self.grouping.contains(&mark).then_some(())?;
        for (position, group) in whole.split(|letter| Mark::of(letter) == Some(mark)).enumerate() {
            // What begins with 0 isn't grouped: there the mark is that of decimals, of another language.
            let is_first = (1..=3).contains(&group.len()) && !group.starts_with('0');
            let fits = if position == 0 { is_first } else { group.len() == 3 };
            (fits && group.bytes().all(|byte| byte.is_ascii_digit())).then_some(())?;
            plain.push_str(group);
        }
        Some(())
    }
}

/// The sign, and what follows. The typographic minus is one, too.
fn sign(text: &str) -> (&'static str, &str) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => match text.strip_prefix('+') {
            Some(rest) => ("+", rest),
            None => ("", text),
        },
    }
}

//! What became of a row.

/// What became of a row of a case, in the order in which fates apply. Rows that never came to a case are counted where
/// they are loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Fate {
    /// It can't be used.
    Quarantined,
    /// It made an event.
    Event,
    /// It became part of an event that another row made.
    Merged,
    /// Another row says the same.
    Duplicate,
    /// It would have made an event, but has no time.
    NoTime,
    /// `which`, `otherwise` or `yields_to` left it out.
    NotChosen,
    /// It repeats the value of its field.
    Repeated,
    /// It is the case's record.
    Record,
    /// It is there to be looked up.
    Lookup,
    /// No rule wants it.
    Unmatched,
}

/// How many fates there are.
pub const FATES: usize = Fate::Unmatched as usize + 1;

impl Fate {
    /// The bit that marks a row to which this applies.
    pub const fn bit(self) -> u64 {
        1 << self as u8
    }

    /// The place of the first fate that applies; what else is marked of a row stands above their bits.
    #[inline]
    pub fn first_place(marks: u64) -> usize {
        (marks.trailing_zeros() as usize).min(FATES - 1)
    }

    /// The first fate that applies; what else is marked of a row stands above their bits.
    #[inline]
    pub fn first(marks: u64) -> Self {
        const ALL: [Fate; FATES] = [
            Fate::Quarantined,
            Fate::Event,
            Fate::Merged,
            Fate::Duplicate,
            Fate::NoTime,
            Fate::NotChosen,
            Fate::Repeated,
            Fate::Record,
            Fate::Lookup,
            Fate::Unmatched,
        ];
        ALL[Self::first_place(marks)]
    }
}

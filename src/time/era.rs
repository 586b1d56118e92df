//! The era in which years are counted.

/// The era of years in texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Era {
    /// Of the Gregorian calendar.
    #[default]
    Common,
    /// The Thai one: 2567 is 2024. Months and days are the Gregorian calendar's.
    Buddhist,
}

/// How far the Buddhist era is ahead.
const BUDDHIST_AHEAD: u32 = 543;

/// The least year that can only be meant in the Buddhist era: 1657. A smaller one was written in the common era.
const LEAST_BUDDHIST: u32 = 2200;

impl Era {
    /// The eras by the names that a mapping uses.
    pub const NAMES: &[(&'static str, Self)] = &[("common", Self::Common), ("buddhist", Self::Buddhist)];

    /// The Gregorian year of a year of four digits; `None` where no date of data is meant in this era.
    #[inline]
    pub fn gregorian(self, year: u32) -> Option<u32> {
        match self {
            Self::Common => Some(year),
            Self::Buddhist => (year >= LEAST_BUDDHIST).then(|| year - BUDDHIST_AHEAD),
        }
    }

    /// The Gregorian year of a year of two digits: the one from 1969 to 2068 that ends so in this era.
    #[inline]
    pub fn of_two_digits(self, year: u32) -> u32 {
        match self {
            Self::Common if year <= 68 => 2000 + year,
            Self::Common => 1900 + year,
            // 2512 is 1969.
            Self::Buddhist if year <= 11 => 2600 + year - BUDDHIST_AHEAD,
            Self::Buddhist => 2500 + year - BUDDHIST_AHEAD,
        }
    }
}

//! How often something was seen, and where first.

/// How many cases are remembered.
const EXAMPLES: usize = 3;

/// How often something was seen, and in which cases first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// How often.
    pub count: u64,
    /// The first cases, in order; those that there aren't are `u32::MAX`.
    cases: [u32; EXAMPLES],
}

impl Default for Seen {
    fn default() -> Self {
        Self { count: 0, cases: [u32::MAX; EXAMPLES] }
    }
}

impl Seen {
    /// It was seen once more, in that case.
    pub fn see(&mut self, case: u32) {
        self.count += 1;
        self.remember(case);
    }

    /// Adds what another thread saw.
    pub fn add(&mut self, other: Self) {
        self.count += other.count;
        other.cases.into_iter().for_each(|case| self.remember(case));
    }

    /// How often, without the cases.
    pub fn without_cases(self) -> Self {
        Self { count: self.count, ..Self::default() }
    }

    /// The first cases.
    pub fn cases(&self) -> impl Iterator<Item = u32> {
        self.cases.into_iter().filter(|case| *case != u32::MAX)
    }

    fn remember(&mut self, case: u32) {
        let [.., last] = self.cases;
        if case >= last || self.cases.contains(&case) {
            return;
        }
        self.cases[EXAMPLES - 1] = case;
        self.cases.sort_unstable();
    }
}

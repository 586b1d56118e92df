//! What a bound on memory leaves for what.

/// How much memory a run may take, and what parts of that are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    memory: u64,
    /// How much rows may need that are worked on together; `None`: what is left for them.
    together: Option<u64>,
}

/// The program itself, and the file blocks, texts and outputs at hand of one thread.
const PROGRAM: u64 = 24 << 20;
const THREAD: u64 = 8 << 20;

impl Budget {
    /// The least memory with which the program works.
    pub const LEAST: u64 = 64 << 20;

    /// A bound in bytes, with how much rows may need that are worked on together, where that is to be less than what is
    /// left for them.
    #[must_use]
    pub fn new(memory: u64, together: Option<u64>) -> Self {
        Self { memory, together }
    }

    /// The bound.
    #[must_use]
    pub fn memory(self) -> u64 {
        self.memory
    }

    /// How many threads of those wanted can work.
    #[must_use]
    pub fn threads(self, wanted: usize) -> usize {
        let room = self.memory.saturating_sub(PROGRAM) / (3 * THREAD);
        wanted.min(room as usize).max(1)
    }

    /// For lookups.
    pub(super) fn lookups(self) -> u64 {
        self.memory / 4
    }

    /// For rows on their way to the disk, and for results on their way back.
    #[must_use]
    pub fn buffers(self) -> u64 {
        self.memory / 24
    }

    /// For texts that are kept while rows are read.
    pub(super) fn texts(self) -> u64 {
        self.memory / 32
    }

    /// For texts for which numbers stand on the disk, here and where they are read again.
    pub(super) fn dictionaries(self) -> u64 {
        self.memory / 64
    }

    /// For keys from which the order of cases on disk is told.
    pub(super) fn sample(self) -> u64 {
        self.memory / 32
    }

    /// For packed rows behind which others are to follow.
    pub(super) fn packing(self) -> u64 {
        self.memory / 16
    }

    /// For what is known of cases that are worked on together.
    pub(super) fn ties(self) -> u64 {
        self.memory / 8
    }

    /// For rows that can't be used.
    pub(super) fn quarantine(self) -> u64 {
        self.memory / 8
    }

    /// For rows that are worked on together, where so much is held already.
    pub(super) fn rows(self, held: u64, threads: usize) -> u64 {
        let most = self.most(held, threads);
        self.together.map_or(most, |together| together.min(most))
    }

    /// The most that rows may need that can't be worked on but together.
    pub(super) fn most(self, held: u64, threads: usize) -> u64 {
        let fixed = PROGRAM + THREAD * threads as u64 + held;
        // The rest is for what their cases need.
        (self.memory.saturating_sub(fixed) / 4 * 3).max(1)
    }
}

//! Where texts are while rows are read.

use super::scope::passing;
use crate::rows::{Arena, Cell, Interner};

/// Where texts are while rows are read. Levels that are read together share one.
#[derive(Debug, Default)]
pub struct Desk {
    pub(in crate::load::read) arena: Arena<'static>,
    /// Texts that aren't kept.
    pub(in crate::load::read) passing: Vec<String>,
    /// How many of these there are.
    passed: usize,
}

impl Desk {
    pub fn new(interner: &Interner) -> Self {
        Self { arena: interner.open_arena(), ..Self::default() }
    }

    /// Forgets the texts that aren't kept.
    #[inline]
    pub fn restart(&mut self) {
        self.passed = 0;
    }

    /// What has to be kept.
    pub fn into_arena(self) -> Arena<'static> {
        self.arena
    }

    /// Keeps a text until the next record.
    pub fn pass(&mut self, text: &str) -> Cell {
        let place = self.passed;
        self.passed += 1;
        match self.passing.get_mut(place) {
            Some(kept) => {
                kept.clear();
                kept.push_str(text);
            }
            None => self.passing.push(text.to_owned()),
        }
        Cell::Carried(passing(place))
    }
}

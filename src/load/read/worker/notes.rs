//! What is noted of a row of the case that is asked for.

use super::Worker;
use crate::describe::{Clause, Describer};
use crate::load::read::reader::Context;
use crate::rows::TextId;

impl Worker<'_, '_> {
    /// Notes why the row at hand is left out, where its case is the one that is asked for. `inherited` is the key of the
    /// row above, `is_own` whether its own `where` left it out.
    pub fn note_filtered(&mut self, index: u32, inherited: Option<&str>, is_own: bool) {
        let Some(watched) = self.reader.watched else { return };
        let own = if inherited.is_none() || self.reader.program.case.is_some() { self.case_text() } else { None };
        if !own.as_deref().or(inherited).is_some_and(|key| watched.watch.is_case(key)) {
            return;
        }
        let clauses = if is_own { self.clauses() } else { Vec::new() };
        self.part.noted.set_aside.push((index, clauses));
    }

    /// The row's case key; `None` where it has none.
    pub fn case_text(&mut self) -> Option<String> {
        let word = self.reader.has_case.then(|| self.case().ok()).flatten()?;
        TextId::from_word(word).map(|key| self.reader.interner.get(key).into_owned())
    }

    /// The clauses of the source's `where` that don't hold.
    pub(super) fn clauses(&self) -> Vec<Clause> {
        let Context { plan, params, .. } = self.reader.context;
        let written = self.reader.plan().filter.as_ref().zip(self.reader.program.filter.as_ref());
        let Some((written, bound)) = written else { return Vec::new() };
        let mut clauses = Describer { plan, params }.clauses(written, bound, &self.scope(None));
        clauses.retain(|clause| !clause.holds);
        clauses
    }
}

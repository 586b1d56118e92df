//! One case from several records: rows of one source that have the same values and follow each other closely join
//! their cases.
//!
//! Rows become entries of four words each (`entry`), which are sorted by what has to be the same and by time. Rows of one key
//! that follow each other give links (`chain`); links join cases, but never two that the export itself calls differently
//! (`join`). Everything is decided by content, so that neither the order of rows nor the number of threads matters.

mod chain;
mod entry;
mod join;
mod report;

pub use report::{Crowd, LinkReport};

use rayon::iter::ParallelIterator;
use rayon::slice::{ParallelSlice, ParallelSliceMut};

use self::chain::{Chains, Rule};
use self::entry::{Entry, Reader};
use self::join::Join;
use super::read::StoredTable;
use crate::evaluate::{Memo, ParamValues};
use crate::plan::SameCasePlan;

/// What decides which cases are one.
pub struct Linking<'a> {
    pub rule: &'a SameCasePlan,
    /// The rows that join their cases.
    pub stored: StoredTable<'a>,
    /// The word of each row's case key.
    pub cases: &'a [u32],
    pub params: &'a ParamValues,
}

/// Which cases are others.
#[derive(Debug, Default)]
pub struct Links {
    /// Words of keys whose cases aren't cases of their own, each with that of the case's key.
    pub followers: Vec<(u32, u32)>,
    pub report: LinkReport,
}

impl Linking<'_> {
    /// Finds cases that are one. Rows for which `is_gone` holds don't count; a case for whose key's word `has_record` holds
    /// gives the case id before one without.
    pub fn links(&self, is_gone: &(dyn Fn(u32) -> bool + Sync), has_record: &dyn Fn(u32) -> bool) -> Links {
        let texts = self.stored.texts;
        let reader = Reader::new(self);
        let mut entries = reader.entries(is_gone);
        let mut report = LinkReport::of(&entries);
        entries.retain(|entry| entry.start.is_some());
        // Rows without a key come first, and only say when their cases begin.
        entries.par_sort_unstable_by(|left, right| left.order(right, texts));
        let keyed = &entries[entries.partition_point(|entry| entry.key == 0)..];
        let rule = Rule { within: self.rule.within, at_most: self.rule.at_most };
        let groups = keyed.par_chunk_by(|left, right| left.key == right.key).filter(|group| group.len() > 1);
        let found: Chains = groups.map(|group| reader.chains(group, rule)).reduce(Chains::default, Chains::and);
        report.add_crowds(found.crowds, texts);
        let mut join = Join::new(texts, reader.named());
        join.link(found.links);
        report.kept_apart = join.kept_apart;
        let followers = join.followers(&entries, has_record, &mut report);
        Links { followers, report }
    }
}

impl Linking<'_> {
    /// Tells of each row what has to be the same, and its case's key; of those that have it all.
    pub fn each_content<E>(&self, mut tell: impl FnMut(&[u8], &str) -> Result<(), E>) -> Result<(), E> {
        let (reader, memo, mut content) = (Reader::new(self), Memo::default(), Vec::new());
        for (row, case) in (0..).zip(self.cases) {
            if reader.content(row, &memo, &mut content) {
                tell(&content, entry::text(*case, self.stored.texts))?;
            }
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// What the rows of one hash give; rows that only share the hash stay apart.
    fn chains(&self, group: &[Entry], rule: Rule) -> Chains {
        if self.are_same(group) {
            return rule.chains(group);
        }
        self.apart(group).iter().map(|group| rule.chains(group)).fold(Chains::default(), Chains::and)
    }
}

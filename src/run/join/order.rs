//! Which cases of which mappings are one, and the order of all.

use std::sync::Arc;

use crate::run::context::Context;

/// A case of a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The mapping, by its place in the set.
    pub mapping: u32,
    /// Its number there.
    pub case: u32,
}

/// All cases by id, bytewise; those of one id stand together, in the order of the mappings.
#[derive(Debug)]
pub struct CaseOrder {
    entries: Vec<Entry>,
    /// Where each joined case begins, and the end of the last.
    starts: Vec<u32>,
}

impl CaseOrder {
    pub fn new(contexts: &[Arc<Context>]) -> Self {
        let id = |entry: &Entry| contexts[entry.mapping as usize].case_id(entry.case);
        let of_mapping = |(mapping, context): (usize, &Arc<Context>)| {
            let mapping = mapping as u32;
            (0..context.loaded.cases.len() as u32).map(move |case| Entry { mapping, case })
        };
        let mut entries: Vec<Entry> = contexts.iter().enumerate().flat_map(of_mapping).collect();
        // Each mapping's cases are in order already, which this sort makes use of.
        entries.sort_by(|left, right| id(left).cmp(&id(right)).then(left.mapping.cmp(&right.mapping)));
        let is_joined = |pair: &[Entry]| pair[0].mapping < pair[1].mapping && id(&pair[0]) == id(&pair[1]);
        let begins = entries.windows(2).enumerate().filter(|(_, pair)| !is_joined(pair)).map(|(at, _)| at as u32 + 1);
        let first = (!entries.is_empty()).then_some(0);
        let starts = first.into_iter().chain(begins).chain([entries.len() as u32]).collect();
        Self { entries, starts }
    }

    /// How many joined cases there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The cases that are one.
    pub fn entries(&self, case: usize) -> &[Entry] {
        &self.entries[self.starts[case] as usize..self.starts[case + 1] as usize]
    }
}

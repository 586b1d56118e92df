//! Joins cases.

use rayon::slice::ParallelSliceMut;
use rustc_hash::FxHashMap;

use super::chain::Link;
use super::entry::{Entry, by_text};
use super::report::LinkReport;
use crate::rows::Texts;

/// Cases that are joined, by the words of their keys.
pub struct Join<'a> {
    texts: &'a Texts,
    /// The word of another key of the same case; its own at the root, 0 where the case was never joined.
    parents: Vec<u32>,
    /// Which cases the export itself calls so; empty where it calls none. Such a case is the root of its own.
    named: Vec<bool>,
    /// Links that would have made one case of two that the export calls differently.
    pub kept_apart: u64,
    joined: Vec<u32>,
}

/// What the rows of a joined case say.
struct Member {
    /// Without a record, when it begins, its word: the least gives the case its id.
    first: (bool, i64, u32),
    rows: u64,
}

impl<'a> Join<'a> {
    pub fn new(texts: &'a Texts, named: Vec<bool>) -> Self {
        Self { texts, parents: vec![0; texts.id_bound()], named, kept_apart: 0, joined: Vec::new() }
    }

    /// Joins the cases of links, the earliest first.
    pub fn link(&mut self, mut links: Vec<Link>) {
        let texts = self.texts;
        // In which order cases are joined only matters where some are kept apart.
        if !self.named.is_empty() {
            links.par_sort_unstable_by(|left, right| {
                let by_case = by_text(left.later, right.later, texts);
                left.at.cmp(&right.at).then(by_case).then_with(|| by_text(left.earlier, right.earlier, texts))
            });
        }
        for link in &links {
            self.unite(link.earlier, link.later);
        }
        let mut joined: Vec<u32> = links.iter().flat_map(|link| [link.earlier, link.later]).collect();
        joined.retain(|word| self.parents[*word as usize] != 0);
        joined.par_sort_unstable();
        joined.dedup();
        self.joined = joined;
    }

    fn root(&mut self, word: u32) -> u32 {
        let mut at = word;
        loop {
            let parent = self.parents[at as usize];
            if parent == 0 || parent == at {
                return at;
            }
            // Ways are halved as they are gone.
            let next = self.parents[parent as usize];
            self.parents[at as usize] = next;
            at = next;
        }
    }

    fn is_named(&self, word: u32) -> bool {
        self.named.get(word as usize).copied().unwrap_or(false)
    }

    fn unite(&mut self, earlier: u32, later: u32) {
        let (mut root, mut other) = (self.root(earlier), self.root(later));
        if root == other {
            return;
        }
        if self.is_named(other) {
            if self.is_named(root) {
                self.kept_apart += 1;
                return;
            }
            std::mem::swap(&mut root, &mut other);
        }
        self.parents[root as usize] = root;
        self.parents[other as usize] = root;
    }

    /// The cases that are others, each with the case that it is. What the export calls so gives the id; else a case with
    /// a record before one without, then the one that begins first.
    pub fn followers(
        mut self,
        entries: &[Entry],
        has_record: &dyn Fn(u32) -> bool,
        report: &mut LinkReport,
    ) -> Vec<(u32, u32)> {
        let members = self.members(entries, has_record);
        report.cases = members.len() as u64;
        report.records = members.values().map(|member| member.rows).sum();
        report.largest = members.values().map(|member| member.rows).max().unwrap_or(0);
        report.joined = self.joined.len() as u64;
        let mut followers = Vec::with_capacity(self.joined.len());
        for word in std::mem::take(&mut self.joined) {
            let root = self.root(word);
            let first = members.get(&root).map_or(root, |member| member.first.2);
            let leader = if self.is_named(root) { root } else { first };
            if leader != word {
                followers.push((word, leader));
            }
        }
        followers
    }

    /// By root.
    fn members(&mut self, entries: &[Entry], has_record: &dyn Fn(u32) -> bool) -> FxHashMap<u32, Member> {
        let texts = self.texts;
        let mut members: FxHashMap<u32, Member> = FxHashMap::default();
        for entry in entries {
            if self.parents[entry.case as usize] == 0 {
                continue;
            }
            let first = (!has_record(entry.case), entry.start.milliseconds(), entry.case);
            let member = members.entry(self.root(entry.case)).or_insert(Member { first, rows: 0 });
            member.rows += 1;
            let by_time = (first.0, first.1).cmp(&(member.first.0, member.first.1));
            if by_time.then_with(|| by_text(first.2, member.first.2, texts)).is_lt() {
                member.first = first;
            }
        }
        members
    }
}

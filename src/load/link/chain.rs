//! Rows of one key that follow each other.

use rustc_hash::FxHashMap;

use super::entry::Entry;

/// When rows of one key belong together.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// In milliseconds.
    pub within: i64,
    pub at_most: Option<u64>,
}

/// Two cases that are one.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// When the later row begins.
    pub at: i64,
    /// The word of the later row's case.
    pub later: u32,
    /// That of the row before it that ends last.
    pub earlier: u32,
}

/// A key that stands for nobody in particular.
#[derive(Debug, Clone, Copy)]
pub struct CrowdFound {
    /// The word of the case of its earliest row.
    pub case: u32,
    pub rows: u64,
}

/// What groups of rows gave.
#[derive(Debug, Default)]
pub struct Chains {
    pub links: Vec<Link>,
    pub crowds: Vec<CrowdFound>,
}

impl Chains {
    /// Both together.
    pub fn and(mut self, mut other: Self) -> Self {
        if self.links.len() < other.links.len() {
            std::mem::swap(&mut self.links, &mut other.links);
        }
        self.links.append(&mut other.links);
        self.crowds.append(&mut other.crowds);
        self
    }
}

impl Rule {
    /// Links rows of one key, which stand in order.
    pub fn chains(self, group: &[Entry]) -> Chains {
        let Some((first, others)) = group.split_first() else { return Chains::default() };
        if self.is_crowd(group) {
            let crowd = CrowdFound { case: first.case, rows: group.len() as u64 };
            return Chains { links: Vec::new(), crowds: vec![crowd] };
        }
        let mut links = Vec::new();
        let mut last = first;
        for entry in others {
            let start = entry.start.milliseconds();
            if entry.case != last.case && start <= last.end().saturating_add(self.within) {
                links.push(Link { at: start, later: entry.case, earlier: last.case });
            }
            if entry.end() >= last.end() {
                last = entry;
            }
        }
        Chains { links, crowds: Vec::new() }
    }

    /// Whether more cases than allowed begin within one `within`.
    fn is_crowd(self, group: &[Entry]) -> bool {
        let Some(at_most) = self.at_most.filter(|at_most| group.len() as u64 > *at_most) else { return false };
        let mut rows_of: FxHashMap<u32, u32> = FxHashMap::default();
        let mut behind = 0;
        for entry in group {
            *rows_of.entry(entry.case).or_default() += 1;
            while group[behind].start.milliseconds().saturating_add(self.within) < entry.start.milliseconds() {
                if let Some(rows) = rows_of.get_mut(&group[behind].case) {
                    *rows -= 1;
                    if *rows == 0 {
                        rows_of.remove(&group[behind].case);
                    }
                }
                behind += 1;
            }
            if rows_of.len() as u64 > at_most {
                return true;
            }
        }
        false
    }
}

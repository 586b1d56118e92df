//! Some cases at a time: their rows come back from disk, and are grouped as though there were no others.

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::evaluate::{Binder, Memo};
use crate::load::findings::unlisted::Others;
use crate::load::group::{LateFault, has_ids, text_of_value};
use crate::load::link::{LinkReport, Linking};
use crate::load::lookup;
use crate::load::model::{Cases, LoadTimes, Loaded, SourceReport};
use crate::load::packing::Packing;
use crate::load::read::{Part, SourceRows};
use crate::load::spill::{self, Back, Range, Spill};
use crate::rows::{GROUP, Interner, Mark, Packed, SEGMENT, Table, TextId};
use crate::scratch::ScratchError;

use super::Loader;
use super::grouping::orphan;

/// Sorts of what ties cases that rows don't tell while they are read.
const JOINED: usize = 1 << 7;
const ID: usize = JOINED + 1;

/// How many groups of cases there are for each thread, at least, where rows are packed.
const GROUPS: u64 = 8;

/// Sources whose rows are packed.
type PackedSources = Vec<(usize, Packed)>;

/// What was counted so far.
#[derive(Debug, Clone)]
pub struct Sums {
    reports: Vec<SourceReport>,
    links: Option<LinkReport>,
    others: Others,
}

impl<'a> Loader<'a> {
    /// Sends rows of cases to disk from now on.
    pub fn spill_to(&mut self, spill: &'a Spill<'a>) {
        self.spill = Some(spill);
    }

    pub(super) fn is_spilled(&self, source: usize) -> bool {
        self.spill.is_some_and(|spill| spill.takes(source))
    }

    /// Sources whose rows go to disk come behind all others, so that what they refer to is there; the one first by whose
    /// keys cases are put in order there.
    pub(super) fn spilled_last(&self, mut order: Vec<usize>) -> Vec<usize> {
        let first = self.spill.and_then(Spill::orders);
        order.sort_by_key(|root| {
            let is_spilled = self.plan.family(*root).into_iter().any(|source| self.is_spilled(source));
            (is_spilled, is_spilled && first != Some(*root))
        });
        order
    }

    /// Forgets texts of rows that went to disk.
    pub(super) fn forget_spilled(&self, interner: &Interner, sources: &[usize]) {
        if !sources.is_empty() && sources.iter().all(|source| self.is_spilled(*source)) {
            interner.forget();
        }
    }

    pub(super) fn add_counted(&self, source: usize, rows: &mut SourceRows) {
        if let Some(spill) = self.spill {
            spill.counted(source, rows);
        }
    }

    pub(super) fn add_links(&mut self, links: Option<LinkReport>) {
        match (&mut self.links, links) {
            (Some(known), Some(links)) => known.add(links),
            (known @ None, links) => *known = links,
            (Some(_), None) => {}
        }
    }

    /// What texts there are, lookups' and those that the mapping names.
    pub fn mark(&self) -> Mark {
        self.texts.mark()
    }

    /// How many bytes are held from batch to batch.
    pub fn held(&self) -> u64 {
        let table = |table: &Table| 4 * table.words.len() + 16 * table.index.len();
        let keys: usize = self.repeated.iter().map(|keys| 8 * keys.len()).sum();
        let quarantine: usize = self.quarantine.iter().map(|row| 160 + row.raw.len() + row.reason.len()).sum();
        (self.texts.bytes() + self.tables.iter().map(table).sum::<usize>() + keys + quarantine) as u64
    }

    /// What was counted so far.
    pub fn sums(&self) -> Sums {
        Sums { reports: self.reports.clone(), links: self.links.clone(), others: self.others.clone() }
    }

    /// Undoes what was counted since.
    pub fn restore(&mut self, sums: Sums) {
        (self.reports, self.links, self.others) = (sums.reports, sums.links, sums.others);
    }

    /// The cases of a range, grouped; late faults of their rows go to `faults`.
    pub fn batch(
        &mut self,
        spill: &Spill<'_>,
        range: &Range,
        faults: &mut Vec<LateFault>,
    ) -> Result<Loaded, Diagnostics> {
        let record = self.plan.case.record.filter(|record| self.may_pack_range(spill, range, *record));
        if let Some(record) = record {
            self.take_batch(spill, range, &|source| source == record).map_err(stopped)?;
            self.find_now(record);
        }
        self.take_batch(spill, range, &|source| record != Some(source)).map_err(stopped)?;
        let (cases, of_batch) = self.group();
        faults.extend(of_batch);
        let tables = self.tables.iter().enumerate().map(|(source, table)| spill.takes(source).then_some(table));
        self.others.add(self.plan, tables, &self.texts);
        Ok(self.lend(cases))
    }

    /// Whether the rows of a range are to be packed, whose cases their records tell: groups of cases have to be small parts
    /// of it, as each thread unpacks one, and so few that what isn't full of those that are being packed doesn't matter.
    fn may_pack_range(&self, spill: &Spill<'_>, range: &Range, record: usize) -> bool {
        let (threads, sources) = (rayon::current_num_threads() as u64, self.plan.sources.len() as u64);
        let groups = spill.rows_of(range, record) / u64::from(GROUP);
        let open = groups * threads * sources * SEGMENT as u64;
        groups >= GROUPS * threads && spill.has_room_to_pack(open) && self.tells_cases_early(record)
    }

    /// Takes the rows of some sources.
    fn take_batch(
        &mut self,
        spill: &Spill<'_>,
        range: &Range,
        is_wanted: &dyn Fn(usize) -> bool,
    ) -> Result<(), ScratchError> {
        let (mut parts, packed) = self.parts(spill, range, is_wanted)?;
        for root in (0..self.plan.sources.len()).filter(|source| self.plan.root(*source) == *source) {
            for source in self.plan.family(root).into_iter().filter(|source| spill.takes(*source) && is_wanted(*source))
            {
                self.gone[source] = super::family::Gone::default();
                let mut own = std::mem::take(&mut parts[source]);
                self.drop_gone(source, &mut own);
                self.take_strays(source, &own);
                self.take_rows(source, own, Vec::new());
            }
        }
        for (source, packed) in packed {
            self.ungrouped[source].parts.clear();
            self.tables[source].packed = Some(packed);
        }
        Ok(())
    }

    /// Notes packed rows that belong to no case.
    fn take_strays(&mut self, source: usize, parts: &[Part]) {
        for strays in parts.iter().map(|part| &part.strays) {
            self.reports[source].case_filtered += strays.left_out;
            let orphans = strays.orphans.iter().map(|number| orphan(self.plan, source, *number));
            self.late_faults.extend(orphans);
        }
    }

    /// The rows in memory, to be run.
    fn lend(&mut self, cases: Cases) -> Loaded {
        Loaded {
            texts: std::mem::take(&mut self.texts),
            tables: std::mem::take(&mut self.tables).into_iter().map(Arc::new).collect(),
            cases,
            params: self.params.clone(),
            param_origins: self.origins.clone(),
            times: LoadTimes::default(),
            ..Loaded::default()
        }
    }

    /// Takes lookups back, and forgets the batch.
    pub fn take_back(&mut self, loaded: Loaded, since: &Mark) {
        self.texts = loaded.texts;
        self.tables = loaded.tables.into_iter().map(Arc::unwrap_or_clone).collect();
        self.texts.forget(since);
        for source in (0..self.tables.len()).filter(|source| self.is_spilled(*source)).collect::<Vec<_>>() {
            self.tables[source] = Table { stride: self.plan.sources[source].stride.max(1), ..Table::default() };
        }
    }

    fn parts(
        &mut self,
        spill: &Spill<'_>,
        range: &Range,
        is_wanted: &dyn Fn(usize) -> bool,
    ) -> Result<(Vec<Vec<Part>>, PackedSources), ScratchError> {
        let interner = Interner::over(std::mem::take(&mut self.texts));
        let packing = |source: usize| self.packing(source).filter(|_| is_wanted(source));
        let packings: Vec<Option<Packing<'_>>> = (0..self.plan.sources.len()).map(packing).collect();
        let parts = spill.parts(range, is_wanted, &Back { interner: &interner, packings: &packings });
        let packed = (0..).zip(packings).filter_map(|(source, packing)| Some((source, packing?)));
        let packed = packed.map(|(source, packing)| (source, packing.finish(spill.firsts(source)).0)).collect();
        self.texts = interner.freeze();
        Ok((parts?, packed))
    }

    /// Ties cases that have one id, or that may be joined.
    pub fn tie_cases(&mut self, spill: &Spill<'_>, ranges: &[Range], since: &Mark) -> Result<(), Diagnostics> {
        let (joining, has_ids) = (self.plan.case.same_case.as_ref().map(|rule| rule.source), has_ids(self.plan));
        if joining.is_none() && !has_ids {
            return Ok(());
        }
        let record = self.plan.case.record.filter(|_| has_ids);
        let all = has_ids && self.plan.case.keep_orphans;
        for range in ranges {
            let is_wanted = |source: usize| all || joining == Some(source) || record == Some(source);
            let (parts, _) = self.parts(spill, range, &is_wanted).map_err(stopped)?;
            self.tie_batch(spill, parts, record).map_err(stopped)?;
            self.texts.forget(since);
        }
        Ok(())
    }

    fn tie_batch(
        &mut self,
        spill: &Spill<'_>,
        parts: Vec<Vec<Part>>,
        record: Option<usize>,
    ) -> Result<(), ScratchError> {
        let mut cases: Vec<Vec<u32>> = Vec::with_capacity(parts.len());
        for (source, parts) in parts.into_iter().enumerate() {
            let (table, keys, _) = lookup::joined(parts, self.plan.sources[source].stride);
            if self.is_spilled(source) {
                self.tables[source] = table;
            }
            cases.push(keys);
        }
        if let Some(rule) = &self.plan.case.same_case {
            let stored = self.stored(rule.source);
            let linking = Linking { rule, stored, cases: &cases[rule.source], params: &self.params };
            linking.each_content(|content, key| spill.tie_case(spill::token(rule.source, JOINED, content), key))?;
        }
        if let Some(record) = record {
            self.tie_ids(spill, record, &cases)?;
        }
        for source in (0..self.tables.len()).filter(|source| self.is_spilled(*source)).collect::<Vec<_>>() {
            self.tables[source].words = Vec::new();
        }
        Ok(())
    }

    fn tie_ids(&self, spill: &Spill<'_>, record: usize, cases: &[Vec<u32>]) -> Result<(), ScratchError> {
        let Some(id) = &self.plan.case.id else { return Ok(()) };
        let (stored, memo) = (self.stored(record), Memo::default());
        let id_of = |text: &str| self.texts.find(text);
        let id = Binder::new(self.plan, &self.params, &id_of).value(id);
        let key = |word: u32| TextId::from_word(word).map_or("", |key| self.texts.get(key));
        let tie = |text: &str, word: u32| spill.tie_case(spill::token(record, ID, text.as_bytes()), key(word));
        for (position, word) in (0..).zip(&cases[record]) {
            let value = id.value(&stored.row(Some(position), &memo)).ok();
            let text = value.and_then(|value| text_of_value(value, &self.texts));
            tie(text.as_deref().unwrap_or(key(*word)), *word)?;
        }
        if !self.plan.case.keep_orphans {
            return Ok(());
        }
        let mut has_record = vec![false; self.texts.id_bound()];
        cases[record].iter().for_each(|word| has_record[*word as usize] = true);
        for word in cases.iter().flatten() {
            if !std::mem::replace(&mut has_record[*word as usize], true) {
                tie(key(*word), *word)?;
            }
        }
        Ok(())
    }
}

fn stopped(error: ScratchError) -> Diagnostics {
    std::iter::once(error.diagnostic()).collect()
}

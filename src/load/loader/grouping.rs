//! From rows of all sources to rows of cases.

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use super::Loader;
use super::early::Early;
use crate::diagnostic::codes;
use crate::load::group::{Found, GONE, LateFault, Layout, Question, Ungrouped, count, find};
use crate::load::lookup;
use crate::load::model::{Cases, NO_RECORD};
use crate::load::packing::CaseIndex;
use crate::load::read::Problem;
use crate::plan::Plan;
use crate::rows::{Cell, Interner, Table};

impl Loader<'_> {
    /// Which cases there are among these rows.
    pub(super) fn question<'s>(&'s self, others: &'s [Ungrouped]) -> Question<'s> {
        let keys_of = |source: usize| others[source].parts.first().map(|part| part.cases.as_slice());
        let joining = self.plan.case.same_case.as_ref().map(|rule| rule.source);
        Question {
            plan: self.plan,
            params: &self.params,
            texts: &self.texts,
            record: self.plan.case.record.map(|record| (self.stored(record), keys_of(record).unwrap_or_default())),
            others,
            joining: joining.and_then(|source| Some((self.stored(source), keys_of(source)?))),
            tells_left_out: self.options.case.is_some(),
        }
    }

    /// Groups all rows by case.
    pub fn group(&mut self) -> (Cases, Vec<LateFault>) {
        let mut others: Vec<Ungrouped> = self.ungrouped.iter_mut().map(std::mem::take).collect();
        let (is_early, Early { mut found, mut cases, mut faults, .. }) = match self.early.take() {
            Some(early) => (true, early),
            None => (false, self.find_cases(&others)),
        };
        let is_done =
            |source: usize| is_early && self.is_arranged_early(source) || self.tables[source].packed.is_some();
        let left: Vec<usize> = (0..others.len()).filter(|source| !is_done(*source)).collect();
        if left.iter().any(|source| self.has_cases(*source)) {
            found.number_words(&cases, self.texts.id_bound());
        }
        for source in left {
            if self.has_cases(source) {
                self.scatter(source, &mut others, &found, &mut cases, &mut faults);
            } else {
                self.reports[source].lookup = self.tables[source].len() as u64;
            }
        }
        faults.append(&mut self.late_faults);
        (cases, faults)
    }

    /// Finds the cases among all rows.
    pub(super) fn find_cases(&mut self, others: &[Ungrouped]) -> Early {
        let question = self.question(others);
        let mut found = find(&question);
        let asked_for = self.asked_for(&found, &question);
        self.gathered.decide(asked_for);
        self.add_links(found.links.take());
        let faults = std::mem::take(&mut found.faults);
        let mut cases = std::mem::take(&mut found.cases);
        self.intern_ids(&mut cases, std::mem::take(&mut found.new_ids));
        Early { found, cases, faults, index: CaseIndex::default() }
    }

    pub(super) fn intern_ids(&mut self, cases: &mut Cases, new: Vec<(usize, String)>) {
        if new.is_empty() {
            return;
        }
        let interner = Interner::over(std::mem::take(&mut self.texts));
        for (case, id) in new {
            cases.rename(case, Cell::Text(interner.intern(&id)));
        }
        self.texts = interner.freeze();
    }

    pub(super) fn scatter(
        &mut self,
        source: usize,
        all: &mut [Ungrouped],
        found: &Found,
        cases: &mut Cases,
        faults: &mut Vec<LateFault>,
    ) {
        let plan = &self.plan.sources[source];
        let mut rows = std::mem::take(&mut all[source]);
        let is_record = self.plan.case.record == Some(source);
        if is_record && found.is_in_order {
            self.tables[source].starts = (0..=cases.len() as u32).collect();
            return;
        }
        if self.plan.is_whole(source) {
            let words = std::mem::take(&mut self.tables[source].words);
            if let Some(part) = rows.parts.first_mut() {
                part.words = words;
                let gone = found.gone.iter().filter(|_| is_record);
                gone.for_each(|position| part.cases[*position as usize] = GONE);
            }
        }
        let layout =
            Layout { stride: plan.stride, numbers: &found.numbers, cases: cases.len(), is_lookup: plan.is_lookup };
        let counted = count(rows.parts, layout);
        let moving = if is_record { counted.numbers(&cases.records) } else { None };
        let scattered = counted.scatter();
        let orphans = scattered.orphans.iter().map(|number| orphan(self.plan, source, *number));
        faults.extend(orphans);
        faults.extend(scattered.refused.iter().map(|(number, key)| refused(found, source, *number, *key)));
        self.reports[source].case_filtered += scattered.left_out;
        let table = &mut self.tables[source];
        (table.words, table.starts) = (scattered.words, scattered.starts);
        if let Some(numbers) = moving {
            cases.records = records(table, &numbers);
        }
        if plan.is_lookup {
            self.follow(source, &scattered.moved, all);
        }
        if plan.key.is_some() && !self.plan.is_whole(source) {
            self.settle_keys(source);
        }
    }

    /// Leads references and the index to where a lookup's rows went; those of rows, too, that are still to be grouped.
    pub(super) fn follow(&mut self, lookup: usize, moved: &[Option<u32>], ungrouped: &mut [Ungrouped]) {
        let index = &mut self.tables[lookup].index;
        index.retain(|_, position| match moved.get(*position as usize).copied().flatten() {
            Some(new) => {
                *position = new;
                true
            }
            None => false,
        });
        for (source, table) in self.tables.iter_mut().enumerate() {
            let parts = ungrouped.get_mut(source).into_iter().flat_map(|rows| &mut rows.parts);
            let words = parts.map(|part| &mut part.words).chain([&mut table.words]);
            words.for_each(|words| lookup::follow(&self.plan.sources[source], words, lookup, moved));
        }
    }
}

/// The position of each case's record, which has that number: joined cases have several, one of which counts.
fn records(table: &Table, numbers: &[u32]) -> Vec<u32> {
    let record = |(case, number): (u32, &u32)| {
        let mut rows = table.rows_of(case);
        rows.find(|row| table.row(*row).number() == *number).unwrap_or(NO_RECORD)
    };
    (0..numbers.len() as u32).into_par_iter().zip(numbers).map(record).collect()
}

/// A row whose case has no record.
pub fn orphan(plan: &Plan, source: usize, number: u32) -> LateFault {
    let record = plan.case.record.map_or("", |record| &plan.sources[record].id);
    let reason = format!("its case isn't among the records in `{record}`");
    let problem = Problem { code: codes::CASE_WITHOUT_RECORD, column: plan.case_column(source), reason };
    LateFault { source, number, problem }
}

/// A row shares its case's fault.
fn refused(found: &Found, source: usize, number: u32, key: u32) -> LateFault {
    let problem = found.refused.get(&key).cloned().map(|problem| Problem { column: None, ..problem });
    let unknown = || Problem { code: codes::CASE_ID_SEEN_BEFORE, column: None, reason: String::new() };
    LateFault { source, number, problem: problem.unwrap_or_else(unknown) }
}

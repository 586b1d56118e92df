//! Which cases there are, and in which order.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSlice;
use rustc_hash::FxHashMap;

use super::id::Id;
use super::in_order::in_order;
use super::named::{Candidate, Named, id_of_candidate, is_called_by_key};
use super::{LEFT_OUT, LateFault, NO_CASE, REFUSED, Ungrouped};
use crate::diagnostic::codes;
use crate::evaluate::{Binder, BoundCondition, Memo, ParamValues};
use crate::load::link::{LinkReport, Linking, Links};
use crate::load::model::{Cases, NO_RECORD};
use crate::load::order::RowOrder;
use crate::load::read::{Problem, StoredTable, script_failed};
use crate::plan::Plan;
use crate::rows::{Cell, TextId, Texts};

/// The cases of a run.
#[derive(Default)]
pub struct Found {
    /// Their records are positions in the record's table as it was read; ids that no text has yet are null, and stand in
    /// `new_ids`.
    pub cases: Cases,
    /// The number of the case by its key's word, or [`NO_CASE`], [`LEFT_OUT`], [`REFUSED`]; empty where all are in order.
    pub numbers: Vec<u32>,
    /// Whether each row of the record is the case of its number, and there are no others.
    pub is_in_order: bool,
    /// Records that can't be used, by their positions.
    pub gone: Vec<u32>,
    pub faults: Vec<LateFault>,
    /// Why cases can't be used, by their keys' words.
    pub refused: FxHashMap<u32, Problem>,
    /// Ids that have to be interned.
    pub new_ids: Vec<(usize, String)>,
    /// What joining cases came to, where the mapping asks for it.
    pub links: Option<LinkReport>,
    /// Cases that `keep_if` leaves out, with their records, where somebody asks.
    pub left_out: Vec<(TextId, Option<u32>)>,
}

/// What decides which cases there are.
pub struct Question<'a> {
    pub plan: &'a Plan,
    pub params: &'a ParamValues,
    pub texts: &'a Texts,
    /// The record's rows, and the words of their keys.
    pub record: Option<(StoredTable<'a>, &'a [u32])>,
    /// The other rows that name cases.
    pub others: &'a [Ungrouped],
    /// The rows that join their cases, and the words of their keys.
    pub joining: Option<(StoredTable<'a>, &'a [u32])>,
    /// Whether somebody asks for cases that are left out.
    pub tells_left_out: bool,
}

/// Finds the cases.
pub fn find(question: &Question<'_>) -> Found {
    in_order(question).unwrap_or_else(|| find_any(question))
}

fn find_any(question: &Question<'_>) -> Found {
    let mut finder = Finder {
        question,
        record_of: vec![NO_RECORD; question.texts.id_bound()],
        gone: Vec::new(),
        faults: Vec::new(),
        refused: FxHashMap::default(),
        numbers: vec![NO_CASE; question.texts.id_bound()],
        leaders: FxHashMap::default(),
        links: None,
        left_out: Vec::new(),
    };
    finder.records();
    finder.link();
    let mut candidates = finder.candidates();
    candidates = finder.kept(candidates);
    let mut named = finder.named(candidates);
    if !named.is_in_order(question.texts) {
        named = finder.without_repeated_ids(named.sorted(question.texts));
    }
    finder.finish(named)
}

struct Finder<'a> {
    question: &'a Question<'a>,
    /// The record of each key, by its word.
    record_of: Vec<u32>,
    gone: Vec<u32>,
    faults: Vec<LateFault>,
    refused: FxHashMap<u32, Problem>,
    numbers: Vec<u32>,
    /// The words of keys whose cases were joined to another, with that of its key.
    leaders: FxHashMap<u32, u32>,
    links: Option<LinkReport>,
    left_out: Vec<(TextId, Option<u32>)>,
}

/// What evaluating over one record gave.
enum Verdict {
    Kept,
    LeftOut,
    Failed(Problem),
}

impl Finder<'_> {
    /// Finds the record of each key. Where several rows have it, the first in the source's order counts.
    fn records(&mut self) {
        let question = self.question;
        let Some((stored, keys)) = &question.record else { return };
        let order = RowOrder::new(question.plan, stored.source, question.params, question.texts);
        let memo = Memo::default();
        let row = |position: u32| stored.row(Some(position), &memo);
        for (position, key) in (0..).zip(*keys) {
            let known = self.record_of[*key as usize];
            if known == NO_RECORD {
                self.record_of[*key as usize] = position;
                continue;
            }
            let is_first = order.compare(&row(position), &row(known)).is_lt();
            let (first, second) = if is_first { (position, known) } else { (known, position) };
            self.record_of[*key as usize] = first;
            let key = TextId::from_word(*key).map_or("", |key| question.texts.get(key));
            let reason = format!("another row of the record has the key `{key}`");
            let column = question.plan.case_column(stored.source);
            self.drop_record(second, Problem { code: codes::KEY_SEEN_BEFORE, column, reason });
        }
    }

    fn drop_record(&mut self, position: u32, problem: Problem) {
        let Some((stored, _)) = &self.question.record else { return };
        let number = stored.table.row(position).number();
        self.faults.push(LateFault { source: stored.source, number, problem });
        self.gone.push(position);
    }

    /// Finds which cases are one.
    fn link(&mut self) {
        let question = self.question;
        let (Some(rule), Some((stored, cases))) = (&question.plan.case.same_case, question.joining) else { return };
        let linking = Linking { rule, stored, cases, params: question.params };
        let record_of = |word: u32| self.record_of[word as usize];
        let is_record = question.plan.case.record == Some(stored.source);
        let is_gone = |row: u32| is_record && record_of(cases[row as usize]) != row;
        let Links { followers, report } = linking.links(&is_gone, &|word| record_of(word) != NO_RECORD);
        self.leaders = followers.into_iter().collect();
        self.links = Some(report);
    }

    fn candidates(&self) -> Vec<Candidate> {
        let mut candidates = self.with_record();
        if self.question.record.is_none() || self.question.plan.case.keep_orphans {
            candidates.extend(self.keys_of_others().into_iter().map(|key| Candidate::new(key, NO_RECORD)));
        }
        candidates
    }

    /// Those that have a record, in the order of records: what is looked up for neighbours stands together.
    fn with_record(&self) -> Vec<Candidate> {
        let keys = self.question.record.as_ref().map_or(&[][..], |(_, keys)| keys);
        let counts = |candidate: &Candidate| {
            let word = candidate.word();
            let is_first = word != 0 && self.record_of[word as usize] == candidate.record;
            is_first && (self.leaders.is_empty() || !self.leaders.contains_key(&word))
        };
        let of_row = |(record, word): (usize, &u32)| Candidate::of_word(*word, record as u32);
        let mut candidates: Vec<Candidate> = keys.par_iter().enumerate().map(of_row).collect();
        // Most often all of them do.
        if !candidates.par_iter().all(counts) {
            candidates.retain(counts);
        }
        candidates
    }

    /// Keys that rows name and that have no record.
    fn keys_of_others(&self) -> Vec<TextId> {
        let seen: Vec<AtomicBool> = self.record_of.iter().map(|_| AtomicBool::new(false)).collect();
        self.question.others.par_iter().flat_map(|source| source.parts.par_iter()).for_each(|part| {
            for word in &part.cases {
                seen[*word as usize].store(true, Ordering::Relaxed);
            }
        });
        let is_own = |word: &u32| self.record_of[*word as usize] == NO_RECORD && !self.leaders.contains_key(word);
        let is_other = |word: &u32| seen[*word as usize].load(Ordering::Relaxed) && is_own(word);
        (0..seen.len() as u32).filter(is_other).filter_map(TextId::from_word).collect()
    }

    /// Leaves out what `keep_if` doesn't keep.
    fn kept(&mut self, candidates: Vec<Candidate>) -> Vec<Candidate> {
        let question = self.question;
        let (Some(condition), Some((stored, _))) = (&question.plan.case.keep_if, &question.record) else {
            return candidates;
        };
        let id_of = |text: &str| question.texts.find(text);
        let condition = Binder::new(question.plan, question.params, &id_of).condition(condition);
        let verdicts: Vec<Verdict> =
            candidates.par_chunks(1024).flat_map_iter(|chunk| verdicts(chunk, stored, &condition)).collect();
        let mut kept = Vec::with_capacity(candidates.len());
        for (candidate, verdict) in candidates.into_iter().zip(verdicts) {
            match verdict {
                Verdict::Kept => kept.push(candidate),
                Verdict::LeftOut => {
                    self.numbers[candidate.word() as usize] = LEFT_OUT;
                    let key = TextId::from_word(candidate.word()).filter(|_| question.tells_left_out);
                    self.left_out.extend(key.map(|key| (key, candidate.record())));
                }
                Verdict::Failed(problem) => self.fail(&candidate, problem),
            }
        }
        kept
    }

    fn fail(&mut self, candidate: &Candidate, problem: Problem) {
        // Where orphans stay, its other rows lack no record: they share its fault.
        if self.question.plan.case.keep_orphans {
            let word = candidate.word();
            self.numbers[word as usize] = REFUSED;
            self.refused.insert(word, problem.clone());
        }
        if let Some(record) = candidate.record() {
            self.drop_record(record, problem);
        }
    }

    /// Gives each its id.
    fn named(&mut self, candidates: Vec<Candidate>) -> Named {
        let question = self.question;
        let own = question.plan.case.id.as_ref().filter(|_| !is_called_by_key(question.plan));
        let (Some(id), Some((stored, _))) = (own, &question.record) else {
            return Named { candidates, ids: None };
        };
        let id_of = |text: &str| question.texts.find(text);
        let id = Binder::new(question.plan, question.params, &id_of).value(id);
        let ids: Vec<Result<Id, Box<Problem>>> = candidates
            .par_iter()
            .map_init(Memo::default, |memo, candidate| id_of_candidate(*candidate, stored, &id, memo))
            .collect();
        if ids.par_iter().all(Result::is_ok) {
            return Named { candidates, ids: Some(ids.into_iter().filter_map(Result::ok).collect()) };
        }
        let mut named = Named::default();
        for (candidate, id) in candidates.into_iter().zip(ids) {
            match id {
                Ok(id) => named.push(candidate, id),
                Err(problem) => self.fail(&candidate, *problem),
            }
        }
        named
    }

    /// Drops those of the sorted whose id another has.
    fn without_repeated_ids(&mut self, mut sorted: Named) -> Named {
        let texts = self.question.texts;
        let is_same = |one: &Id, other: &Id| one == other || one.text(texts) == other.text(texts);
        let Some(ids) = sorted.ids.take_if(|ids| ids.par_windows(2).any(|two| is_same(&two[0], &two[1]))) else {
            // Nor have two the same key, where cases are called by these.
            return sorted;
        };
        let mut kept: Vec<(Candidate, Id)> = Vec::with_capacity(ids.len());
        for (candidate, id) in sorted.candidates.into_iter().zip(ids) {
            if !kept.last().is_some_and(|(_, last)| is_same(last, &id)) {
                kept.push((candidate, id));
                continue;
            }
            let reason = format!("another case has the id `{}`", id.text(texts));
            let problem = Problem { code: codes::CASE_ID_SEEN_BEFORE, column: None, reason };
            self.fail(&candidate, problem);
        }
        let (candidates, ids) = kept.into_iter().unzip();
        Named { candidates, ids: Some(ids) }
    }

    fn finish(mut self, named: Named) -> Found {
        for (number, candidate) in (0..).zip(&named.candidates) {
            self.numbers[candidate.word() as usize] = number;
        }
        let keys = named.candidates.par_iter().map(|candidate| candidate.word()).collect();
        let records = named.candidates.par_iter().map(|candidate| candidate.record).collect();
        let (ids, new_ids) = named.cells();
        self.follow();
        let Self { numbers, gone, faults, refused, links, left_out, .. } = self;
        let cases = Cases::new(keys, ids, records);
        Found { cases, numbers, is_in_order: false, gone, faults, refused, new_ids, links, left_out }
    }

    /// Rows of cases that were joined to another share its number, and what is wrong with it.
    fn follow(&mut self) {
        for (follower, leader) in &self.leaders {
            self.numbers[*follower as usize] = self.numbers[*leader as usize];
            if let Some(problem) = self.refused.get(leader).cloned() {
                self.refused.insert(*follower, problem);
            }
        }
    }
}

fn verdicts<'a>(
    candidates: &'a [Candidate],
    stored: &'a StoredTable<'a>,
    condition: &'a BoundCondition,
) -> impl Iterator<Item = Verdict> {
    let memo = Memo::default();
    let verdict = |candidate: &Candidate| match condition.holds(&stored.row(candidate.record(), &memo)) {
        Ok(true) => Verdict::Kept,
        Ok(false) => Verdict::LeftOut,
        Err(fault) => Verdict::Failed(script_failed(&fault)),
    };
    let verdicts: Vec<Verdict> = candidates.iter().map(verdict).collect();
    verdicts.into_iter()
}

impl Found {
    /// Makes there be a number for each word below `bound`: texts that came later are no keys of cases.
    pub fn number_words(&mut self, cases: &Cases, bound: usize) {
        self.numbers.resize(bound, NO_CASE);
        if self.is_in_order {
            for (number, key) in (0..).map_while(|number| Some((number, cases.key(number)?))) {
                self.numbers[key.word() as usize] = number;
            }
        }
    }

    /// The number of the case that is called so.
    pub fn named(&self, id: &str, texts: &Texts) -> Option<usize> {
        let new = self.new_ids.iter().find(|(_, text)| text == id).map(|(case, _)| *case);
        let is_called = |cell: Cell| !cell.is_null() && Id::Cell(cell).text(texts) == id;
        new.or_else(|| self.cases.ids().position(is_called))
    }

    /// The key and the record of the case that is called so, of those that `keep_if` leaves out.
    pub fn left_out_as(&self, id: &str, question: &Question<'_>) -> Option<(TextId, Option<u32>)> {
        let texts = question.texts;
        let id_of = |text: &str| texts.find(text);
        let bound = question.plan.case.id.as_ref();
        let bound = bound.map(|value| Binder::new(question.plan, question.params, &id_of).value(value));
        let is_called = |(key, record): &&(TextId, Option<u32>)| match (&bound, &question.record) {
            (Some(bound), Some((stored, _))) => {
                let candidate = Candidate::new(*key, record.unwrap_or(NO_RECORD));
                let found = id_of_candidate(candidate, stored, bound, &Memo::default());
                found.is_ok_and(|found| found.text(texts) == id)
            }
            _ => texts.get(*key) == id,
        };
        self.left_out.iter().find(is_called).copied()
    }
}

//! Loading for one case: what tells which rows are its own is read first; of the rest, rows of other cases are passed over.

use rustc_hash::FxHashMap;

use super::Loader;
use crate::describe::{Clause, Describer};
use crate::evaluate::{Binder, Memo};
use crate::load::group::{Found, Question, find};
use crate::load::lookup::duplicates::Settled;
use crate::load::model::LoadOptions;
use crate::load::order::loading_order;
use crate::load::read::Watched;
use crate::load::watch::{Duplicate, OfCase, SetAside, SourceNotes, Watch, holds_key};
use crate::plan::Plan;
use crate::rows::TextId;

/// What is noted of the case that is asked for.
#[derive(Debug, Default)]
pub struct Gathered {
    watch: Option<Watch>,
    /// Whether rows of other cases may be passed over.
    passes_over: bool,
    lines: Vec<(usize, u32, Option<usize>, u64)>,
    set_aside: Vec<SetAside>,
    gone: Vec<Gone>,
    /// The words of its keys, once cases are known.
    words: Vec<u32>,
    left_out: Option<Vec<Clause>>,
    /// The number of the case.
    case: Option<usize>,
}

/// A row that went before cases were made.
#[derive(Debug)]
struct Gone {
    source: usize,
    number: u32,
    whose: Whose,
    /// What it has in common with the row that stays; `None` where the row above went.
    same: Option<Vec<u32>>,
}

/// How the case of a row is known.
#[derive(Debug)]
enum Whose {
    /// By its key's word.
    Key(u32),
    /// By its number.
    Case(u32),
}

/// What is known of the case once cases are known.
pub struct AskedFor {
    words: Vec<u32>,
    left_out: Option<Vec<Clause>>,
    case: Option<usize>,
}

impl Gathered {
    /// How a source's rows are watched.
    pub fn watched(&self, plan: &Plan, source: usize) -> Option<Watched<'_>> {
        let watch = self.watch.as_ref()?;
        Some(Watched { watch, passes_over: self.passes_over && is_thin(plan, source) })
    }

    /// Takes what was noted of a source.
    pub fn note(&mut self, source: usize, noted: SourceNotes) {
        self.lines.extend(noted.lines.into_iter().map(|(number, file, line)| (source, number, file, line)));
        let set_aside = noted.set_aside.into_iter();
        self.set_aside.extend(set_aside.map(|(number, clauses)| SetAside { source, number, clauses }));
    }

    /// A row of nested JSON whose row above says what another says.
    pub fn gone_with_row_above(&mut self, options: &LoadOptions, source: usize, number: u32, key: Option<u32>) {
        if let (Some(_), Some(key)) = (&options.case, key) {
            self.gone.push(Gone { source, number, whose: Whose::Key(key), same: None });
        }
    }

    /// Takes what is known once cases are known.
    pub fn decide(&mut self, asked_for: Option<AskedFor>) {
        if let Some(AskedFor { words, left_out, case }) = asked_for {
            (self.words, self.left_out, self.case) = (words, left_out, case);
        }
    }

    fn is_own(&self, gone: &Gone) -> bool {
        match gone.whose {
            Whose::Key(word) => self.words.contains(&word),
            Whose::Case(case) => self.case == Some(case as usize),
        }
    }
}

/// Whether rows of a source in which no key of the case stands can be passed over: nothing but their case needs them.
fn is_thin(plan: &Plan, source: usize) -> bool {
    let written = &plan.sources[source];
    !plan.is_whole(source) && !plan.is_nested(source) && written.key.is_none() && holds_key(plan, source)
}

impl Loader<'_> {
    /// Reads all sources.
    pub fn load_all(&mut self) {
        let order = loading_order(self.plan);
        let Some(case) = self.options.case.clone() else {
            let order = self.spilled_last(order);
            order.into_iter().for_each(|source| self.load(source));
            return;
        };
        let tells_cases = |source: &usize| self.plan.family(*source).iter().any(|level| self.plan.is_whole(*level));
        let (first, rest): (Vec<usize>, Vec<usize>) = order.into_iter().partition(tells_cases);
        first.iter().for_each(|source| self.load(*source));
        // What is resolved later may tell how a case is called.
        self.gathered.passes_over = !self.options.whole && self.late.iter().all(Option::is_none);
        self.gathered.watch = Some(Watch::new(self.keys_of(&case)));
        first.iter().for_each(|source| self.look_again(*source));
        rest.into_iter().for_each(|source| self.load(source));
    }

    /// The keys by which rows name the case, as far as it can be told by now.
    fn keys_of(&self, case: &str) -> Vec<String> {
        let question = self.question(&self.ungrouped);
        let found = find(&question);
        let words = self.words_of(case, &found, &question);
        let mut keys: Vec<String> =
            words.into_iter().filter_map(TextId::from_word).map(|key| self.texts.get(key).to_owned()).collect();
        let may_have_no_record = self.plan.case.record.is_none() || self.plan.case.keep_orphans;
        // Where no record tells of it, rows that name it are in quarantine, and say why.
        if (may_have_no_record || keys.is_empty()) && keys.iter().all(|key| key != case) {
            keys.push(case.to_owned());
        }
        keys
    }

    /// The words of the keys of the case that is called so.
    fn words_of(&self, case: &str, found: &Found, question: &Question<'_>) -> Vec<u32> {
        match found.named(case, &self.texts) {
            Some(number) => {
                let numbers = (0..).zip(&found.numbers);
                numbers.filter(|(_, of)| **of as usize == number).map(|(word, _)| word).collect()
            }
            None => found.left_out_as(case, question).iter().map(|(key, _)| key.word()).collect(),
        }
    }

    /// What is known of the case that is asked for.
    pub(super) fn asked_for(&self, found: &Found, question: &Question<'_>) -> Option<AskedFor> {
        let case = self.options.case.as_ref()?;
        let number = found.named(case, &self.texts);
        let left_out = found.left_out_as(case, question).filter(|_| number.is_none());
        let left_out = left_out.and_then(|(_, record)| self.why_left_out(record, question));
        Some(AskedFor { words: self.words_of(case, found, question), left_out, case: number })
    }

    /// The clauses of `keep_if` that don't hold for a record.
    fn why_left_out(&self, record: Option<u32>, question: &Question<'_>) -> Option<Vec<Clause>> {
        let (written, (stored, _)) = self.plan.case.keep_if.as_ref().zip(question.record.as_ref())?;
        let id_of = |text: &str| self.texts.find(text);
        let bound = Binder::new(self.plan, &self.params, &id_of).condition(written);
        let describer = Describer { plan: self.plan, params: &self.params };
        let memo = Memo::default();
        let mut clauses = describer.clauses(written, &bound, &stored.row(record, &memo));
        clauses.retain(|clause| !clause.holds);
        Some(clauses)
    }

    /// Reads a source once more for those of its rows that its `where` left out: when it was read first, nobody knew whose
    /// they are.
    fn look_again(&mut self, root: usize) {
        let family = self.plan.family(root);
        let has_filter = |source: &usize| self.plan.sources[*source].filter.is_some() && self.has_cases(*source);
        if !family.iter().any(has_filter) || !self.bound[root].is_read {
            return;
        }
        let mut again = Loader::new(
            self.plan,
            self.options,
            self.progress,
            self.bound,
            (self.params.clone(), self.origins.clone()),
        );
        std::mem::swap(&mut again.texts, &mut self.texts);
        std::mem::swap(&mut again.tables, &mut self.tables);
        std::mem::swap(&mut again.gathered.watch, &mut self.gathered.watch);
        again.is_loaded.clone_from(&self.is_loaded);
        let known: Vec<_> = family.iter().map(|source| std::mem::take(&mut again.tables[*source])).collect();
        again.load(root);
        std::mem::swap(&mut again.texts, &mut self.texts);
        std::mem::swap(&mut again.tables, &mut self.tables);
        std::mem::swap(&mut again.gathered.watch, &mut self.gathered.watch);
        family.iter().zip(known).for_each(|(source, table)| self.tables[*source] = table);
        let set_aside = again.gathered.set_aside.into_iter();
        self.gathered.set_aside.extend(set_aside.filter(|row| family.contains(&row.source)));
    }

    /// Notes rows that go because another says the same.
    pub(super) fn note_duplicates(&mut self, source: usize, settled: &Settled, cases: &[u32]) {
        if self.options.case.is_none() {
            return;
        }
        let table = &self.tables[source];
        let gone = settled.duplicates.iter().map(|position| Gone {
            source,
            number: table.row(*position).number(),
            whose: match cases.get(*position as usize) {
                Some(word) => Whose::Key(*word),
                None => Whose::Case(table.starts.partition_point(|start| start <= position) as u32 - 1),
            },
            same: Some(self.same_words(source, *position)),
        });
        let gone: Vec<Gone> = gone.collect();
        self.gathered.gone.extend(gone);
    }

    /// What rows that say the same have in common.
    fn same_words(&self, source: usize, position: u32) -> Vec<u32> {
        let plan = &self.plan.sources[source];
        let row = self.tables[source].row(position);
        let declared = plan.duplicates.as_ref().map_or(&[][..], |duplicates| &duplicates.same);
        match declared {
            [] => plan.columns.iter().flat_map(|column| row.words_of(column)).copied().collect(),
            same => same.iter().flat_map(|column| row.words_of(&plan.columns[*column])).copied().collect(),
        }
    }

    /// What was noted of the case that was asked for.
    pub(super) fn of_case(&mut self) -> Option<OfCase> {
        self.options.case.as_ref()?;
        let gathered = std::mem::take(&mut self.gathered);
        let mut lines = vec![FxHashMap::default(); self.plan.sources.len()];
        for (source, number, file, line) in &gathered.lines {
            lines[*source].insert(*number, (*file, *line));
        }
        let own = gathered.gone.iter().filter(|gone| gathered.is_own(gone));
        let duplicates = own.map(|gone| Duplicate {
            source: gone.source,
            number: gone.number,
            stays: gone.same.as_ref().and_then(|same| self.staying(gone.source, same)),
        });
        let duplicates = duplicates.collect();
        let keys = gathered.watch.map(Watch::into_keys).unwrap_or_default();
        Some(OfCase { keys, lines, set_aside: gathered.set_aside, duplicates, left_out: gathered.left_out })
    }

    /// The number of the row that stays of those that say the same.
    fn staying(&self, source: usize, same: &[u32]) -> Option<u32> {
        let table = &self.tables[source];
        let position = (0..table.len() as u32).find(|position| self.same_words(source, *position) == same)?;
        Some(table.row(position).number())
    }
}

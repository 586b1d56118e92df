//! The rows and changes that a rule wants, and which of them it chooses.

use rustc_hash::FxHashMap;

use super::change_memo::ChangeMemo;
use crate::evaluate::display;
use crate::plan::{Subject, Which};
use crate::rows::Cell;
use crate::run::case::{At, NO_TIME, NONE, Origin};
use crate::run::program::PerProgram;
use crate::run::tally::{CellKey, Fate, RuleTally};

/// A row or change that may become an event.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// Where it comes from.
    pub origin: Origin,
    /// When.
    pub time: i64,
}

/// Why a rule gives no event for a row or change that it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declined {
    /// It has no time.
    NoTime,
    /// `which` chooses others.
    NotChosen,
    /// A rule above gave an event, and this one has `otherwise`.
    NotNeeded,
    /// That activity wins where it came from the same row.
    Yields(usize),
}

/// The candidates of the rule at hand, in the order of rows.
#[derive(Debug, Default)]
pub struct Candidates {
    /// Those that are left.
    pub all: Vec<Candidate>,
    origins: Vec<Origin>,
    /// What gave no event, and why, where somebody asks.
    pub declined: Option<Vec<(Origin, Declined)>>,
}

/// What stands for a value of `per`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum PerKey {
    Cell(CellKey),
    Text(String),
    /// The number of a row above.
    Above(u32),
}

impl Candidates {
    /// Finds the rows or changes that a rule wants. What matches but has no time is counted and marked.
    pub fn find(&mut self, at: &At<'_>, rule: usize, memo: &ChangeMemo, tally: &mut RuleTally, marks: &mut [Vec<u16>]) {
        self.all.clear();
        let program = &at.state.context.program.rules[rule];
        if program.at.is_none() && program.during.is_none() && self.declined.is_none() {
            let found = match &at.state.context.plan.rules[rule].subject {
                Subject::Rows(source) => self.rows_by_themselves(at, rule, *source, tally, marks),
                Subject::Changes(source, fields) if program.condition.is_none() => {
                    self.changes_by_themselves(at, rule, (*source, fields), memo);
                    tally.matched += self.all.len() as u64;
                    true
                }
                _ => false,
            };
            if found {
                return;
            }
        }
        self.subjects(at, rule, memo);
        if self.origins.is_empty() {
            return;
        }
        for origin in self.origins.drain(..) {
            let place = at.origin(origin);
            if !program.condition.as_ref().is_none_or(|condition| place.holds(condition)) {
                continue;
            }
            let time = match &program.at {
                Some(value) => place.datum(value).as_time(),
                None => place.here.time,
            };
            let Some(time) = time else {
                tally.matched += 1;
                tally.no_time += 1;
                mark(marks, origin, Fate::NoTime);
                decline(&mut self.declined, origin, Declined::NoTime);
                continue;
            };
            let here = crate::run::case::Here { time: Some(time), ..place.here };
            if program.during.as_ref().is_none_or(|during| place.here(here).holds(during)) {
                tally.matched += 1;
                self.all.push(Candidate { origin, time });
            }
        }
    }

    /// Finds rows where each decides for itself whether the rule wants it; whether that is so.
    fn rows_by_themselves(
        &mut self,
        at: &At<'_>,
        rule: usize,
        source: usize,
        tally: &mut RuleTally,
        marks: &mut [Vec<u16>],
    ) -> bool {
        let context = &at.state.context;
        let Some(test) = &context.program.rules[rule].own_test else { return false };
        let (table, texts) = (&at.state.tables[source], at.state.texts());
        for (row, own) in (0..).zip(&at.state.rows[source]) {
            if !test.holds(table.row(own.position), texts) {
                continue;
            }
            tally.matched += 1;
            if own.time == NO_TIME {
                tally.no_time += 1;
                marks[source][row as usize] |= Fate::NoTime.bit();
            } else {
                self.all.push(Candidate { origin: Origin::row(rule as u32, source as u32, row), time: own.time });
            }
        }
        true
    }

    /// Finds the changes that a rule wants that asks nothing beside; what changes has a time.
    fn changes_by_themselves(
        &mut self,
        at: &At<'_>,
        rule: usize,
        (source, fields): (usize, &[usize]),
        memo: &ChangeMemo,
    ) {
        let (rule_number, source) = (rule as u32, source as u32);
        for field in fields {
            let changes = &at.state.fields[*field].changes;
            self.all.extend(memo.wanted(at, rule, *field).map(|place| {
                let change = &changes[place];
                let (field, change_number) = (*field as u32, place as u32);
                let origin = Origin { rule: rule_number, source, row: change.row, field, change: change_number };
                Candidate { origin, time: change.time }
            }));
        }
        if fields.len() > 1 {
            self.all.sort_by_key(|candidate| candidate.origin.row);
        }
    }

    /// The rows of the rule's source, or those changes of its fields that go from and to what it wants.
    fn subjects(&mut self, at: &At<'_>, rule: usize, memo: &ChangeMemo) {
        self.origins.clear();
        let number = rule as u32;
        match &at.state.context.plan.rules[rule].subject {
            Subject::Rows(source) => {
                let rows = at.state.rows[*source].len() as u32;
                self.origins.extend((0..rows).map(|row| Origin::row(number, *source as u32, row)));
            }
            Subject::Changes(source, fields) => {
                for field in fields {
                    let changes = &at.state.fields[*field].changes;
                    self.origins.extend(memo.wanted(at, rule, *field).map(|change| Origin {
                        rule: number,
                        source: *source as u32,
                        row: changes[change].row,
                        field: *field as u32,
                        change: change as u32,
                    }));
                }
                if fields.len() > 1 {
                    // One stream; changes in one row stay in the order in which the rule names the fields.
                    self.origins.sort_by_key(|origin| origin.row);
                }
            }
            Subject::Deadline => {}
        }
    }

    /// Leaves those that `which` chooses; the others are counted and marked.
    pub fn choose(&mut self, at: &At<'_>, rule: usize, tally: &mut RuleTally, marks: &mut [Vec<u16>]) {
        let which = at.state.context.plan.rules[rule].which;
        if which == Which::All || self.all.is_empty() {
            return;
        }
        let per = at.state.context.program.rules[rule].per.as_ref();
        let by_value = per.map(|per| chosen_per(at, which, per, &self.all)).unwrap_or_default();
        let Self { all, declined, .. } = self;
        let (count, mut place) = (all.len(), 0);
        all.retain(|candidate| {
            let stays = match by_value.get(place) {
                Some(stays) => *stays,
                None => is_chosen(which, place, count),
            };
            place += 1;
            if !stays {
                tally.not_chosen += 1;
                mark(marks, candidate.origin, Fate::NotChosen);
                decline(declined, candidate.origin, Declined::NotChosen);
            }
            stays
        });
    }

    /// Leaves none; all are counted and marked.
    pub fn drop_all(&mut self, tally: &mut RuleTally, marks: &mut [Vec<u16>]) {
        for candidate in self.all.drain(..) {
            tally.not_chosen += 1;
            mark(marks, candidate.origin, Fate::NotChosen);
            decline(&mut self.declined, candidate.origin, Declined::NotNeeded);
        }
    }
}

/// Notes why there is no event, where somebody asks.
pub fn decline(declined: &mut Option<Vec<(Origin, Declined)>>, origin: Origin, why: Declined) {
    if let Some(declined) = declined {
        declined.push((origin, why));
    }
}

/// Marks a row with a fate that applies to it.
pub fn mark(marks: &mut [Vec<u16>], origin: Origin, fate: Fate) {
    if origin.row != NONE {
        marks[origin.source as usize][origin.row as usize] |= fate.bit();
    }
}

fn is_chosen(which: Which, place: usize, count: usize) -> bool {
    match which {
        Which::All => true,
        Which::First => place == 0,
        Which::Last => place + 1 == count,
        Which::Later => place > 0,
    }
}

fn chosen_per(at: &At<'_>, which: Which, per: &PerProgram, all: &[Candidate]) -> Vec<bool> {
    let keys: Vec<PerKey> = all.iter().map(|candidate| key(at, per, candidate)).collect();
    let mut counts: FxHashMap<&PerKey, usize> = FxHashMap::default();
    keys.iter().for_each(|key| *counts.entry(key).or_default() += 1);
    let mut seen: FxHashMap<&PerKey, usize> = FxHashMap::default();
    let place = |key| {
        let place = seen.entry(key).or_default();
        *place += 1;
        is_chosen(which, *place - 1, counts[key])
    };
    keys.iter().map(place).collect()
}

fn key(at: &At<'_>, per: &PerProgram, candidate: &Candidate) -> PerKey {
    let value = match per {
        PerProgram::Value(value) => at.origin(candidate.origin).datum(value),
        PerProgram::Above(place) => return PerKey::Above(above(at, candidate.origin, *place)),
    };
    // Equal texts have one id; a text that was computed may be one of them.
    let texts = at.state.texts();
    let known = value.with_text(texts, |text| texts.find(text)).flatten().map(Cell::Text);
    match known.or_else(|| value.as_cell()).and_then(CellKey::of) {
        Some(key) => PerKey::Cell(key),
        None => PerKey::Text(display(&value, texts).unwrap_or_default()),
    }
}

fn above(at: &At<'_>, origin: Origin, place: usize) -> u32 {
    let source = origin.source as usize;
    let row = at.state.rows.get(source).and_then(|rows| rows.get(origin.row as usize));
    row.map_or(NONE, |row| at.state.tables[source].row(row.position).word(place))
}

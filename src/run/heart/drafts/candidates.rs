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
        match &at.state.context.plan.rules[rule].subject {
            Subject::Rows(source) => self.rows(at, rule, *source),
            Subject::Changes(source, fields) => self.changes(at, rule, (*source, fields), memo),
            Subject::Deadline => {}
        }
        let condition = program.condition.as_ref().filter(|_| program.own_test.is_none());
        let is_plain = condition.is_none() && program.at.is_none() && program.during.is_none();
        let Self { all, declined } = self;
        all.retain_mut(|candidate| {
            if is_plain && candidate.time != NO_TIME {
                tally.matched += 1;
                return true;
            }
            let place = at.origin(candidate.origin);
            if !condition.is_none_or(|condition| place.holds(condition)) {
                return false;
            }
            let time = match &program.at {
                Some(value) => place.datum(value).as_time(),
                None => place.here.time,
            };
            let Some(time) = time else {
                tally.matched += 1;
                tally.no_time += 1;
                mark(marks, candidate.origin, Fate::NoTime);
                decline(declined, candidate.origin, Declined::NoTime);
                return false;
            };
            let here = crate::run::case::Here { time: Some(time), ..place.here };
            let holds = program.during.as_ref().is_none_or(|during| place.here(here).holds(during));
            tally.matched += u64::from(holds);
            candidate.time = time;
            holds
        });
    }

    /// The rows of the rule's source, but for those of which it is clear by themselves that the rule doesn't want them.
    fn rows(&mut self, at: &At<'_>, rule: usize, source: usize) {
        let test = at.state.context.program.rules[rule].own_test.as_ref();
        let (table, texts) = (&at.state.tables[source], at.state.texts());
        for (row, own) in (0..).zip(&at.state.rows[source]) {
            if test.is_none_or(|test| test.holds(table.row(own.position), texts)) {
                self.all.push(Candidate { origin: Origin::row(rule as u32, source as u32, row), time: own.time });
            }
        }
    }

    /// Those changes of the rule's fields that go from and to what it wants, but for the same; what changes has a time.
    fn changes(&mut self, at: &At<'_>, rule: usize, (source, fields): (usize, &[usize]), memo: &ChangeMemo) {
        let test = at.state.context.program.rules[rule].own_test.as_ref();
        let (table, rows, texts) = (&at.state.tables[source], &at.state.rows[source], at.state.texts());
        for field in fields {
            let changes = &at.state.fields[*field].changes;
            let wanted = memo.wanted(at, rule, *field).map(|place| (place, &changes[place]));
            let is_wanted =
                |row: u32| test.is_none_or(|test| test.holds(table.row(rows[row as usize].position), texts));
            self.all.extend(wanted.filter(|(_, change)| is_wanted(change.row)).map(|(place, change)| Candidate {
                origin: Origin {
                    rule: rule as u32,
                    source: source as u32,
                    row: change.row,
                    field: *field as u32,
                    change: place as u32,
                },
                time: change.time,
            }));
        }
        if fields.len() > 1 {
            // One stream; changes in one row stay in the order in which the rule names the fields.
            self.all.sort_by_key(|candidate| candidate.origin.row);
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

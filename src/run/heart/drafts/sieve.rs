//! Which of the candidates of a rule become events.

use rustc_hash::FxHashMap;

use super::super::marks::mark;
use super::candidates::Candidate;
use crate::evaluate::display;
use crate::plan::Which;
use crate::rows::Cell;
use crate::run::case::{At, Here, NO_TIME, NONE, Origin};
use crate::run::program::{PerProgram, RuleProgram};
use crate::run::tally::{CellKey, Fate, RuleTally};

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

/// What gave no event, and why, where somebody asks.
pub type Refusals = Option<Vec<(Origin, Declined)>>;

/// What stands for a value of `per`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum PerKey {
    Cell(CellKey),
    Text(String),
    /// The number of a row above.
    Above(u32),
}

/// What a rule asks of candidates beyond what was looked at when they were found.
pub struct Sieve<'a> {
    /// The case.
    pub at: At<'a>,
    /// The rule.
    pub rule: usize,
    /// What is counted of it.
    pub counts: &'a mut RuleTally,
    /// What is noted of rows.
    pub marks: &'a mut [Vec<u64>],
    /// What gave no event, and why, where somebody asks.
    pub declined: &'a mut Refusals,
}

impl Sieve<'_> {
    /// Leaves what the rule wants and what has a time. What matches but has no time is counted and marked.
    pub fn sift(&mut self, all: &mut Vec<Candidate>) {
        let program = &self.at.state.context.program.rules[self.rule];
        if program.is_plain && all.iter().all(|candidate| candidate.time != NO_TIME) {
            self.counts.matched += all.len() as u64;
            return;
        }
        all.retain_mut(|candidate| self.stays(program, candidate));
    }

    fn stays(&mut self, program: &RuleProgram, candidate: &mut Candidate) -> bool {
        let place = self.at.origin(candidate.origin);
        if !wants(&place, program, candidate.origin) {
            return false;
        }
        let time = match &program.at {
            Some(value) => place.datum(value).as_time(),
            None => place.here.time,
        };
        let Some(time) = time else {
            self.counts.matched += 1;
            self.counts.no_time += 1;
            mark(self.marks, candidate.origin, Fate::NoTime);
            decline(self.declined, candidate.origin, Declined::NoTime);
            return false;
        };
        let here = Here { time: Some(time), ..place.here };
        let holds = program.during.as_ref().is_none_or(|during| place.here(here).holds(during));
        self.counts.matched += u64::from(holds);
        candidate.time = time;
        holds
    }

    /// Leaves those that `which` chooses; the others are counted and marked.
    pub fn choose(&mut self, all: &mut Vec<Candidate>) {
        let which = self.at.state.context.plan.rules[self.rule].which;
        if which == Which::All || all.is_empty() {
            return;
        }
        let per = self.at.state.context.program.rules[self.rule].per.as_ref();
        let by_value = per.map(|per| chosen_per(&self.at, which, per, all)).unwrap_or_default();
        let (count, mut place) = (all.len(), 0);
        all.retain(|candidate| {
            let stays = match by_value.get(place) {
                Some(stays) => *stays,
                None => is_chosen(which, place, count),
            };
            place += 1;
            if !stays {
                self.leave_out(candidate.origin, Declined::NotChosen);
            }
            stays
        });
    }

    /// Leaves none; all are counted and marked.
    pub fn drop_all(&mut self, all: &mut Vec<Candidate>) {
        all.drain(..).for_each(|candidate| self.leave_out(candidate.origin, Declined::NotNeeded));
    }

    /// Counts and marks what gives way to another activity's event.
    pub fn gives_way(&mut self, origin: Origin, winner: usize) {
        self.counts.yielded += 1;
        mark(self.marks, origin, Fate::NotChosen);
        decline(self.declined, origin, Declined::Yields(winner));
    }

    fn leave_out(&mut self, origin: Origin, why: Declined) {
        self.counts.not_chosen += 1;
        mark(self.marks, origin, Fate::NotChosen);
        decline(self.declined, origin, why);
    }
}

/// Whether a rule's condition holds, as far as it wasn't asked when the candidate was found.
fn wants(place: &At<'_>, program: &RuleProgram, origin: Origin) -> bool {
    match (&program.own_test, &program.condition) {
        (Some(_), _) if origin.change == NONE => true,
        (Some(test), _) => {
            let (table, rows) =
                (&place.state.tables[origin.source as usize], &place.state.rows[origin.source as usize]);
            let own = rows.get(origin.row as usize);
            own.is_some_and(|own| test.holds(table.row(own.position), place.state.texts()))
        }
        (None, condition) => condition.as_ref().is_none_or(|condition| place.holds(condition)),
    }
}

/// Notes why there is no event, where somebody asks.
fn decline(declined: &mut Refusals, origin: Origin, why: Declined) {
    if let Some(declined) = declined {
        declined.push((origin, why));
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

//! From rows to the changes of tracked fields.

use super::drafts::{Candidates, ChangeMemo, Direct};
use super::marks::add_field;
use super::{Heart, whole};
use crate::evaluate::{Scope, along};
use crate::plan::{FieldPlan, Path, ValueType};
use crate::rows::{Cell, Row, TextId, Texts};
use crate::run::case::{At, CaseRow, CaseState, Change, FieldHistory, NO_TIME, NONE, Origin};
use crate::run::context::Context;
use crate::run::program::{FieldProgram, Kept};
use crate::run::tally::{CellKey, Fate, FieldTally};

/// What a row says of a field.
struct Step {
    row: u32,
    time: i64,
    old: Option<Cell>,
    new: Cell,
}

/// What a row does to a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// It changes the value.
    Change,
    /// It repeats the value.
    Repeat,
    /// It is the first that tells of the field.
    First,
}

impl Heart {
    /// Reads the history of all tracked fields from the case's rows, and finds the rules that want their changes.
    pub(super) fn changes(&mut self, context: &Context) {
        for (source, program) in context.program.sources.iter().enumerate() {
            if program.readers.is_empty() || self.marks[source].is_empty() {
                continue;
            }
            // The histories leave the state while rows are read from it.
            let mut histories = std::mem::take(&mut self.state.borrow_mut().fields);
            self.changes_in(context, source, &mut histories);
            self.state.borrow_mut().fields = histories;
        }
        self.compare_with_current(context);
    }

    /// Reads the rows of a source that tells of some fields.
    fn changes_in(&mut self, context: &Context, source: usize, histories: &mut [FieldHistory]) {
        let direct = self.direct(context);
        let state = self.state.borrow();
        let state = &*state;
        let at = whole(state, &self.runtime, &self.memo, &self.notes);
        let Self { marks, tally, is_torn, change_memo, candidates, drafts, .. } = self;
        let steps = &context.program.steps;
        let drafting = Direct { steps, drafts, rules: &mut tally.rules, activities: &mut tally.activities };
        let mut finding = Finding { at, direct, drafting, candidates, memo: change_memo };
        let mut telling = Telling { context, state, fields: &mut tally.fields, is_torn };
        let readers = &context.program.sources[source].readers;
        let table = &state.tables[source];
        for (row, (own, marks)) in (0..).zip(state.rows[source].iter().zip(&mut marks[source])) {
            let own_row = OwnRow { state, source, number: row, own: *own, row: table.row(own.position) };
            let fields = match readers.named {
                Some(column) if own.twin != NONE => readers.fields_named(own_row.other(column).as_text()),
                _ => readers.fields_of(own_row.row),
            };
            if fields.is_empty() {
                continue;
            }
            if own.time == NO_TIME {
                // What has no time did not happen.
                *marks |= Fate::NoTime.bit();
                continue;
            }
            let (mut repeats, mut others) = (false, false);
            for field in fields {
                let history = &mut histories[*field];
                let effect = telling.step(&own_row, *field, history);
                repeats |= effect == Effect::Repeat;
                others |= effect != Effect::Repeat;
                if effect == Effect::Change {
                    let unknown = finding.add(source, *field, history, marks);
                    if let Some(key) = unknown {
                        telling.fields[*field].unknown.entry(key).or_default().see(state.case);
                    }
                }
            }
            if repeats && !others {
                *marks |= Fate::Repeated.bit();
            }
        }
    }

    /// Fills in the values of fields of which no row told, and counts cases whose last value isn't the current one.
    fn compare_with_current(&mut self, context: &Context) {
        let mut state = self.state.borrow_mut();
        let state = &mut *state;
        for (is_torn, tally) in self.is_torn.iter_mut().zip(&mut self.tally.fields) {
            tally.not_joined += u64::from(std::mem::take(is_torn));
        }
        let Some(record) = state.record else { return };
        for field in &context.program.with_current {
            let (field, plan, program) = (*field, &context.plan.fields[*field], &context.program.fields[*field]);
            let Some(path) = &plan.current else { continue };
            let at_hand = program.current.as_ref().and_then(|way| {
                let table = state.tables.get(path.source)?;
                way.cell(table.row(record), &state.tables)
            });
            let at = whole(state, &self.runtime, &self.memo, &self.notes);
            let Some(held_now) = at_hand.or_else(|| current(&at, path)) else { continue };
            let until = plan.until.as_ref().and_then(|path| current(&at, path)?.as_time());
            let held_now = read_as(held_now, plan.kind, state.texts());
            let history = &state.fields[field];
            if history.is_set {
                let is_stale = !state.equal(history.held(), held_now);
                self.tally.fields[field].mismatched += u64::from(is_stale);
                state.fields[field].until = until.filter(|_| is_stale);
            } else {
                state.fields[field].initial = held_now;
            }
        }
    }
}

/// A row of the case.
struct OwnRow<'a> {
    state: &'a CaseState,
    source: usize,
    number: u32,
    own: CaseRow,
    row: Row<'a>,
}

impl OwnRow<'_> {
    /// A column that rows keep there.
    #[inline]
    fn cell(&self, column: usize, kept: Kept) -> Cell {
        if self.own.twin == NONE { kept.cell(self.row) } else { self.other(column) }
    }

    /// A column of a row that may take it from another.
    #[cold]
    fn other(&self, column: usize) -> Cell {
        self.state.cell(self.source, self.number, column)
    }
}

/// What finds the rules that want changes.
struct Finding<'a> {
    at: At<'a>,
    /// The bits of steps whose events are drafted at once.
    direct: u64,
    drafting: Direct<'a>,
    candidates: &'a mut Candidates,
    memo: &'a mut ChangeMemo,
}

impl Finding<'_> {
    /// Hands a field's last change to the rules that want it; the key of its value, if the mapping should know that and
    /// doesn't.
    #[inline]
    fn add(&mut self, source: usize, field: usize, history: &FieldHistory, marks: &mut u64) -> Option<CellKey> {
        let change = history.changes.last()?;
        add_field(marks, field);
        let (wanting, unknown) = self.memo.wanting(&self.at, field, change);
        let place = history.changes.len() as u32 - 1;
        let origin = Origin::change(NONE, source as u32, change.row, [field as u32, place]);
        if wanting & self.direct != 0 {
            self.drafting.draft(wanting & self.direct, origin, change.time, marks);
        }
        self.candidates.add(self.drafting.steps, wanting & !self.direct, origin, change.time);
        unknown
    }
}

/// What rows tell of fields, and what is counted of it.
struct Telling<'a> {
    context: &'a Context,
    state: &'a CaseState,
    fields: &'a mut [FieldTally],
    is_torn: &'a mut [bool],
}

impl Telling<'_> {
    #[inline]
    fn step(&mut self, row: &OwnRow<'_>, field: usize, history: &mut FieldHistory) -> Effect {
        let FieldProgram { old, new, words, .. } = &self.context.program.fields[field];
        if let Some(places) = words {
            return self.step_of_words(row, field, history, places.map(|place| row.row.word(place)));
        }
        let plan = &self.context.plan.fields[field];
        let read = |column: usize, kept: Kept| read_as(row.cell(column, kept), plan.kind, self.state.texts());
        let old = plan.shape.old.zip(*old).map(|(column, kept)| read(column, kept));
        let step = Step { row: row.number, time: row.own.time, old, new: read(plan.shape.new, *new) };
        let effect = history.apply(self.state, plan, &step, &mut self.is_torn[field]);
        self.count(field, effect)
    }

    /// The same of texts, which are equal where their words are.
    #[inline]
    fn step_of_words(
        &mut self,
        row: &OwnRow<'_>,
        field: usize,
        history: &mut FieldHistory,
        [old, new]: [u32; 2],
    ) -> Effect {
        let last = history.changes.last();
        let held = if history.is_set { word(last.map_or(&history.initial, |last| &last.new)) } else { old };
        if !history.is_set {
            (history.initial, history.is_set) = (text(old), true);
        } else if held != old {
            let is_repeated = |last: &Change| word(&last.new) == new && word(&last.old) == old;
            self.is_torn[field] |= !last.is_some_and(is_repeated);
        }
        if held == new {
            return self.count(field, Effect::Repeat);
        }
        history.changes.push(Change { row: row.number, time: row.own.time, old: text(old), new: text(new) });
        self.count(field, Effect::Change)
    }

    #[inline]
    fn count(&mut self, field: usize, effect: Effect) -> Effect {
        let tally = &mut self.fields[field];
        match effect {
            Effect::Change => tally.changes += 1,
            Effect::Repeat => tally.repeats += 1,
            Effect::First => {}
        }
        effect
    }
}

/// The text of a word.
#[inline]
fn text(word: u32) -> Cell {
    TextId::from_word(word).map_or(Cell::Null, Cell::Text)
}

/// The word of a text.
#[inline]
fn word(text: &Cell) -> u32 {
    match text {
        Cell::Text(id) => id.word(),
        _ => 0,
    }
}

/// The value that the case's record has now; `None` without a record.
fn current(at: &At<'_>, path: &Path) -> Option<Cell> {
    let table = at.table(path.source)?;
    Some(along(at, table.row(at.state.record?), path))
}

/// A value of a text column as the field's own type; text that doesn't read as that stays text.
#[inline]
fn read_as(cell: Cell, kind: ValueType, texts: &Texts) -> Cell {
    let (Cell::Text(id), ValueType::Boolean | ValueType::Integer | ValueType::Number) = (cell, kind) else {
        return cell;
    };
    read_text(texts.get(id).trim(), kind).unwrap_or(cell)
}

fn read_text(text: &str, kind: ValueType) -> Option<Cell> {
    match kind {
        ValueType::Boolean if text.eq_ignore_ascii_case("true") || text == "1" => Some(Cell::boolean(true)),
        ValueType::Boolean if text.eq_ignore_ascii_case("false") || text == "0" => Some(Cell::boolean(false)),
        ValueType::Integer => text.parse().ok().map(Cell::Integer),
        ValueType::Number => text.parse().ok().filter(|number: &f64| number.is_finite()).map(Cell::number),
        _ => None,
    }
}

impl FieldHistory {
    /// Takes in what the next row says.
    #[inline]
    fn apply(&mut self, state: &CaseState, plan: &FieldPlan, step: &Step, is_torn: &mut bool) -> Effect {
        if plan.skips_nulls && step.new.is_null() {
            return Effect::Repeat;
        }
        match step.old {
            Some(old) => self.apply_step(state, plan, step, old, is_torn),
            None => self.apply_snapshot(state, plan, step),
        }
    }

    /// A row with the values before and after. A step to the value that is held already repeats it, whatever the row says
    /// stood before; a step to another is a change, also where it doesn't join up with the row before, or tells no step.
    #[inline]
    fn apply_step(
        &mut self,
        state: &CaseState,
        plan: &FieldPlan,
        step: &Step,
        old: Cell,
        is_torn: &mut bool,
    ) -> Effect {
        let held = self.held();
        let old = if plan.skips_nulls && old.is_null() && self.is_set { held } else { old };
        let held = if self.is_set { held } else { old };
        if !self.is_set {
            (self.initial, self.is_set) = (old, true);
        } else if !state.equal(held, old) && !self.repeats(state, old, step.new) {
            *is_torn = true;
        }
        if state.equal(held, step.new) {
            return Effect::Repeat;
        }
        self.push(step, old);
        Effect::Change
    }

    /// Whether the row is the step before it, told again: that tears nothing.
    fn repeats(&self, state: &CaseState, old: Cell, new: Cell) -> bool {
        self.changes.last().is_some_and(|last| state.equal(last.new, new) && state.equal(last.old, old))
    }

    /// A row with the value alone.
    fn apply_snapshot(&mut self, state: &CaseState, plan: &FieldPlan, step: &Step) -> Effect {
        if !self.is_set {
            self.is_set = true;
            if plan.first_row_changes && !step.new.is_null() {
                self.push(step, Cell::Null);
                return Effect::Change;
            }
            self.initial = step.new;
            return Effect::First;
        }
        let held = self.held();
        if state.equal(held, step.new) {
            return Effect::Repeat;
        }
        self.push(step, held);
        Effect::Change
    }

    /// The value after all changes.
    #[inline]
    fn held(&self) -> Cell {
        self.changes.last().map_or(self.initial, |last| last.new)
    }

    #[inline]
    fn push(&mut self, step: &Step, old: Cell) {
        self.changes.push(Change { row: step.row, time: step.time, old, new: step.new });
    }
}

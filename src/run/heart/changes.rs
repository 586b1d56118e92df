//! From rows to the changes of tracked fields.

use super::{Heart, whole};
use crate::evaluate::{Scope, along};
use crate::plan::{FieldPlan, Path, ValueType};
use crate::rows::{Cell, Texts};
use crate::run::case::{At, CaseState, Change, FieldHistory, NO_TIME};
use crate::run::context::Context;
use crate::run::tally::{CellKey, Fate};

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
    /// Reads the history of all tracked fields from the case's rows.
    pub(super) fn changes(&mut self, context: &Context) {
        for (source, program) in context.program.sources.iter().enumerate() {
            let readers = &program.readers;
            if readers.every.is_empty() && readers.by_name.is_empty() {
                continue;
            }
            // The histories leave the state while rows are read from it.
            let mut histories = std::mem::take(&mut self.state.borrow_mut().fields);
            let rows = self.state.borrow().rows[source].len() as u32;
            for row in 0..rows {
                let named = match readers.named {
                    Some(column) if !readers.by_name.is_empty() => self.name_in(source, row, column),
                    _ => None,
                };
                let named = named.and_then(|name| readers.by_name.get(&name)).map_or(&[][..], Vec::as_slice);
                self.row_of_fields(source, row, named, &readers.every, &mut histories);
            }
            self.state.borrow_mut().fields = histories;
        }
        self.compare_with_current(context);
    }

    fn name_in(&self, source: usize, row: u32, column: usize) -> Option<crate::rows::TextId> {
        self.state.borrow().cell(source, row, column).as_text()
    }

    /// Reads a row of a source that tells of some fields.
    fn row_of_fields(
        &mut self,
        source: usize,
        row: u32,
        named: &[usize],
        every: &[usize],
        histories: &mut [FieldHistory],
    ) {
        if named.is_empty() && every.is_empty() {
            return;
        }
        let (mut repeats, mut others) = (false, false);
        let time = self.state.borrow().rows[source][row as usize].time;
        if time == NO_TIME {
            // What has no time did not happen.
            self.marks[source][row as usize] |= Fate::NoTime.bit();
            return;
        }
        for field in named.iter().chain(every) {
            match self.step(source, row, time, *field, &mut histories[*field]) {
                Effect::Repeat => repeats = true,
                Effect::Change | Effect::First => others = true,
            }
        }
        if repeats && !others {
            self.marks[source][row as usize] |= Fate::Repeated.bit();
        }
    }

    fn step(&mut self, source: usize, row: u32, time: i64, field: usize, history: &mut FieldHistory) -> Effect {
        let context = &self.context;
        let plan = &context.plan.fields[field];
        let state = self.state.borrow();
        let read = |column: usize| read_as(state.cell(source, row, column), plan.kind, state.texts());
        let step = Step { row, time, old: plan.shape.old.map(read), new: read(plan.shape.new) };
        let tally = &mut self.tally.fields[field];
        let effect = history.apply(&state, plan, &step, &mut self.is_torn[field]);
        match effect {
            Effect::Change => {
                tally.changes += 1;
                if let Some(key) = unknown(context.program.fields[field].known.as_ref(), step.new, state.texts()) {
                    tally.unknown.entry(key).or_default().see(state.case);
                }
            }
            Effect::Repeat => tally.repeats += 1,
            Effect::First => {}
        }
        effect
    }

    /// Fills in the values of fields of which no row told, and counts cases whose last value isn't the current one.
    fn compare_with_current(&mut self, context: &Context) {
        for (field, plan) in context.plan.fields.iter().enumerate() {
            self.tally.fields[field].not_joined += u64::from(std::mem::take(&mut self.is_torn[field]));
            let Some(path) = plan.current.as_ref().filter(|_| context.program.fields[field].is_read) else { continue };
            let mut state = self.state.borrow_mut();
            let at = whole(&state, &self.runtime, &self.memo, &self.notes);
            let Some(held_now) = current(&at, path) else { continue };
            let until = plan.until.as_ref().and_then(|path| current(&at, path)?.as_time());
            let held_now = read_as(held_now, plan.kind, state.texts());
            let history = &state.fields[field];
            if history.is_set {
                let last = state.value_after(field, history.changes.len());
                let is_stale = !state.equal(last, held_now);
                self.tally.fields[field].mismatched += u64::from(is_stale);
                state.fields[field].until = until.filter(|_| is_stale);
            } else {
                state.fields[field].initial = held_now;
            }
        }
    }
}

/// The value that the case's record has now; `None` without a record.
fn current(at: &At<'_>, path: &Path) -> Option<Cell> {
    let table = at.table(path.source)?;
    Some(along(at, table.row(at.state.record?), path))
}

/// The key of a value that is among none of those that the mapping names.
fn unknown(known: Option<&crate::evaluate::Set>, value: Cell, texts: &Texts) -> Option<CellKey> {
    let known = known?;
    if value.is_null() || known.contains(&value.into(), texts) { None } else { CellKey::of(value) }
}

/// A value of a text column as the field's own type; text that doesn't read as that stays text.
fn read_as(cell: Cell, kind: ValueType, texts: &Texts) -> Cell {
    let (Cell::Text(id), ValueType::Boolean | ValueType::Integer | ValueType::Number) = (cell, kind) else {
        return cell;
    };
    let text = texts.get(id).trim();
    let read = match kind {
        ValueType::Boolean if text.eq_ignore_ascii_case("true") || text == "1" => Some(Cell::Boolean(true)),
        ValueType::Boolean if text.eq_ignore_ascii_case("false") || text == "0" => Some(Cell::Boolean(false)),
        ValueType::Integer => text.parse().ok().map(Cell::Integer),
        ValueType::Number => text.parse().ok().filter(|number: &f64| number.is_finite()).map(Cell::Number),
        _ => None,
    };
    read.unwrap_or(cell)
}

impl FieldHistory {
    /// Takes in what the next row says.
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
    fn apply_step(
        &mut self,
        state: &CaseState,
        plan: &FieldPlan,
        step: &Step,
        old: Cell,
        is_torn: &mut bool,
    ) -> Effect {
        let old = if plan.skips_nulls && old.is_null() && self.is_set { self.held() } else { old };
        if !self.is_set {
            (self.initial, self.is_set) = (old, true);
        } else if !state.equal(self.held(), old) && !self.repeats(state, old, step.new) {
            *is_torn = true;
        }
        if state.equal(self.held(), step.new) {
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

    fn held(&self) -> Cell {
        self.changes.last().map_or(self.initial, |last| last.new)
    }

    fn push(&mut self, step: &Step, old: Cell) {
        self.changes.push(Change { row: step.row, time: step.time, old, new: step.new });
    }
}

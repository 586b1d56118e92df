//! From rows to the changes of tracked fields.

use super::{Heart, whole};
use crate::evaluate::{Scope, along};
use crate::plan::{ColumnPlan, FieldPlan, Path, ValueType};
use crate::rows::{Cell, Row, Texts};
use crate::run::case::{At, CaseRow, CaseState, Change, FieldHistory, NO_TIME, NONE};
use crate::run::context::Context;
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
    /// Reads the history of all tracked fields from the case's rows.
    pub(super) fn changes(&mut self, context: &Context) {
        for (source, program) in context.program.sources.iter().enumerate() {
            let readers = &program.readers;
            if readers.every.is_empty() && readers.by_name.is_empty() {
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
        let Self { state, marks, tally, is_torn, .. } = self;
        let state = state.borrow();
        let marks = &mut marks[source];
        let readers = &context.program.sources[source].readers;
        let named = readers.named.filter(|_| !readers.by_name.is_empty());
        let mut telling = Telling { context, state: &state, fields: &mut tally.fields, is_torn };
        for (row, own) in (0..).zip(&state.rows[source]) {
            let own_row = OwnRow::new(&state, source, row, *own);
            let name = named.and_then(|column| own_row.cell(column).as_text());
            let by_name = name.and_then(|name| readers.by_name.get(&name)).map_or(&[][..], Vec::as_slice);
            if by_name.is_empty() && readers.every.is_empty() {
                continue;
            }
            if own.time == NO_TIME {
                // What has no time did not happen.
                marks[row as usize] |= Fate::NoTime.bit();
                continue;
            }
            let (mut repeats, mut others) = (false, false);
            for field in by_name.iter().chain(&readers.every) {
                match telling.step(&own_row, *field, &mut histories[*field]) {
                    Effect::Repeat => repeats = true,
                    Effect::Change | Effect::First => others = true,
                }
            }
            if repeats && !others {
                marks[row as usize] |= Fate::Repeated.bit();
            }
        }
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

/// A row of the case.
struct OwnRow<'a> {
    state: &'a CaseState,
    source: usize,
    number: u32,
    own: CaseRow,
    row: Row<'a>,
    columns: &'a [ColumnPlan],
}

impl<'a> OwnRow<'a> {
    fn new(state: &'a CaseState, source: usize, number: u32, own: CaseRow) -> Self {
        let context = &state.context;
        let row = state.tables[source].row(own.position);
        Self { state, source, number, own, row, columns: &context.plan.sources[source].columns }
    }

    #[inline]
    fn cell(&self, column: usize) -> Cell {
        match self.columns.get(column) {
            Some(column) if self.own.twin == NONE => self.row.cell(column),
            _ => self.state.cell(self.source, self.number, column),
        }
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
        let Self { context, state, fields, is_torn } = self;
        let plan = &context.plan.fields[field];
        let read = |column: usize| read_as(row.cell(column), plan.kind, state.texts());
        let old = plan.shape.old.map(read);
        let step = Step { row: row.number, time: row.own.time, old, new: read(plan.shape.new) };
        let tally = &mut fields[field];
        let effect = history.apply(state, plan, &step, &mut is_torn[field]);
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
}

/// The value that the case's record has now; `None` without a record.
fn current(at: &At<'_>, path: &Path) -> Option<Cell> {
    let table = at.table(path.source)?;
    Some(along(at, table.row(at.state.record?), path))
}

/// The key of a value that is among none of those that the mapping names.
fn unknown(known: Option<&crate::evaluate::Set>, value: Cell, texts: &Texts) -> Option<CellKey> {
    let known = known?;
    if value.is_null() || known.contains_cell(value, texts) { None } else { CellKey::of(value) }
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
        ValueType::Boolean if text.eq_ignore_ascii_case("true") || text == "1" => Some(Cell::Boolean(true)),
        ValueType::Boolean if text.eq_ignore_ascii_case("false") || text == "0" => Some(Cell::Boolean(false)),
        ValueType::Integer => text.parse().ok().map(Cell::Integer),
        ValueType::Number => text.parse().ok().filter(|number: &f64| number.is_finite()).map(Cell::Number),
        _ => None,
    }
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

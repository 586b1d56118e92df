//! What the history of a case says: rows without twins, and the values of fields over time.

use super::rows::*;

pub const OWNER_FIELDS: [&str; 3] = ["Owner", "ownerAssignment", "ownerAccepted"];

/// The rows of a case that count, by time, then id. Of the two rows of an owner change, the one with ids.
pub struct History<'a> {
    pub rows: Vec<Told<'a>>,
}

/// A row, and the names in the row with names that goes with it.
pub struct Told<'a> {
    pub change: &'a Change,
    pub old_name: Option<&'a str>,
    pub new_name: Option<&'a str>,
}

/// A step of a field from one value to another.
#[derive(Debug, Clone)]
pub struct Step {
    /// The row's place in the history.
    pub row: usize,
    pub at: i64,
    pub old: Option<String>,
    pub new: Option<String>,
}

/// The values of a field over time.
#[derive(Debug, Clone)]
pub struct Field {
    /// The value before the first step.
    pub first: Option<String>,
    /// Whether any row told of the field.
    pub is_told: bool,
    pub steps: Vec<Step>,
}

/// When to look: at a row of the history, or at a moment.
#[derive(Debug, Clone, Copy)]
pub enum When {
    Row(usize),
    Time(i64),
}

fn is_owner(change: &Change) -> bool {
    OWNER_FIELDS.contains(&change.field.as_str())
}

fn holds_ids(change: &Change, habits: &Habits) -> bool {
    if habits.has_data_type {
        return change.data_type == "EntityId";
    }
    let is_id = |value: &Option<String>| value.as_ref().is_some_and(|value| OWNERS.iter().any(|(id, _)| id == value));
    is_id(&change.old) || is_id(&change.new)
}

/// Whether two rows tell of the same moment of the same owner.
fn are_twins(one: &Change, other: &Change) -> bool {
    is_owner(one) && is_owner(other) && one.case == other.case && one.at == other.at && one.by == other.by
}

impl<'a> History<'a> {
    pub fn of(export: &'a Export, case: &Case) -> Self {
        let rows: Vec<&Change> = export.history.iter().filter(|row| row.case == case.id && !row.is_deleted).collect();
        let has_ids = |row: &&Change| holds_ids(row, &export.habits);
        let mut told = Vec::new();
        for row in &rows {
            let twins: Vec<&&Change> = rows.iter().filter(|other| are_twins(row, other)).collect();
            let with_ids = twins.iter().filter(|twin| has_ids(twin)).count();
            if is_owner(row) && !has_ids(row) && with_ids > 0 {
                continue;
            }
            let names: Vec<&&&Change> = twins.iter().filter(|twin| !has_ids(twin)).collect();
            // Two changes at once leave open whose names they are.
            let name = if names.len() == 1 && with_ids == 1 { Some(names[0]) } else { None };
            told.push(Told {
                change: row,
                old_name: name.and_then(|name| name.old.as_deref()),
                new_name: name.and_then(|name| name.new.as_deref()),
            });
        }
        told.sort_by_key(|told| (told.change.at, long(&told.change.id)));
        Self { rows: told }
    }

    /// The values of some fields, read as one stream.
    pub fn field(&self, names: &[&str]) -> Field {
        let mut field = Field { first: None, is_told: false, steps: Vec::new() };
        for (row, told) in self.rows.iter().enumerate() {
            let Change { field: name, old, new, at, .. } = told.change;
            if !names.contains(&name.as_str()) {
                continue;
            }
            if !field.is_told {
                (field.first, field.is_told) = (old.clone(), true);
            }
            let held = field.steps.last().map_or(&field.first, |step| &step.new);
            if held != new {
                field.steps.push(Step { row, at: *at, old: old.clone(), new: new.clone() });
            }
        }
        field
    }
}

impl Field {
    fn steps_until(&self, when: When) -> usize {
        let is_before = |step: &&Step| match when {
            When::Row(row) => step.row <= row,
            When::Time(time) => step.at <= time,
        };
        self.steps.iter().filter(is_before).count()
    }

    /// The value then, the changes of that moment included.
    pub fn at(&self, when: When, current: Option<&str>) -> Option<String> {
        match self.steps_until(when) {
            0 if !self.is_told => current.map(str::to_owned),
            0 => self.first.clone(),
            count => self.steps[count - 1].new.clone(),
        }
    }

    /// The value just before a moment.
    pub fn before(&self, time: i64, current: Option<&str>) -> Option<String> {
        self.at(When::Time(time - 1), current)
    }

    /// The step in force then.
    pub fn step(&self, when: When) -> Option<&Step> {
        self.steps_until(when).checked_sub(1).map(|last| &self.steps[last])
    }

    pub fn values(&self, current: Option<&str>) -> Vec<String> {
        let first = if self.is_told { self.first.clone() } else { current.map(str::to_owned) };
        first.into_iter().chain(self.steps.iter().filter_map(|step| step.new.clone())).collect()
    }
}

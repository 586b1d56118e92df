//! What was found in a record: its rows at all levels, and where the text of each wanted value stands.

use super::shape::{Shape, Slot};

/// The rows of a record.
#[derive(Debug, Default)]
pub struct Found {
    /// By level.
    pub levels: Vec<FoundLevel>,
    /// Values of which a cell may have several.
    members: Vec<Member>,
    /// Texts that may be the rows of a level.
    pub pending: Vec<Pending>,
}

/// The rows at a level.
#[derive(Debug, Default)]
pub struct FoundLevel {
    /// In the order of the text.
    pub rows: Vec<FoundRow>,
    /// Where the value of each cell stands, row after row.
    values: Vec<Value>,
    width: usize,
    /// Which cells any row so far had, if only as null.
    pub seen: Vec<bool>,
    /// Whether any row above had the level, if only without rows.
    pub is_there: bool,
}

/// A row.
#[derive(Debug, Clone, Default)]
pub struct FoundRow {
    /// The row above, by its place at its level.
    pub parent: u32,
    /// Which element of its array it is; none for an object that stands alone.
    pub element: Option<u32>,
    /// Which of the level's paths leads to it.
    pub path: u8,
    /// What is wrong with it.
    pub fault: Option<RowIs>,
}

/// What a row can be that is no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowIs {
    /// Not an object.
    NoObject,
    /// An object with a wanted key twice.
    KeyTwice(String),
}

/// Where a value stands in the record.
#[derive(Debug, Clone, Copy)]
pub enum Value {
    /// It isn't there, or null.
    Nothing,
    /// There.
    At(Stretch, u8),
    /// One or several, among the members.
    Several(u8),
}

/// A stretch of the record's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub start: u32,
    pub end: u32,
}

/// One of several values of a cell.
#[derive(Debug, Clone, Copy)]
struct Member {
    cell: (u32, u32, u32),
    rank: u8,
    at: Stretch,
}

/// A text that may be the rows of a level.
#[derive(Debug, Clone, Copy)]
pub struct Pending {
    pub level: usize,
    pub parent: u32,
    pub rank: u8,
    pub at: Stretch,
}

impl Stretch {
    /// Its text.
    pub fn of(self, record: &str) -> &str {
        record.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// The stretch that `part`, a part of the record's own text, takes.
    pub fn within(record: &str, part: &str) -> Self {
        let start = (part.as_ptr() as usize).saturating_sub(record.as_ptr() as usize);
        Self { start: start as u32, end: (start + part.len()) as u32 }
    }
}

impl Found {
    pub fn new(shape: &Shape) -> Self {
        let level = |level: &super::shape::Level| FoundLevel {
            width: level.width,
            seen: vec![false; level.width],
            ..FoundLevel::default()
        };
        Self { levels: shape.levels.iter().map(level).collect(), ..Self::default() }
    }

    /// Forgets the record before.
    pub fn clear(&mut self) {
        for level in &mut self.levels {
            level.rows.clear();
            level.values.clear();
        }
        self.members.clear();
        self.pending.clear();
    }

    /// Adds a row, and gives its place at its level.
    pub fn add(&mut self, level: usize, row: FoundRow) -> u32 {
        let level = &mut self.levels[level];
        level.rows.push(row);
        level.values.resize(level.rows.len() * level.width, Value::Nothing);
        level.rows.len() as u32 - 1
    }

    /// Notes a value of a cell.
    pub fn put(&mut self, level: usize, row: u32, slot: Slot, record: &str, raw: &str) {
        let of_level = &mut self.levels[level];
        of_level.seen[slot.slot] = true;
        if raw == "null" {
            return;
        }
        let at = Stretch::within(record, raw);
        let value = &mut of_level.values[row as usize * of_level.width + slot.slot];
        let before = match *value {
            Value::Nothing => None,
            Value::At(_, rank) | Value::Several(rank) => Some(rank),
        };
        if slot.is_several {
            if before.is_none_or(|rank| slot.rank < rank) {
                *value = Value::Several(slot.rank);
            }
            self.members.push(Member { cell: (level as u32, row, slot.slot as u32), rank: slot.rank, at });
        } else if before.is_none_or(|rank| slot.rank < rank) {
            *value = Value::At(at, slot.rank);
        }
    }

    /// Puts the members of each cell side by side, once all are there.
    pub fn settle(&mut self) {
        self.members.sort_by_key(|member| (member.cell, member.rank));
    }

    /// Where the value of a cell stands.
    pub fn value(&self, level: usize, row: usize, slot: usize) -> Value {
        let level = &self.levels[level];
        level.values[row * level.width + slot]
    }

    /// Where the several values of a cell stand, by the path that counts.
    pub fn members(&self, level: usize, row: usize, slot: usize, rank: u8) -> impl Iterator<Item = Stretch> {
        let cell = ((level as u32, row as u32, slot as u32), rank);
        let start = self.members.partition_point(|member| (member.cell, member.rank) < cell);
        let rest = self.members[start..].iter();
        rest.take_while(move |member| (member.cell, member.rank) == cell).map(|member| member.at)
    }
}

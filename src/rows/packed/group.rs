//! Packed rows, and the tables in which those of one group stand while they are worked on.

use std::ops::Index;
use std::sync::Arc;

use super::GROUP;
use super::desk::{Desk, Group};
use super::form::Form;
use super::packer::{Packer, Segment};
use crate::rows::{Table, Texts};

/// The packed rows of a source.
#[derive(Debug, Clone)]
pub struct Packed {
    form: Arc<Form>,
    /// By group, its segments.
    groups: Vec<Vec<Segment>>,
    /// The number of each chunk's first row.
    firsts: Vec<u32>,
}

impl Packed {
    /// Puts together what the threads packed, rows of so many cases.
    pub fn of(form: &Arc<Form>, packers: Vec<Packer>, cases: usize, firsts: Vec<u32>) -> Self {
        let mut groups: Vec<Vec<Segment>> = Vec::new();
        groups.resize_with(cases.div_ceil(GROUP as usize), Vec::new);
        for segment in packers.into_iter().flat_map(Packer::finish) {
            if let Some(group) = groups.get_mut(segment.group as usize) {
                group.push(segment);
            }
        }
        Self { form: Arc::clone(form), groups, firsts }
    }

    /// Unpacks a group into a table.
    fn open(&self, group: u32, cases: u32, table: &mut Table, desk: &mut Desk) {
        let segments = self.groups.get(group as usize).map_or(&[][..], Vec::as_slice);
        // Each stands elsewhere in memory: so the processor looks for all at once, and doesn't wait for one after the other.
        let first = |segment: &Segment| segment.bytes.first().copied();
        std::hint::black_box(segments.iter().filter_map(first).fold(0, u8::wrapping_add));
        desk.read(&Group { form: &self.form, segments, firsts: &self.firsts, cases }, table);
        table.first_case = group * GROUP;
    }
}

/// The tables of all sources, as they are at a case: of those whose rows are packed, the rows of the case's group.
#[derive(Debug)]
pub struct CaseTables {
    tables: Vec<Arc<Table>>,
    /// Where rows are packed, what they are unpacked from.
    packed: Vec<(usize, Arc<Table>)>,
    cases: u32,
    group: Option<u32>,
    desk: Desk,
}

impl CaseTables {
    /// Over the tables of a run of so many cases.
    pub fn new(all: &[Arc<Table>], cases: usize) -> Self {
        let is_packed = |table: &Arc<Table>| table.packed.is_some();
        let own = |table: &Arc<Table>| match is_packed(table) {
            true => Arc::new(Table { stride: table.stride, ..Table::default() }),
            false => Arc::clone(table),
        };
        Self {
            tables: all.iter().map(own).collect(),
            packed: all.iter().cloned().enumerate().filter(|(_, table)| is_packed(table)).collect(),
            cases: cases as u32,
            group: None,
            desk: Desk::default(),
        }
    }

    /// Makes the rows of a case be there, with the texts that they carry.
    #[inline]
    pub fn open(&mut self, case: u32, texts: &mut Texts) {
        let group = case / GROUP;
        if !self.packed.is_empty() && self.group != Some(group) {
            self.open_group(group, texts);
        }
    }

    #[cold]
    fn open_group(&mut self, group: u32, texts: &mut Texts) {
        self.desk.texts.restart(std::mem::take(&mut texts.unpacked));
        let cases = self.cases.saturating_sub(group * GROUP).min(GROUP);
        for (source, from) in &self.packed {
            if let (Some(packed), Some(table)) = (&from.packed, Arc::get_mut(&mut self.tables[*source])) {
                packed.open(group, cases, table, &mut self.desk);
            }
        }
        texts.unpacked = self.desk.texts.finish();
        self.group = Some(group);
    }

    /// The table of a source.
    #[inline]
    pub fn get(&self, source: usize) -> Option<&Table> {
        self.tables.get(source).map(Arc::as_ref)
    }
}

impl Index<usize> for CaseTables {
    type Output = Table;

    #[inline]
    fn index(&self, source: usize) -> &Table {
        &self.tables[source]
    }
}

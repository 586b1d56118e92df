//! Packed rows, and the tables in which those of one group stand while they are worked on.

use std::ops::Index;
use std::sync::Arc;

use super::GROUP;
use super::form::Form;
use super::packer::{Packer, Segment};
use super::text::TextReader;
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
        desk.read(self, group);
        table.first_case = group * GROUP;
        desk.arrange(table, cases, self.form.stride());
    }
}

/// Rows of a group as they stand in its segments.
#[derive(Debug, Default)]
struct Desk {
    words: Vec<u32>,
    /// By row, its case's place in the group.
    cases: Vec<u32>,
    texts: TextReader,
    numbers: Vec<u32>,
}

impl Desk {
    fn read(&mut self, packed: &Packed, group: u32) {
        let Self { words, cases, texts, numbers } = self;
        let Packed { form, groups, firsts } = packed;
        let stride = form.stride();
        words.clear();
        cases.clear();
        numbers.clear();
        numbers.resize(form.numbers(), 0);
        for Segment { rows, bytes, .. } in groups.get(group as usize).into_iter().flatten() {
            let (mut at, mut chunk, begin) = (0, 0_u32, words.len());
            texts.begin(form.carried());
            words.resize(begin + rows * stride, 0);
            for row in words[begin..].chunks_exact_mut(stride) {
                let head = form.unpack(bytes, &mut at, numbers, texts, row);
                chunk = chunk.wrapping_add(head.chunks);
                let first = firsts.get(chunk as usize).copied().unwrap_or(0);
                row[stride - 1] = first + head.index;
                cases.push(head.case);
            }
        }
    }

    /// Puts the rows of each case side by side, as they follow each other in the input.
    fn arrange(&self, table: &mut Table, cases: u32, stride: usize) {
        let Table { words, starts, .. } = table;
        starts.clear();
        starts.resize(cases as usize + 1, 0);
        self.cases.iter().for_each(|case| starts[*case as usize + 1] += 1);
        (0..cases as usize).for_each(|case| starts[case + 1] += starts[case]);
        words.clear();
        words.resize(self.words.len(), 0);
        // Each case's start moves to its end, which is the next one's start.
        for (row, case) in self.words.chunks_exact(stride).zip(&self.cases) {
            let next = &mut starts[*case as usize];
            let start = *next as usize * stride;
            words[start..start + stride].copy_from_slice(row);
            *next += 1;
        }
        starts.rotate_right(1);
        starts[0] = 0;
        for case in 0..cases as usize {
            let range = starts[case] as usize * stride..starts[case + 1] as usize * stride;
            in_order(&mut words[range], stride);
        }
    }
}

/// Rows that several threads read may stand one thread's behind the other's.
fn in_order(words: &mut [u32], stride: usize) {
    let number = |row: &[u32]| row[stride - 1];
    if words.chunks_exact(stride).is_sorted_by_key(number) {
        return;
    }
    let mut rows: Vec<Vec<u32>> = words.chunks_exact(stride).map(<[u32]>::to_vec).collect();
    rows.sort_unstable_by_key(|row| number(row));
    words.chunks_exact_mut(stride).zip(rows).for_each(|(to, row)| to.copy_from_slice(&row));
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
        self.desk.texts.bytes = std::mem::take(&mut texts.unpacked).into_bytes();
        self.desk.texts.bytes.clear();
        let cases = self.cases.saturating_sub(group * GROUP).min(GROUP);
        for (source, from) in &self.packed {
            if let (Some(packed), Some(table)) = (&from.packed, Arc::get_mut(&mut self.tables[*source])) {
                packed.open(group, cases, table, &mut self.desk);
            }
        }
        texts.unpacked = String::from_utf8(std::mem::take(&mut self.desk.texts.bytes)).unwrap_or_default();
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

//! Packing the rows of one source.

use std::sync::{Arc, Mutex, PoisonError};

use super::CaseIndex;
use crate::load::group::{LEFT_OUT, NO_CASE};
use crate::load::read::Part;
use crate::plan::SourcePlan;
use crate::rows::{Arena, Form, Packed, Packer, Unpacked};

/// Packs the rows of a source while they are read; threads share it.
pub struct Packing<'a> {
    /// The numbers of cases by the texts of their keys.
    pub index: &'a CaseIndex,
    /// The same by their words, for the texts that had one before.
    numbers: &'a [u32],
    cases: usize,
    form: Arc<Form>,
    packers: Mutex<Vec<Packer>>,
}

/// Rows that belong to no case.
#[derive(Debug, Default)]
pub struct Strays {
    /// Those whose case isn't one, by their places in the chunk.
    pub orphans: Vec<u32>,
    /// How many are of cases that were left out.
    pub left_out: u64,
}

impl<'a> Packing<'a> {
    /// For a source.
    pub fn new(source: &SourcePlan, index: &'a CaseIndex, numbers: &'a [u32], cases: usize) -> Self {
        let form = Arc::new(Form::of(source));
        Self { index, numbers, cases, form, packers: Mutex::default() }
    }

    /// Turns the words of keys into the numbers of their cases.
    pub fn number(&self, keys: &mut [u32]) {
        keys.iter_mut().for_each(|key| *key = self.numbers.get(*key as usize).copied().unwrap_or(NO_CASE));
    }

    /// Packs the rows of a part, beside which the numbers of their cases stand. Their carried texts are in `arena`.
    pub fn pack(&self, part: &mut Part, chunk: u32, arena: &Arena) {
        let (words, cases) = (std::mem::take(&mut part.words), std::mem::take(&mut part.cases));
        self.pack_rows(&Unpacked { words: &words, cases: &cases, chunk, arena }, &mut part.strays);
        part.chunk = chunk;
    }

    /// Packs rows.
    pub fn pack_rows(&self, rows: &Unpacked<'_>, strays: &mut Strays) {
        let known = self.packers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut packer = known.unwrap_or_else(|| Packer::new(&self.form, self.cases));
        packer.add(rows, |case, index| match case {
            LEFT_OUT => strays.left_out += 1,
            _ => strays.orphans.push(index),
        });
        self.packers.lock().unwrap_or_else(PoisonError::into_inner).push(packer);
    }

    /// What was packed; each chunk's first row has a number.
    pub fn finish(self, firsts: Vec<u32>) -> Packed {
        let packers = self.packers.into_inner().unwrap_or_else(PoisonError::into_inner);
        Packed::of(&self.form, packers, self.cases, firsts)
    }
}

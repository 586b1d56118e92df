//! Packing the rows of one source.

use std::sync::{Arc, Mutex, PoisonError};

use super::unwanted::Rows;
use super::{CaseIndex, Unwanted, Wanted};
use crate::load::group::{LEFT_OUT, NO_CASE, UNWANTED};
use crate::load::read::Part;
use crate::plan::SourcePlan;
use crate::rows::{Arena, Form, Interner, Packed, Packer, TextId, Unpacked};

/// Packs the rows of a source while they are read; threads share it.
pub struct Packing<'a> {
    /// The numbers of cases by the texts of their keys.
    pub index: &'a CaseIndex,
    cases: usize,
    form: Arc<Form>,
    /// Which rows are packed; `None`: all.
    wanted: Option<Wanted>,
    packers: Mutex<Vec<Packer>>,
    /// The rows that were only counted.
    unwanted: Mutex<Unwanted>,
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
    pub fn new(source: &SourcePlan, index: &'a CaseIndex, cases: usize) -> Self {
        let form = Arc::new(Form::of(source));
        Self { index, cases, form, wanted: None, packers: Mutex::default(), unwanted: Mutex::default() }
    }

    /// Only counts the others from now on.
    pub fn only(self, wanted: Option<Wanted>) -> Self {
        Self { wanted, ..self }
    }

    /// Turns the words of keys into the numbers of their cases.
    pub fn number(&self, keys: &mut [u32], interner: &Interner) {
        let number = |id| interner.with(id, |key| self.index.find(key.as_bytes()));
        keys.iter_mut().for_each(|key| *key = TextId::from_word(*key).map_or(NO_CASE, number));
    }

    /// Packs the rows of a part, beside which the numbers of their cases stand. Their carried texts are in `arena`.
    pub fn pack(&self, part: &mut Part, chunk: u32, arena: &Arena) {
        let (words, mut cases) = (std::mem::take(&mut part.words), std::mem::take(&mut part.cases));
        if let Some(wanted) = &self.wanted {
            let mut unwanted = Unwanted::default();
            wanted.set_aside(Rows { words: &words, stride: self.form.stride }, &mut cases, self.cases, &mut unwanted);
            self.unwanted.lock().unwrap_or_else(PoisonError::into_inner).add(unwanted);
        }
        self.pack_rows(&Unpacked { words: &words, cases: &cases, chunk, arena }, &mut part.strays);
        part.chunk = chunk;
    }

    /// Packs rows.
    pub fn pack_rows(&self, rows: &Unpacked<'_>, strays: &mut Strays) {
        let known = self.packers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut packer = known.unwrap_or_else(|| Packer::new(&self.form, self.cases));
        packer.add(rows, |case, index| match case {
            UNWANTED => {}
            LEFT_OUT => strays.left_out += 1,
            _ => strays.orphans.push(index),
        });
        self.packers.lock().unwrap_or_else(PoisonError::into_inner).push(packer);
    }

    /// What was packed, and what was only counted; each chunk's first row has a number.
    pub fn finish(self, firsts: Vec<u32>) -> (Packed, Unwanted) {
        let packers = self.packers.into_inner().unwrap_or_else(PoisonError::into_inner);
        let unwanted = self.unwanted.into_inner().unwrap_or_else(PoisonError::into_inner);
        (Packed::of(&self.form, packers, self.cases, firsts), unwanted)
    }
}

//! Packing the rows of one source.

use std::sync::{Arc, Mutex, PoisonError};

use super::unwanted::Rows;
use super::{CaseIndex, Unwanted, Wanted};
use crate::load::group::{LEFT_OUT, NO_CASE, UNWANTED};
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
    /// Which rows are packed; `None`: all.
    wanted: Option<Wanted>,
    /// What threads have packed, and the rows that they only counted.
    packers: Mutex<Vec<(Packer, Unwanted)>>,
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
    pub fn new(
        source: &SourcePlan,
        index: &'a CaseIndex,
        (numbers, cases): (&'a [u32], usize),
        wanted: Option<Wanted>,
    ) -> Self {
        let form = Arc::new(Form::of(source));
        Self { index, numbers, cases, form, wanted, packers: Mutex::default() }
    }

    /// Turns the words of keys into the numbers of their cases.
    pub fn number(&self, keys: &mut [u32]) {
        keys.iter_mut().for_each(|key| *key = self.numbers.get(*key as usize).copied().unwrap_or(NO_CASE));
    }

    /// Packs the rows of a part, beside which the numbers of their cases stand. Their carried texts are in `arena`.
    pub fn pack(&self, part: &mut Part, chunk: u32, arena: &Arena) {
        let known = self.packers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let (mut packer, mut unwanted) =
            known.unwrap_or_else(|| (Packer::new(&self.form, self.cases), Unwanted::default()));
        let (words, mut cases) = (std::mem::take(&mut part.words), std::mem::take(&mut part.cases));
        let strays = &mut part.strays;
        if let Some(wanted) = &self.wanted {
            wanted.set_aside(Rows { words: &words, stride: self.form.stride }, &mut cases, self.cases, &mut unwanted);
        }
        packer.add(&Unpacked { words: &words, cases: &cases, chunk, arena }, |case, index| match case {
            UNWANTED => {}
            LEFT_OUT => strays.left_out += 1,
            _ => strays.orphans.push(index),
        });
        part.chunk = chunk;
        self.packers.lock().unwrap_or_else(PoisonError::into_inner).push((packer, unwanted));
    }

    /// What was packed, and what was only counted; each chunk's first row has a number.
    pub fn finish(self, firsts: Vec<u32>) -> (Packed, Unwanted) {
        let packers = self.packers.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (packers, counts): (Vec<Packer>, Vec<Unwanted>) = packers.into_iter().unzip();
        let mut unwanted = Unwanted::default();
        counts.into_iter().for_each(|other| unwanted.add(other));
        (Packed::of(&self.form, packers, self.cases, firsts), unwanted)
    }
}

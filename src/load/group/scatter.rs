//! Puts the rows of each case side by side.

use rayon::iter::{IntoParallelRefIterator, IntoParallelRefMutIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

use super::{GONE, LEFT_OUT, NO_CASE, REFUSED};
use crate::load::lookup::joined_words;
use crate::load::model::NO_RECORD;
use crate::load::read::Part;

/// The rows of a source, case after case.
#[derive(Debug, Default)]
pub struct Scattered {
    pub words: Vec<u32>,
    /// Where each case's rows begin, and where the last one's end.
    pub starts: Vec<u32>,
    /// Where each row went, by its old position; only for lookups.
    pub moved: Vec<Option<u32>>,
    /// Numbers of rows whose case isn't one.
    pub orphans: Vec<u32>,
    /// Numbers of rows whose case can't be used, with the words of their cases' keys.
    pub refused: Vec<(u32, u32)>,
    /// Rows of cases that were left out.
    pub left_out: u64,
}

/// How to scatter.
#[derive(Debug, Clone, Copy)]
pub struct Layout<'a> {
    pub stride: usize,
    /// The number of the case, by the key's word.
    pub numbers: &'a [u32],
    pub cases: usize,
    /// Whether rows are looked up: then rows of cases that were left out stay, behind all cases, and moves are told.
    pub is_lookup: bool,
}

/// Rows of one part that belong to no case.
#[derive(Debug, Default)]
struct Strays {
    orphans: Vec<u32>,
    refused: Vec<(u32, u32)>,
    left_out: u64,
}

/// How many parts are copied before their memory is given back.
const BATCH: usize = 64;

impl Counted<'_> {
    /// Puts the rows of each case side by side.
    pub fn scatter(self) -> Scattered {
        let Self { parts, layout, counts, strays, is_in_order } = self;
        let mut scattered = Scattered { starts: starts(&counts[..layout.cases]), ..Scattered::default() };
        for stray in strays {
            scattered.orphans.extend(stray.orphans);
            scattered.refused.extend(stray.refused);
            scattered.left_out += stray.left_out;
        }
        if is_in_order {
            stay(parts, layout, &mut scattered);
            return scattered;
        }
        let kept = scattered.starts.last().copied().unwrap_or(0) + counts[layout.cases];
        scattered.words = vec![0; kept as usize * layout.stride];
        if layout.is_lookup {
            scattered.moved = vec![None; parts.iter().map(|part| part.cases.len()).sum()];
        }
        copy(parts, layout, &mut scattered);
        scattered
    }

    /// The numbers of rows by their positions, if those change; of a source whose rows are one part.
    pub fn numbers(&self, rows: &[u32]) -> Option<Vec<u32>> {
        let part = self.parts.first().filter(|_| !self.is_in_order)?;
        let number = |row: &u32| match part.words.get((*row as usize + 1) * self.layout.stride - 1) {
            Some(number) if *row != NO_RECORD => *number,
            _ => NO_RECORD,
        };
        Some(rows.par_iter().map(number).collect())
    }
}

/// Leaves rows where they are: they stand case after case.
fn stay(mut parts: Vec<Part>, layout: Layout<'_>, scattered: &mut Scattered) {
    scattered.words = match parts.as_mut_slice() {
        [only] => std::mem::take(&mut only.words),
        _ => joined_words(parts),
    };
    if layout.is_lookup {
        scattered.moved = (0..(scattered.words.len() / layout.stride) as u32).map(Some).collect();
    }
}

/// At most so many counts of each case are made side by side.
const COUNTS: usize = 8;
/// How many rows are counted at once.
const ROWS: usize = 1 << 14;

/// The rows of all parts, each with the number of its case.
pub struct Counted<'a> {
    parts: Vec<Part>,
    layout: Layout<'a>,
    /// By case, and of the place behind all.
    counts: Vec<u32>,
    strays: Vec<Strays>,
    /// Whether rows stand case after case, with nothing between.
    is_in_order: bool,
}

/// Numbers and counts the rows of a source. Threads count for themselves: one that counts what another counts too waits
/// for it each time.
pub fn count(mut parts: Vec<Part>, layout: Layout<'_>) -> Counted<'_> {
    let mut pieces: Vec<(&[u32], &mut [u32])> = parts
        .iter_mut()
        .flat_map(|Part { words, cases, .. }| words.chunks(ROWS * layout.stride).zip(cases.chunks_mut(ROWS)))
        .collect();
    let stretch = pieces.len().div_ceil(rayon::current_num_threads().min(COUNTS)).max(1);
    let of_stretch = |pieces: &mut [(&[u32], &mut [u32])]| {
        let mut counts = vec![0; layout.cases + 1];
        let strays = pieces.iter_mut().map(|(words, cases)| number(words, cases, layout, &mut counts));
        (strays.collect(), counts)
    };
    let found: Vec<(Vec<Strays>, Vec<u32>)> = pieces.par_chunks_mut(stretch).map(of_stretch).collect();
    let (mut counts, mut strays) = (vec![0; layout.cases + 1], Vec::with_capacity(pieces.len()));
    for (of_stretch, own) in found {
        counts.iter_mut().zip(own).for_each(|(count, own)| *count += own);
        strays.extend(of_stretch);
    }
    let is_in_order = pieces.par_iter().all(|(_, cases)| cases.is_sorted())
        && pieces.windows(2).all(|two| two[0].1.last() <= two[1].1.first())
        && pieces.last().is_none_or(|(_, cases)| cases.last().is_none_or(|last| (*last as usize) < counts.len()));
    Counted { parts, layout, counts, strays, is_in_order }
}

/// Turns the keys of some rows into numbers of cases, and counts them.
fn number(words: &[u32], cases: &mut [u32], layout: Layout<'_>, counts: &mut [u32]) -> Strays {
    let mut strays = Strays::default();
    for (row, case) in words.chunks_exact(layout.stride).zip(cases) {
        if *case == GONE {
            continue;
        }
        let key = *case;
        *case = layout.numbers[key as usize];
        match *case {
            REFUSED => strays.refused.push((row[layout.stride - 1], key)),
            NO_CASE => strays.orphans.push(row[layout.stride - 1]),
            LEFT_OUT => {
                strays.left_out += 1;
                if layout.is_lookup {
                    *case = layout.cases as u32;
                }
            }
            _ => {}
        }
        if let Some(count) = counts.get_mut(*case as usize) {
            *count += 1;
        }
    }
    strays
}

fn starts(counts: &[u32]) -> Vec<u32> {
    let mut next = 0;
    let mut starts = Vec::with_capacity(counts.len() + 1);
    starts.push(0);
    for count in counts {
        next += count;
        starts.push(next);
    }
    starts
}

/// A range of cases and the words of their rows: one thread's work.
struct Region<'a> {
    cases: std::ops::Range<usize>,
    /// For each case the position of its next row.
    next: Vec<u32>,
    first: u32,
    words: &'a mut [u32],
}

fn copy(parts: Vec<Part>, layout: Layout<'_>, scattered: &mut Scattered) {
    let Scattered { words, starts, moved, .. } = scattered;
    // Moves are told in the order of old positions, which one thread alone knows.
    let threads = if layout.is_lookup { 1 } else { rayon::current_num_threads() };
    let mut regions = regions(starts, words, layout, threads);
    let mut parts = parts.into_iter();
    let mut old = 0;
    loop {
        let batch: Vec<Part> = parts.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return;
        }
        if let ([region], true) = (regions.as_mut_slice(), layout.is_lookup) {
            for part in &batch {
                region.copy(part, layout.stride, |position| {
                    moved[old] = position;
                    old += 1;
                });
            }
        } else {
            regions.par_iter_mut().for_each(|region| {
                batch.iter().for_each(|part| region.copy(part, layout.stride, |_| {}));
            });
        }
    }
}

/// Cuts the cases into ranges of about as many rows each.
fn regions<'a>(starts: &[u32], mut words: &'a mut [u32], layout: Layout<'_>, threads: usize) -> Vec<Region<'a>> {
    let total = (words.len() / layout.stride) as u32;
    let mut regions = Vec::with_capacity(threads);
    let mut low = 0;
    for thread in 1..=threads {
        let wanted = (u64::from(total) * thread as u64 / threads as u64) as u32;
        // The last range also has the place behind all cases.
        let high =
            if thread == threads { layout.cases + 1 } else { starts.partition_point(|at| *at < wanted).max(low) };
        let high = if thread == threads { high } else { high.min(layout.cases) };
        let first = starts[low.min(layout.cases)];
        let end = if thread == threads { total } else { starts[high] };
        let (own, rest) = words.split_at_mut((end - first) as usize * layout.stride);
        words = rest;
        let next = (low..high).map(|case| starts[case]).collect();
        regions.push(Region { cases: low..high, next, first, words: own });
        low = high;
    }
    regions
}

impl Region<'_> {
    /// Copies the rows that belong here; `tell` gets the new position of every row of the part.
    fn copy(&mut self, part: &Part, stride: usize, mut tell: impl FnMut(Option<u32>)) {
        for (row, case) in part.words.chunks_exact(stride).zip(&part.cases) {
            let case = *case as usize;
            if !self.cases.contains(&case) {
                tell(None);
                continue;
            }
            let next = &mut self.next[case - self.cases.start];
            let start = (*next - self.first) as usize * stride;
            self.words[start..start + stride].copy_from_slice(row);
            tell(Some(*next));
            *next += 1;
        }
    }
}

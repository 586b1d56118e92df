//! Which cases are worked on together: as many as fit.

use std::ops::RangeInclusive;

use rustc_hash::FxHashMap;

use super::back::Rows;
use super::{Spill, Spilled, stop};
use crate::diagnostic::Diagnostic;
use crate::load::spill::budget::Budget;
use crate::load::spill::layout::Layout;

/// The places of cases that are worked on together.
pub type Range = RangeInclusive<u64>;

/// How many parts a range is cut into that needs too much.
const PARTS: usize = 64;
/// What a row needs beside its words and texts.
const ROW: u64 = 24;
/// What a text needs beside its bytes.
const TEXT: u64 = 16;

/// How much memory a row needs, about, once it is read again: its words twice while rows are put side by side, its texts
/// and the places of these. Texts that other rows have too are kept once; how many do isn't known beforehand.
pub fn need(layout: &Layout, bytes: usize) -> u64 {
    8 * layout.stride as u64 + ROW + TEXT * layout.texts() + bytes as u64 * 3 / 2
}

/// How many buckets there should be for so much input.
pub fn buckets(budget: Budget, input: u64) -> usize {
    let batches = input / budget.rows(0, 1).max(1) + 1;
    (batches * 8).next_power_of_two().clamp(32, 4096) as usize
}

/// The rows of a part of a range that needs too much.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    need: u64,
    /// Whether they are of more than one case.
    has_several: bool,
    first: Option<u64>,
}

impl Spill<'_> {
    /// The ranges of places whose rows fit, where so many bytes are held already.
    ///
    /// # Errors
    /// One case doesn't fit, or the disk fails.
    pub fn ranges(&self, held: u64, threads: usize) -> Result<Vec<Range>, Diagnostic> {
        let (room, most) = (self.budget.rows(held, threads), self.budget.most(held, threads));
        let mut ranges = Ranges { room, most, ranges: Vec::new(), last: 0 };
        let width = self.rows.count() / self.order().intervals();
        for first in (0..self.rows.count()).step_by(width.max(1)) {
            let buckets = first..first + width;
            let need = buckets.clone().map(|bucket| self.rows.need(bucket)).sum();
            if need > room {
                self.split(buckets, &mut ranges, held)?;
            } else {
                ranges.add(*self.rows.range(first).start()..=*self.rows.range(buckets.end - 1).end(), need);
            }
        }
        Ok(ranges.ranges)
    }

    /// Takes an interval of cases bucket by bucket.
    fn split(&self, mut buckets: std::ops::Range<usize>, ranges: &mut Ranges, held: u64) -> Result<(), Diagnostic> {
        buckets.try_for_each(|bucket| {
            let (range, need) = (self.rows.range(bucket), self.rows.need(bucket));
            if need > ranges.room {
                return self.cut(&range, ranges, held);
            }
            ranges.add(range, need);
            Ok(())
        })
    }

    /// Whether cases are in the order of the log, one range after the other.
    pub fn is_in_order(&self, ranges: &[Range]) -> bool {
        let of = |place: u64| ranges.partition_point(|range| *range.end() < place);
        let mut moved = self.moved.get().into_iter().flatten();
        ranges.iter().all(|range| self.order().begins(*range.start()))
            && moved.all(|(case, with)| of(*case) == of(*with))
    }

    /// Whether there is room for so many bytes in which rows are being packed.
    pub fn has_room_to_pack(&self, bytes: u64) -> bool {
        bytes <= self.budget.packing()
    }

    /// How many rows of a source are in the buckets of a range.
    pub fn rows_of(&self, range: &Range, source: usize) -> u64 {
        let buckets = self.rows.of(*range.start())..=self.rows.of(*range.end());
        let blocks = buckets.flat_map(|bucket| self.rows.blocks(bucket));
        blocks.filter(|block| block.source as usize == source).map(|block| u64::from(block.rows)).sum()
    }

    /// Cuts a range of one bucket.
    fn cut(&self, range: &Range, ranges: &mut Ranges, held: u64) -> Result<(), Diagnostic> {
        let width = ((range.end() - range.start()) / PARTS as u64).max(1);
        let mut parts = [Part::default(); PARTS + 1];
        self.each_row(range, |place, need| {
            let part = &mut parts[((place - range.start()) / width).min(PARTS as u64) as usize];
            part.need += need;
            part.has_several |= part.first.is_some_and(|first| first != place);
            part.first = Some(place);
        })?;
        for (index, part) in parts.iter().enumerate() {
            let start = range.start().saturating_add(index as u64 * width);
            let end = if index == PARTS { *range.end() } else { (start.saturating_add(width - 1)).min(*range.end()) };
            if start > end {
                continue;
            }
            match part.first {
                Some(_) if part.need > ranges.room && part.has_several => self.cut(&(start..=end), ranges, held)?,
                Some(place) if part.need > ranges.most => return Err(self.too_large(place, part.need, held)),
                _ => ranges.add(start..=end, part.need),
            }
        }
        Ok(())
    }

    fn each_row(&self, range: &Range, mut action: impl FnMut(u64, u64)) -> Result<(), Diagnostic> {
        let (mut bytes, mut near) = (Vec::new(), 0);
        for block in self.rows.blocks(self.rows.of(*range.start())) {
            self.rows.read(&block, &mut bytes).map_err(|error| error.diagnostic())?;
            let Some(spilled) = self.spilled(block.source as usize) else { continue };
            for row in Rows::of(&bytes) {
                let row = row.ok_or_else(|| self.rows.damaged().diagnostic())?;
                let place = self.place(row.case, &mut near);
                if range.contains(&place) && self.rows.of(place) == block.bucket as usize {
                    action(place, need(&spilled.layout, row.whole.len() + 4));
                }
            }
        }
        Ok(())
    }

    /// A case that needs too much.
    fn too_large(&self, place: u64, need: u64, held: u64) -> Diagnostic {
        let (mut name, mut bytes, mut near) = (String::new(), Vec::new(), 0);
        for block in self.rows.blocks(self.rows.of(place)) {
            let is_read = self.rows.read(&block, &mut bytes).is_ok();
            let mut rows = Rows::of(&bytes).flatten().filter(|row| is_read && self.place(row.case, &mut near) == place);
            if let Some(row) = rows.next() {
                name = String::from_utf8_lossy(row.case).into_owned();
                break;
            }
        }
        stop::case(self.budget, &name, need, 2 * need + 2 * held + Budget::LEAST)
    }

    /// At which place a case's rows are found: its own, or that of the case with which it goes.
    #[inline]
    pub(super) fn place(&self, key: &[u8], near: &mut usize) -> u64 {
        let own = self.order().place(key, near);
        self.moved.get().and_then(|moved| moved.get(&own).copied()).unwrap_or(own)
    }

    /// Whether every case is found at its own place.
    pub(super) fn has_none_moved(&self) -> bool {
        self.moved.get().is_none_or(FxHashMap::is_empty)
    }

    pub(super) fn spilled(&self, source: usize) -> Option<&Spilled> {
        self.sources.get(source).and_then(Option::as_ref)
    }
}

/// Ranges that fit, as they come about.
struct Ranges {
    room: u64,
    /// The most that the rows of one case may need.
    most: u64,
    ranges: Vec<Range>,
    /// How much the last one needs.
    last: u64,
}

impl Ranges {
    fn add(&mut self, range: Range, need: u64) {
        match self.ranges.last_mut() {
            Some(last) if self.last + need <= self.room => {
                *last = *last.start()..=*range.end();
                self.last += need;
            }
            _ => {
                self.ranges.push(range);
                self.last = need;
            }
        }
    }
}

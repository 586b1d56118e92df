//! From disk back to rows.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::batches::Range;
use super::buckets::Block;
use super::bytes::Bytes;
use super::layout::Kept;
use super::{Spill, Spilled, lock};
use crate::load::read::Part;
use crate::rows::{Interner, TextCache};
use crate::scratch::ScratchError;

/// How many blocks become one part.
const BLOCKS: usize = 16;

/// The rows of a block.
pub struct Rows<'b>(Bytes<'b>);

/// A row as it stands on disk.
#[derive(Debug, Clone, Copy)]
pub struct Row<'b> {
    pub whole: &'b [u8],
    pub case: &'b str,
    rest: Bytes<'b>,
}

impl<'b> Rows<'b> {
    pub fn of(bytes: &'b [u8]) -> Self {
        Self(Bytes(bytes))
    }
}

impl<'b> Iterator for Rows<'b> {
    /// `None` where the bytes are damaged.
    type Item = Option<Row<'b>>;

    fn next(&mut self) -> Option<Option<Row<'b>>> {
        if self.0.0.is_empty() {
            return None;
        }
        let row = Row::next(&mut self.0);
        if row.is_none() {
            self.0.0 = &[];
        }
        Some(row)
    }
}

impl<'b> Row<'b> {
    fn next(bytes: &mut Bytes<'b>) -> Option<Self> {
        let length = bytes.word()? as usize;
        let whole = bytes.slice(length)?;
        let mut rest = Bytes(whole);
        let case = rest.text()??;
        Some(Self { whole, case, rest })
    }
}

/// Reads blocks of one source into a part.
struct Reader<'r> {
    spill: &'r Spill<'r>,
    spilled: &'r Spilled,
    source: usize,
    /// Where only some of the rows are meant.
    range: Option<&'r Range>,
    interner: &'r Interner,
    /// By column, the words of the texts for which numbers stand.
    words: &'r [Vec<u32>],
    /// By source, the number of the first row of each piece of its input.
    firsts: &'r [Vec<u32>],
}

/// The case of the row before, and the word of its key: files often tell of a case in several rows together.
type Last<'b> = Option<(&'b str, u32)>;

impl Spill<'_> {
    /// The rows of a range of cases, by source; of wanted sources only.
    ///
    /// # Errors
    /// The disk fails.
    pub fn parts(
        &self,
        range: &Range,
        is_wanted: &dyn Fn(usize) -> bool,
        interner: &Interner,
    ) -> Result<Vec<Vec<Part>>, ScratchError> {
        let mut jobs: Vec<(usize, bool, Vec<Block>)> = Vec::new();
        for bucket in self.rows.of(*range.start())..=self.rows.of(*range.end()) {
            let of_bucket = self.rows.range(bucket);
            let is_whole =
                self.has_none_moved() && range.contains(of_bucket.start()) && range.contains(of_bucket.end());
            for block in self.rows.blocks(bucket).into_iter().filter(|block| is_wanted(block.source as usize)) {
                let source = block.source as usize;
                let open = jobs.iter_mut().rev().take(2 * self.sources.len());
                let mut open = open.filter(|job| job.0 == source && job.1 == is_whole && job.2.len() < BLOCKS);
                match open.next() {
                    Some(job) => job.2.push(block),
                    None => jobs.push((source, is_whole, vec![block])),
                }
            }
        }
        let words = |source: &Option<Spilled>| source.as_ref().map_or_else(Vec::new, |own| own.layout.words(interner));
        let words: Vec<Vec<Vec<u32>>> = self.sources.iter().map(words).collect();
        let firsts = |source: &Option<Spilled>| source.as_ref().map_or_else(Vec::new, |own| lock(&own.firsts).clone());
        let firsts: Vec<Vec<u32>> = self.sources.iter().map(firsts).collect();
        let read = |(source, is_whole, blocks): (usize, bool, Vec<Block>)| {
            let Some(spilled) = self.spilled(source) else { return Ok((source, Part::default())) };
            let (range, words) = ((!is_whole).then_some(range), words[source].as_slice());
            Reader { spill: self, spilled, source, range, interner, words, firsts: &firsts }
                .part(&blocks)
                .map(|part| (source, part))
        };
        let read: Vec<Result<(usize, Part), ScratchError>> = jobs.into_par_iter().map(read).collect();
        let mut parts: Vec<Vec<Part>> = self.sources.iter().map(|_| Vec::new()).collect();
        for part in read {
            let (source, part) = part?;
            parts[source].push(part);
        }
        Ok(parts)
    }
}

impl Reader<'_> {
    fn part(&self, blocks: &[Block]) -> Result<Part, ScratchError> {
        let layout = &self.spilled.layout;
        let rows: usize = blocks.iter().map(|block| block.rows as usize).sum();
        let room = if self.range.is_none() { rows } else { 0 };
        let mut part = Part {
            words: Vec::with_capacity(room * layout.stride),
            cases: Vec::with_capacity(room),
            ..Part::default()
        };
        let mut arena = self.interner.open_arena();
        let mut caches: Vec<TextCache> = (0..layout.fields()).map(|_| TextCache::default()).collect();
        let mut bytes = Vec::new();
        for block in blocks {
            self.spill.rows.read(block, &mut bytes)?;
            let (interner, arena, caches) = (self.interner, &mut arena, &mut caches);
            let mut kept = Kept { interner, words: self.words, arena, caches };
            let (mut last, mut near) = (None, 0);
            for row in Rows::of(&bytes) {
                let mut is_meant = |row: &Row<'_>| self.is_meant(row, block.bucket as usize, &mut near);
                let taken = match row.filter(|row| !is_meant(row)) {
                    Some(_) => Some(()),
                    None => row.and_then(|row| self.row(row, &mut last, &mut kept, &mut part)),
                };
                taken.ok_or_else(|| self.spill.rows.file.damaged())?;
            }
        }
        self.interner.close_arena(arena);
        Ok(part)
    }

    /// Whether a row is of the range, and hasn't moved to another bucket.
    #[inline]
    fn is_meant(&self, row: &Row<'_>, bucket: usize, near: &mut usize) -> bool {
        let Some(range) = self.range else { return true };
        let place = self.spill.place(row.case, near);
        range.contains(&place) && self.spill.rows.of(place) == bucket
    }

    fn row<'b>(&self, row: Row<'b>, last: &mut Last<'b>, kept: &mut Kept<'_>, part: &mut Part) -> Option<()> {
        let mut rest = row.rest;
        let (piece, index) = (rest.number()? as usize, rest.number()? as u32);
        let first = |source: usize| self.firsts.get(source)?.get(piece).copied();
        let above = |source: usize| first(source).unwrap_or(0);
        let layout = &self.spilled.layout;
        layout.take(&mut rest, kept, above, &mut part.words)?;
        *part.words.last_mut()? = index + first(self.source)?;
        let word = match last {
            Some((case, word)) if *case == row.case => *word,
            _ => self.interner.intern(row.case).word(),
        };
        *last = Some((row.case, word));
        part.cases.push(word);
        Some(())
    }
}

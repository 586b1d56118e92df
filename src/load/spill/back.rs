//! From disk back to rows.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::batches::Range;
use super::buckets::Block;
use super::bytes::Bytes;
use super::layout::{Carried, Kept};
use super::{Spill, Spilled, lock};
use crate::load::packing::{Packing, Strays};
use crate::load::read::Part;
use crate::rows::{Arena, Interner, TextCache, Unpacked};
use crate::scratch::ScratchError;

/// How many bytes of blocks become one part, about.
const PART: usize = 4 << 20;

/// Blocks that become one part: their source, whether all of their rows are meant, and how many bytes they have.
type Job = (usize, bool, usize, Vec<Block>);

/// The rows of a block.
pub struct Rows<'b>(Bytes<'b>);

/// A row as it stands on disk.
#[derive(Debug, Clone, Copy)]
pub struct Row<'b> {
    pub whole: &'b [u8],
    /// The key of its case.
    pub case: &'b [u8],
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
        let case = rest.text_bytes()??;
        Some(Self { whole, case, rest })
    }
}

/// What rows become that come back.
pub struct Back<'r, 'p> {
    /// Whose texts they get.
    pub interner: &'r Interner,
    /// By source, how rows are packed; none where they aren't.
    pub packings: &'r [Option<Packing<'p>>],
}

/// Reads blocks of one source into a part.
struct Reader<'r> {
    spill: &'r Spill<'r>,
    spilled: &'r Spilled,
    source: usize,
    /// Where only some of the rows are meant.
    range: Option<&'r Range>,
    interner: &'r Interner,
    packing: Option<&'r Packing<'r>>,
    /// By column, the words of the texts for which numbers stand.
    words: &'r [Vec<u32>],
    /// By source, the number of the first row of each piece of its input.
    firsts: &'r [Vec<u32>],
}

/// The case of the row before, and the word of its key, or its number: files often tell of a case in several rows together.
type Last<'b> = Option<(&'b [u8], u32)>;

impl Spill<'_> {
    /// The rows of a range of cases, by source; of wanted sources only. Of those that are packed, parts hold what belongs to
    /// no case.
    ///
    /// # Errors
    /// The disk fails.
    pub fn parts(
        &self,
        range: &Range,
        is_wanted: &dyn Fn(usize) -> bool,
        back: &Back<'_, '_>,
    ) -> Result<Vec<Vec<Part>>, ScratchError> {
        let words = |source: usize| {
            let own = self.spilled(source).filter(|_| is_wanted(source));
            own.map_or_else(Vec::new, |own| own.layout.words(back.interner))
        };
        let words: Vec<Vec<Vec<u32>>> = (0..self.sources.len()).map(words).collect();
        let firsts: Vec<Vec<u32>> = (0..self.sources.len()).map(|source| self.firsts(source)).collect();
        let read = |(source, is_whole, _, blocks): Job| {
            let Some(spilled) = self.spilled(source) else { return Ok((source, Part::default())) };
            let (range, words) = ((!is_whole).then_some(range), words[source].as_slice());
            let (interner, packing) = (back.interner, back.packings.get(source).and_then(Option::as_ref));
            Reader { spill: self, spilled, source, range, interner, packing, words, firsts: &firsts }
                .part(&blocks)
                .map(|part| (source, part))
        };
        let jobs = self.jobs(range, is_wanted);
        let read: Vec<Result<(usize, Part), ScratchError>> = jobs.into_par_iter().map(read).collect();
        let mut parts: Vec<Vec<Part>> = self.sources.iter().map(|_| Vec::new()).collect();
        for part in read {
            let (source, part) = part?;
            parts[source].push(part);
        }
        Ok(parts)
    }

    fn jobs(&self, range: &Range, is_wanted: &dyn Fn(usize) -> bool) -> Vec<Job> {
        let mut jobs: Vec<Job> = Vec::new();
        for bucket in self.rows.of(*range.start())..=self.rows.of(*range.end()) {
            let of_bucket = self.rows.range(bucket);
            let is_whole =
                self.has_none_moved() && range.contains(of_bucket.start()) && range.contains(of_bucket.end());
            for block in self.rows.blocks(bucket).into_iter().filter(|block| is_wanted(block.source as usize)) {
                let source = block.source as usize;
                let open = jobs.iter_mut().rev().take(2 * self.sources.len());
                let mut open = open.filter(|job| job.0 == source && job.1 == is_whole && job.2 < PART);
                match open.next() {
                    Some((_, _, bytes, blocks)) => {
                        *bytes += block.length as usize;
                        blocks.push(block);
                    }
                    None => jobs.push((source, is_whole, block.length as usize, vec![block])),
                }
            }
        }
        jobs
    }

    /// The number of the first row of each piece of a source's input.
    pub fn firsts(&self, source: usize) -> Vec<u32> {
        self.spilled(source).map_or_else(Vec::new, |own| lock(&own.firsts).clone())
    }
}

impl Reader<'_> {
    fn part(&self, blocks: &[Block]) -> Result<Part, ScratchError> {
        let layout = &self.spilled.layout;
        let rows: usize = blocks.iter().map(|block| block.rows as usize).sum();
        let room = if self.range.is_none() && self.packing.is_none() { rows } else { 0 };
        let mut part = Part {
            words: Vec::with_capacity(room * layout.stride),
            cases: Vec::with_capacity(room),
            ..Part::default()
        };
        let mut arena = self.packing.is_none().then(|| self.interner.open_arena());
        let mut caches: Vec<TextCache> = (0..layout.fields()).map(|_| TextCache::default()).collect();
        let mut bytes = Vec::new();
        for block in blocks {
            self.spill.rows.read(block, &mut bytes)?;
            let rows =
                OfBlock { rows: Rows::of(&bytes).peekable(), bucket: block.bucket as usize, last: None, near: 0 };
            let taken = self.block(rows, arena.as_mut(), &mut caches, &mut part);
            taken.ok_or_else(|| self.spill.rows.damaged())?;
        }
        if let Some(arena) = arena {
            self.interner.close_arena(arena);
        }
        Ok(part)
    }

    /// Takes the rows of a block. `None`: it is damaged.
    fn block(
        &self,
        mut rows: OfBlock<'_>,
        mut arena: Option<&mut Arena<'static>>,
        caches: &mut Vec<TextCache>,
        part: &mut Part,
    ) -> Option<()> {
        let mut texts = Vec::new();
        while rows.rows.peek().is_some() {
            let carried = arena.as_deref_mut().map_or(Carried::Passing(&mut texts), Carried::Kept);
            let case = (&[][..], None);
            let mut kept = Kept { interner: self.interner, words: self.words, carried, case, caches: &mut *caches };
            let piece = self.piece(&mut rows, &mut kept, part)?;
            self.pack(piece, part, &mut texts)?;
        }
        Some(())
    }

    /// Takes rows of a block: all of them, or those of the next piece of input where they are packed. Gives which it is.
    fn piece<'b>(&self, rows: &mut OfBlock<'b>, kept: &mut Kept<'_, 'b>, part: &mut Part) -> Option<usize> {
        let mut piece = None;
        loop {
            let Some(row) = rows.rows.peek() else { return Some(piece.unwrap_or(0)) };
            let mut row = (*row)?;
            if self.is_meant(&row, rows.bucket, &mut rows.near) {
                let own = row.rest.number()? as usize;
                if self.packing.is_some() && piece.is_some_and(|piece| piece != own) {
                    return piece;
                }
                piece = Some(own);
                self.row(row, own, &mut rows.last, kept, part)?;
            }
            rows.rows.next();
        }
    }

    /// Packs the rows of a piece, where they are packed. `None`: their texts are damaged.
    fn pack(&self, piece: usize, part: &mut Part, texts: &mut Vec<u8>) -> Option<()> {
        let Some(packing) = self.packing else { return Some(()) };
        // Texts are looked at in stretches, the last ones too.
        texts.extend_from_slice(BEHIND);
        let arena = Arena::default().over(simdutf8::basic::from_utf8(texts).ok()?);
        let (words, cases, chunk) = (part.words.as_slice(), part.cases.as_slice(), piece as u32);
        let mut strays = Strays::default();
        packing.pack_rows(&Unpacked { words, cases, chunk, arena: &arena }, &mut strays);
        let first = self.firsts.get(self.source).and_then(|firsts| firsts.get(piece)).copied().unwrap_or(0);
        part.strays.left_out += strays.left_out;
        part.strays.orphans.extend(strays.orphans.into_iter().map(|index| first + index));
        part.words.clear();
        part.cases.clear();
        texts.clear();
        Some(())
    }

    /// Whether a row is of the range, and hasn't moved to another bucket.
    #[inline]
    fn is_meant(&self, row: &Row<'_>, bucket: usize, near: &mut usize) -> bool {
        let Some(range) = self.range else { return true };
        let place = self.spill.place(row.case, near);
        range.contains(&place) && self.spill.rows.of(place) == bucket
    }

    #[inline]
    fn row<'b>(
        &self,
        row: Row<'b>,
        piece: usize,
        last: &mut Last<'b>,
        kept: &mut Kept<'_, 'b>,
        part: &mut Part,
    ) -> Option<()> {
        let mut rest = row.rest;
        let index = rest.number()? as u32;
        let first = |source: usize| self.firsts.get(source)?.get(piece).copied();
        let above = |source: usize| first(source).unwrap_or(0);
        let word = match (last.as_ref(), self.packing) {
            (Some((case, word)), _) if *case == row.case => *word,
            (_, Some(packing)) => packing.index.find(row.case),
            (_, None) => self.interner.intern(str::from_utf8(row.case).ok()?).word(),
        };
        *last = Some((row.case, word));
        kept.case = (row.case, self.packing.is_none().then_some(word));
        self.spilled.layout.take(&mut rest, kept, above, &mut part.words)?;
        let before = if self.packing.is_some() { 0 } else { first(self.source)? };
        *part.words.last_mut()? = index + before;
        part.cases.push(word);
        Some(())
    }
}

/// The rows of a block that are still to be taken.
struct OfBlock<'b> {
    rows: std::iter::Peekable<Rows<'b>>,
    bucket: usize,
    last: Last<'b>,
    /// The interval of the case before.
    near: usize,
}

/// Stands behind texts.
const BEHIND: &[u8] = &[b' '; 32];

//! How the rows of a source are packed.

use super::text::TextReader;
use crate::plan::SourcePlan;
use crate::rows::{Arena, CarriedId, Cell};

/// What stands for null in two words.
const NULL_PAIR: u64 = 1 << 63;

/// How the rows of a source are packed: for each value two bits say how it follows.
///
/// First come the place of the case in its group, by how much the chunk of input is later than that of the row before,
/// and the row's place in that chunk; then the row's words, pairs of words, and carried texts.
#[derive(Debug)]
pub struct Form {
    stride: usize,
    words: Vec<usize>,
    pairs: Vec<usize>,
    carried: Vec<usize>,
    /// How many bytes the bits take.
    codes: usize,
}

/// What is known of a row beside its words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Head {
    /// The place of its case in the group.
    pub case: u32,
    /// By how much its chunk is later than that of the row before, modulo 2^32.
    pub chunks: u32,
    /// Its place in the chunk.
    pub index: u32,
}

/// The codes of a pair.
const SECONDS: u8 = 0;
const WHOLE: u8 = 1;
const NULL: u8 = 2;
/// That of a text that is there.
const PRESENT: u8 = 1;

/// The bits of a word that count, by its code.
const KEPT: [u32; 4] = [0xff, 0xffff, 0xff_ffff, u32::MAX];
/// The least room that is read at once behind a row's begin.
pub const ROOM: usize = 8;

impl Form {
    /// For the rows of a source.
    pub fn of(source: &SourcePlan) -> Self {
        let stride = source.stride;
        let (mut pairs, mut carried) = (Vec::new(), Vec::new());
        let mut is_word = vec![true; stride];
        // The row's number is made of its chunk and its place there.
        is_word[stride - 1] = false;
        for (place, column) in source.columns.iter().filter_map(|column| Some((column.place?, column))) {
            if Cell::width(column.kind, column.is_carried) == 2 {
                is_word[place..place + 2].fill(false);
                if column.is_carried { carried.push(place) } else { pairs.push(place) }
            }
        }
        let words: Vec<usize> = (0..stride).filter(|place| is_word[*place]).collect();
        let codes = (3 + words.len() + pairs.len() + carried.len()).div_ceil(4);
        Self { stride, words, pairs, carried, codes }
    }

    /// Words per row.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// The most bytes that a row takes without its carried texts.
    pub fn longest(&self) -> usize {
        self.codes + 4 * (3 + self.words.len()) + 8 * self.pairs.len()
    }

    /// Packs a row into `out` but for its carried texts, which follow, and gives its length. `out` has room for the
    /// [`Form::longest`] row.
    #[inline]
    pub fn pack(&self, head: Head, row: &[u32], out: &mut [u8]) -> usize {
        out[..self.codes].fill(0);
        let mut writer = Writer { out, at: self.codes, slot: 0 };
        [head.case, head.chunks, head.index].into_iter().for_each(|value| writer.word(value));
        // What leads nowhere has all bits: one more, and it is as short as 0.
        self.words.iter().for_each(|place| writer.word(row[*place].wrapping_add(1)));
        self.pairs.iter().for_each(|place| writer.pair(pair(row, *place)));
        for place in &self.carried {
            writer.code(if pair(row, *place) == NULL_PAIR { 0 } else { PRESENT });
        }
        writer.at
    }

    /// The carried texts of a row, with their columns' places among those that are carried.
    #[inline]
    pub fn texts<'t>(&self, row: &[u32], arena: &'t Arena) -> impl Iterator<Item = (usize, &'t str)> {
        let pairs = self.carried.iter().map(|place| pair(row, *place)).enumerate();
        let pairs = pairs.filter(|(_, pair)| *pair != NULL_PAIR);
        pairs.map(|(column, pair)| (column, arena.get(CarriedId::from_pair(pair)).unwrap_or_default()))
    }

    /// How many columns are carried.
    pub fn carried(&self) -> usize {
        self.carried.len()
    }

    /// Unpacks the row at `start` into `row`, whose number is left out, and gives what is known of it beside, and its end.
    /// Its carried texts are read by `texts`.
    #[inline]
    pub fn unpack(&self, segment: &[u8], start: usize, texts: &mut TextReader, row: &mut [u32]) -> (Head, usize) {
        let (codes, _) = segment[start..].split_at(self.codes);
        let mut reader = Reader { segment, codes, at: start + self.codes, slot: 0 };
        let head = Head { case: reader.word(), chunks: reader.word(), index: reader.word() };
        self.words.iter().for_each(|place| row[*place] = reader.word().wrapping_sub(1));
        self.pairs.iter().for_each(|place| put_pair(row, *place, reader.pair()));
        for (column, place) in self.carried.iter().enumerate() {
            let is_there = reader.code() == PRESENT;
            put_pair(row, *place, if is_there { texts.read(column, segment, &mut reader.at) } else { NULL_PAIR });
        }
        (head, reader.at)
    }
}

fn pair(row: &[u32], place: usize) -> u64 {
    u64::from(row[place]) | u64::from(row[place + 1]) << 32
}

fn put_pair(row: &mut [u32], place: usize, pair: u64) {
    row[place] = (pair & 0xffff_ffff) as u32;
    row[place + 1] = (pair >> 32) as u32;
}

struct Writer<'a> {
    out: &'a mut [u8],
    at: usize,
    slot: usize,
}

impl Writer<'_> {
    #[inline]
    fn code(&mut self, code: u8) {
        self.out[self.slot / 4] |= code << (self.slot % 4 * 2);
        self.slot += 1;
    }

    #[inline]
    fn word(&mut self, value: u32) {
        let code = (31 - (value | 1).leading_zeros()) / 8;
        self.out[self.at..self.at + 4].copy_from_slice(&value.to_le_bytes());
        self.at += code as usize + 1;
        self.code(code as u8);
    }

    /// Most pairs are times, and most times are whole seconds.
    #[inline]
    fn pair(&mut self, pair: u64) {
        if pair == NULL_PAIR {
            return self.code(NULL);
        }
        match u32::try_from(pair / 1000) {
            Ok(seconds) if pair.is_multiple_of(1000) => {
                self.out[self.at..self.at + 4].copy_from_slice(&seconds.to_le_bytes());
                self.at += 4;
                self.code(SECONDS);
            }
            _ => {
                self.out[self.at..self.at + 8].copy_from_slice(&pair.to_le_bytes());
                self.at += 8;
                self.code(WHOLE);
            }
        }
    }
}

struct Reader<'a> {
    segment: &'a [u8],
    codes: &'a [u8],
    at: usize,
    slot: usize,
}

impl Reader<'_> {
    #[inline]
    fn code(&mut self) -> u8 {
        let code = self.codes[self.slot / 4] >> (self.slot % 4 * 2) & 3;
        self.slot += 1;
        code
    }

    #[inline]
    fn four(&self) -> u32 {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(&self.segment[self.at..self.at + 4]);
        u32::from_le_bytes(bytes)
    }

    #[inline]
    fn word(&mut self) -> u32 {
        let code = usize::from(self.code());
        let value = self.four() & KEPT[code];
        self.at += code + 1;
        value
    }

    #[inline]
    fn pair(&mut self) -> u64 {
        match self.code() {
            SECONDS => {
                let seconds = self.four();
                self.at += 4;
                u64::from(seconds) * 1000
            }
            WHOLE => {
                let low = u64::from(self.four());
                self.at += 4;
                let high = u64::from(self.four());
                self.at += 4;
                low | high << 32
            }
            _ => NULL_PAIR,
        }
    }
}

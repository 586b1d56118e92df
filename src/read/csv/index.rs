//! The positions of all separators of a stretch of text, and the state in which it ends.
//!
//! Words of 64 bytes are taken at once as long as each quote that opens stands where a quote may open; a word where one
//! doesn't is gone through byte by byte. Both ways give the same.

use std::mem;

use super::mask::{Masks, Needles, Symbols, parity};

/// What the bytes so far mean for the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct State {
    /// Inside a quoted field.
    pub(super) quoted: bool,
    /// After a line end outside quotes, or at the start.
    pub(super) line_start: bool,
    /// At the start of a field, or after a quote that closed one: here a quote is special.
    openable: bool,
    /// After a quote inside a quoted field, which closes it unless another follows.
    closed: bool,
    /// After a CR: an LF that follows ends no further line.
    pub(super) after_return: bool,
}

impl State {
    pub(super) fn start() -> Self {
        Self { line_start: true, openable: true, ..Self::default() }
    }

    /// The state after `byte` if no quote stands in an unquoted field and we are then `inside` quotes, or not.
    fn guessed(byte: u8, inside: bool, symbols: Symbols) -> Self {
        let outside = !inside;
        let line_start = outside && matches!(byte, b'\n' | b'\r');
        let closed = outside && Some(byte) == symbols.quote;
        Self {
            quoted: inside,
            line_start,
            openable: line_start || closed || (outside && byte == symbols.delimiter),
            closed,
            after_return: byte == b'\r',
        }
    }

    /// The likely state before `text`, which `byte` precedes: inside quotes, if outside them quotes would open more often
    /// where none may.
    pub(super) fn guess(byte: u8, text: &[u8], symbols: Symbols) -> Self {
        let outside = Self::guessed(byte, false, symbols);
        let inside = Self::guessed(byte, true, symbols);
        let sample = &text[..text.len().min(SAMPLE)];
        if misplaced(sample, inside, symbols) < misplaced(sample, outside, symbols) { inside } else { outside }
    }
}

/// How much text a guess looks at.
const SAMPLE: usize = 4096;

/// How many quotes open where none may.
fn misplaced(text: &[u8], mut state: State, symbols: Symbols) -> u32 {
    let (words, _) = text.as_chunks::<64>();
    let needles = Needles::new(symbols);
    let count = |word| {
        let step = Step::of(&needles.masks(word), state);
        state = step.after(64);
        step.misplaced.count_ones()
    };
    words.iter().map(count).sum()
}

/// What a word of text means.
struct Step {
    masks: Masks,
    inside: u64,
    closing: u64,
    opening: u64,
    misplaced: u64,
    line_ends: u64,
    delimiters: u64,
}

impl Step {
    #[inline(always)]
    fn of(masks: &Masks, state: State) -> Self {
        let inside = parity(masks.quote) ^ u64::from(state.quoted).wrapping_neg();
        let before = inside << 1 | u64::from(state.quoted);
        let (opening, closing) = (masks.quote & !before, masks.quote & before);
        let line_ends = (masks.line_feed | masks.carriage_return) & !inside;
        let delimiters = masks.delimiter & !inside;
        let openable = (line_ends | delimiters | closing) << 1 | u64::from(state.openable);
        Self { masks: *masks, inside, closing, opening, misplaced: opening & !openable, line_ends, delimiters }
    }

    /// Quotes that open again what the quote before them closed.
    #[inline(always)]
    fn doubled(&self, state: State) -> u64 {
        self.opening & (self.closing << 1 | u64::from(state.closed))
    }

    /// Line ends behind a line end: blank lines, and LFs of CRLFs.
    #[inline(always)]
    fn blank(&self, state: State) -> u64 {
        self.line_ends & (self.line_ends << 1 | u64::from(state.line_start))
    }

    /// Line ends that end no record but a line.
    #[inline(always)]
    fn other_lines(&self, state: State) -> u64 {
        let after_return = self.masks.carriage_return << 1 | u64::from(state.after_return);
        let quoted = (self.masks.line_feed | self.masks.carriage_return) & self.inside;
        (self.blank(state) | quoted) & !(self.masks.line_feed & after_return)
    }

    #[inline(always)]
    fn row_ends(&self, state: State) -> u64 {
        self.line_ends & !self.blank(state)
    }

    /// Where fields end.
    #[inline(always)]
    fn ends(&self, state: State) -> u64 {
        self.delimiters | self.row_ends(state)
    }

    /// The state after the first `length` bytes.
    #[inline(always)]
    fn after(&self, length: usize) -> State {
        let last = |bits: u64| bits >> (length - 1) & 1 == 1;
        State {
            quoted: last(self.inside),
            line_start: last(self.line_ends),
            openable: last(self.line_ends | self.delimiters | self.closing),
            closed: last(self.closing),
            after_return: last(self.masks.carriage_return),
        }
    }
}

/// The index itself. It is filled from left to right, and kept to be filled again without allocating.
#[derive(Debug)]
pub(super) struct Index {
    symbols: Symbols,
    pub(super) state: State,
    position: usize,
    /// Where fields end, up to `count`; what lies behind is leftover room.
    ends: Vec<u32>,
    count: usize,
    /// For each record, which of the `ends` is its last.
    rows: Vec<u32>,
    /// Positions of quotes that make a field more than the text between two quotes, ascending.
    specials: Vec<u32>,
    /// Line ends inside quotes and of blank lines.
    other_lines: u64,
    /// The text ended inside quotes.
    pub(super) unclosed: bool,
}

impl Index {
    pub(super) fn new(symbols: Symbols) -> Self {
        Self {
            symbols,
            state: State::start(),
            position: 0,
            ends: vec![0; 4096],
            count: 0,
            rows: Vec::new(),
            specials: Vec::new(),
            other_lines: 0,
            unclosed: false,
        }
    }

    /// Forgets everything; the next byte is at `position`, in `state`.
    pub(super) fn reset(&mut self, position: usize, state: State) {
        self.position = position;
        self.state = state;
        self.count = 0;
        self.rows.clear();
        self.specials.clear();
        self.other_lines = 0;
        self.unclosed = false;
    }

    /// Where fields end.
    pub(super) fn ends(&self) -> &[u32] {
        &self.ends[..self.count]
    }

    /// For each record, which of the [`Index::ends`] is its last.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    pub(super) fn specials(&self) -> &[u32] {
        &self.specials
    }

    /// How many lines ended.
    pub(super) fn lines(&self) -> u64 {
        self.rows.len() as u64 + self.other_lines
    }

    /// Where the last record ends.
    pub(super) fn last_end(&self) -> Option<usize> {
        self.rows.last().map(|&row| self.ends[row as usize] as usize)
    }

    /// Keeps the first `rows` records.
    pub(super) fn truncate(&mut self, rows: usize) {
        self.rows.truncate(rows);
        self.count = self.rows.last().map_or(0, |&row| row as usize + 1);
    }

    /// Goes on to the end of `text`, whose beginning has been seen.
    pub(super) fn run(&mut self, text: &[u8]) {
        let (words, rest) = text[self.position..].as_chunks::<64>();
        self.words(words, 64);
        if !rest.is_empty() {
            let mut word = [0; 64];
            word[..rest.len()].copy_from_slice(rest);
            self.words(&[word], rest.len());
        }
    }

    /// Ends the last record where the text ends, if a line end didn't.
    pub(super) fn finish(&mut self) {
        if !self.state.line_start {
            self.unclosed = self.state.quoted;
            reserve(&mut self.ends, self.count);
            self.end_row(self.position);
            self.state = State::start();
        }
    }

    /// Goes through words of which `length` bytes count. What changes with each word is held in local variables: writing
    /// it back each time would take longer than all the rest.
    #[inline(always)]
    fn words(&mut self, words: &[[u8; 64]], length: usize) {
        let needles = Needles::new(self.symbols);
        let mut ends = mem::take(&mut self.ends);
        let (mut state, mut count, mut position) = (self.state, self.count, self.position);
        for word in words {
            reserve(&mut ends, count);
            let masks = needles.masks(word);
            let masks = if length < 64 { masks.first(length) } else { masks };
            let step = Step::of(&masks, state);
            if step.misplaced == 0 {
                self.regular(&step, state, count, position);
                count = note_ends(&mut ends, count, position, step.ends(state));
                state = step.after(length);
            } else {
                (self.ends, self.state, self.count) = (ends, state, count);
                self.bytewise(&word[..length], position);
                (ends, state, count) = (mem::take(&mut self.ends), self.state, self.count);
            }
            position += length;
        }
        (self.ends, self.state, self.count, self.position) = (ends, state, count, position);
    }

    /// Notes all of a word but its fields' ends.
    #[inline(always)]
    fn regular(&mut self, step: &Step, state: State, count: usize, position: usize) {
        let doubled = step.doubled(state);
        if doubled != 0 {
            self.note_specials(doubled, position);
        }
        let other_lines = step.other_lines(state);
        if other_lines != 0 {
            self.other_lines += u64::from(other_lines.count_ones());
        }
        let mut line_ends = step.row_ends(state);
        while line_ends != 0 {
            let below = (line_ends & line_ends.wrapping_neg()) - 1;
            self.rows.push(count as u32 + (step.ends(state) & below).count_ones());
            line_ends &= line_ends - 1;
        }
    }

    #[cold]
    fn note_specials(&mut self, mut bits: u64, position: usize) {
        while bits != 0 {
            self.specials.push(position as u32 + bits.trailing_zeros());
            bits &= bits - 1;
        }
    }

    /// One byte after the other, where quotes stand in unquoted fields.
    #[cold]
    fn bytewise(&mut self, text: &[u8], position: usize) {
        for (offset, &byte) in text.iter().enumerate() {
            self.byte(byte, position + offset);
        }
    }

    fn byte(&mut self, byte: u8, position: usize) {
        let State { quoted, line_start, openable, after_return, .. } = self.state;
        let line_end = matches!(byte, b'\n' | b'\r');
        let quote = Some(byte) == self.symbols.quote;
        if quoted || (quote && openable) {
            self.quoted_byte(quote, line_end && !(byte == b'\n' && after_return), position);
        } else if line_end && line_start {
            self.other_lines += u64::from(!(byte == b'\n' && after_return));
            self.state = State::start();
        } else if line_end {
            self.end_row(position);
            self.state = State::start();
        } else if byte == self.symbols.delimiter {
            self.end_field(position);
            self.state = State { openable: true, ..State::default() };
        } else {
            if quote {
                self.specials.push(position as u32);
            }
            self.state = State::default();
        }
        self.state.after_return = byte == b'\r';
    }

    fn quoted_byte(&mut self, quote: bool, line: bool, position: usize) {
        let State { quoted, closed, .. } = self.state;
        if quote && closed {
            self.specials.push(position as u32);
        }
        self.other_lines += u64::from(line);
        let closes = quote && quoted;
        self.state = State { quoted: !closes, openable: closes, closed: closes, ..State::default() };
    }

    fn end_field(&mut self, position: usize) {
        self.ends[self.count] = position as u32;
        self.count += 1;
    }

    fn end_row(&mut self, position: usize) {
        self.rows.push(self.count as u32);
        self.end_field(position);
    }
}

/// A word adds 64 ends at most.
#[inline(always)]
fn reserve(ends: &mut Vec<u32>, count: usize) {
    if ends.len() < count + 64 {
        ends.resize((ends.len() * 2).max(4096), 0);
    }
}

/// Adds the positions of `bits` behind the first `count` of `ends`, and gives how many there are now.
#[inline(always)]
fn note_ends(ends: &mut [u32], count: usize, position: usize, mut bits: u64) -> usize {
    let Some(room) = ends.get_mut(count..).and_then(<[u32]>::first_chunk_mut::<64>) else { return count };
    let mut used = 0;
    while bits != 0 {
        room[used & 63] = position as u32 + bits.trailing_zeros();
        used += 1;
        bits &= bits - 1;
    }
    count + used
}

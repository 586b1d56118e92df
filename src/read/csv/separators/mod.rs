//! The positions of all separators of a stretch of text, and the state in which it ends.
//!
//! Words of 64 bytes are taken at once as long as each quote that opens stands where a quote may open; a word where one
//! doesn't is gone through byte by byte. Both ways give the same.

mod ends;
pub(in crate::read) mod mask;
mod step;

use fearless_simd::{Level, Simd, dispatch};
use memchr::memchr;

use self::ends::{ROOM, note_ends, note_few};
use self::mask::{Masks, Needles, Symbols};
use self::step::{Last, Plain, Step};

/// What the bytes so far mean for the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct State {
    /// Inside a quoted field.
    pub(super) quoted: bool,
    /// After a line end outside quotes, or at the start.
    pub(super) line_start: bool,
    /// At the start of a field, or after a quote that closed one: here a quote is special.
    pub(super) openable: bool,
    /// After a quote inside a quoted field, which closes it unless another follows.
    pub(super) closed: bool,
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
    pub(super) fn guess(byte: u8, text: &[u8], symbols: Symbols, level: Level) -> Self {
        let outside = Self::guessed(byte, false, symbols);
        let inside = Self::guessed(byte, true, symbols);
        let sample = &text[..text.len().min(SAMPLE)];
        let misplaced = |state| dispatch!(level, simd => misplaced(simd, sample, state, symbols));
        if misplaced(inside) < misplaced(outside) { inside } else { outside }
    }
}

/// How much text a guess looks at.
const SAMPLE: usize = 4096;

/// How many quotes open where none may.
#[inline(always)]
fn misplaced<S: Simd>(simd: S, text: &[u8], mut state: State, symbols: Symbols) -> u32 {
    let (words, _) = text.as_chunks::<64>();
    let needles = Needles::new(simd, symbols);
    let mut count = 0;
    for word in words {
        let step = Step::of(&needles.masks(word), 0, state);
        state = step.after(64);
        count += step.misplaced.count_ones();
    }
    count
}

/// How the fields of a text are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    /// Each begins and ends with one; those in between are doubled ones.
    All,
    /// There is no quote.
    None,
    /// Each has to be looked at.
    Mixed,
}

/// How many words are gone through before room is made for more.
const AT_ONCE: usize = 64;

/// The index itself. It is filled from left to right, and kept to be filled again without allocating.
#[derive(Debug)]
pub(super) struct Index {
    symbols: Symbols,
    level: Level,
    pub(super) state: State,
    position: usize,
    /// Where fields end, up to `count`; what lies behind is leftover room.
    ends: Vec<u32>,
    count: usize,
    /// For each record, which of the `ends` is its last, up to `row`; what lies behind is leftover room.
    rows: Vec<u32>,
    row: usize,
    /// Positions of quotes that make a field more than the text between two quotes, ascending.
    specials: Vec<u32>,
    /// Line ends inside quotes and of blank lines.
    other_lines: u64,
    /// Has bits once a field didn't end right behind a closing quote, or text followed one.
    bare: u64,
    /// Has bits once text followed a closing quote.
    behind_quotes: u64,
    /// The text ended inside quotes.
    pub(super) unclosed: bool,
}

impl Index {
    /// For the instructions of a level: the processor's best gives the same as any other.
    pub(super) fn new(symbols: Symbols, level: Level) -> Self {
        Self {
            symbols,
            level,
            state: State::start(),
            position: 0,
            ends: Vec::new(),
            count: 0,
            rows: Vec::new(),
            row: 0,
            specials: Vec::new(),
            other_lines: 0,
            bare: 0,
            behind_quotes: 0,
            unclosed: false,
        }
    }

    /// Forgets everything; the next byte is at `position`, in `state`.
    pub(super) fn reset(&mut self, position: usize, state: State) {
        self.position = position;
        self.state = state;
        self.count = 0;
        self.row = 0;
        self.specials.clear();
        self.other_lines = 0;
        self.bare = 0;
        self.behind_quotes = 0;
        self.unclosed = false;
    }

    /// Where fields end.
    pub(super) fn ends(&self) -> &[u32] {
        &self.ends[..self.count]
    }

    /// For each record, which of the [`Index::ends`] is its last.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows[..self.row]
    }

    pub(super) fn specials(&self) -> &[u32] {
        &self.specials
    }

    /// How all fields are quoted, which stand in these bytes.
    pub(super) fn quoting(&self, bytes: &[u8]) -> Quoting {
        match self.symbols.quote {
            Some(_) if self.bare == 0 => Quoting::All,
            Some(quote) if memchr(quote, bytes).is_some() => Quoting::Mixed,
            _ => Quoting::None,
        }
    }

    /// Whether text follows a closing quote, as it does where a quote within a value isn't doubled.
    pub(super) fn has_text_behind_quotes(&self) -> bool {
        self.behind_quotes != 0
    }

    /// How many lines ended.
    pub(super) fn lines(&self) -> u64 {
        self.row as u64 + self.other_lines
    }

    /// Where the last record ends.
    pub(super) fn last_end(&self) -> Option<usize> {
        self.rows().last().map(|&row| self.ends[row as usize] as usize)
    }

    /// Keeps the first `rows` records.
    pub(super) fn truncate(&mut self, rows: usize) {
        self.row = self.row.min(rows);
        self.count = self.rows().last().map_or(0, |&row| row as usize + 1);
    }

    /// Goes on to the end of `text`, whose beginning has been seen.
    pub(super) fn run(&mut self, text: &[u8]) {
        dispatch!(self.level, simd => self.run_with(simd, text));
    }

    #[inline(always)]
    fn run_with<S: Simd>(&mut self, simd: S, text: &[u8]) {
        let needles = Needles::new(simd, self.symbols);
        let (words, rest) = text[self.position..].as_chunks::<64>();
        self.words(&needles, words);
        if !rest.is_empty() {
            let mut word = [0; 64];
            word[..rest.len()].copy_from_slice(rest);
            let returns = needles.carriage_returns(&word);
            self.word(&word[..rest.len()], needles.masks(&word).first(rest.len()), returns);
        }
    }

    /// Ends the last record where the text ends, if a line end didn't.
    pub(super) fn finish(&mut self) {
        if !self.state.line_start {
            self.unclosed = self.state.quoted;
            self.bare |= u64::from(!self.state.closed);
            self.reserve(1);
            self.end_row(self.position);
            self.state = State::start();
        }
    }

    /// Goes through whole words.
    #[inline(always)]
    fn words<S: Simd>(&mut self, needles: &Needles<S>, mut words: &[[u8; 64]]) {
        while !words.is_empty() {
            let plain = self.plain_words(needles, &words[..words.len().min(AT_ONCE)]);
            words = &words[plain..];
            if plain < AT_ONCE
                && let Some((word, others)) = words.split_first()
            {
                self.word(word, needles.masks(word), needles.carriage_returns(word));
                words = others;
            }
        }
    }

    /// Goes through words up to the first in which something is unusual, and gives how many that were.
    #[inline(always)]
    fn plain_words<S: Simd>(&mut self, needles: &Needles<S>, words: &[[u8; 64]]) -> usize {
        self.reserve(words.len());
        let (ends, rows) = (self.ends.as_mut_slice(), self.rows.as_mut_slice());
        let (mut count, mut row, position) = (self.count, self.row, self.position as u32);
        let (mut last, mut plain_words) = (Last::of(self.state), words.len());
        let (mut bare, mut behind_quotes) = (self.bare, self.behind_quotes);
        for (at, word) in words.iter().enumerate() {
            let masks = needles.masks(word);
            let plain = Plain::of(&masks, needles.parity(masks.quote), last);
            if !plain.is_all(last) {
                plain_words = at;
                break;
            }
            let differing = plain.bare(last);
            bare |= differing;
            behind_quotes |= differing & !plain.separators;
            row = note_rows(rows, row, count, &plain);
            let begin = position.wrapping_add(64 * at as u32);
            count = note_ends(needles.simd, ends, count, begin, plain.separators);
            last = plain.last();
        }
        if let Some(word) = plain_words.checked_sub(1).and_then(|before| words.get(before)) {
            self.state = last.state(word[63] == b'\r');
        }
        (self.count, self.row, self.bare, self.behind_quotes) = (count, row, bare, behind_quotes);
        self.position += 64 * plain_words;
        plain_words
    }

    /// Makes room for what so many words may hold: a field and a record may end with each byte, and behind the last of a
    /// word's ends some more places are written.
    fn reserve(&mut self, words: usize) {
        for (list, count) in [(&mut self.ends, self.count), (&mut self.rows, self.row)] {
            if list.len() < count + 64 * words + ROOM {
                list.resize((list.len() * 2).max(count + 64 * AT_ONCE + ROOM), 0);
            }
        }
    }

    /// Goes through a word, whatever is in it.
    #[inline(never)]
    fn word(&mut self, text: &[u8], masks: Masks, carriage_returns: u64) {
        self.reserve(1);
        let (state, position) = (self.state, self.position);
        let step = Step::of(&masks, carriage_returns, state);
        if step.misplaced == 0 {
            self.regular(&step, state, position);
            self.count = note_few(&mut self.ends, self.count, position as u32, step.ends(state));
            let differing = step.bare(state, text.len());
            self.bare |= differing;
            self.behind_quotes |= differing & !step.ends(state);
            self.state = step.after(text.len());
        } else {
            self.bare = u64::MAX;
            self.bytewise(text, position);
        }
        self.position = position + text.len();
    }

    /// Notes all of a word but its fields' ends.
    fn regular(&mut self, step: &Step, state: State, position: usize) {
        let doubled = step.doubled(state);
        if doubled != 0 {
            self.note_specials(doubled, position);
        }
        self.other_lines += u64::from(step.other_lines(state).count_ones());
        let mut line_ends = step.row_ends(state);
        while line_ends != 0 {
            let below = (line_ends & line_ends.wrapping_neg()) - 1;
            self.note_row(self.count as u32 + (step.ends(state) & below).count_ones());
            line_ends &= line_ends - 1;
        }
    }

    fn note_row(&mut self, last: u32) {
        self.rows[self.row] = last;
        self.row += 1;
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
        let State { quoted, line_start, openable, closed, after_return } = self.state;
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
            self.behind_quotes |= u64::from(closed);
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
        self.note_row(self.count as u32);
        self.end_field(position);
    }
}

/// Notes which of the fields' ends are records' ends, behind the first `row` of `rows`, and gives how many there are now.
/// What is written behind those is overwritten later.
#[inline(always)]
fn note_rows(rows: &mut [u32], mut row: usize, count: usize, plain: &Plain) -> usize {
    let mut line_ends = plain.line_ends;
    // Most words have none or one: without a branch for that.
    loop {
        let below = (line_ends & line_ends.wrapping_neg()).wrapping_sub(1);
        if let Some(last) = rows.get_mut(row) {
            *last = count as u32 + (plain.separators & below).count_ones();
        }
        row += usize::from(line_ends != 0);
        line_ends &= line_ends.wrapping_sub(1);
        if line_ends == 0 {
            return row;
        }
    }
}

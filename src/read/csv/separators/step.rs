//! What the special bytes of a word of 64 mean.

use super::mask::{Masks, parity};
use crate::read::csv::separators::State;

/// A word of text as long as nothing in it is unusual: no quote opens but at the start of a field, no line end stands
/// behind a line end or in quotes.
pub(super) struct Plain {
    /// All bits for bytes inside quotes, with the quote that opens, without the one that closes.
    inside: u64,
    quote: u64,
    /// Line ends in quotes.
    quoted_line_ends: u64,
    pub(super) line_ends: u64,
    /// Where fields end.
    pub(super) separators: u64,
}

/// The same of the word before, of which only the last bit counts.
#[derive(Clone, Copy)]
pub(super) struct Last {
    inside: u64,
    closing: u64,
    line_ends: u64,
    separators: u64,
}

impl Plain {
    /// `parity` is that of the quotes.
    #[inline(always)]
    pub(super) fn of(masks: &Masks, parity: u64, last: Last) -> Self {
        let inside = parity ^ (last.inside.cast_signed() >> 63).cast_unsigned();
        Self {
            inside,
            quote: masks.quote,
            quoted_line_ends: masks.line_end & inside,
            line_ends: masks.line_end & !inside,
            separators: (masks.line_end | masks.delimiter) & !inside,
        }
    }

    /// Whether that is all there is to the word.
    #[inline(always)]
    pub(super) fn is_all(&self, last: Last) -> bool {
        let opening = self.quote & self.inside & !after(self.separators, last.separators);
        let blank = self.line_ends & after(self.line_ends, last.line_ends);
        opening | blank | self.quoted_line_ends == 0
    }

    /// Fields' ends without a closing quote right before them, and such quotes without an end behind them.
    #[inline(always)]
    pub(super) fn bare(&self, last: Last) -> u64 {
        self.separators ^ after(self.quote & !self.inside, last.closing)
    }

    #[inline(always)]
    pub(super) fn last(&self) -> Last {
        let Self { inside, line_ends, separators, .. } = *self;
        Last { inside, closing: self.quote & !inside, line_ends, separators }
    }
}

impl Last {
    /// What stands for a state.
    #[inline(always)]
    pub(super) fn of(state: State) -> Self {
        let bit = |is_set: bool| u64::from(is_set) << 63;
        Self {
            inside: bit(state.quoted),
            closing: bit(state.closed),
            line_ends: bit(state.line_start),
            separators: bit(state.openable && !state.closed),
        }
    }

    #[inline(always)]
    pub(super) fn state(self, after_return: bool) -> State {
        let last = |bits: u64| bits >> 63 == 1;
        State {
            quoted: last(self.inside),
            line_start: last(self.line_ends),
            openable: last(self.separators | self.closing),
            closed: last(self.closing),
            after_return,
        }
    }
}

/// The bits behind those of a word, the word before included.
#[inline(always)]
fn after(bits: u64, before: u64) -> u64 {
    bits << 1 | before >> 63
}

/// What a word of text means, whatever is in it.
pub(super) struct Step {
    masks: Masks,
    carriage_returns: u64,
    inside: u64,
    closing: u64,
    opening: u64,
    /// Quotes that open where none may.
    pub(super) misplaced: u64,
    line_ends: u64,
    delimiters: u64,
}

impl Step {
    #[inline(always)]
    pub(super) fn of(masks: &Masks, carriage_returns: u64, state: State) -> Self {
        let inside = parity(masks.quote) ^ u64::from(state.quoted).wrapping_neg();
        let (opening, closing) = (masks.quote & inside, masks.quote & !inside);
        let line_ends = masks.line_end & !inside;
        let delimiters = masks.delimiter & !inside;
        let openable = (line_ends | delimiters | closing) << 1 | u64::from(state.openable);
        let misplaced = opening & !openable;
        Self { masks: *masks, carriage_returns, inside, closing, opening, misplaced, line_ends, delimiters }
    }

    /// Quotes that open again what the quote before them closed.
    #[inline]
    pub(super) fn doubled(&self, state: State) -> u64 {
        self.opening & (self.closing << 1 | u64::from(state.closed))
    }

    /// Line ends behind a line end: blank lines, and LFs of CRLFs.
    #[inline]
    fn blank(&self, state: State) -> u64 {
        self.line_ends & (self.line_ends << 1 | u64::from(state.line_start))
    }

    /// Line ends that end no record but a line.
    #[inline]
    pub(super) fn other_lines(&self, state: State) -> u64 {
        let after_return = self.carriage_returns << 1 | u64::from(state.after_return);
        let line_feeds = self.masks.line_end & !self.carriage_returns;
        (self.blank(state) | self.masks.line_end & self.inside) & !(line_feeds & after_return)
    }

    /// Line ends that end records.
    #[inline]
    pub(super) fn row_ends(&self, state: State) -> u64 {
        self.line_ends & !self.blank(state)
    }

    /// Where fields end.
    #[inline]
    pub(super) fn ends(&self, state: State) -> u64 {
        self.delimiters | self.row_ends(state)
    }

    /// Fields' ends among the first `length` bytes without a closing quote right before them, and such quotes with neither
    /// an end nor another quote behind them.
    #[inline]
    pub(super) fn bare(&self, state: State, length: usize) -> u64 {
        let differing = self.ends(state) ^ (self.closing << 1 | u64::from(state.closed));
        differing & !self.opening & u64::MAX >> (64 - length)
    }

    /// The state after the first `length` bytes.
    #[inline(always)]
    pub(super) fn after(&self, length: usize) -> State {
        let last = |bits: u64| bits >> (length - 1) & 1 == 1;
        State {
            quoted: last(self.inside),
            line_start: last(self.line_ends),
            openable: last(self.line_ends | self.delimiters | self.closing),
            closed: last(self.closing),
            after_return: last(self.carriage_returns),
        }
    }
}

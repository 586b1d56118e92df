//! Scripts all of whose values take two words: numbers, times, true and false, events, and texts that the script itself
//! has. No limit is counted while one of them runs: nothing in it can grow.
//!
//! What isn't of that kind stops the evaluation, and [`super::run`] has to say what comes of it.

mod build;
mod run;
mod value;

use std::cell::Cell;
use std::cmp::Ordering;

use super::node::{Calculation, Node};
use crate::script::case::view::{CaseView, Given, Plain, Variables};
use crate::script::value::Text;
use value::Scalar;

/// How many names a script may define.
const LOCALS: usize = 4;
/// After so many tries that were stopped, none is made any more.
const STOPS: u32 = 64;

/// A part of a script. What it is stands in a byte of its own, so that nothing has to be worked out to tell it.
#[repr(u8)]
enum Part {
    Constant(Scalar),
    /// A variable of the place, by its index.
    Variable(usize),
    /// A name that the script defines, by its place in the frame.
    Local(usize),
    Let(usize, Box<Part>),
    /// Its last statement gives the value.
    Block(Vec<Part>),
    If(Box<[Part; 3]>),
    Coalesce(Vec<Part>),
    And(Vec<Part>),
    Or(Vec<Part>),
    Not(Box<Part>),
    /// Whether it is null, or is not.
    IsNull(bool, Box<Part>),
    /// `==`, or `!=` where that is false.
    Equal(bool, Box<[Part; 2]>),
    Compare(fn(Ordering) -> bool, Box<[Part; 2]>),
    Calculate(Calculation, Box<[Part; 2]>),
    /// A duration in units of so many milliseconds.
    InUnits(i64, Box<Part>),
    /// A column of the record.
    Record(u32),
    /// A question about all events.
    Events(Question),
    /// One about some of them.
    EventsIn(Vec<Cut>, Question),
    /// The time of an event, or, where that will do, null.
    TimeOf(bool, Box<Part>),
    /// How often a field changed.
    Changes(u32),
    /// How many values it had.
    Distinct(u32),
    /// How many rows of a source there are.
    Rows(u32, Vec<Cut>),
    RowsWhere(Box<RowsWhere>),
}

/// What parts of events or rows are meant.
enum Cut {
    Before(Part),
    After(Part),
    Between(Part, Part),
}

/// A question about events.
#[derive(Debug, Clone, Copy)]
enum Question {
    Count,
    First,
    Last,
    Has(u32),
    CountOf(u32),
    FirstOf(u32),
    LastOf(u32),
    DirectlyFollows(u32, u32),
    CountDirectlyFollows(u32, u32),
    EventuallyFollows(u32, u32),
}

/// A question about the rows that have a value in a column.
struct RowsWhere {
    source: u32,
    cuts: Vec<Cut>,
    column: u32,
    wanted: Part,
    asks: Asks,
}

/// What is asked of rows.
#[derive(Debug, Clone, Copy)]
enum Asks {
    Count,
    Any,
    All,
}

/// A script.
pub struct Scalars {
    body: Part,
    /// The texts that it has.
    texts: Vec<Text>,
    stops: Cell<u32>,
}

impl Scalars {
    /// The script of these statements, where it is of that kind.
    pub fn of(body: &[Node], locals: usize) -> Option<Self> {
        let mut texts = Vec::new();
        let body = (locals <= LOCALS).then(|| build::block(body, &mut texts)).flatten()?;
        Some(Self { body, texts, stops: Cell::new(0) })
    }

    /// The value over a case, unless something stops it.
    #[inline]
    pub fn evaluate<C: CaseView>(&self, case: &C, variables: &dyn Variables) -> Option<Given<'_>> {
        if self.stops.get() > STOPS {
            return None;
        }
        let value = self.value(case, variables).given(&self.texts);
        if value.is_none() {
            self.stops.set(self.stops.get() + 1);
        }
        value
    }

    /// The same where the script has no text, so that it gives none; what is stopped is nothing plain.
    #[inline]
    pub fn plain<C: CaseView>(&self, case: &C, variables: &dyn Variables) -> Plain {
        if !self.texts.is_empty() || self.stops.get() > STOPS {
            return Plain::Other;
        }
        self.value(case, variables).plain()
    }

    #[inline]
    fn value<C: CaseView>(&self, case: &C, variables: &dyn Variables) -> Scalar {
        let mut frame = run::Frame { case, variables, texts: &self.texts, locals: [Scalar::NULL; LOCALS] };
        self.body.value(&mut frame)
    }
}

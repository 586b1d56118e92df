//! How the rows of a source are packed.

use super::front::{FRONT, Front, MOST_FLAGS, MOST_WORDS};
use super::further::Further;
use super::text::MOST_SHORT;
use crate::plan::{SourcePlan, ValueType};
use crate::rows::Cell;

/// How the rows of a source are packed: each has its front, by how much its chunk is later than that of the row before
/// where it is another one, further columns, and carried texts.
#[derive(Debug)]
pub struct Form {
    /// Words per row.
    pub stride: usize,
    /// What stands first.
    pub front: Front,
    /// What stands behind.
    pub further: Further,
    /// Places of carried texts.
    pub carried: Vec<usize>,
    /// How many bytes have to be there for a row: it takes no more, but for texts that aren't short.
    pub room: usize,
}

/// The most bytes that tell of a new chunk, and of a time that is no whole second.
const CHUNK_AND_TIME: usize = 5 + 8;

impl Form {
    /// For the rows of a source.
    pub fn of(source: &SourcePlan) -> Self {
        let stride = source.stride;
        let (mut time, mut pairs, mut flags, mut carried) = (None, Vec::new(), Vec::new(), Vec::new());
        let mut is_word = vec![true; stride];
        // The row's number is made of its chunk and its place there.
        is_word[stride - 1] = false;
        for (place, column) in source.columns.iter().filter_map(|column| Some((column.place?, column))) {
            let width = Cell::width(column.kind, column.is_carried);
            match column.kind {
                _ if column.is_carried => carried.push(place),
                ValueType::Time if time.is_none() => time = Some(place),
                ValueType::Boolean if flags.len() < MOST_FLAGS => flags.push(place),
                _ if width == 2 => pairs.push(place),
                _ => continue,
            }
            is_word[place..place + width].fill(false);
        }
        let mut words: Vec<usize> = (0..stride).filter(|place| is_word[*place]).collect();
        let further = Further { words: words.split_off(words.len().min(MOST_WORDS)), pairs };
        let room = FRONT + CHUNK_AND_TIME + further.longest() + carried.len() * MOST_SHORT;
        Self { stride, front: Front::new(time, flags, words), further, carried, room }
    }
}

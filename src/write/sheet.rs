//! Bytes of a table, row after row.

use super::room::FULL;

/// What it begins with.
const FIRST: usize = 1 << 16;

/// Bytes that are written row by row. Its memory is longer than what is written and stays from use to use, so that
/// a row is written where it belongs.
#[derive(Debug, Default)]
pub struct Sheet {
    bytes: Vec<u8>,
    end: usize,
}

impl Sheet {
    /// What is written.
    pub fn written(&self) -> &[u8] {
        self.bytes.get(..self.end).unwrap_or_default()
    }

    /// How much is written.
    pub fn len(&self) -> usize {
        self.end
    }

    /// Forgets what is written, and keeps the memory.
    pub fn clear(&mut self) {
        self.end = 0;
    }

    /// Appends a row: `write` puts it at the start of the room that there is, and says how long it is. Where that isn't
    /// enough, it does so again in more.
    #[inline(always)]
    pub fn put_row(&mut self, mut write: impl FnMut(&mut [u8]) -> usize) {
        loop {
            let room = self.bytes.get_mut(self.end..).unwrap_or_default();
            let (length, most) = (write(room), room.len());
            if length <= most {
                self.end += length;
                return;
            }
            self.grow();
        }
    }

    #[cold]
    fn grow(&mut self) {
        // What is new is zero as the system gives it.
        let mut larger = vec![0; FIRST.max(2 * self.bytes.len()).min(FULL)];
        larger.iter_mut().zip(self.written()).for_each(|(to, from)| *to = *from);
        self.bytes = larger;
    }
}

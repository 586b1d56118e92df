//! How cases are called, some at a time.

use super::super::context::Context;

/// The names of neighbouring cases: all are looked up at once, so that the processor fetches several at a time.
#[derive(Debug, Default)]
pub struct Names {
    first: u32,
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

/// How many are looked up together.
const TOGETHER: u32 = 64;

impl Names {
    /// Sees to it that the name of a case is there.
    #[inline]
    pub fn open(&mut self, case: u32, context: &Context) {
        if case.wrapping_sub(self.first) as usize >= self.ends.len() {
            self.look_up(case, context);
        }
    }

    #[cold]
    fn look_up(&mut self, case: u32, context: &Context) {
        self.first = case;
        self.text.clear();
        self.ends.clear();
        let last = case.saturating_add(TOGETHER).min(context.loaded.cases.len() as u32).max(case + 1);
        // Each stands elsewhere in memory: after a short look at all, none is waited for by itself.
        let first = |case: u32| context.case_id_start(case);
        std::hint::black_box((case..last).filter_map(first).fold(0, u8::wrapping_add));
        for case in case..last {
            self.text.push_str(&context.case_id(case));
            self.ends.push(self.text.len());
        }
    }

    /// The name of a case that is there.
    #[inline]
    pub fn get(&self, case: u32) -> &str {
        let place = case.wrapping_sub(self.first) as usize;
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(place).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or_default()
    }
}

//! Words of texts with a small number each, found in a few steps.

/// Words with a number each. It is made once, of few words, and asked for each row.
#[derive(Debug)]
pub struct WordTable {
    /// Word and number, each near the place that the word's hash names; the word 0 is none.
    slots: Vec<(u32, u32)>,
}

impl WordTable {
    /// Of some words; of equal ones the first counts.
    pub fn new(words: &[(u32, u32)]) -> Self {
        // Half of the places stay free, so that every search ends.
        let mut table = Self { slots: vec![(0, 0); (words.len() * 2).next_power_of_two()] };
        for (word, number) in words {
            let place = table.place(*word);
            if table.slots[place].0 == 0 {
                table.slots[place] = (*word, *number);
            }
        }
        table
    }

    /// The number of a word.
    #[inline]
    pub fn get(&self, word: u32) -> Option<u32> {
        let mut place = self.first_place(word);
        loop {
            match self.slots[place] {
                (found, number) if found == word => return (word != 0).then_some(number),
                (0, _) => return None,
                _ => place = (place + 1) & (self.slots.len() - 1),
            }
        }
    }

    /// Where a word stands, or would stand.
    fn place(&self, word: u32) -> usize {
        let mut place = self.first_place(word);
        while self.slots[place].0 != word && self.slots[place].0 != 0 {
            place = (place + 1) & (self.slots.len() - 1);
        }
        place
    }

    /// The place that a word's hash names.
    #[inline]
    fn first_place(&self, word: u32) -> usize {
        (u64::from(word).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & (self.slots.len() - 1)
    }
}

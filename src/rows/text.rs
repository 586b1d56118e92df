//! Texts, kept once.

/// An interned text: equal ids mean equal texts. Ids say nothing about order and may differ from run to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextId(std::num::NonZeroU32);

impl TextId {
    /// The id in a row's word; 0 is null.
    pub fn from_word(word: u32) -> Option<Self> {
        std::num::NonZeroU32::new(word).map(Self)
    }

    /// The word that stands for it in a row.
    pub fn word(self) -> u32 {
        self.0.get()
    }
}

/// A text that is only carried from input to output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CarriedId(u64);

impl CarriedId {
    /// From the two words of a row.
    pub fn from_pair(pair: u64) -> Self {
        Self(pair)
    }

    /// The two words of a row.
    pub fn pair(self) -> u64 {
        self.0
    }
}

/// Interns texts from several threads at once, without a global lock.
#[derive(Debug, Default)]
pub struct Interner {}

impl Interner {
    /// The id of a text.
    pub fn intern(&self, _text: &str) -> TextId {
        unimplemented!()
    }

    /// Ends interning: from now on texts are read only.
    pub fn freeze(self) -> Texts {
        unimplemented!()
    }
}

/// All texts of a run.
#[derive(Debug, Default)]
pub struct Texts {}

impl Texts {
    /// The text of an id.
    pub fn get(&self, _id: TextId) -> &str {
        unimplemented!()
    }

    /// A carried text.
    pub fn carried(&self, _id: CarriedId) -> &str {
        unimplemented!()
    }

    /// The id of a text, where any cell has it.
    pub fn find(&self, _text: &str) -> Option<TextId> {
        unimplemented!()
    }

    /// Every interned text with its id, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (TextId, &str)> {
        std::iter::empty()
    }
}

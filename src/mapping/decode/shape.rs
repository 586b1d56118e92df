//! How an overlay's value goes together with its base's, by what the language says may stand there.

use crate::diagnostic::nearest;
use crate::yaml::{Entry, Kind, Node, Style};

/// What a place in a mapping takes, as far as laying one value over another needs to know it.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A value that is replaced as a whole: a name, a literal, a condition.
    Whole,
    /// A list, or one value in its stead.
    List,
    /// A text, or texts by language.
    Text,
    /// A description, or its parts.
    Docs,
    /// Things by id.
    Ids(fn() -> Shape),
    /// Fixed keys.
    Group(&'static Group),
}

/// Keys, each with what stands there.
pub type KeyShapes = Vec<(&'static str, fn() -> Shape)>;

/// A group's keys and how they go together.
#[derive(Debug)]
pub struct Group {
    /// Each key and what stands there.
    pub keys: fn() -> KeyShapes,
    /// The keys that it needs.
    pub required: fn() -> Vec<&'static str>,
    /// What else there is to know.
    pub variants: &'static Variants,
}

/// Keys of a group that stand for each other.
#[derive(Debug)]
pub struct Variants {
    /// The key for which a value alone is short.
    pub short: Option<&'static str>,
    /// Sets of keys of which one at most stands: what one of them says rules the others out.
    pub alternatives: &'static [&'static [&'static str]],
    /// Keys that say more of an alternative, and go with it.
    pub bound: &'static [&'static str],
    /// With any of these keys the group is complete by itself; none: with all that it needs.
    pub complete_by: &'static [&'static str],
}

impl Variants {
    /// Keys that have nothing to do with each other.
    pub const NONE: Self = Self { short: None, alternatives: &[], bound: &[], complete_by: &[] };
}

impl Group {
    /// What stands at a key; none where the group has no such key.
    pub fn key(&self, key: &str) -> Option<Shape> {
        (self.keys)().into_iter().find(|(name, _)| *name == key).map(|(_, shape)| shape())
    }

    /// Whether a value says all that the group needs, and its groups all that they need. A misspelt key says what it means.
    fn is_complete(&self, node: &Node) -> bool {
        let Some(entries) = node.as_mapping() else {
            return self.is_enough(|key| self.variants.short == Some(key));
        };
        let has = |key: &str| {
            entries.iter().any(|entry| entry.key.text == key || self.meant_by(&entry.key.text) == Some(key))
        };
        let is_whole = |entry: &Entry| self.key(&entry.key.text).is_none_or(|shape| shape.is_complete(&entry.value));
        self.is_enough(has) && entries.iter().all(is_whole)
    }

    fn is_enough(&self, has: impl Fn(&str) -> bool) -> bool {
        match self.variants.complete_by {
            [] => (self.required)().into_iter().all(has),
            any => any.iter().any(|key| has(key)),
        }
    }

    /// The key of which a word is a misspelling.
    fn meant_by(&self, word: &str) -> Option<&'static str> {
        let keys: Vec<&'static str> = (self.keys)().into_iter().map(|(key, _)| key).collect();
        if keys.contains(&word) { None } else { nearest::misspelt(word, keys.into_iter()) }
    }
}

impl Shape {
    /// Whether a value can stand there by itself, without one below it.
    pub fn is_complete(self, node: &Node) -> bool {
        match self {
            Self::Group(group) => group.is_complete(node),
            _ => true,
        }
    }
}

/// Whether a value takes away what stands there: `off`, without quotes.
pub fn is_off(node: &Node) -> bool {
    node.as_scalar().is_some_and(|scalar| scalar.style == Style::Plain && scalar.text == "off")
}

/// What a value adds to a list: `{ add: … }`.
pub fn added(node: &Node) -> Option<Vec<Node>> {
    let [only] = node.as_mapping()? else { return None };
    if only.key.text != "add" {
        return None;
    }
    Some(match &only.value.kind {
        Kind::Sequence(items) => items.clone(),
        _ => vec![only.value.clone()],
    })
}

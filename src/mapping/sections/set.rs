//! A set of mappings: several systems in one log.

use super::document::{Output, Version};
use crate::diagnostic::Diagnostics;
use crate::mapping::decode::{Decode, Decoder, Ids, Literal, Name, OneOrMany};
use crate::mapping::values::words::{Docs, Text};
use crate::yaml::Node;

section! {
    /// A set: mappings of several systems whose exports give one log.
    MappingSet is "a set of mappings" {
        /// The version of the language: 1.
        caseloom: Version,
        /// The set's name.
        set: Name,
        /// The set's own version.
        version: Option<Name>,
        /// The set's title for readers.
        label: Option<Text>,
        /// What a reader should know of it.
        docs: Option<Docs>,
        /// The mappings by their names. At the same time, events of earlier ones come first; of two values for one attribute,
        /// theirs is taken.
        mappings: Ids<Member>,
        /// How the log is written; by default as the mappings say.
        output: Option<Output>,
    }
}

section! {
    /// A mapping of a set.
    Member is "a mapping of a set" {
        /// A shipped name, a YAML file, or a folder with `mapping.yaml`, as seen from the set; by default the shipped mapping of
        /// that name.
        mapping: Option<Name>,
        /// The profile to apply; by default the one that fits the input.
        profile: Option<Name>,
        /// The zone of times that carry none and for which the mapping names none.
        timezone: Option<Name>,
        /// Values of the mapping's params.
        set: Ids<OneOrMany<Literal>>,
        /// What a reader should know of it.
        docs: Option<Docs>,
    }
}

impl MappingSet {
    /// Whether a tree is meant as a set, rather than as a mapping.
    pub fn is_meant(tree: &Node) -> bool {
        tree.get("set").is_some() || tree.get("mappings").is_some()
    }

    /// Reads a set from its tree, reporting all that isn't right in shape.
    pub fn of_tree(tree: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::decode(tree, &mut Decoder { diagnostics })
    }
}

//! Keys of attributes: those of the standard's extensions, and a mapping's own.

use super::xml::put_text;
use crate::plan::StandardValue;

/// An extension of the standard: name, prefix, address.
pub type Extension = (&'static str, &'static str, &'static str);

pub const CONCEPT: Extension = ("Concept", "concept", "http://www.xes-standard.org/concept.xesext");
pub const TIME: Extension = ("Time", "time", "http://www.xes-standard.org/time.xesext");
pub const LIFECYCLE: Extension = ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext");
pub const ORGANIZATIONAL: Extension = ("Organizational", "org", "http://www.xes-standard.org/org.xesext");
pub const IDENTITY: Extension = ("Identity", "identity", "http://www.xes-standard.org/identity.xesext");

pub const NAME: &str = "concept:name";
pub const TIMESTAMP: &str = "time:timestamp";
pub const TRANSITION: &str = "lifecycle:transition";
pub const MODEL: &str = "lifecycle:model";
pub const RESOURCE: &str = "org:resource";
pub const ID: &str = "identity:id";

/// Keys that extensions define. Attributes have names without colons, so only columns come to have one.
const DEFINED: &[(&str, Extension)] = &[
    (NAME, CONCEPT),
    ("concept:instance", CONCEPT),
    (TIMESTAMP, TIME),
    (TRANSITION, LIFECYCLE),
    (MODEL, LIFECYCLE),
    (RESOURCE, ORGANIZATIONAL),
    ("org:role", ORGANIZATIONAL),
    ("org:group", ORGANIZATIONAL),
    (ID, IDENTITY),
];

/// The extension that defines a key.
pub fn extension_of(key: &str) -> Option<Extension> {
    DEFINED.iter().find(|(defined, _)| *defined == key).map(|(_, extension)| *extension)
}

/// The key of a standard value on events; `None`: the header that the mapping gives it.
pub fn key_of(value: StandardValue) -> Option<&'static str> {
    match value {
        StandardValue::CaseId | StandardValue::Activity => Some(NAME),
        StandardValue::Timestamp => Some(TIMESTAMP),
        StandardValue::EventId => Some(ID),
        StandardValue::Resource => Some(RESOURCE),
        StandardValue::Lifecycle => Some(TRANSITION),
        StandardValue::ActivityId
        | StandardValue::End
        | StandardValue::Kind
        | StandardValue::Source
        | StandardValue::SourceSystem => None,
    }
}

/// Where the meaning of a key is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// In the extensions that the certification levels A to C ask for.
    Basic,
    /// In another extension of the standard.
    Standard,
    /// In the mapping alone.
    Mapping,
}

/// A key, ready to be written.
#[derive(Debug, Clone)]
pub struct Key {
    /// ` key="…" value="`
    text: Vec<u8>,
    /// Whether the standard asks for a string: whatever is no list is written as one.
    pub is_text: bool,
    pub origin: Origin,
    /// Characters of the key that XML can't hold.
    pub replaced: u64,
}

const VALUE: &[u8] = b" value=\"";

impl Key {
    pub fn new(name: &str) -> Self {
        let mut text = b" key=\"".to_vec();
        let replaced = put_text(&mut text, name);
        text.push(b'"');
        text.extend_from_slice(VALUE);
        Self { text, is_text: matches!(name, NAME | RESOURCE), origin: origin_of(name), replaced }
    }

    /// ` key="…" value="`
    pub fn with_value(&self) -> &[u8] {
        &self.text
    }

    /// ` key="…"`
    pub fn alone(&self) -> &[u8] {
        &self.text[..self.text.len() - VALUE.len()]
    }
}

fn origin_of(name: &str) -> Origin {
    match name {
        NAME | TIMESTAMP | TRANSITION | MODEL | RESOURCE => Origin::Basic,
        _ if extension_of(name).is_some() => Origin::Standard,
        _ => Origin::Mapping,
    }
}

//! Labels and documentation, in the languages of the mapping.

use schemars::JsonSchema;

use super::language;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::mapping::decode::{Decode, Decoder, Name, OneOrMany, Shape};
use crate::yaml::{Entry, Key, Kind, Node};

/// A text in one language or several: `Case Created`, or `{ en: Case Created, zh: 案件创建 }`.
#[derive(Debug, Clone)]
pub enum Text {
    /// One text for every language.
    Plain(Name),
    /// By language code.
    ByLanguage(Vec<(Key, Name)>),
}

impl Text {
    /// The text in that language, else in English, else the first one.
    pub fn in_language(&self, language: &str) -> Option<&str> {
        match self {
            Self::Plain(name) => Some(&name.text),
            Self::ByLanguage(texts) => {
                let by = |wanted: &str| texts.iter().find(|(key, _)| key.text == wanted);
                by(language).or_else(|| by("en")).or_else(|| texts.first()).map(|(_, name)| name.text.as_str())
            }
        }
    }

    /// The languages it has texts in; none for a plain text.
    pub fn languages(&self) -> impl Iterator<Item = &Key> {
        let texts = match self {
            Self::Plain(_) => &[],
            Self::ByLanguage(texts) => texts.as_slice(),
        };
        texts.iter().map(|(key, _)| key)
    }
}

impl Decode for Text {
    fn expected() -> String {
        "a text, or texts by language: `{ en: …, zh: … }`".to_owned()
    }

    fn shape() -> Shape {
        Shape::Text
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Mapping(entries) => {
                entries.iter().for_each(|entry| check_language(&entry.key, decoder));
                let texts = entries
                    .iter()
                    .filter_map(|entry| Name::decode(&entry.value, decoder).map(|text| (entry.key.clone(), text)));
                Some(Self::ByLanguage(texts.collect()))
            }
            Kind::Scalar(scalar) if !scalar.is_null() => Name::decode(node, decoder).map(Self::Plain),
            _ => {
                decoder.mismatch(node, &Self::expected());
                None
            }
        }
    }
}

fn check_language(key: &Key, decoder: &mut Decoder<'_>) {
    if !language::is_known(&key.text) {
        let message = format!("`{}` is no code of a language", key.text);
        decoder.report(
            Diagnostic::new(codes::UNKNOWN_LANGUAGE, message)
                .at(key.span, "unknown language")
                .help("write a code of ISO 639 such as `en`, `zh` or `pt-BR`"),
        );
    }
}

impl JsonSchema for Text {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LocalisedText".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A text, or texts by language code.",
            "anyOf": [
                { "type": "string" },
                { "type": "object", "additionalProperties": { "type": "string" }, "minProperties": 1 }
            ]
        })
    }
}

section! {
    /// What a reader should know of a source, column, activity or attribute.
    DocsForm is "docs" {
        /// What it is.
        description: Option<Text>,
        /// Why it matters to an analysis.
        why: Option<Text>,
        /// Where it comes from in the source system.
        from: Option<Text>,
        /// How an event is captured.
        captured: Option<Text>,
        /// Whether an analysis needs it: `required`, `recommended` or `optional` (the default); of attributes and activities.
        need: Option<Name>,
        /// Examples of its values.
        examples: OneOrMany<Name>,
        /// Ids of the requirements that it meets.
        requirement: OneOrMany<Name>,
    }
}

/// Documentation: one text, or its parts.
#[derive(Debug, Clone)]
pub enum Docs {
    /// A description alone.
    Description(Text),
    /// Description, reason, origin and more.
    Parts(Box<DocsForm>),
}

impl Decode for Docs {
    fn expected() -> String {
        "a description, or `description`, `why`, `from`, `captured`, `need`, `examples`, `requirement`".to_owned()
    }

    fn shape() -> Shape {
        Shape::Docs
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Mapping(entries) if !is_text_by_language(entries) => {
                DocsForm::decode(node, decoder).map(|parts| Self::Parts(Box::new(parts)))
            }
            _ => Text::decode(node, decoder).map(Self::Description),
        }
    }
}

/// Whether a group of keys is a text in several languages, rather than the parts of docs. Beside a language a key that is no
/// part of docs is meant as one.
pub fn is_text_by_language(entries: &[Entry]) -> bool {
    let is_part =
        |key: &str| DocsForm::KEYS.contains(&key) || nearest::misspelt(key, DocsForm::KEYS.iter().copied()).is_some();
    let languages = entries.iter().filter(|entry| is_language(&entry.key.text)).count();
    let others = entries.iter().filter(|entry| !is_language(&entry.key.text));
    languages == entries.len() || languages > 0 && !others.into_iter().any(|entry| is_part(&entry.key.text))
}

/// What stands below each key of docs.
pub fn docs_shape() -> Shape {
    DocsForm::shape()
}

/// Language codes are two or three small letters, perhaps with a region.
fn is_language(key: &str) -> bool {
    let code = key.split('-').next().unwrap_or(key);
    key != "why" && (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase())
}

impl JsonSchema for Docs {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Docs".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let text = generator.subschema_for::<Text>();
        let parts = generator.subschema_for::<DocsForm>();
        schemars::json_schema!({ "anyOf": [parts, text] })
    }
}

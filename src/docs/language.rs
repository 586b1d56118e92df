//! The languages that a data template comes in.

use crate::mapping::Text;

/// A language of the template's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Chinese.
    Chinese,
    /// French.
    French,
    /// Thai.
    Thai,
}

impl Language {
    /// All of them.
    pub const ALL: &[Self] = &[Self::English, Self::Chinese, Self::French, Self::Thai];

    /// Its code, as labels have it.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
            Self::French => "fr",
            Self::Thai => "th",
        }
    }

    /// Its own name.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "中文",
            Self::French => "Français",
            Self::Thai => "ไทย",
        }
    }

    /// The language of that code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|language| language.code() == code)
    }
}

/// A text as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The text; what stands in backticks is code.
    pub text: String,
    /// The language that it is in, where it isn't the one that was asked for.
    pub language: Option<String>,
}

impl Shown {
    /// A text that is the same in every language.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), language: None }
    }

    /// A text in a language, else in English, else in the first that it has.
    pub fn of(text: &Text, language: Language) -> Self {
        let shown = text.in_language(language.code()).unwrap_or_default().trim().to_owned();
        let has_none = text.languages().next().is_none();
        let has = |code: &str| text.languages().any(|key| key.text == code);
        let used = match text.languages().next() {
            _ if has_none || has(language.code()) => None,
            _ if has("en") => Some("en".to_owned()),
            first => first.map(|key| key.text.clone()),
        };
        Self { text: shown, language: used }
    }

    /// The text's parts, and whether each is code.
    pub fn parts(&self) -> impl Iterator<Item = (&str, bool)> {
        let ticks = self.text.matches('`').count();
        let whole = (!ticks.is_multiple_of(2)).then_some((self.text.as_str(), false));
        let split = self.text.split('`').enumerate().map(|(index, part)| (part, index % 2 == 1));
        let split = split.filter(move |(part, _)| ticks.is_multiple_of(2) && !part.is_empty());
        whole.into_iter().chain(split)
    }
}

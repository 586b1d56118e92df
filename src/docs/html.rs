//! The data template as one page of HTML that loads nothing from anywhere.

use askama::Template as _;
use sha2::{Digest, Sha256};

use super::language::{Language, Shown};
use super::model::{Activity, Attribute, Column, Need, Source, Template};
use super::wording::Wording;
use crate::extract::{Piece, Query, Window};

const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

#[derive(askama::Template)]
#[template(path = "page.html")]
struct Page<'a> {
    editions: Vec<Edition<'a>>,
    style: &'static str,
    script: &'static str,
    script_digest: String,
}

/// The page in one language.
struct Edition<'a> {
    language: Language,
    words: &'static Wording,
    /// All languages of the page, where there are several.
    others: Vec<Language>,
    chapters: Vec<Chapter<'a>>,
    prefix: String,
}

/// A mapping's part of the page.
struct Chapter<'a> {
    template: &'a Template,
    words: &'static Wording,
    window: &'a Window,
    prefix: String,
}

/// The page: for each language the templates of all mappings. Several languages can be switched between.
///
/// # Errors
/// Never, as nothing is written to but memory; the templates' engine can't know.
pub fn page(editions: &[Vec<Template>], window: &Window) -> Result<String, askama::Error> {
    let languages: Vec<Language> =
        editions.iter().filter_map(|templates| templates.first()).map(|template| template.language).collect();
    let editions = editions.iter().zip(&languages);
    let editions = editions.map(|(templates, language)| edition(templates, *language, &languages, window)).collect();
    let script_digest = format!("sha256-{}", base64(&Sha256::digest(format!("\n{SCRIPT}"))));
    Page { editions, style: STYLE, script: SCRIPT, script_digest }.render()
}

fn edition<'a>(templates: &'a [Template], language: Language, all: &[Language], window: &'a Window) -> Edition<'a> {
    let prefix = if all.len() > 1 { format!("{}-", language.code()) } else { String::new() };
    let words = Wording::of(language);
    let is_alone = templates.len() == 1;
    let chapters = templates.iter().map(|template| {
        let own = if is_alone { String::new() } else { format!("{}-", template.name) };
        Chapter { template, words, window, prefix: format!("{prefix}{own}") }
    });
    let others = if all.len() > 1 { all.to_vec() } else { Vec::new() };
    Edition { language, words, others, chapters: chapters.collect(), prefix }
}

impl Edition<'_> {
    fn heading(&self) -> String {
        let titles: Vec<&str> = self.chapters.iter().map(|chapter| chapter.template.title.text.as_str()).collect();
        format!("{}{}{}", self.words.title, self.words.colon, titles.join(", "))
    }

    fn place(&self, anchor: &str) -> String {
        format!("{}{anchor}", self.prefix)
    }
}

/// Those that are needed equally much.
type Groups<'a, T> = Vec<(Need, Vec<&'a T>)>;

impl Chapter<'_> {
    fn place(&self, anchor: &str) -> String {
        format!("{}{anchor}", self.prefix)
    }

    fn attributes(&self) -> Groups<'_, Attribute> {
        groups(&self.template.attributes, |attribute| attribute.about.need)
    }

    fn activities(&self) -> Groups<'_, Activity> {
        groups(&self.template.activities, |activity| activity.about.need)
    }

    /// A text, with its code marked, and marked itself where it is in another language.
    fn shown(&self, shown: &Shown) -> String {
        let inner = inline(shown);
        match &shown.language {
            None => inner,
            Some(language) => {
                let (code, title) = (escaped(language), escaped(self.words.untranslated));
                format!(
                    "<span class=\"untranslated\" lang=\"{code}\">{inner}<span class=\"mark\" title=\"{title}\">{code}</span></span>"
                )
            }
        }
    }

    /// One of the page's own texts.
    fn own(&self, text: &str) -> String {
        inline(&Shown::plain(text))
    }

    fn has_window(&self) -> bool {
        let days = |query: &Query| query.text.iter().any(|piece| matches!(piece, Piece::Day { .. }));
        self.template.sources.iter().flat_map(|source| &source.queries).any(|fetch| days(&fetch.query))
    }

    /// The names of the kinds of export; one without a name where there are none.
    fn profiles(&self) -> Vec<Option<&str>> {
        match self.template.profiles.as_slice() {
            [] => vec![None],
            profiles => profiles.iter().map(|profile| Some(profile.name.as_str())).collect(),
        }
    }

    /// The file patterns of a table in each kind of export; none of a level, which has no files.
    fn files<'s>(&'s self, source: &'s Source) -> Vec<(Option<&'s str>, Option<&'s [String]>)> {
        if source.within.is_some() {
            return Vec::new();
        }
        self.profiles().into_iter().zip(source.files.iter().map(Option::as_deref)).collect()
    }

    fn header_titles(&self, source: &Source) -> Vec<String> {
        let header = if source.is_json { self.words.path } else { self.words.header };
        let title = |profile: Option<&str>| profile.map_or(header.to_owned(), |name| format!("{header} ({name})"));
        self.profiles().into_iter().map(title).collect()
    }

    fn headers<'s>(&self, source: &Source, column: &'s Column) -> Vec<(String, Option<&'s [String]>)> {
        self.header_titles(source).into_iter().zip(column.headers.iter().map(Option::as_deref)).collect()
    }

    /// A query whose days the page's reader can change.
    fn query(&self, query: &Query) -> String {
        let part = |piece: &Piece| match piece {
            Piece::Day { bound, format } => {
                let (bound, format, day) = (bound.name(), escaped(format), escaped(&piece.over(self.window)));
                format!("<span class=\"day\" data-day=\"{bound}\" data-format=\"{format}\">{day}</span>")
            }
            other => escaped(&other.over(self.window)),
        };
        query.text.iter().map(part).collect()
    }
}

fn groups<T>(all: &[T], need: impl Fn(&T) -> Need) -> Groups<'_, T> {
    let mut groups: Groups<'_, T> = Vec::new();
    for each in all {
        match groups.last_mut().filter(|(group, _)| *group == need(each)) {
            Some((_, members)) => members.push(each),
            None => groups.push((need(each), vec![each])),
        }
    }
    groups
}

fn inline(shown: &Shown) -> String {
    let part = |(text, is_code): (&str, bool)| match is_code {
        true => format!("<code>{}</code>", escaped(text)),
        false => escaped(text),
    };
    shown.parts().map(part).collect()
}

/// Text that means nothing to a browser but itself.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Bytes as content security policies write them.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * index)) as usize & 63];
            text.push(if index <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

//! The extraction guide.

use super::Writer;
use super::text::{cell, code, joined, shown};
use crate::docs::model::{Column, Fetch, Source};
use crate::extract::QueryKind;

impl Writer<'_> {
    pub(super) fn guide(&mut self) {
        let (words, template) = (self.words, self.template);
        self.heading(2, "guide", words.guide);
        template.about.captured.iter().for_each(|text| self.paragraph(&shown(text)));
        for profile in &template.profiles {
            let about = profile.about.description.as_ref().map(shown).unwrap_or_default();
            self.line(&format!("- **{}** {}: {about}", words.profiles, code(&profile.name)));
        }
        if !template.profiles.is_empty() {
            self.line("");
        }
        template.sources.iter().for_each(|source| self.source(source));
    }

    fn source(&mut self, source: &Source) {
        let words = self.words;
        let need = if source.is_optional { words.optional } else { words.required };
        let level = if source.within.is_some() { 4 } else { 3 };
        let title = format!("{} {} ({need})", shown(&source.pointer.title), code(&source.id));
        self.heading(level, &source.pointer.anchor, &title);
        source.about.description.iter().for_each(|text| self.paragraph(&shown(text)));
        let about = &source.about;
        let parts = [(words.why, &about.why), (words.from, &about.from), (words.captured, &about.captured)];
        let mut facts: Vec<String> = parts
            .into_iter()
            .filter_map(|(title, text)| Some(format!("- **{title}**: {}", shown(text.as_ref()?))))
            .collect();
        facts.extend(
            source
                .within
                .iter()
                .map(|(within, path)| format!("- **{}** {}: {}", words.within, self.link(within), code(path))),
        );
        facts.extend(self.files(source));
        self.paragraph(&facts.join("\n"));
        self.columns(source);
        source.queries.iter().for_each(|fetch| self.query(fetch));
    }

    /// The file patterns in each kind of export.
    fn files(&self, source: &Source) -> Vec<String> {
        if source.within.is_some() {
            return Vec::new();
        }
        let files = self.profiles().into_iter().zip(&source.files);
        let line = |(profile, files): (Option<String>, &Option<Vec<String>>)| {
            let name = profile.map(|name| format!(" ({name})")).unwrap_or_default();
            let files = files.as_ref().map_or_else(|| self.words.not_there.to_owned(), |files| joined(files));
            format!("- **{}**{name}: {files}", self.words.files)
        };
        files.map(line).collect()
    }

    fn profiles(&self) -> Vec<Option<String>> {
        match self.template.profiles.as_slice() {
            [] => vec![None],
            profiles => profiles.iter().map(|profile| Some(code(&profile.name))).collect(),
        }
    }

    fn columns(&mut self, source: &Source) {
        if source.columns.is_empty() {
            return;
        }
        let words = self.words;
        let header = if source.is_json { words.path } else { words.header };
        let title = |profile: Option<String>| profile.map_or(header.to_owned(), |name| format!("{header} ({name})"));
        let headers: Vec<String> = self.profiles().into_iter().map(title).collect();
        let others = [words.kind_of_value, words.needed, words.description, words.feeds];
        let titles = [words.column].into_iter().chain(headers.iter().map(String::as_str)).chain(others);
        let titles: Vec<&str> = titles.collect();
        self.line(&format!("| {} |", titles.join(" | ")));
        self.line(&format!("|{}", "---|".repeat(titles.len())));
        source.columns.iter().for_each(|column| self.column(column));
        self.line("");
    }

    fn column(&mut self, column: &Column) {
        let words = self.words;
        let headers = column.headers.iter().map(|headers| headers.as_ref().map_or("—".to_owned(), |all| joined(all)));
        let description = column.about.description.iter().map(shown);
        let examples = Some(joined(&column.about.examples)).filter(|examples| !examples.is_empty());
        let about: Vec<String> = description.chain(examples).collect();
        let roles = column.roles.iter().map(|role| format!("*{}*", words.role(*role)));
        let feeds: Vec<String> = roles.chain(column.feeds.iter().map(|feed| self.link(feed))).collect();
        let need = if column.is_optional { words.optional } else { words.required };
        let mut cells = vec![code(&column.id)];
        cells.extend(headers);
        cells.extend([words.value_type(column.kind).to_owned(), need.to_owned(), about.join("<br>"), feeds.join(", ")]);
        let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    fn query(&mut self, fetch: &Fetch) {
        let language = if fetch.query.kind == QueryKind::Soql { "sql" } else { "sh" };
        self.paragraph(&format!("**{}** ({})", shown(&fetch.title), fetch.query.kind.in_words()));
        let text = fetch.query.over(self.window);
        let fence = fence(&text);
        self.paragraph(&format!("{fence}{language}\n{text}\n{fence}"));
        let notes: Vec<String> = fetch.notes.iter().map(|note| format!("- {}", shown(note))).collect();
        let reference = fetch.reference.iter().map(|address| format!("- {}: <{address}>", self.words.reference));
        let lines: Vec<String> = notes.into_iter().chain(reference).collect();
        if !lines.is_empty() {
            self.paragraph(&lines.join("\n"));
        }
    }
}

/// A fence that is longer than any in the text.
fn fence(text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    fence
}

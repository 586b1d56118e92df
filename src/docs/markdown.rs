//! The data template as Markdown.

mod guide;
mod text;

use super::language::Shown;
use super::model::{About, Need, Pointer, Template};
use super::wording::Wording;
use crate::extract::Window;
use text::{anchored, cell, code, joined, shown};

/// The document: the templates of all mappings, one behind the other.
pub fn document(templates: &[Template], window: &Window) -> String {
    let is_alone = templates.len() == 1;
    let parts = templates.iter().map(|template| {
        let prefix = if is_alone { String::new() } else { format!("{}-", template.name) };
        Writer { template, words: Wording::of(template.language), window, prefix, text: String::new() }.write()
    });
    parts.collect::<Vec<_>>().join("\n")
}

struct Writer<'a> {
    template: &'a Template,
    words: &'static Wording,
    window: &'a Window,
    prefix: String,
    text: String,
}

impl Writer<'_> {
    fn write(mut self) -> String {
        self.head();
        self.contents();
        self.case();
        self.attributes();
        self.activities();
        self.standard();
        self.params();
        self.guide();
        let made = format!("{} {} {}", self.words.made, code(&self.template.name), self.template.version);
        self.line(made.trim());
        self.text
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A paragraph, with an empty line behind it.
    fn paragraph(&mut self, text: &str) {
        self.line(text);
        self.line("");
    }

    fn heading(&mut self, level: usize, anchor: &str, title: &str) {
        let anchor = anchored(&self.prefix, anchor);
        self.paragraph(&format!("{} {anchor}{title}", "#".repeat(level)));
    }

    fn link(&self, pointer: &Pointer) -> String {
        format!("[{}](#{}{})", shown(&pointer.title), self.prefix, pointer.anchor)
    }

    fn links(&self, pointers: &[Pointer]) -> String {
        pointers.iter().map(|pointer| self.link(pointer)).collect::<Vec<_>>().join(", ")
    }

    fn head(&mut self) {
        let template = self.template;
        self.heading(1, "top", &format!("{}{}{}", self.words.title, self.words.colon, shown(&template.title)));
        for text in [&template.about.description, &template.about.why].into_iter().flatten() {
            self.paragraph(&shown(text));
        }
        let words = self.words;
        let system = template.system.iter().map(|system| (words.source_system, shown(&Shown::plain(system.clone()))));
        let from = template.about.from.iter().map(|from| (words.from, shown(from)));
        for (title, value) in system.chain(from).collect::<Vec<_>>() {
            self.line(&format!("- **{title}**: {value}"));
        }
        self.line("");
    }

    fn contents(&mut self) {
        let words = self.words;
        let parts = [
            ("case", words.case),
            ("attributes", words.attributes),
            ("activities", words.activities),
            ("standard", words.standard),
            ("params", words.params),
            ("guide", words.guide),
        ];
        let is_there = |(anchor, _): &(&str, &str)| *anchor != "params" || !self.template.params.is_empty();
        let lines: Vec<String> = parts
            .into_iter()
            .filter(is_there)
            .map(|(anchor, title)| format!("- [{title}](#{}{anchor})", self.prefix))
            .collect();
        self.paragraph(&lines.join("\n"));
    }

    fn case(&mut self) {
        self.heading(2, "case", self.words.case);
        let lines: Vec<String> = self.template.case.iter().map(|sentence| format!("- {}", shown(sentence))).collect();
        self.paragraph(&lines.join("\n"));
    }

    fn attributes(&mut self) {
        self.heading(2, "attributes", self.words.attributes);
        let template = self.template;
        let mut group = None;
        for attribute in &template.attributes {
            let kind = attribute.kind.map(|kind| self.words.value_type(kind));
            let badges = [Some(self.words.scope(attribute.scope)), kind];
            let name = format!(
                "{}**{}**<br>{}<br>{}",
                anchored(&self.prefix, &attribute.pointer.anchor),
                shown(&attribute.pointer.title),
                code(&attribute.name),
                badges.into_iter().flatten().collect::<Vec<_>>().join(", ")
            );
            let about = self.about(&attribute.about, &attribute.reads, &attribute.activities);
            self.row(&mut group, attribute.about.need, self.words.name, &name, &about);
        }
        self.line("");
    }

    fn activities(&mut self) {
        self.heading(2, "activities", self.words.activities);
        let template = self.template;
        let mut group = None;
        for activity in &template.activities {
            let kinds = activity.kinds.iter().map(|kind| self.words.event_kind(*kind));
            let name = format!(
                "{}**{}**<br>{}<br>{}",
                anchored(&self.prefix, &activity.pointer.anchor),
                shown(&activity.pointer.title),
                code(&activity.id),
                kinds.collect::<Vec<_>>().join(", ")
            );
            let mut about = self.about(&activity.about, &activity.reads, &activity.activities);
            about.extend(activity.known.iter().map(|(value, title, about)| {
                let text = about.description.as_ref().map(|text| format!(" — {}", shown(text))).unwrap_or_default();
                format!("**{}** {}{text}", shown(title), code(value))
            }));
            self.row(&mut group, activity.about.need, self.words.activity, &name, &about);
        }
        self.line("");
    }

    /// A row of a table; a heading and a table for each need.
    fn row(&mut self, group: &mut Option<Need>, need: Need, title: &str, name: &str, about: &[String]) {
        if *group != Some(need) {
            if group.is_some() {
                self.line("");
            }
            self.paragraph(&format!("### {}", self.words.need(need)));
            self.line(&format!("| {title} | {} |", self.words.description));
            self.line("|---|---|");
            *group = Some(need);
        }
        self.line(&format!("| {} | {} |", cell(name), cell(&about.join("<br>"))));
    }

    /// What is said of a thing, line by line.
    fn about(&self, about: &About, reads: &[(Pointer, Vec<String>)], computed: &[Pointer]) -> Vec<String> {
        let words = self.words;
        let mut lines: Vec<String> = about.description.iter().map(shown).collect();
        let parts = [(words.why, &about.why), (words.from, &about.from), (words.captured, &about.captured)];
        lines.extend(
            parts.into_iter().filter_map(|(title, text)| Some(format!("**{title}**: {}", shown(text.as_ref()?)))),
        );
        if !about.examples.is_empty() {
            lines.push(format!("**{}**: {}", words.examples, joined(&about.examples)));
        }
        let tables = reads.iter().map(|(table, columns)| format!("{}: {}", self.link(table), joined(columns)));
        if !reads.is_empty() {
            lines.push(format!("**{}**: {}", words.reads, tables.collect::<Vec<_>>().join("; ")));
        }
        if !computed.is_empty() {
            lines.push(format!("**{}**: {}", words.computed, self.links(computed)));
        }
        lines
    }

    fn standard(&mut self) {
        let words = self.words;
        self.heading(2, "standard", words.standard);
        self.paragraph(words.standard_intro);
        self.line(&format!("| {} | {} |", words.column, words.description));
        self.line("|---|---|");
        for (value, header) in &self.template.standard {
            self.line(&format!("| {} | {} |", cell(&code(header)), cell(words.standard_value(*value))));
        }
        self.line("");
    }

    fn params(&mut self) {
        let (words, template) = (self.words, self.template);
        if template.params.is_empty() {
            return;
        }
        self.heading(2, "params", words.params);
        self.paragraph(words.params_intro);
        self.line(&format!("| {} | {} | {} |", words.name, words.default, words.description));
        self.line("|---|---|---|");
        for param in &template.params {
            let anchor = anchored(&self.prefix, &param.pointer.anchor);
            let name = format!("{anchor}**{}**<br>{}", shown(&param.pointer.title), code(&param.id));
            let none = || words.no_values.to_owned();
            let default = if param.default.is_empty() { none() } else { joined(&param.default) };
            let from = param.from.iter().map(|from| format!("<br>{} {}", words.from_export, code(from)));
            let default = format!("{default}{}", from.collect::<String>());
            let about = param.about.description.as_ref().map(shown).unwrap_or_default();
            self.line(&format!("| {} | {} | {} |", cell(&name), cell(&default), cell(&about)));
        }
        self.line("");
    }
}

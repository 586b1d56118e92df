//! The sources of a first mapping.

use std::collections::{BTreeMap, BTreeSet};

use super::counted::Columns;
use super::names::Names;
use super::shape::{Shape, Shaped};
use super::typed::Typed;
use crate::infer::column::{Kind, TimeGuess};
use crate::infer::page::{Page, list, many, quoted_list, scalar};
use crate::infer::people::People;
use crate::infer::survey::{Layout, Survey, Table, pattern_of};

/// A source, with ids for its columns.
pub(super) struct Source {
    /// Its id.
    pub id: String,
    /// Its table.
    pub shaped: Shaped,
    /// Ids of the columns that are read, by position.
    pub columns: BTreeMap<usize, String>,
}

impl Source {
    /// A source that reads a table: all columns that hold anything.
    pub fn new(survey: &Survey, shaped: &Shaped, names: &mut Names) -> Self {
        let table = &survey.tables[shaped.table];
        let mut own = Names::default();
        let read = (0..table.columns.len()).filter(|position| table.columns[*position].look.kind != Kind::Empty);
        let columns = read
            .map(|position| (position, own.id(&table.columns[position].name, &format!("column_{}", position + 1))))
            .collect();
        Self { id: names.small(table.series(), "table"), shaped: shaped.clone(), columns }
    }

    /// The id of the column with the time at which events ended.
    pub fn end(&self) -> Option<&str> {
        self.shaped.end.map(|position| self.column(position))
    }

    /// The id of a column.
    pub fn column(&self, position: usize) -> &str {
        self.columns.get(&position).map_or("", String::as_str)
    }
}

/// What is written of a source.
#[derive(Default)]
pub(super) struct SourceText {
    pub page: Page,
    pub inferred: String,
    pub open: Vec<String>,
}

/// A source to be written.
pub(super) struct Written<'a> {
    pub survey: &'a Survey,
    pub counted: &'a Columns,
    pub source: &'a Source,
    /// Whether it has one row per case.
    pub is_record: bool,
}

/// A column's keys and what to know of it.
struct ColumnText {
    keys: Vec<String>,
    why: String,
    /// Whether only the org can tell.
    is_open: bool,
}

impl Written<'_> {
    /// Writes it.
    pub fn write(&self) -> SourceText {
        let mut text = SourceText { inferred: self.inferred(), ..SourceText::default() };
        let about = format!("{}, {}", many(self.rows(), "row", "rows"), self.what());
        text.page.noted(1, &format!("{}:", self.source.id), &about);
        text.page.line(2, format!("files: {}", list(&pattern_of(&self.table().file_names()))));
        self.layout(&mut text.page);
        self.roles(&mut text.page);
        text.page.line(2, "columns:");
        for (position, id) in &self.source.columns {
            let ColumnText { keys, why, is_open } = self.column(*position, id);
            let kind = keys[0].trim_start_matches("type: ");
            let line =
                if keys.len() == 1 { format!("{id}: {kind}") } else { format!("{id}: {{ {} }}", keys.join(", ")) };
            if is_open {
                text.open.push(format!("`{line}`: {why}"));
            }
            if why.is_empty() { text.page.line(3, line) } else { text.page.noted(3, &line, &why) }
        }
        text
    }

    fn table(&self) -> &Table {
        &self.survey.tables[self.source.shaped.table]
    }

    fn rows(&self) -> u64 {
        self.counted.rows.get(&self.source.shaped.table).copied().unwrap_or(0)
    }

    fn what(&self) -> &'static str {
        match &self.source.shaped.shape {
            Shape::Records => "one row per case",
            Shape::Events { .. } => "one row per event",
            Shape::Snapshots { .. } => "one row per update of a case",
            Shape::Changes { .. } => "one row per change of a field",
        }
    }

    fn inferred(&self) -> String {
        let (table, shaped) = (self.table(), &self.source.shaped);
        let (case, at) = (&table.columns[shaped.case].name, &table.columns[shaped.times[0]].name);
        let (files, rows) = (table.file_names().join("`, `"), many(self.rows(), "row", "rows"));
        format!("`{files}`: {rows}, {}; `{case}` is the case ({}), `{at}` the time", self.what(), shaped.why)
    }

    fn layout(&self, page: &mut Page) {
        match &self.table().layout {
            Layout::Csv { encoding: Some(encoding) } => {
                let text = format!("encoding: {}", encoding.name().to_lowercase());
                page.noted(2, &text, "the file isn't UTF-8; confirm by its accents");
            }
            Layout::Json { rows, .. } if rows != "." => {
                page.line(2, format!("rows: {}", list(&[rows.as_str(), "."])));
            }
            _ => {}
        }
        let nulls = self.nulls();
        if !nulls.is_empty() {
            page.noted(2, &format!("nulls: {}", quoted_list(&nulls)), "confirm: no value");
        }
    }

    /// Words for nothing.
    fn nulls(&self) -> Vec<String> {
        let at = |position: &usize| (self.source.shaped.table, *position);
        let columns = self.source.columns.keys().filter_map(|position| self.counted.columns.get(&at(position)));
        let words: BTreeSet<&String> = columns.flat_map(|whole| whole.nulls.keys()).collect();
        words.into_iter().cloned().collect()
    }

    /// Which columns say the case, the time, who did it, and what changed.
    fn roles(&self, page: &mut Page) {
        let (source, shaped) = (self.source, &self.source.shaped);
        let key = if self.is_record { "key" } else { "case" };
        let why = format!("confirm: which case a row is of, {}", shaped.why);
        page.noted(2, &format!("{key}: {}", source.column(shaped.case)), &why);
        page.noted(2, &format!("at: {}", source.column(shaped.times[0])), "confirm: when it happened");
        if let Some(by) = shaped.by {
            page.noted(2, &format!("by: {}", source.column(by)), "confirm: who did it");
        }
        if let Shape::Changes { field, old, new } = shaped.shape {
            let roles = [("field", Some(field)), ("old", old), ("new", Some(new))];
            for (role, position) in roles.into_iter().filter_map(|(role, position)| Some((role, position?))) {
                page.line(2, format!("{role}: {}", source.column(position)));
            }
        }
    }

    fn column(&self, position: usize, id: &str) -> ColumnText {
        let (table, shaped) = (self.table(), &self.source.shaped);
        let column = &table.columns[position];
        let is_key = position == shaped.case || Some(position) == shaped.by;
        let Typed { kind, more, why } = self.typed(position, is_key);
        let mut text = ColumnText { keys: vec![format!("type: {kind}")], why, is_open: false };
        text.is_open = !text.why.is_empty() && more.is_none();
        let header = table.header_of(position);
        if header != id {
            text.keys.push(format!("header: {}", scalar(&header)));
        }
        // What may be missing in some rows of documents is missing in some documents.
        if table.is_json() && !is_key && position != shaped.times[0] {
            text.keys.push("optional: true".to_owned());
        }
        text.keys.extend(more);
        match self.counted.times.get(&(shaped.table, position)) {
            Some(guess) if column.look.kind == Kind::Time => times(guess, &self.counted.people, &mut text),
            _ if column.look.is_category() && !is_key && text.why.is_empty() => {
                text.why = self.counted.shown(self.survey, (shaped.table, position));
            }
            _ => {}
        }
        text
    }

    /// The type of a column: what isn't a text only where every value is of that type.
    fn typed(&self, position: usize, is_key: bool) -> Typed {
        let column = &self.table().columns[position];
        if is_key {
            return Typed::plain("id");
        }
        if self.table().is_json() && column.name.ends_with("[]") {
            return Typed::plain("list");
        }
        // Rules compare it with texts.
        if self.source.shaped.is_compared(position) {
            return Typed::plain(if column.look.kind == Kind::Id { "id" } else { "text" });
        }
        match (column.look.kind, self.counted.columns.get(&(self.source.shaped.table, position))) {
            (Kind::Time, _) => Typed::plain("timestamp"),
            (kind, Some(whole)) => Typed::of(kind, whole, self.table().is_json()),
            (Kind::Id, None) => Typed::plain("id"),
            (_, None) => Typed::plain("text"),
        }
    }
}

fn times(guess: &TimeGuess, people: &People, text: &mut ColumnText) {
    if guess.formats != ["iso8601"] {
        let formats: Vec<String> = guess.formats.iter().map(|format| format!("\"{format}\"")).collect();
        text.keys.push(format!("formats: [{}]", formats.join(", ")));
    }
    let unread = guess.unread.as_ref();
    text.why = match (&guess.or, unread) {
        (_, Some((rows, example))) => {
            format!("{} can't be read{}", many(*rows, "value", "values"), people.such_as(example))
        }
        (Some(or), None) => format!("ask: no day is above 12, so `{or}` reads every value, too"),
        _ => String::new(),
    };
    text.is_open = !text.why.is_empty();
}

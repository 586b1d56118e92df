//! The text of a first mapping.

use std::collections::{BTreeMap, BTreeSet};

use super::activities::{self, Field};
use super::counted::Columns;
use super::links::Chosen;
use super::names::Names;
use super::shape::{Shape, Shaped};
use crate::infer::column::Kind;
use crate::infer::page::{Page, list, many, scalar, shown};
use crate::infer::survey::{Layout, Survey, Table, pattern_of};
use crate::infer::words::{Concept, concepts_of};
use crate::infer::{Proposal, Wanted};

/// How many values of a column are shown in a comment.
const VALUES: usize = 12;

/// Writes it down.
pub(super) fn proposal(survey: &Survey, wanted: &Wanted, chosen: &Chosen, counted: &Columns) -> Proposal {
    let mut names = Names::default();
    let sources = chosen.tables.iter().map(|shaped| Source::new(survey, shaped, &mut names)).collect();
    let mut writer = Writer {
        survey,
        wanted,
        chosen,
        counted,
        sources,
        page: Page::default(),
        inferred: Vec::new(),
        open: Vec::new(),
    };
    writer.head();
    writer.sources();
    writer.case();
    let fields = writer.fields();
    writer.activities(&fields);
    writer.attributes();
    writer.rest();
    Proposal { text: writer.page.finish(), inferred: writer.inferred, open: writer.open }
}

/// A source, with ids for its columns.
struct Source {
    id: String,
    shaped: Shaped,
    /// Ids of the columns that are read, by position.
    columns: BTreeMap<usize, String>,
}

impl Source {
    fn new(survey: &Survey, shaped: &Shaped, names: &mut Names) -> Self {
        let table = &survey.tables[shaped.table];
        let mut own = Names::default();
        let read = (0..table.columns.len()).filter(|position| table.columns[*position].look.kind != Kind::Empty);
        let columns = read
            .map(|position| (position, own.id(&table.columns[position].name, &format!("column_{}", position + 1))))
            .collect();
        Self { id: names.small(table.series(), "table"), shaped: shaped.clone(), columns }
    }

    fn column(&self, position: usize) -> &str {
        self.columns.get(&position).map_or("", String::as_str)
    }
}

struct Writer<'a> {
    survey: &'a Survey,
    wanted: &'a Wanted,
    chosen: &'a Chosen,
    counted: &'a Columns,
    sources: Vec<Source>,
    page: Page,
    inferred: Vec<String>,
    open: Vec<String>,
}

impl Writer<'_> {
    fn table(&self, source: &Source) -> &Table {
        &self.survey.tables[source.shaped.table]
    }

    fn head(&mut self) {
        self.page.comment(0, &format!("Written by `caseloom init` from `{}`, which no shipped mapping fits: a first mapping, from the columns alone.", self.wanted.input));
        self.page.comment(0, "What was inferred has its reason beside it: look at each `confirm` and `ask`.");
        self.page.line(0, "caseloom: 1");
        self.page.line(0, format!("name: {}", scalar(&self.wanted.name)));
        self.inferred.push("no shipped mapping fits; this is a first mapping from the columns".to_owned());
        let naive: u64 = self.counted.times.values().map(|guess| guess.naive).sum();
        match (&self.wanted.timezone, naive) {
            (_, 0) => {}
            (Some(zone), _) => self.page.noted(0, &format!("timezone: {}", scalar(zone)), "as `--timezone` said"),
            (None, _) => {
                let about = format!("{} carry no zone", many(naive, "time", "times"));
                self.page.noted(
                    0,
                    "# timezone: Europe/Berlin",
                    &format!("ask: {about}; name that of whoever exported them"),
                );
                self.open.push(format!("{about}: write `timezone:`, or give `--timezone`"));
            }
        }
    }

    fn sources(&mut self) {
        self.page.gap();
        self.page.line(0, "sources:");
        for position in 0..self.sources.len() {
            self.source(position);
        }
    }

    fn source(&mut self, position: usize) {
        let is_record = position == 0 && self.chosen.has_record;
        let source = &self.sources[position];
        let table = &self.survey.tables[source.shaped.table];
        let rows = self.counted.rows.get(&source.shaped.table).copied().unwrap_or(0);
        let (case, at) = (source.column(source.shaped.case), source.column(source.shaped.times[0]));
        let what = match &source.shaped.shape {
            Shape::Records => "one row per case",
            Shape::Events { .. } => "one row per event",
            Shape::Snapshots { .. } => "one row per update of a case",
            Shape::Changes { .. } => "one row per change of a field",
        };
        self.inferred.push(format!(
            "`{}`: {}, {what}; `{}` is the case ({}), `{}` the time",
            table.file_names().join("`, `"),
            many(rows, "row", "rows"),
            table.columns[source.shaped.case].name,
            source.shaped.why,
            table.columns[source.shaped.times[0]].name
        ));
        let mut page = Page::default();
        page.noted(1, &format!("{}:", source.id), &format!("{}, {what}", many(rows, "row", "rows")));
        page.line(2, format!("files: {}", list(&pattern_of(&table.file_names()))));
        layout(&mut page, table);
        let nulls = self.nulls(source);
        if !nulls.is_empty() {
            page.noted(2, &format!("nulls: [{}]", nulls.join(", ")), "confirm: no value");
        }
        let key = if is_record { "key" } else { "case" };
        page.noted(2, &format!("{key}: {case}"), &format!("confirm: which case a row is of, {}", source.shaped.why));
        page.noted(2, &format!("at: {at}"), "confirm: when it happened");
        if let Some(by) = source.shaped.by {
            page.noted(2, &format!("by: {}", source.column(by)), "confirm: who did it");
        }
        if let Shape::Changes { field, old, new } = source.shaped.shape {
            page.line(2, format!("field: {}", source.column(field)));
            if let Some(old) = old {
                page.line(2, format!("old: {}", source.column(old)));
            }
            page.line(2, format!("new: {}", source.column(new)));
        }
        page.line(2, "columns:");
        let lines: Vec<(String, String, bool)> =
            source.columns.iter().map(|(position, id)| self.column(source, *position, id)).collect();
        for (text, why, is_open) in lines {
            if is_open {
                self.open.push(format!("`{text}`: {why}"));
            }
            if why.is_empty() { page.line(3, text) } else { page.noted(3, &text, &why) }
        }
        self.page.append(page);
    }

    /// Words for nothing, in the columns of a source.
    fn nulls(&self, source: &Source) -> Vec<String> {
        let columns =
            source.columns.keys().filter_map(|position| self.counted.columns.get(&(source.shaped.table, *position)));
        let words: BTreeSet<&String> = columns.flat_map(|whole| whole.nulls.keys()).collect();
        words.into_iter().map(|word| format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))).collect()
    }

    /// A column's line, what to know of it, and whether that is open.
    fn column(&self, source: &Source, position: usize, id: &str) -> (String, String, bool) {
        let table = self.table(source);
        let look = &table.columns[position].look;
        let is_key = position == source.shaped.case || Some(position) == source.shaped.by;
        let is_list = table.is_json() && table.columns[position].name.ends_with("[]");
        let kind = match (is_key, is_list) {
            (true, _) => "id",
            (_, true) => "list",
            _ => look.kind.type_name(),
        };
        let header = table.header_of(position);
        let mut keys = vec![format!("type: {kind}")];
        if header != id {
            keys.push(format!("header: {}", scalar(&header)));
        }
        // What may be missing in some rows of documents is missing in some documents.
        if table.is_json() && !is_key && position != source.shaped.times[0] {
            keys.push("optional: true".to_owned());
        }
        let (mut why, mut is_open) = (String::new(), false);
        if let Some(guess) =
            self.counted.times.get(&(source.shaped.table, position)).filter(|_| look.kind == Kind::Time)
        {
            if guess.formats != ["iso8601"] {
                let formats: Vec<String> = guess.formats.iter().map(|format| format!("\"{format}\"")).collect();
                keys.push(format!("formats: [{}]", formats.join(", ")));
            }
            if let Some(or) = &guess.or {
                (why, is_open) = (format!("ask: no day is above 12, so `{or}` reads every value, too"), true);
            }
            if let Some((rows, example)) = &guess.unread {
                (why, is_open) =
                    (format!("{} can't be read, such as `{}`", many(*rows, "value", "values"), shown(example)), true);
            }
        } else if look.is_category() && !is_key && !table.columns[position].is_personal() {
            why = self.shown_values((source.shaped.table, position));
        }
        let text = if keys.len() == 1 { format!("{id}: {kind}") } else { format!("{id}: {{ {} }}", keys.join(", ")) };
        (text, why, is_open)
    }

    fn shown_values(&self, at: (usize, usize)) -> String {
        let values = self.counted.values(at);
        let listed: Vec<String> =
            values.iter().take(VALUES).map(|(value, rows)| format!("{} ({rows})", shown(value))).collect();
        let more = if values.len() > VALUES { ", …" } else { "" };
        format!("{}{more}", listed.join(", "))
    }

    fn case(&mut self) {
        self.page.gap();
        match (self.chosen.has_record, self.sources.first()) {
            (true, Some(record)) => {
                let text = format!("case: {{ record: {}, orphans: keep }}", record.id);
                self.page.noted(
                    0,
                    &text,
                    "rows whose case has no record stay; `orphans: quarantine` would report them",
                );
            }
            _ => self.page.noted(0, "case: {}", "a case is what the rows name"),
        }
    }

    /// The fields whose changes are events, after they were written.
    fn fields(&mut self) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut names = Names::default();
        let mut page = Page::default();
        for source in &self.sources {
            match &source.shaped.shape {
                Shape::Snapshots { states } => {
                    for state in states {
                        let field = self.state(source, *state, &mut names);
                        page.line(
                            1,
                            format!("{}: {{ source: {}, new: {} }}", field.id, source.id, source.column(*state)),
                        );
                        fields.push(field);
                    }
                }
                Shape::Changes { .. } => {
                    for field in self.changes(source, &mut names) {
                        page.line(
                            1,
                            format!("{}: {{ source: {}, field: {} }}", field.id, source.id, scalar(&field.label)),
                        );
                        fields.push(field);
                    }
                }
                _ => {}
            }
        }
        if !page.is_empty() {
            self.page.gap();
            self.page.line(0, "tracked_fields:");
            self.page.append(page);
        }
        fields
    }

    fn state(&self, source: &Source, position: usize, names: &mut Names) -> Field {
        let name = &self.table(source).columns[position].name;
        let values = self.counted.values((source.shaped.table, position));
        let values = values.into_iter().map(|(value, rows)| (value.to_owned(), rows)).collect();
        Field { id: names.small(name, "state"), label: name.clone(), values, is_status: is_status(name) }
    }

    fn changes(&self, source: &Source, names: &mut Names) -> Vec<Field> {
        let of_table = self.counted.fields.iter().filter(|((table, _), _)| *table == source.shaped.table);
        let of_table = of_table
            .filter(|(_, counted)| !matches!(counted, crate::infer::survey::Counted::All(values) if values.is_empty()));
        of_table
            .map(|((_, name), counted)| {
                let values = counted.by_rows().into_iter().map(|(value, rows)| (value.to_owned(), rows)).collect();
                Field { id: names.small(name, "field"), label: name.clone(), values, is_status: is_status(name) }
            })
            .collect()
    }

    fn activities(&mut self, fields: &[Field]) {
        self.page.gap();
        self.page.line(0, "activities:");
        let mut names = Names::default();
        let mut page = Page::default();
        for source in &self.sources {
            match &source.shaped.shape {
                Shape::Events { activity, why } => {
                    let id = names.small(&source.id, "event");
                    let text = format!(
                        "{id}: {{ label: Event, source: {}, named_by: {} }}",
                        source.id,
                        source.column(*activity)
                    );
                    page.noted(1, &text, &format!("confirm: what happened, {why}"));
                    page.comment(1, &self.shown_values((source.shaped.table, *activity)));
                }
                Shape::Snapshots { .. } => {
                    let id = names.small(&format!("{}_created", source.id), "created");
                    page.noted(
                        1,
                        &format!("{id}: {{ label: Created, source: {}, which: first }}", source.id),
                        "the first row of a case",
                    );
                }
                Shape::Records => self.times(&mut page, &mut names, source),
                Shape::Changes { .. } => {}
            }
        }
        fields.iter().for_each(|field| activities::of_field(&mut page, &mut names, field));
        self.page.append(page);
    }

    fn times(&self, page: &mut Page, names: &mut Names, source: &Source) {
        let mut times = source.shaped.times.clone();
        times.sort_unstable();
        for position in times {
            let rows = self.counted.columns.get(&(source.shaped.table, position)).map_or(0, |whole| whole.present);
            let header = &self.table(source).columns[position].name;
            let why = format!("confirm: in {}", many(rows, "row", "rows"));
            activities::of_time(page, names, &source.id, source.column(position), header, &why);
        }
    }

    fn attributes(&mut self) {
        let (mut of_case, mut of_event) = (Page::default(), Page::default());
        let (mut case_names, mut event_names) = (Names::default(), Names::default());
        for (position, source) in self.sources.iter().enumerate() {
            let table = self.table(source);
            for (column, id) in &source.columns {
                if !is_attribute(source, *column) {
                    continue;
                }
                let header = &table.columns[*column].name;
                if position == 0 && self.chosen.has_record {
                    of_case.line(2, format!("{}: case.{id}", case_names.capital(header, "Attribute")));
                } else {
                    of_event.line(2, format!("{}: {}.{id}", event_names.capital(header, "Attribute"), source.id));
                }
            }
        }
        if of_case.is_empty() && of_event.is_empty() {
            return;
        }
        self.page.gap();
        self.page.line(0, "attributes:");
        for (level, page) in [("case", of_case), ("event", of_event)] {
            if !page.is_empty() {
                self.page.line(1, format!("{level}:"));
                self.page.append(page);
            }
        }
    }

    fn rest(&mut self) {
        let is_used = |table: usize| self.sources.iter().any(|source| source.shaped.table == table);
        let mut rest = Page::default();
        for (position, table) in self.survey.tables.iter().enumerate() {
            if !is_used(position) {
                rest.comment(0, &format!("  {}", table.file_names().join(", ")));
                self.open.push(format!("nothing reads `{}`", table.file_names().join("`, `")));
            } else if let Layout::Json { nested, .. } = &table.layout
                && !nested.is_empty()
            {
                rest.comment(0, &format!("  lists in {}: {}", table.name(), nested.join(", ")));
                self.open.push(format!("nothing reads the lists {} in `{}`", nested.join(", "), table.name()));
            }
        }
        for other in &self.survey.others {
            rest.comment(0, &format!("  {other}, which is no table"));
        }
        if !rest.is_empty() {
            self.page.gap();
            self.page.comment(0, "What nothing reads:");
            self.page.append(rest);
        }
    }
}

fn is_status(name: &str) -> bool {
    concepts_of(name).any(|concept| concept == Concept::Status)
}

/// What is neither the case nor the time nor the change itself.
fn is_attribute(source: &Source, column: usize) -> bool {
    let shaped = &source.shaped;
    let is_of_change = match shaped.shape {
        Shape::Changes { field, .. } => column == field,
        Shape::Events { activity, .. } => column == activity,
        _ => false,
    };
    column != shaped.case && column != shaped.times[0] && Some(column) != shaped.by && !is_of_change
}

fn layout(page: &mut Page, table: &Table) {
    match &table.layout {
        Layout::Csv { encoding: Some(encoding) } => {
            page.noted(
                2,
                &format!("encoding: {}", encoding.name().to_lowercase()),
                "the file isn't UTF-8; confirm by its accents",
            );
        }
        Layout::Json { rows, .. } if rows != "." => page.line(2, format!("rows: {}", list(&[rows.as_str(), "."]))),
        _ => {}
    }
}

//! The text of a first mapping.

use super::activities::{self, Field, Named};
use super::counted::Columns;
use super::links::Chosen;
use super::names::Names;
use super::shape::Shape;
use super::sources::{Source, Written};
use crate::infer::page::{Page, many, scalar};
use crate::infer::survey::{Layout, Survey, Table};
use crate::infer::words::{Concept, concepts_of};
use crate::infer::{Proposal, Wanted, Why};

/// Writes it down.
pub(super) fn proposal(survey: &Survey, wanted: &Wanted, why: &Why, chosen: &Chosen, counted: &Columns) -> Proposal {
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
    writer.origin(why);
    writer.head();
    writer.sources();
    writer.case();
    let fields = writer.fields();
    writer.activities(&fields);
    writer.attributes();
    writer.rest();
    Proposal { text: writer.page.finish(), inferred: writer.inferred, open: writer.open }
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

    /// Why there is no base.
    fn origin(&mut self, why: &Why) {
        let input = &self.wanted.input;
        let (fits, inferred) = match why {
            Why::Asked => (" as `--base none` asked", "a first mapping from the columns, as `--base none` asked"),
            Why::NothingFits(_) => {
                (", which no shipped mapping fits", "no shipped mapping fits; this is a first mapping from the columns")
            }
        };
        self.page.comment(
            0,
            &format!("Written by `caseloom init` from `{input}`{fits}: a first mapping, from the columns alone."),
        );
        self.inferred.push(inferred.to_owned());
        if let Why::NothingFits(Some(nearest)) = why {
            let columns: Vec<String> = nearest.missing.iter().map(|column| format!("`{column}`")).collect();
            let (name, columns) = (&nearest.name, columns.join(", "));
            let near = format!(
                "`{name}` came nearest, but no column was found for {columns}; `--base {name}` takes it all the same"
            );
            self.page.comment(0, &near);
            self.open.push(near);
        }
    }

    fn head(&mut self) {
        self.page.comment(0, "What was inferred has its reason beside it: look at each `confirm` and `ask`.");
        self.page.line(0, "caseloom: 1");
        self.page.line(0, format!("name: {}", scalar(&self.wanted.name)));
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
        for (position, source) in self.sources.iter().enumerate() {
            let is_record = position == 0 && self.chosen.has_record;
            let written = Written { survey: self.survey, counted: self.counted, source, is_record }.write();
            self.page.append(written.page);
            self.inferred.push(written.inferred);
            self.open.extend(written.open);
        }
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
        let values = self.quotable(name, values);
        Field { id: names.small(name, "state"), label: name.clone(), values, is_status: is_status(name) }
    }

    fn changes(&self, source: &Source, names: &mut Names) -> Vec<Field> {
        let of_table = self.counted.fields.iter().filter(|((table, _), _)| *table == source.shaped.table);
        let of_table = of_table
            .filter(|(_, counted)| !matches!(counted, crate::infer::survey::Counted::All(values) if values.is_empty()));
        of_table
            .map(|((_, name), counted)| {
                let values = self.quotable(name, counted.by_rows());
                Field { id: names.small(name, "field"), label: name.clone(), values, is_status: is_status(name) }
            })
            .collect()
    }

    /// The values of a field that may stand in the mapping.
    fn quotable(&self, field: &str, values: Vec<(&str, u64)>) -> Vec<(String, u64)> {
        let may_stand = |(value, _): &(&str, u64)| self.counted.people.may_quote(field, value);
        values.into_iter().filter(may_stand).map(|(value, rows)| (value.to_owned(), rows)).collect()
    }

    fn activities(&mut self, fields: &[Field]) {
        self.page.gap();
        self.page.line(0, "activities:");
        let mut names = Names::default();
        let mut page = Page::default();
        for source in &self.sources {
            match &source.shaped.shape {
                Shape::Events { activity, why } => self.named(&mut page, &mut names, source, *activity, why),
                Shape::Snapshots { .. } => {
                    let id = names.small(&format!("{}_created", source.id), "created");
                    let label = scalar(&names.label("Created", &source.id));
                    let rule = format!("{id}: {{ label: {label}, source: {}, which: first }}", source.id);
                    page.noted(1, &rule, "the first row of a case");
                }
                Shape::Records => self.times(&mut page, &mut names, source),
                Shape::Changes { .. } => {}
            }
        }
        fields.iter().for_each(|field| activities::of_field(&mut page, &mut names, field));
        self.page.append(page);
    }

    /// An activity for each name that a column gives, where they may be shown, else one that the column names.
    fn named(&self, page: &mut Page, names: &mut Names, source: &Source, activity: usize, why: &str) {
        let at = (source.shaped.table, activity);
        let whole = self.counted.columns.get(&at);
        let rows = self.counted.rows.get(&at.0).copied().unwrap_or(0);
        let named = Named { source: &source.id, column: source.column(activity), end: source.end() };
        match self.counted.people.shown(self.survey, at, whole) {
            Some(values) if activities::are_names(named.column, &values) => named.each(page, names, &values, rows, why),
            _ => {
                named.all(page, names, why);
                page.comment(1, &self.counted.shown(self.survey, at));
            }
        }
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
    let roles = [Some(shaped.case), shaped.times.first().copied(), shaped.end, shaped.by];
    !roles.contains(&Some(column)) && !is_of_change
}

//! The text of an overlay.

use super::changes::{Line, SourceChange};
use super::facts::Facts;
use super::params::{ParamChange, ParamsOfField};
use super::times::Times;
use super::unread::Unread;
use crate::infer::page::{Page, count, many, scalar};
use crate::infer::people::NOT_SHOWN;
use crate::infer::recognise::Fit;
use crate::infer::survey::Survey;
use crate::infer::{Proposal, Wanted};
use crate::plan::Plan;

/// All that was found out.
pub(super) struct Found {
    pub facts: Facts,
    pub times: Times,
    pub sources: Vec<SourceChange>,
    pub params: Vec<ParamsOfField>,
    pub unread: Unread,
}

/// Writes it down.
pub(super) fn proposal(survey: &Survey, fit: &Fit<'_>, wanted: &Wanted, found: &Found) -> Proposal {
    let mut writer =
        Writer { survey, fit, wanted, found, page: Page::default(), inferred: Vec::new(), open: Vec::new() };
    writer.head();
    writer.zone();
    writer.params();
    writer.sources();
    writer.rest();
    Proposal { text: writer.page.finish(), inferred: writer.inferred, open: writer.open }
}

struct Writer<'a> {
    survey: &'a Survey,
    fit: &'a Fit<'a>,
    wanted: &'a Wanted,
    found: &'a Found,
    page: Page,
    inferred: Vec<String>,
    open: Vec<String>,
}

impl Writer<'_> {
    fn plan(&self) -> &Plan {
        &self.fit.base.plan
    }

    fn head(&mut self) {
        let base = &self.fit.base;
        let profile = base.profile.as_ref().map(|profile| format!(", profile `{profile}`")).unwrap_or_default();
        self.page.comment(
            0,
            &format!(
                "Written by `caseloom init` from `{}`. The export fits `{}`{profile}.",
                self.wanted.input, base.name
            ),
        );
        self.page.comment(0, "What was inferred has its reason beside it: look at each `confirm` and `ask`.");
        self.page.line(0, "caseloom: 1");
        self.page.line(0, format!("extends: {}", scalar(&base.name)));
        self.page.line(0, format!("name: {}", scalar(&self.wanted.name)));
        self.inferred.push(format!("the export fits `{}`{profile}", base.name));
        for bound in &self.fit.bound {
            let table = &self.survey.tables[bound.table];
            let (files, source) = (table.file_names().join("`, `"), &self.plan().sources[bound.source].id);
            let rows = many(self.found.facts.rows[bound.table], "row", "rows");
            self.inferred.push(format!("`{files}` is `{source}`: {rows}"));
        }
    }

    fn zone(&mut self) {
        let mut columns: Vec<String> = Vec::new();
        let mut values = 0;
        for ((source, column), time) in self.found.times.iter().filter(|(_, time)| time.needs_zone) {
            let source = &self.plan().sources[*source];
            columns.push(format!("{}.{}", source.id, source.columns[*column].id));
            values += time.guess.naive;
        }
        let about = format!("{} in {} carry no zone", many(values, "time", "times"), columns.join(", "));
        match (&self.wanted.timezone, columns.is_empty()) {
            (_, true) => {}
            (Some(zone), false) => {
                self.page.noted(0, &format!("timezone: {}", scalar(zone)), &format!("as `--timezone` said; {about}"))
            }
            (None, false) => {
                self.page.noted(
                    0,
                    "# timezone: Europe/Berlin",
                    &format!("ask: {about}; name that of whoever exported them"),
                );
                self.open.push(format!("{about}: write `timezone:`, or give `--timezone`"));
            }
        }
    }

    fn params(&mut self) {
        let found = self.found;
        let has_changes = found.params.iter().any(|field| !field.changes.is_empty());
        if found.params.is_empty() {
            return;
        }
        self.page.gap();
        if has_changes {
            self.page.line(0, "params:");
        }
        for field in &found.params {
            field.changes.iter().for_each(|change| self.param(change));
            self.left_as_is(field, usize::from(has_changes));
        }
    }

    fn param(&mut self, change: &ParamChange) {
        let what = if self.is_scale(&change.id) { "confirm, from lowest to highest" } else { "confirm" };
        self.page.noted(1, &format!("{}:", change.id), what);
        change.values.iter().for_each(|value| self.page.noted(2, &format!("- {}", scalar(&value.text)), &value.why));
        let values: Vec<String> = change.values.iter().map(|value| format!("`{}`", value.text)).collect();
        self.inferred.push(format!("`{}` has {}", change.id, values.join(", ")));
    }

    /// Params that stay as they are, and values that none has.
    fn left_as_is(&mut self, field: &ParamsOfField, depth: usize) {
        field.kept.iter().for_each(|kept| self.page.comment(depth, kept));
        for value in &field.others {
            let text = format!("`{}` of `{}` is in none of them: {}", value.text, field.field, value.why);
            self.page.comment(depth, &text);
        }
        if field.hidden > 0 {
            let (values, is) = (many(field.hidden, "value", "values"), if field.hidden == 1 { "is" } else { "are" });
            self.page.comment(depth, &format!("{values} of `{}` {is} in none of them, {NOT_SHOWN}", field.field));
        }
        let others: Vec<String> = field.others.iter().map(|value| format!("`{}`", value.text)).collect();
        if !others.is_empty() {
            self.open.push(format!("no param of `{}` has {}", field.field, others.join(", ")));
        }
    }

    fn is_scale(&self, id: &str) -> bool {
        self.plan().params.iter().any(|param| param.id == id && param.kind == crate::mapping::ParamType::Scale)
    }

    /// Under the profile, where there is one: what stands there counts more.
    fn sources(&mut self) {
        let found = self.found;
        let profile = self.fit.base.profile.iter().flat_map(|profile| ["profiles:".to_owned(), format!("{profile}:")]);
        self.sources_of(&[], true);
        self.sources_of(&profile.collect::<Vec<_>>(), false);
        for source in &found.sources {
            for column in &source.missing {
                self.open.push(format!("no column was found for `{}.{column}`, which the mapping needs", source.id));
            }
        }
    }

    /// The changed sources, below these keys.
    fn sources_of(&mut self, above: &[String], is_for_all: bool) {
        let found = self.found;
        let changed = found.sources.iter().map(|source| (source, source.lines(is_for_all)));
        let changed: Vec<_> = changed.filter(|(_, (keys, columns))| !keys.is_empty() || !columns.is_empty()).collect();
        if changed.is_empty() {
            return;
        }
        self.page.gap();
        above.iter().enumerate().for_each(|(depth, key)| self.page.line(depth, key));
        let depth = above.len();
        self.page.line(depth, "sources:");
        for (source, (keys, columns)) in changed {
            self.page.line(depth + 1, format!("{}:", source.id));
            keys.into_iter().for_each(|line| self.written(depth + 2, &source.id, line));
            if !columns.is_empty() {
                self.page.line(depth + 2, "columns:");
                columns.into_iter().for_each(|line| self.written(depth + 3, &source.id, line));
            }
        }
    }

    fn written(&mut self, depth: usize, source: &str, line: &Line) {
        self.page.noted(depth, &line.text, &line.why);
        self.inferred.push(format!("`{source}`: {} ({})", line.text, line.why));
        if line.why.contains("ask: ") {
            self.open.push(format!("`{source}`: {} ({})", line.text, line.why));
        }
    }

    /// What nothing reads, and what isn't there, in comments.
    fn rest(&mut self) {
        let found = self.found;
        let mut rest = Page::default();
        for partial in &self.fit.partial {
            rest.comment(0, partial);
            self.open.push(partial.clone());
        }
        for source in &found.sources {
            for column in &source.missing {
                let text = format!("{}.{column}: no column was found for it, and the mapping needs it", source.id);
                rest.comment(0, &text);
            }
            source.notes.iter().for_each(|note| rest.comment(0, &format!("{}: {note}", source.id)));
        }
        for (source, columns) in &found.unread.columns {
            let title =
                format!("Columns of `{source}` that nothing reads; to read one, add it to the source's columns:");
            listed(&mut rest, &title, columns);
        }
        listed(&mut rest, "Tables that nothing reads:", &found.unread.tables);
        listed(&mut rest, "Files that are no tables:", &found.unread.others);
        if !found.unread.sources.is_empty() {
            rest.comment(0, &format!("Not in the export: {}", found.unread.sources.join(", ")));
        }
        self.count_unread();
        if !rest.is_empty() {
            self.page.gap();
            self.page.append(rest);
        }
    }

    fn count_unread(&mut self) {
        let unread = &self.found.unread;
        let columns: usize = unread.columns.iter().map(|(_, columns)| columns.len()).sum();
        if columns > 0 {
            self.open.push(format!("nothing reads {}", many(columns as u64, "column", "columns")));
        }
        if !unread.tables.is_empty() {
            let (tables, all) = (count(unread.tables.len() as u64), self.survey.tables.len());
            self.open.push(format!("nothing reads {tables} of {all} tables"));
        }
    }
}

fn listed(page: &mut Page, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        page.comment(0, title);
        lines.iter().for_each(|line| page.comment(0, &format!("  {line}")));
    }
}

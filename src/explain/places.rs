//! Where rules stand in the mapping, and rows in the files.

use std::collections::BTreeMap;

use super::Question;
use super::model::{InFile, InMapping, Rule};
use crate::diagnostic::{Diagnostics, Span, codes};
use crate::load::{self, Unfit};
use crate::run::RowId;

/// Where rules and rows stand.
pub struct Places<'a> {
    question: &'a Question<'a>,
    /// File and line of rows that had to be looked up.
    rows: BTreeMap<RowId, (Option<usize>, u64)>,
}

impl<'a> Places<'a> {
    /// Looks up where these rows stand.
    ///
    /// # Errors
    /// A file can't be read any more.
    pub fn new(question: &'a Question<'a>, rows: impl Iterator<Item = RowId>) -> Result<Self, Diagnostics> {
        let mut places = Self { question, rows: BTreeMap::new() };
        let mut unknown: Vec<RowId> = rows.filter(|row| places.noted(*row).is_none()).collect();
        unknown.sort_unstable();
        unknown.dedup();
        let unfit = |row: &RowId| Unfit {
            source: row.source,
            number: row.number,
            code: codes::SCRIPT_FAILED,
            reason: String::new(),
        };
        let fetched = load::fetch_rows(question.plan, question.loaded, unknown.iter().map(unfit).collect())?;
        let place = |row: &load::Quarantined| (RowId { source: row.source, number: row.number }, (row.file, row.line));
        places.rows = fetched.iter().map(place).collect();
        Ok(places)
    }

    fn noted(&self, row: RowId) -> Option<(Option<usize>, u64)> {
        self.question.loaded.of_case.as_ref()?.lines.get(row.source)?.get(&row.number).copied()
    }

    /// Where a row stands.
    pub fn row(&self, row: RowId) -> InFile {
        let place = self.noted(row).or_else(|| self.rows.get(&row).copied());
        let (file, line) = place.map_or((None, None), |(file, line)| (file, Some(line)));
        self.at(row.source, file, line)
    }

    /// A place in a file of a source.
    pub fn at(&self, source: usize, file: Option<usize>, line: Option<u64>) -> InFile {
        let files = self.question.loaded.sources.get(source).map_or(&[][..], |report| &report.files);
        InFile {
            source: self.question.plan.sources.get(source).map(|source| source.id.clone()).unwrap_or_default(),
            file: file.and_then(|file| files.get(file)).map(|file| file.name.clone()),
            line,
        }
    }

    /// Where something stands in the mapping.
    pub fn span(&self, span: Span) -> InMapping {
        let files = self.question.files;
        InMapping { file: files.name(span.file).to_owned(), line: files.line_column(span.file, span.start).0 }
    }

    /// A rule, by its place in the plan.
    pub fn rule(&self, rule: usize) -> Rule {
        let plan = self.question.plan;
        let activity = &plan.activities[plan.rules[rule].activity];
        let of = activity.rules.len().max(1);
        let span = if of == 1 { activity.span } else { plan.rules[rule].span };
        Rule {
            activity: activity.id.clone(),
            number: rule.saturating_sub(activity.rules.start) + 1,
            of,
            place: self.span(span),
        }
    }
}

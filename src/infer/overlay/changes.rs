//! What differs in each source: files, headers, formats, words.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::fields::FieldNames;
use super::times::Times;
use crate::infer::page::{count, list, many, quoted_list, scalar, shown, words};
use crate::infer::recognise::{BoundTable, Fit, How};
use crate::infer::survey::{Layout, Survey, Table, pattern_of};
use crate::infer::words::truth;
use crate::plan::{ColumnFrom, SourcePlan, ValueType};
use crate::yaml::Node;

/// A key with its value, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Whether it is for all profiles: what a profile can't say, or would say instead of adding to it.
    pub is_for_all: bool,
    /// The YAML.
    pub text: String,
    /// What to know of it.
    pub why: String,
}

/// What differs in a source.
#[derive(Debug)]
pub(super) struct SourceChange {
    /// The source.
    pub id: String,
    /// Its own keys.
    pub keys: Vec<Line>,
    /// Its columns.
    pub columns: Vec<Line>,
    /// Columns that the mapping needs, and that weren't found.
    pub missing: Vec<String>,
    /// What to look at, and isn't changed.
    pub notes: Vec<String>,
}

impl Line {
    /// A line that a profile may have.
    fn new(text: String, why: String) -> Self {
        Self { is_for_all: false, text, why }
    }

    /// The same for all profiles.
    fn for_all(self) -> Self {
        Self { is_for_all: true, ..self }
    }
}

impl SourceChange {
    /// The lines for all profiles, or those for one: of the source, and of its columns.
    pub fn lines(&self, is_for_all: bool) -> (Vec<&Line>, Vec<&Line>) {
        let is_meant = |line: &&Line| line.is_for_all == is_for_all;
        (self.keys.iter().filter(is_meant).collect(), self.columns.iter().filter(is_meant).collect())
    }
}

/// What differs in the sources that have a table.
pub(super) fn of_all(
    survey: &Survey,
    fit: &Fit<'_>,
    facts: &Facts,
    times: &Times,
    names: &FieldNames,
) -> Vec<SourceChange> {
    fit.bound.iter().map(|bound| Source { survey, fit, facts, times, names, bound }.change()).collect()
}

struct Source<'a> {
    survey: &'a Survey,
    fit: &'a Fit<'a>,
    facts: &'a Facts,
    times: &'a Times,
    names: &'a FieldNames,
    bound: &'a BoundTable,
}

impl Source<'_> {
    fn plan(&self) -> &SourcePlan {
        &self.fit.base.plan.sources[self.bound.source]
    }

    fn table(&self) -> &Table {
        &self.survey.tables[self.bound.table]
    }

    fn change(&self) -> SourceChange {
        let columns =
            (0..self.plan().columns.len()).flat_map(|column| [self.spellings(column), self.column(column)]).flatten();
        let keys =
            [("files", self.files()), ("encoding", self.encoding()), ("rows", self.rows()), ("nulls", self.nulls())];
        let keys = keys
            .into_iter()
            .filter_map(|(key, line)| Some(if self.profile_has(&[key]) { line? } else { line?.for_all() }))
            .collect();
        SourceChange {
            id: self.plan().id.clone(),
            keys,
            columns: columns.collect(),
            missing: self.bound.missing(self.plan()),
            notes: self.notes(),
        }
    }

    /// Patterns, where the mapping's don't find all files of the table.
    fn files(&self) -> Option<Line> {
        let found: Vec<String> = self
            .table()
            .files
            .iter()
            .filter(|file| !self.plan().files.iter().any(|pattern| matches(pattern, file.name())))
            .map(|file| file.name().to_owned())
            .collect();
        // One header may be read as several columns.
        let headers: BTreeSet<usize> = self.bound.columns.iter().flatten().map(|found| found.position).collect();
        let why = format!("recognised by {}", many(headers.len() as u64, "column", "columns"));
        (!found.is_empty()).then(|| Line::new(format!("files: {}", list(&pattern_of(&self.table().file_names()))), why))
    }

    fn encoding(&self) -> Option<Line> {
        let Layout::Csv { encoding: Some(encoding) } = self.table().layout else { return None };
        let is_known = self.plan().encoding == Some(encoding);
        let why = "the file isn't UTF-8; confirm by its accents".to_owned();
        (!is_known).then(|| Line::new(format!("encoding: {}", encoding.name().to_lowercase()), why))
    }

    /// The path to the rows, where the mapping doesn't know it.
    fn rows(&self) -> Option<Line> {
        let Layout::Json { rows, .. } = &self.table().layout else { return None };
        let is_known = rows == "." || self.plan().rows.iter().any(|path| path.to_string() == *rows);
        (!is_known)
            .then(|| Line::new(format!("rows: {}", list(&[rows, "."])), "where the records stand".to_owned()).for_all())
    }

    /// Words for nothing in columns that are read.
    fn nulls(&self) -> Option<Line> {
        let mut words: BTreeMap<&str, u64> = BTreeMap::new();
        for (column, found) in self.bound.columns.iter().enumerate() {
            let (Some(found), ColumnFrom::Cell { reader, .. }) = (found, &self.plan().columns[column].from) else {
                continue;
            };
            let Some(whole) = self.facts.column((self.bound.table, found.position)) else { continue };
            for (word, rows) in whole.nulls.iter().filter(|(word, _)| !reader.nulls.contains(word)) {
                *words.entry(word).or_default() += rows;
            }
        }
        let listed: Vec<&str> = words.keys().copied().collect();
        let counts: Vec<String> =
            words.iter().map(|(word, rows)| format!("`{word}` in {}", many(*rows, "cell", "cells"))).collect();
        (!words.is_empty()).then(|| {
            Line::new(format!("nulls: {}", quoted_list(&listed)), format!("confirm: no value; {}", counts.join(", ")))
        })
    }

    fn column(&self, column: usize) -> Option<Line> {
        let plan = &self.plan().columns[column];
        let found = self.bound.columns[column]?;
        let mut keys: Vec<String> = Vec::new();
        let mut why: Vec<String> = Vec::new();
        let header = self.table().header_of(found.position);
        if found.how != How::Header {
            keys.push(format!("header: {}", scalar(&header)));
            why.push(match found.how {
                How::Meaning => "confirm: by what the header means".to_owned(),
                How::Values => "confirm: by its values alone".to_owned(),
                _ => "spelt otherwise".to_owned(),
            });
        }
        self.formats(column, &mut keys, &mut why);
        if plan.kind == ValueType::Boolean {
            self.words(column, &mut keys, &mut why);
        }
        // Names of fields are added to what stands in the sources; both keys go into one line there.
        let is_for_all = !self.profile_has(&["columns", &plan.id]);
        if let Some((key, reason)) = self.names(column).filter(|_| is_for_all) {
            keys.push(key);
            why.push(reason);
        }
        let line = || Line { is_for_all, text: format!("{}: {{ {} }}", plan.id, keys.join(", ")), why: why.join("; ") };
        (!keys.is_empty()).then(line)
    }

    fn formats(&self, column: usize, keys: &mut Vec<String>, why: &mut Vec<String>) {
        let Some(time) = self.times.get(&(self.bound.source, column)).filter(|time| !time.declare.is_empty()) else {
            return;
        };
        let formats: Vec<String> = time.declare.iter().map(|format| format!("\"{format}\"")).collect();
        keys.push(format!("formats: [{}]", formats.join(", ")));
        match &time.guess.or {
            Some(or) => why.push(format!("ask: no day is above 12, so `{or}` reads every value, too")),
            None => why.push("confirm: reads every value".to_owned()),
        }
        if let Some((rows, example)) = &time.guess.unread {
            why.push(format!("{} can't be read{}", many(*rows, "value", "values"), self.facts.people.such_as(example)));
        }
    }

    /// Words of true and false that nobody knows yet.
    fn words(&self, column: usize, keys: &mut Vec<String>, why: &mut Vec<String>) {
        let plan = self.plan();
        let (Some(found), ColumnFrom::Cell { reader, .. }) = (self.bound.columns[column], &plan.columns[column].from)
        else {
            return;
        };
        let Some(whole) = self.facts.column((self.bound.table, found.position)) else { return };
        let values = whole.values.by_rows();
        let known: Vec<String> = match &reader.words {
            Some((yes, no)) => yes.iter().chain(no).map(|word| word.to_lowercase()).collect(),
            None => ["true", "1", "false", "0"].map(str::to_owned).to_vec(),
        };
        if values.iter().all(|(value, _)| known.contains(&value.to_lowercase())) {
            return;
        }
        let of = |wanted: bool| -> Vec<&str> {
            values.iter().filter(|(value, _)| truth(value) == Some(wanted)).map(|(value, _)| *value).collect()
        };
        keys.push(words(&of(true), &of(false)));
        let counts: Vec<String> =
            values.iter().take(4).map(|(value, rows)| format!("{} {}", self.quoted(value), count(*rows))).collect();
        why.push(format!("confirm: {}", counts.join(", ")));
    }

    /// A word of true or false; what may be somebody's name isn't told.
    fn quoted(&self, value: &str) -> String {
        if self.facts.people.may_tell(value) {
            format!("`{}`", shown(value))
        } else {
            "one that may be personal".to_owned()
        }
    }

    /// What the profile says of the source: only there can it be changed.
    fn profile_has(&self, keys: &[&str]) -> bool {
        let base = self.fit.base;
        let sources = base.profile.as_ref().and_then(|profile| base.tree.get("profiles")?.get(profile)?.get("sources"));
        let source = sources.and_then(|sources| sources.get(&self.plan().id));
        keys.iter().try_fold(source, |node, key| Some(node?.get(key))).flatten().is_some()
    }

    /// The names of fields, where the profile says something else of their column.
    fn spellings(&self, column: usize) -> Option<Line> {
        let id = &self.plan().columns[column].id;
        let (names, why) = self.names(column).filter(|_| self.profile_has(&["columns", id]))?;
        Some(Line::new(format!("{id}: {{ {names} }}"), why).for_all())
    }

    /// Names of fields that mean one that is tracked: added to those that are known, and why.
    fn names(&self, column: usize) -> Option<(String, String)> {
        let plan = self.plan();
        let aliases = self.names.aliases.get(&self.bound.source).filter(|_| plan.field == Some(column))?;
        let each = aliases.iter().map(|(meant, texts)| {
            let texts: Vec<&str> = texts.iter().map(|(text, _)| text.as_str()).collect();
            format!("{}: {}", scalar(meant), self.with_spellings(column, meant, &texts))
        });
        let text = format!("values: {{ {} }}", each.collect::<Vec<_>>().join(", "));
        let counts = aliases
            .values()
            .flatten()
            .map(|(text, rows)| format!("`{}` in {}", shown(text), many(*rows, "row", "rows")));
        Some((text, format!("confirm: {}", counts.collect::<Vec<_>>().join(", "))))
    }

    /// Spellings beside those of the mapping: added to its list, or as a list of their own where it has none.
    fn with_spellings(&self, column: usize, meant: &str, texts: &[&str]) -> String {
        let (source, plan) = (&self.plan().id, &self.plan().columns[column]);
        let path = ["sources", source, "columns", &plan.id, "values", meant];
        let listed = path.iter().try_fold(&self.fit.base.tree, |node, key| node.get(key)).and_then(Node::as_sequence);
        if listed.is_some() && !self.profile_has(&["columns", &plan.id, "values"]) {
            return format!("{{ add: {} }}", list(texts));
        }
        let ColumnFrom::Cell { reader, .. } = &plan.from else { return list(texts) };
        let known = reader.spellings.iter().filter(|(_, of)| of == meant).map(|(found, _)| found.as_str());
        let mut all: Vec<&str> = Vec::new();
        for text in std::iter::once(meant).chain(known).chain(texts.iter().copied()) {
            if !all.contains(&text) {
                all.push(text);
            }
        }
        list(&all)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for (column, plan) in self.plan().columns.iter().enumerate() {
            if self.times.get(&(self.bound.source, column)).is_some_and(|time| time.is_days) {
                notes.push(format!("`{}` holds days without a time of day, and can't be read as a time", plan.id));
            }
        }
        let untracked = self.names.untracked.get(&self.bound.source).into_iter().flatten();
        for (name, rows) in untracked.filter(|(name, _)| self.facts.people.may_quote("field", name)) {
            notes.push(format!("field `{}` in {}: nothing tracks it", shown(name), many(*rows, "row", "rows")));
        }
        notes
    }
}

/// Whether a pattern of the mapping finds a file.
fn matches(pattern: &str, name: &str) -> bool {
    let outer = name.split('!').next().unwrap_or(name);
    let is_match = |name: &str| {
        globset::GlobBuilder::new(pattern)
            .literal_separator(true)
            .build()
            .is_ok_and(|glob| glob.compile_matcher().is_match(name))
    };
    let unpacked = [".gz", ".zst", ".zip"].iter().find_map(|ending| outer.strip_suffix(ending));
    is_match(outer) || unpacked.is_some_and(is_match) || is_member(pattern, name)
}

fn is_member(pattern: &str, name: &str) -> bool {
    let (Some((zip, member)), Some((outer, inner))) = (pattern.split_once('!'), name.split_once('!')) else {
        return false;
    };
    zip == outer && member == inner
}

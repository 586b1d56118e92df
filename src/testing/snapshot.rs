//! Snapshots: the whole log of a test in a file that people read, beside the log of a run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::actual::{ActualLog, Row};
use super::check::Names;
use super::compare::{CaseReview, Mark, ReviewLine, Wanted, of_case};
use super::document::{Cells, Entries, TestCase, TestFile, text_of};
use crate::diagnostic::{Diagnostic, Diagnostics, Files, codes};
use crate::mapping::decode::{Decode, Decoder, section};
use crate::yaml;

section! {
    /// A log as a snapshot has it: what isn't written is empty.
    SnapshotFile is "a snapshot" {
        /// Attributes of the log.
        log: Option<Cells>,
        /// Its cases.
        cases: Entries<SnapshotCase>,
    }
}

section! {
    /// A case as a snapshot has it.
    SnapshotCase is "a case of a snapshot" {
        /// Its attributes.
        attributes: Option<Cells>,
        /// Its events in order.
        events: Vec<Cells>,
    }
}

/// A log: whatever a test can name of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Snapshot {
    log: Row,
    cases: BTreeMap<String, Case>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Case {
    attributes: Row,
    events: Vec<Row>,
}

/// The standard values that a snapshot has; the case stands above its events.
const STANDARD: [&str; 6] = ["time", "activity", "end", "resource", "kind", "lifecycle"];

/// The file of a test's snapshot, below the folder of its file.
pub fn snapshot_name(stem: &str, test: &str) -> String {
    format!("{stem}--{}.yaml", slug(test))
}

/// Letters and digits, joined by hyphens.
fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// Reports tests of a file whose snapshots would be one file.
pub(super) fn check_snapshots(file: &TestFile, found: &mut Diagnostics) {
    let tests: Vec<&TestCase> = file.tests.iter().filter(|test| test.has_snapshot()).collect();
    for (position, test) in tests.iter().enumerate() {
        let is_alike =
            |other: &&&TestCase| other.name.text != test.name.text && slug(&other.name.text) == slug(&test.name.text);
        if let Some(first) = tests[..position].iter().find(is_alike) {
            let message = "two tests would have one snapshot, as their names have the same words";
            let finding = Diagnostic::new(codes::TEST_TWICE, message).at(test.name.span, "called alike");
            found.push(finding.also(first.name.span, "the first").help("give one of them another name"));
        }
    }
}

/// The snapshot of a log, as it is written.
pub fn snapshot_text(test: &str, log: &ActualLog, names: Names<'_>) -> String {
    let snapshot = Snapshot::of_log(log, names);
    let mut text = format!("# The log of the test {}. Written by `caseloom test --update`.\n", scalar(test));
    if !snapshot.log.is_empty() {
        let _ = writeln!(text, "log: {}", group(&snapshot.log, &names.log_attributes()));
    }
    text.push_str(if snapshot.cases.is_empty() { "cases: {}\n" } else { "cases:\n" });
    let event_columns = event_columns(names);
    for (id, case) in &snapshot.cases {
        // Writing to a string doesn't fail, here and above.
        let _ = writeln!(text, "  {}:", scalar(id));
        let _ = writeln!(text, "    attributes: {}", group(&case.attributes, &names.case_columns()));
        text.push_str(if case.events.is_empty() { "    events: []\n" } else { "    events:\n" });
        text.extend(case.events.iter().map(|event| format!("      - {}\n", group(event, &event_columns))));
    }
    text
}

/// What differs between a snapshot as it stands in its file and a log, case by case; `None` where the file is none.
pub fn differences(text: &str, log: &ActualLog, names: Names<'_>) -> Option<Vec<CaseReview>> {
    let (old, new) = (Snapshot::parse(text)?, Snapshot::of_log(log, names));
    let mut reviews = Vec::new();
    let mut add = |case: &str, lines: Vec<ReviewLine>| {
        if !lines.is_empty() {
            reviews.push(CaseReview { case: case.to_owned(), lines });
        }
    };
    add("", attributes(&old.log, &new.log));
    let gone = old.cases.iter().filter(|(id, _)| !new.cases.contains_key(*id));
    gone.for_each(|(id, _)| add(id, vec![ReviewLine::new(Mark::Missing, "the case")]));
    for (id, case) in &new.cases {
        let Some(was) = old.cases.get(id) else {
            add(id, vec![ReviewLine::new(Mark::Added, "the case")]);
            continue;
        };
        let mut lines = attributes(&was.attributes, &case.attributes);
        let wanted: Vec<Exact<'_>> = was.events.iter().map(Exact).collect();
        lines.extend(of_case(&wanted, &case.events.iter().collect::<Vec<_>>()));
        add(id, lines);
    }
    Some(reviews)
}

fn attributes(old: &Row, new: &Row) -> Vec<ReviewLine> {
    let changes = changes(old, new).into_iter();
    changes.map(|(name, old, new)| ReviewLine::new(Mark::Changed, super::compare::change(name, old, new))).collect()
}

/// An event that is known to the last column.
struct Exact<'a>(&'a Row);

impl Wanted for Exact<'_> {
    fn text(&self, column: &str) -> Option<&str> {
        Some(self.0.get(column).map_or("", String::as_str))
    }

    fn changes<'a>(&'a self, found: &'a Row) -> Vec<(&'a str, &'a str, &'a str)> {
        changes(self.0, found)
    }
}

/// The columns in which two rows differ, by name.
fn changes<'a>(old: &'a Row, new: &'a Row) -> Vec<(&'a str, &'a str, &'a str)> {
    let mut names: Vec<&str> = old.keys().chain(new.keys()).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let cell = |row: &'a Row, name: &str| row.get(name).map_or("", String::as_str);
    names.into_iter().map(|name| (name, cell(old, name), cell(new, name))).filter(|(_, old, new)| old != new).collect()
}

impl Snapshot {
    fn of_log(log: &ActualLog, names: Names<'_>) -> Self {
        let event_columns = event_columns(names);
        let (case_columns, log_columns) = (names.case_columns(), names.log_attributes());
        // The first column is the case's id, which stands above.
        let case_columns = case_columns.get(1..).unwrap_or_default();
        let case = |(id, row): (&String, &Row)| {
            let events = log.events.iter().filter(|event| event.get("case") == Some(id));
            let events = events.map(|event| some(event, &event_columns)).collect();
            (id.clone(), Case { attributes: some(row, case_columns), events })
        };
        Self { log: some(&log.attributes, &log_columns), cases: log.cases.iter().map(case).collect() }
    }

    /// Reads a snapshot; `None` where it isn't one.
    fn parse(text: &str) -> Option<Self> {
        let mut found = Diagnostics::new();
        let file = Files::new().add("", text);
        let tree = yaml::parse(file, text, &mut found);
        let read = SnapshotFile::decode(&tree, &mut Decoder { diagnostics: &mut found })?;
        if found.has_errors() {
            return None;
        }
        let case = |(id, case): (&yaml::Key, &SnapshotCase)| {
            let attributes = case.attributes.as_ref().map(row).unwrap_or_default();
            (id.text.clone(), Case { attributes, events: case.events.iter().map(row).collect() })
        };
        Some(Self { log: read.log.as_ref().map(row).unwrap_or_default(), cases: read.cases.iter().map(case).collect() })
    }
}

fn row(cells: &Cells) -> Row {
    cells.cells.iter().map(|(key, value)| (key.text.clone(), text_of(value).to_owned())).collect()
}

/// The columns that aren't empty.
fn some(row: &Row, columns: &[&str]) -> Row {
    let cells = columns.iter().filter_map(|name| Some(((*name).to_owned(), row.get(*name)?.clone())));
    cells.filter(|(_, value)| !value.is_empty()).collect()
}

fn event_columns(names: Names<'_>) -> Vec<&str> {
    let own = names.log.event_attributes.iter().map(|column| column.name.as_str());
    STANDARD.into_iter().chain(own.filter(|name| !STANDARD.contains(name))).collect()
}

/// A row as a group of keys in the order of the columns.
fn group(row: &Row, columns: &[&str]) -> String {
    let cells = columns.iter().filter_map(|name| Some(format!("{}: {}", scalar(name), scalar(row.get(*name)?))));
    let cells: Vec<String> = cells.collect();
    if cells.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", cells.join(", ")) }
}

/// A text that YAML reads back the same, in quotes where it needs them.
fn scalar(text: &str) -> String {
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '_' | '-' | '.' | '/' | '(' | ')');
    let begins = text.chars().next().is_some_and(char::is_alphabetic);
    let is_number = text.parse::<i64>().is_ok_and(|number| number.to_string() == text);
    let is_plain = begins && text.chars().all(is_word) && !text.ends_with(' ') && !has_meaning(text);
    if is_plain || is_number { text.to_owned() } else { quoted(text) }
}

/// Words that some readers of YAML take for something else than a text, but for `true` and `false`.
fn has_meaning(text: &str) -> bool {
    let words = ["null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\u{feff}' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04X}", letter as u32);
            }
            other if other.is_control() => {
                let _ = write!(out, "\\u{:04X}", letter as u32);
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

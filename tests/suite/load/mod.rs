//! Loading: from small files to rows.

mod cases;
mod cells;
mod duplicates;
mod faults;
mod footer;
mod inspect;
mod keys;
mod packing;
mod params;
mod places;
mod references;
mod stops;
mod temporary;
mod texts;
mod unlisted;
mod unwanted;
mod writing;

use std::fs;

use caseloom::check::check;
use caseloom::diagnostic::{Diagnostic, Diagnostics, Files};
use caseloom::evaluate::{Datum, value_of};
use caseloom::load::{LoadOptions, Loaded, load};
use caseloom::plan::Plan;
use caseloom::resolve::{parse, resolve};
use caseloom::rows::{Cell, Texts};
use caseloom::script::Value;
use caseloom::time::{Precision, Zone, write_rfc3339};

/// A mapping and files, and how to load them.
struct Setup {
    plan: Plan,
    folder: tempfile::TempDir,
    options: LoadOptions,
}

/// The plan of a mapping that must be right.
fn plan(text: &str) -> Plan {
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let whole = format!("caseloom: 1\nname: test\nversion: 1.0.0\nsource_system: Test\n{text}");
    let tree = parse(&mut files, "mapping.yaml", &whole, &mut diagnostics);
    let resolved = resolve(&mut files, tree, None, &|_| Err("none".to_owned()), &mut diagnostics);
    let plan = resolved.mapping.and_then(|mapping| check(&mapping, Vec::new(), &mut diagnostics));
    plan.unwrap_or_else(|| panic!("{:#?}", diagnostics.errors().collect::<Vec<_>>()))
}

impl Setup {
    fn new(mapping: &str, files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let options = LoadOptions { input: folder.path().to_owned(), ..LoadOptions::default() };
        Self { plan: plan(mapping), folder, options }
    }

    fn set(mut self, name: &str, value: &str) -> Self {
        self.options.set.push((name.to_owned(), value.to_owned()));
        self
    }

    fn timezone(mut self, name: &str) -> Self {
        self.options.timezone = Some(Zone::named(name).unwrap());
        self
    }

    fn load(&self) -> Loaded {
        load(&self.plan, &self.options, &|_| {}).unwrap_or_else(|problems| panic!("{problems:#?}"))
    }

    fn stops(&self) -> Vec<Diagnostic> {
        match load(&self.plan, &self.options, &|_| {}) {
            Ok(_) => panic!("it loads"),
            Err(problems) => problems.sorted(),
        }
    }

    fn source(&self, id: &str) -> usize {
        self.plan.sources.iter().position(|source| source.id == id).unwrap()
    }

    fn column(&self, source: usize, id: &str) -> usize {
        self.plan.sources[source].columns.iter().position(|column| column.id == id).unwrap()
    }

    /// A column of each row, case after case; the rows of a case in the order of their numbers.
    fn column_values(&self, loaded: &Loaded, source: &str, column: &str) -> Vec<String> {
        let source = self.source(source);
        let column = &self.plan.sources[source].columns[self.column(source, column)];
        let table = &loaded.tables[source];
        let mut ranges: Vec<_> = table.starts.windows(2).map(|ends| ends[0]..ends[1]).collect();
        ranges.push(table.starts.last().copied().unwrap_or(0)..table.len() as u32);
        let mut values = Vec::new();
        for range in ranges {
            let mut rows: Vec<_> = range.map(|position| table.row(position)).collect();
            rows.sort_by_key(|row| row.number());
            values.extend(rows.iter().map(|row| shown(row.cell(column), &loaded.texts)));
        }
        values
    }

    /// Source, file, line, code and raw bytes of quarantined rows.
    fn quarantined(&self, loaded: &Loaded) -> Vec<(String, u64, &'static str, String)> {
        let row = |row: &caseloom::load::Quarantined| {
            let id = self.plan.sources[row.source].id.clone();
            (id, row.line, row.code.name(), String::from_utf8_lossy(&row.raw).into_owned())
        };
        loaded.quarantine.iter().map(row).collect()
    }
}

/// Every row has a fate: what loading decided and what is in the tables make all rows that were read.
fn assert_adds_up(setup: &Setup, loaded: &Loaded) {
    for (source, report) in loaded.sources.iter().enumerate() {
        let quarantined: u64 = report.quarantined.values().sum();
        let in_cases = loaded.tables[source].starts.last().copied().unwrap_or(0);
        let fates = quarantined
            + report.footer
            + report.filtered
            + report.case_filtered
            + report.duplicates
            + report.lookup
            + u64::from(in_cases);
        assert_eq!(fates, report.rows, "in {}", setup.plan.sources[source].id);
    }
}

fn shown(cell: Cell, texts: &Texts) -> String {
    match Datum::Cell(cell).to_value(texts) {
        Value::Null => "-".to_owned(),
        Value::Text(text) => text.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Duration(length) => format!("{length}ms"),
        Value::List(_) => match value_of(cell, texts) {
            Value::List(members) => format!("{}", members.len()),
            _ => String::new(),
        },
        Value::Time(time) => {
            let mut text = Vec::new();
            write_rfc3339(time, Precision::Seconds, &mut text);
            String::from_utf8(text).unwrap()
        }
    }
}

fn ids(loaded: &Loaded) -> Vec<String> {
    loaded.cases.ids().map(|id| shown(id, &loaded.texts)).collect()
}

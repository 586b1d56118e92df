//! Which column of a file is which column of a source.

use super::stop;
use crate::diagnostic::Diagnostics;
use crate::load::model::FileReport;
use crate::plan::{ColumnFrom, ColumnPlan, SourcePlan};
use crate::read::InputFile;
use crate::read::csv::{CsvFile, Header};
use crate::read::json::JsonFile;

/// A file that is ready to be read.
#[derive(Debug)]
pub struct BoundFile {
    pub content: Content,
    /// The position of each of the source's columns in a file of CSV.
    pub positions: Vec<Option<usize>>,
}

/// A file as it is written.
#[derive(Debug)]
pub enum Content {
    Csv(CsvFile),
    Json(JsonFile),
}

impl Content {
    /// The file.
    pub fn file(&self) -> &InputFile {
        match self {
            Self::Csv(csv) => csv.file(),
            Self::Json(json) => json.file(),
        }
    }

    /// Whether its text had to be decoded from another encoding than UTF-8.
    fn is_transcoded(&self) -> bool {
        match self {
            Self::Csv(csv) => csv.is_transcoded(),
            Self::Json(json) => json.is_transcoded(),
        }
    }
}

/// What a header gives for a column.
enum Found {
    At(usize),
    /// The name stands there more than once.
    Twice(String),
    Nowhere,
}

/// Names of which a header has none, and the columns that are read under them.
pub struct Missing<'s> {
    pub headers: &'s [String],
    pub columns: Vec<&'s ColumnPlan>,
}

impl BoundFile {
    /// Binds a file's header; what is wrong with it goes to `problems`.
    pub fn bind(csv: CsvFile, source: &SourcePlan, problems: &mut Diagnostics) -> Self {
        let mut positions = vec![None; source.columns.len()];
        let mut missing: Vec<Missing<'_>> = Vec::new();
        for (index, column) in source.columns.iter().enumerate() {
            let ColumnFrom::Cell { headers, optional, .. } = &column.from else { continue };
            match find(csv.header(), headers) {
                Found::At(position) => positions[index] = Some(position),
                Found::Twice(name) => problems.push(stop::header_twice(source, column, csv.file().name(), &name)),
                Found::Nowhere if *optional => {}
                Found::Nowhere => match missing.iter_mut().find(|known| known.headers == headers) {
                    Some(known) => known.columns.push(column),
                    None => missing.push(Missing { headers, columns: vec![column] }),
                },
            }
        }
        let names = &csv.header().names;
        if !missing.is_empty() && positions.iter().all(Option::is_none) {
            problems.push(stop::no_header(source, csv.file().name(), names));
        } else {
            problems
                .extend(missing.iter().map(|missing| stop::column_missing(source, missing, csv.file().name(), names)));
        }
        Self { content: Content::Csv(csv), positions }
    }
}

impl BoundFile {
    /// A file of JSON: what it has shows when it is read.
    pub fn json(json: JsonFile, source: &SourcePlan) -> Self {
        Self { content: Content::Json(json), positions: vec![None; source.columns.len()] }
    }

    /// The file.
    pub fn file(&self) -> &InputFile {
        self.content.file()
    }

    /// What is said of the file in reports.
    pub fn report(&self, rows: u64) -> FileReport {
        let (names, symbols) = match &self.content {
            Content::Csv(csv) => (&csv.header().names[..], Some(csv.symbols())),
            Content::Json(_) => (&[][..], None),
        };
        let columns = self.positions.iter().enumerate();
        let columns =
            columns.filter_map(|(column, position)| Some((column, (*position)?, names.get((*position)?)?.clone())));
        let file = self.file();
        FileReport {
            name: file.name().to_owned(),
            archive: file.archive().map(str::to_owned),
            bytes: file.stored(),
            digest: None,
            rows,
            is_transcoded: self.content.is_transcoded(),
            columns: columns.collect(),
            symbols,
        }
    }
}

/// The first of the names that is there counts.
fn find(header: &Header, names: &[String]) -> Found {
    for name in names {
        let name = name.trim();
        let mut positions = header.positions(name);
        match (positions.next(), positions.next()) {
            (Some(position), None) => return Found::At(position),
            (Some(_), Some(_)) => return Found::Twice(name.to_owned()),
            (None, _) => {}
        }
        if let Some(position) = numbered(header, name) {
            return Found::At(position);
        }
    }
    Found::Nowhere
}

/// `X#2` is the second column headed X.
fn numbered(header: &Header, name: &str) -> Option<usize> {
    let (name, number) = name.rsplit_once('#')?;
    let number: usize = number.parse().ok()?;
    header.positions(name.trim()).nth(number.checked_sub(1)?)
}

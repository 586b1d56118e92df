//! A table: files with one header.

use super::names;
use crate::infer::column::Look;
use crate::read::{Encoding, InputFile};

/// How the rows of a table are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// Cells below a header.
    Csv {
        /// The encoding, where it isn't told by the file or UTF-8.
        encoding: Option<Encoding>,
    },
    /// Documents.
    Json {
        /// The path to the rows in a document; `.` where the document is the row.
        rows: String,
        /// Lists of objects in the rows, which are no cells.
        nested: Vec<String>,
    },
}

/// One table of an export.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its files, by name.
    pub files: Vec<InputFile>,
    /// How its rows are written.
    pub layout: Layout,
    /// For each file of JSON, the path to its rows.
    pub(super) rows: Vec<String>,
    /// Its columns, in the order of the file; of JSON the paths to values.
    pub columns: Vec<SampleColumn>,
    /// How many rows were looked at first.
    pub sampled: usize,
}

/// A column as its first rows show it.
#[derive(Debug, Clone)]
pub struct SampleColumn {
    /// The header, or the path.
    pub name: String,
    /// The first values, row by row, spaces around them cut; empty where there is none.
    pub values: Vec<String>,
    /// What they look like.
    pub look: Look,
}

impl Table {
    /// A table of one file from its header and first rows.
    pub(super) fn new(file: &InputFile, layout: Layout, header: Vec<String>, rows: &[Vec<String>]) -> Self {
        let columns = header.into_iter().enumerate().map(|(position, name)| {
            let cell = |row: &Vec<String>| row.get(position).map_or("", |cell| cell.trim()).to_owned();
            SampleColumn::new(name, rows.iter().map(cell).collect())
        });
        let paths = match &layout {
            Layout::Json { rows, .. } => rows.clone(),
            Layout::Csv { .. } => String::new(),
        };
        Self { files: vec![file.clone()], layout, rows: vec![paths], columns: columns.collect(), sampled: rows.len() }
    }

    /// The name of its first file.
    pub fn name(&self) -> &str {
        self.files.first().map_or("", InputFile::name)
    }

    /// The names of its files.
    pub fn file_names(&self) -> Vec<String> {
        self.files.iter().map(|file| file.name().to_owned()).collect()
    }

    /// The name of its first file without folders, endings, and the number or date at its end.
    pub fn series(&self) -> &str {
        names::series(self.name())
    }

    /// The size of its files in bytes, as stored.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(InputFile::size).sum()
    }

    /// Whether it is of JSON.
    pub fn is_json(&self) -> bool {
        matches!(self.layout, Layout::Json { .. })
    }

    /// The position of a column.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// How a mapping names a column: `X#2` is the second headed X.
    pub fn header_of(&self, column: usize) -> String {
        let name = &self.columns[column].name;
        let same = |other: &&SampleColumn| other.name == *name;
        let before = self.columns[..column].iter().filter(same).count();
        let all = self.columns.iter().filter(same).count();
        if all > 1 && !self.is_json() { format!("{name}#{}", before + 1) } else { name.clone() }
    }

    pub(super) fn is_continued_by(&self, other: &Self) -> bool {
        let is_one_series =
            names::series(self.name()) == names::series(other.name()) && self.folder() == other.folder();
        is_one_series && self.goes_with(other)
    }

    /// Whether the rows of another table could be more of this one's.
    pub fn goes_with(&self, other: &Self) -> bool {
        let names = |table: &Self| table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
        match (&self.layout, &other.layout) {
            (Layout::Json { .. }, Layout::Json { .. }) => names(self).iter().any(|name| other.position(name).is_some()),
            (one, other_layout) => one == other_layout && names(self) == names(other),
        }
    }

    /// Takes the files of another table over, and its columns that this one lacks.
    pub fn join(&mut self, other: Self) {
        self.files.extend(other.files);
        self.rows.extend(other.rows);
        let lacking =
            other.columns.into_iter().filter(|column| self.columns.iter().all(|known| known.name != column.name));
        let lacking: Vec<SampleColumn> = lacking.collect();
        self.columns.extend(lacking);
    }

    fn folder(&self) -> &str {
        self.name().rfind(['!', '/']).map_or("", |end| &self.name()[..end])
    }
}

impl SampleColumn {
    fn new(name: String, values: Vec<String>) -> Self {
        let look = Look::of(&values).below(&name, &values);
        Self { name, values, look }
    }

    /// The values that are there.
    pub fn present(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(String::as_str).filter(|value| !value.is_empty())
    }
}

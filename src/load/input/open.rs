//! Finding and opening the files of all sources.

use std::path::Path;

use super::header::{BoundFile, Content};
use super::stop;
use crate::diagnostic::Diagnostics;
use crate::plan::{ColumnFrom, FileFormat, Plan, SourcePlan};
use crate::read::csv::{CsvFile, Dialect};
use crate::read::discover;
use crate::read::json::{JsonFile, is_json};

/// The files of a source.
#[derive(Debug, Default)]
pub struct BoundSource {
    pub files: Vec<BoundFile>,
    /// It may be missing, and is.
    pub is_missing: bool,
    /// Whether it is to be read.
    pub is_read: bool,
}

impl BoundSource {
    /// Columns of cells that at least one of the files lacks.
    pub fn missing_columns(&self, source: &SourcePlan) -> Vec<usize> {
        let is_cell = |column: &usize| matches!(source.columns[*column].from, ColumnFrom::Cell { .. });
        let is_csv = |file: &&BoundFile| matches!(file.content, Content::Csv(_));
        let lacks = |column: &usize| self.files.iter().filter(is_csv).any(|file| file.positions[*column].is_none());
        (0..source.columns.len()).filter(is_cell).filter(lacks).collect()
    }
}

/// Opens the files of all sources that are used; everything that is wrong with any of them goes to `problems`.
pub fn open_sources(plan: &Plan, input: &Path, problems: &mut Diagnostics) -> Vec<BoundSource> {
    if !input.is_dir() {
        problems.push(stop::no_folder(input));
        return Vec::new();
    }
    let mut bound: Vec<BoundSource> = plan.sources.iter().map(|source| open_source(source, input, problems)).collect();
    for (index, source) in plan.sources.iter().enumerate().filter(|(_, source)| source.level.is_some()) {
        // Its rows stand in the files of another.
        let root = &bound[plan.root(index)];
        let (is_missing, is_read) = (root.is_missing, root.is_read && source.is_used);
        bound[index] = BoundSource { files: Vec::new(), is_missing, is_read };
    }
    bound
}

fn open_source(source: &SourcePlan, input: &Path, problems: &mut Diagnostics) -> BoundSource {
    if !source.is_used || source.level.is_some() {
        return BoundSource::default();
    }
    if source.inline.is_some() {
        return BoundSource { is_read: true, ..BoundSource::default() };
    }
    let files = match discover(input, &source.files) {
        Ok(files) => files,
        Err(error) => {
            problems.push(stop::unreadable(source, &error));
            return BoundSource::default();
        }
    };
    if files.is_empty() {
        if !source.optional {
            problems.push(stop::file_missing(source, input));
        }
        return BoundSource { is_missing: true, ..BoundSource::default() };
    }
    let dialect = Dialect { delimiter: source.delimiter, encoding: source.encoding, ..Dialect::default() };
    let mut bound = BoundSource { is_read: true, ..BoundSource::default() };
    for file in files {
        let format = source.format.or_else(|| is_json(file.name()).then_some(FileFormat::Json));
        if format == Some(FileFormat::Json) || !source.levels.is_empty() {
            bound.files.push(BoundFile::json(JsonFile::new(&file, source.encoding), source));
            continue;
        }
        match CsvFile::open(&file, &dialect) {
            Ok(csv) => bound.files.push(BoundFile::bind(csv, source, problems)),
            Err(error) => problems.push(stop::unreadable(source, &error)),
        }
    }
    bound
}

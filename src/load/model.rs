//! What loading gives.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::input::BoundSource;
use crate::diagnostic::{Code, Diagnostics};
use crate::evaluate::ParamValues;
use crate::load::link::LinkReport;
use crate::load::packing::Unwanted;
use crate::load::watch::OfCase;
use crate::read::csv::Symbols;
use crate::rows::{Cell, Table, TextId, Texts};
use crate::time::Zone;

/// What a run says about how to load.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// The folder with the export.
    pub input: PathBuf,
    /// Params given for this run, as written.
    pub set: Vec<(String, String)>,
    /// The zone of times that carry none and for which the mapping names none.
    pub timezone: Option<Zone>,
    /// Whether digests of the files are wanted. Of files that aren't plain CSV each costs a second reading, beside the first.
    pub digests: bool,
    /// How the only case is called that is asked for: rows of others may be left out, and counts mean nothing then.
    pub case: Option<String>,
    /// Whether rows of other cases are to stay nevertheless: something needs them all.
    pub whole: bool,
    /// Whether rows may be packed: they take less time and memory, but only a run can look at them.
    pub packs_rows: bool,
}

/// All rows of a run, in memory.
#[derive(Debug, Default)]
pub struct Loaded {
    /// All texts.
    pub texts: Texts,
    /// The rows of each source, in the plan's order. Where the source belongs to cases, case after case in the order of
    /// [`Loaded::cases`]; rows of lookups that belong to no case stand behind them. Within a case rows have no order.
    pub tables: Vec<Arc<Table>>,
    /// The cases.
    pub cases: Cases,
    /// What joining cases came to, where the mapping asks for it.
    pub links: Option<LinkReport>,
    /// The values of params.
    pub params: ParamValues,
    /// Where each param's value comes from.
    pub param_origins: Vec<ParamOrigin>,
    /// What was found in each source.
    pub sources: Vec<SourceReport>,
    /// Rows that couldn't be used, by source, file and line.
    pub quarantine: Vec<Quarantined>,
    /// What a user should look at.
    pub warnings: Diagnostics,
    /// How long it took.
    pub times: LoadTimes,
    /// What was noted of the case that was asked for, where one was.
    pub of_case: Option<OfCase>,
    /// The files, to read rows of them again.
    pub(super) bound: Vec<BoundSource>,
}

/// The cases in the order of the output: by id, bytewise.
#[derive(Debug, Default)]
pub struct Cases {
    /// The words of the keys by which rows name them.
    keys: Vec<u32>,
    /// How each case is called; `None`: all by their keys.
    ids: Option<Vec<Cell>>,
    /// The position of its record in the record source's table; [`NO_RECORD`] where it has none.
    pub records: Vec<u32>,
}

/// A case without a record.
pub const NO_RECORD: u32 = u32::MAX;

impl Cases {
    /// With the words of their keys, and what they are called where not by these.
    pub fn new(keys: Vec<u32>, ids: Option<Vec<Cell>>, records: Vec<u32>) -> Self {
        Self { keys, ids, records }
    }

    /// Cases of which nothing is known but what they are called.
    pub fn called(ids: Vec<Cell>) -> Self {
        Self { ids: Some(ids), ..Self::default() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ids.as_ref().map_or(self.keys.len(), Vec::len)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How a case is called.
    #[inline]
    pub fn id(&self, case: u32) -> Option<Cell> {
        match &self.ids {
            Some(ids) => ids.get(case as usize).copied(),
            None => self.key(case).map(Cell::Text),
        }
    }

    /// How each is called.
    pub fn ids(&self) -> impl Iterator<Item = Cell> + Clone {
        (0..self.len() as u32).map(|case| self.id(case).unwrap_or(Cell::Null))
    }

    /// Calls a case by another name.
    pub fn rename(&mut self, case: usize, id: Cell) {
        if let Some(own) = self.ids.as_mut().and_then(|ids| ids.get_mut(case)) {
            *own = id;
        }
    }

    /// The key by which rows name a case.
    #[inline]
    pub fn key(&self, case: u32) -> Option<TextId> {
        self.keys.get(case as usize).copied().and_then(TextId::from_word)
    }

    /// The position of a case's record.
    pub fn record(&self, case: usize) -> Option<u32> {
        self.records.get(case).copied().filter(|row| *row != NO_RECORD)
    }
}

/// Where a param's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamOrigin {
    /// Given for this run.
    Set,
    /// Told by the export.
    Export,
    /// The mapping's default.
    Default,
    /// It has none.
    Missing,
}

/// How long loading took. It never comes into an output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LoadTimes {
    /// Finding files and reading headers.
    pub discover: Duration,
    /// Reading rows.
    pub read: Duration,
    /// Grouping them by case.
    pub group: Duration,
    /// Digests of files that aren't plain CSV, made beside all that.
    pub digest: Duration,
}

/// What was found in a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceReport {
    /// Whether it was read: it is used, and not missing.
    pub is_read: bool,
    /// An optional source without files.
    pub is_missing: bool,
    /// Its files, in the order in which they are read.
    pub files: Vec<FileReport>,
    /// Rows in all files together, whatever became of them.
    pub rows: u64,
    /// Rows quarantined, by code.
    pub quarantined: BTreeMap<Code, u64>,
    /// Lines below the rows, as the source's `footer` says.
    pub footer: u64,
    /// Rows that the source's `where` left out.
    pub filtered: u64,
    /// Rows of cases that `keep_if` left out.
    pub case_filtered: u64,
    /// Rows that no rule wants, as far as they aren't kept.
    pub unwanted: Unwanted,
    /// Rows that say what another row says, as far as that was decided over all rows of the source.
    pub duplicates: u64,
    /// Rows that belong to no case and are there to be looked up.
    pub lookup: u64,
    /// Optional columns that some or all files lack.
    pub missing_columns: Vec<usize>,
    /// References, by column.
    pub references: Vec<ReferenceReport>,
    /// Times that lay in a clock change, by column.
    pub clock_changes: Vec<ClockChanges>,
    /// Texts that are no telephone number or mail address, and null: by column, how many.
    pub unusable: Vec<(usize, u64)>,
}

/// A file of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileReport {
    /// Its name below the input folder.
    pub name: String,
    /// The zip in which it stands, by its name below the input folder.
    pub archive: Option<String>,
    /// Its size as stored, in bytes; of a member that of the zip.
    pub bytes: u64,
    /// BLAKE3 of its bytes as stored, where wanted; of a member that of the zip.
    pub digest: Option<[u8; 32]>,
    /// Its records, without the header.
    pub rows: u64,
    /// Whether its text had to be decoded from another encoding than UTF-8.
    pub is_transcoded: bool,
    /// Which header each declared column has: column, position in the file, header.
    pub columns: Vec<(usize, usize, String)>,
    /// What separates and encloses its fields, in a file of CSV.
    pub symbols: Option<Symbols>,
}

/// What became of the references in a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferenceReport {
    /// The column.
    pub column: usize,
    /// Values that no target has as a key.
    pub without_match: u64,
    /// Values that several rows of the target have as key.
    pub with_several: u64,
    /// The least of the values that no target has.
    pub example: Option<String>,
}

/// Wall-clock times in a column that a zone skips or shows twice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClockChanges {
    /// The column.
    pub column: usize,
    /// Times skipped.
    pub gaps: u64,
    /// Times shown twice.
    pub overlaps: u64,
}

/// A row that couldn't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// The source.
    pub source: usize,
    /// The file, as a position in the source's report; none for a row that stands in the mapping.
    pub file: Option<usize>,
    /// The line on which it begins, from 1; for a row in the mapping, its number there.
    pub line: u64,
    /// Its number in the source, from 0 over all files.
    pub number: u32,
    /// Why.
    pub code: Code,
    /// The column at fault, where one is.
    pub column: Option<usize>,
    /// Why, in words.
    pub reason: String,
    /// The row's bytes as they stand in the file, with the line end.
    pub raw: Vec<u8>,
}

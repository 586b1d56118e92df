//! One case alone: which bytes of the input may be about it, and what is noted of its rows while they are read.

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use crate::describe::Clause;
use crate::plan::{ColumnFrom, Expr, Path, Plan, RowPath, TextForm, ValueType};

/// How many characters of a Salesforce id stand in both of its forms.
const SHORT_ID: usize = 15;
const LONG_ID: usize = 18;

/// The case that is asked for, by the keys with which rows name it.
#[derive(Debug)]
pub struct Watch {
    keys: Vec<String>,
    /// Finds bytes that every row with one of the keys holds; `None` where a key may be written in several ways.
    needles: Option<Vec<Finder<'static>>>,
}

impl Watch {
    /// Watches for these keys.
    pub fn new(keys: Vec<String>) -> Self {
        let is_plain = |key: &String| !key.is_empty() && !key.contains(['"', '\'']);
        let needles = keys.iter().all(is_plain).then(|| keys.iter().map(|key| finder(key)).collect());
        Self { keys, needles }
    }

    /// Whether a key is the case's.
    pub fn is_case(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known == key)
    }

    /// Whether none of the keys stands in these bytes.
    pub fn is_absent(&self, bytes: &[u8]) -> bool {
        self.needles.as_ref().is_some_and(|needles| needles.iter().all(|needle| needle.find(bytes).is_none()))
    }

    /// The keys.
    pub fn into_keys(self) -> Vec<String> {
        self.keys
    }
}

fn finder(key: &str) -> Finder<'static> {
    let is_id = key.len() == LONG_ID && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let held = if is_id { &key[..SHORT_ID] } else { key };
    Finder::new(held.as_bytes()).into_owned()
}

/// Whether each row of a source that belongs to a case holds the case's key as it is written.
pub fn holds_key(plan: &Plan, source: usize) -> bool {
    plan.sources[source].case.as_ref().is_some_and(|case| is_plain(plan, source, case))
}

fn is_plain(plan: &Plan, source: usize, value: &Expr) -> bool {
    match value {
        Expr::Row(RowPath::Here(path)) => path.source == source && is_text_as_it_is(plan, path),
        Expr::FirstPresent(values) => values.iter().all(|value| is_plain(plan, source, value)),
        _ => false,
    }
}

fn is_text_as_it_is(plan: &Plan, path: &Path) -> bool {
    let Some(column) = plan.sources[path.source].columns.get(path.column) else { return false };
    let is_text = matches!(column.kind, ValueType::Text | ValueType::Any);
    match &column.from {
        ColumnFrom::Cell { reader, .. } if is_text && path.onward.is_empty() => {
            reader.spellings.is_empty() && matches!(reader.text, TextForm::Plain | TextForm::SalesforceId)
        }
        _ => false,
    }
}

/// What was noted of the case that was asked for.
#[derive(Debug, Default)]
pub struct OfCase {
    /// The keys by which rows name it.
    pub keys: Vec<String>,
    /// File and line of rows, by source and number, as far as they are known.
    pub lines: Vec<FxHashMap<u32, (Option<usize>, u64)>>,
    /// Its rows that a source's `where` left out.
    pub set_aside: Vec<SetAside>,
    /// Its rows that were found to say what another says before cases were made.
    pub duplicates: Vec<Duplicate>,
    /// Why `keep_if` leaves it out, where the record alone tells that.
    pub left_out: Option<Vec<Clause>>,
}

/// A row that a source's `where` left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The source.
    pub source: usize,
    /// Its number in the source.
    pub number: u32,
    /// The clauses that don't hold; none where the row above was left out.
    pub clauses: Vec<Clause>,
}

/// A row that says what another says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The source.
    pub source: usize,
    /// Its number in the source.
    pub number: u32,
    /// The number of the row that stays; `None` where the row above went.
    pub stays: Option<u32>,
}

/// What a chunk's reader notes; places count from the chunk's begin.
#[derive(Debug, Default)]
pub struct Noted {
    /// Numbers and lines of rows that were kept.
    pub lines: Vec<(u32, u64)>,
    /// Numbers of rows that were left out, with the clauses that don't hold.
    pub set_aside: Vec<(u32, Vec<Clause>)>,
}

/// What was noted of a source.
#[derive(Debug, Default)]
pub struct SourceNotes {
    pub lines: Vec<(u32, Option<usize>, u64)>,
    pub set_aside: Vec<(u32, Vec<Clause>)>,
}

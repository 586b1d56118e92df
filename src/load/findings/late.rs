//! The lines and bytes of rows that turned out to be unusable after they were read.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::diagnostic::{Code, Diagnostics, codes};
use crate::load::group::LateFault;
use crate::load::input::{BoundSource, Content, unreadable};
use crate::load::model::{Loaded, Quarantined};
use crate::load::read::{Located, Problem};
use crate::plan::Plan;
use crate::read::ReadError;
use crate::read::csv::{Chunk, CsvFile};
use crate::read::json::JsonFile;

/// A row that a run couldn't use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// The source, by its place in the plan.
    pub source: usize,
    /// Its number in the source, from 0 over all files.
    pub number: u32,
    /// Why.
    pub code: Code,
    /// Why, in words.
    pub reason: String,
}

/// The lines and bytes of rows that a run couldn't use, by source and number. Files are read once more for them.
///
/// # Errors
/// A file can't be read any more, or has changed.
pub fn fetch_rows(plan: &Plan, loaded: &Loaded, rows: Vec<Unfit>) -> Result<Vec<Quarantined>, Diagnostics> {
    let mut by_source: BTreeMap<usize, Vec<LateFault>> = BTreeMap::new();
    for Unfit { source, number, code, reason } in rows {
        let problem = Problem { code, column: None, reason };
        by_source.entry(source).or_default().push(LateFault { source, number, problem });
    }
    let (mut fetched, mut problems) = (Vec::new(), Diagnostics::new());
    for (source, faults) in by_source {
        let rows_by_file: Vec<u64> = loaded.sources[source].files.iter().map(|file| file.rows).collect();
        match fetch(plan, &loaded.bound[plan.root(source)], &rows_by_file, faults) {
            Ok(rows) => fetched.extend(rows),
            Err(error) => problems.push(unreadable(&plan.sources[source], &error)),
        }
    }
    if problems.is_empty() { Ok(fetched) } else { Err(problems) }
}

/// Reads the files concerned once more. `rows_by_file` are the source's.
///
/// # Errors
/// A file can't be read any more, or has changed.
pub fn fetch(
    plan: &Plan,
    bound: &BoundSource,
    rows_by_file: &[u64],
    mut faults: Vec<LateFault>,
) -> Result<Vec<Quarantined>, ReadError> {
    faults.sort_by_key(|fault| fault.number);
    faults.dedup_by_key(|fault| fault.number);
    let mut fetched = Vec::with_capacity(faults.len());
    if bound.files.is_empty() {
        // Rows in the mapping have no bytes of their own.
        return Ok(faults.into_iter().map(|fault| quarantined(fault, None, None, Vec::new())).collect());
    }
    let mut first = 0;
    let mut left = faults.as_slice();
    for (index, (file, rows)) in bound.files.iter().zip(rows_by_file).enumerate() {
        let end = first + rows;
        let (here, rest) = left.split_at(left.partition_point(|fault| u64::from(fault.number) < end));
        left = rest;
        if !here.is_empty() {
            let ordinals: Vec<u64> = here.iter().map(|fault| u64::from(fault.number) - first).collect();
            match &file.content {
                Content::Csv(csv) => {
                    let records = records(csv, &ordinals)?;
                    let with_records = here.iter().cloned().zip(records);
                    let rows =
                        with_records.map(|(fault, (line, raw))| quarantined(fault, Some(index), Some(line), raw));
                    fetched.extend(rows);
                }
                Content::Json(json) => fetched.extend(of_json(plan, json, index, first, here)?),
            }
        }
        first = end;
    }
    Ok(fetched)
}

/// Rows of JSON, whose places are told too.
fn of_json(
    plan: &Plan,
    json: &JsonFile,
    index: usize,
    first: u64,
    faults: &[LateFault],
) -> Result<Vec<Quarantined>, ReadError> {
    let Some(source) = faults.first().map(|fault| fault.source) else { return Ok(Vec::new()) };
    let wanted: Vec<(u64, Problem)> =
        faults.iter().map(|fault| (u64::from(fault.number) - first, fault.problem.clone())).collect();
    let located = crate::load::read::fetch(plan, json, source, &wanted)?;
    let row = |(fault, located): (&LateFault, Located)| {
        let fault = LateFault { problem: located.problem, ..fault.clone() };
        // What stands in a row of quarantine needn't stand there twice.
        let raw = if fault.problem.code == codes::ROW_ABOVE_IN_QUARANTINE { Vec::new() } else { located.raw };
        quarantined(fault, Some(index), Some(located.line), raw)
    };
    Ok(faults.iter().zip(located).map(row).collect())
}

fn quarantined(fault: LateFault, file: Option<usize>, line: Option<u64>, raw: Vec<u8>) -> Quarantined {
    let LateFault { source, number, problem } = fault;
    let line = line.unwrap_or(u64::from(number) + 1);
    Quarantined { source, file, line, number, code: problem.code, column: problem.column, reason: problem.reason, raw }
}

/// A record that was looked for: its place among the chunk's, lines before it there, its bytes.
type Hit = (u64, u64, Vec<u8>);

/// Lines and bytes of records, by their places in the file, in ascending order.
fn records(file: &CsvFile, ordinals: &[u64]) -> Result<Vec<(u64, Vec<u8>)>, ReadError> {
    // One thread reads chunk after chunk, so that each chunk's first record can be counted.
    let before = AtomicU64::new(0);
    let work = |chunk: &Chunk<'_>| {
        let first = before.fetch_add(chunk.len() as u64, Ordering::Relaxed);
        (first, hits(chunk, first, ordinals))
    };
    let scan = match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(pool) => pool.install(|| file.scan(&[], work, &|_| {})),
        Err(_) => file.scan(&[], work, &|_| {}),
    }?;
    let mut found = Vec::with_capacity(ordinals.len());
    for part in scan.parts {
        let (first, hits) = part.value;
        if first != part.first_record {
            return Err(ReadError::Changed { file: file.file().name().to_owned() });
        }
        found.extend(hits.into_iter().map(|(_, lines, raw)| (part.first_line + lines, raw)));
    }
    if found.len() == ordinals.len() {
        Ok(found)
    } else {
        Err(ReadError::Changed { file: file.file().name().to_owned() })
    }
}

fn hits(chunk: &Chunk<'_>, first: u64, ordinals: &[u64]) -> Vec<Hit> {
    let end = first + chunk.len() as u64;
    let from = ordinals.partition_point(|ordinal| *ordinal < first);
    let to = ordinals.partition_point(|ordinal| *ordinal < end);
    let mut wanted = ordinals[from..to].iter().peekable();
    let mut hits = Vec::with_capacity(to - from);
    for (ordinal, record) in (first..).zip(chunk.records()) {
        match wanted.peek() {
            None => break,
            Some(next) if **next == ordinal => {
                wanted.next();
                hits.push((ordinal, record.line_offset(), record.raw().to_vec()));
            }
            Some(_) => {}
        }
    }
    hits
}

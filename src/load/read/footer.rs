//! Lines below the rows of a file: no rows, and no faults.

use super::part::{Part, RowFault};
use crate::plan::SourcePlan;
use crate::read::csv;

/// What a line says that may stand below the rows: the text of the only cell that holds any, in a line that is too short.
pub fn line(plan: &SourcePlan, record: &csv::Record<'_>) -> Option<String> {
    let is_short = matches!(record.fault(), Some(csv::Fault::Ragged { expected, found }) if found < expected);
    if plan.footer.is_empty() || !is_short {
        return None;
    }
    record.only_text().map(|text| String::from_utf8_lossy(&text).into_owned())
}

/// Takes the footer out of the faults of a file's parts, and gives the number of its lines.
///
/// It ends the file, and begins with the first line that says what the source's `footer` says, or, as a name may stand
/// above that, with one such line more.
pub fn take(plan: &SourcePlan, parts: &mut [csv::Part<Box<Part>>], records: u64) -> u64 {
    let candidates = candidates(parts, records);
    let is_meant = |line: &String| plan.footer.iter().any(|pattern| pattern.matches(line));
    // They stand from the last line up.
    let Some(first) = candidates.iter().rposition(is_meant) else { return 0 };
    let lines = (first + 2).min(candidates.len()) as u64;
    let begin = records - lines;
    for part in parts {
        let first_record = part.first_record;
        part.value.faults.retain(|fault| number(first_record, fault) < begin);
    }
    lines
}

/// What may be the footer: the run of such lines at the end of the file, the last one first.
fn candidates(parts: &[csv::Part<Box<Part>>], records: u64) -> Vec<String> {
    let faults = parts.iter().rev().flat_map(|part| {
        let faults = part.value.faults.iter().rev();
        faults.map(|fault| (number(part.first_record, fault), fault.footer.clone()))
    });
    let ends_file = (0..records).rev().zip(faults).take_while(|(wanted, (number, _))| wanted == number);
    ends_file.map_while(|(_, (_, line))| line).collect()
}

fn number(first_record: u64, fault: &RowFault) -> u64 {
    first_record + u64::from(fault.index)
}

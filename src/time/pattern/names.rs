//! English names of months, weekdays and halves of the day, read in any case.

use super::specifier::NameLength;
use crate::time::text::scan::Scan;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A month's number, from 1.
pub(super) fn month(scan: &mut Scan, length: NameLength) -> Option<u32> {
    Some(index(scan, &MONTHS, length)? as u32 + 1)
}

/// A weekday's number: 0 is Monday.
pub(super) fn weekday(scan: &mut Scan, length: NameLength) -> Option<u8> {
    Some(index(scan, &WEEKDAYS, length)? as u8)
}

/// Whether it is PM rather than AM.
pub(super) fn is_afternoon(scan: &mut Scan) -> Option<bool> {
    let is_afternoon = scan.word("PM").is_some();
    if !is_afternoon {
        scan.word("AM")?;
    }
    Some(is_afternoon)
}

fn index(scan: &mut Scan, names: &[&str], length: NameLength) -> Option<usize> {
    names.iter().position(|name| {
        let name = if length == NameLength::Short { &name[..3] } else { name };
        scan.word(name).is_some()
    })
}

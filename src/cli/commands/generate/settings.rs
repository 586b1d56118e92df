//! Options of a run: how they are read, and what can be wrong with them beside their form.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, codes, nearest, system};
use caseloom::load::{self, Budget};
use caseloom::mapping::language;
use caseloom::plan::Plan;
use caseloom::time::{TimeFormat, Zone, is_representable};

use crate::cli::failure::{Exit, Failure};
use crate::cli::open::options::{For, named};

/// How many rows may go to quarantine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Allowed {
    /// That many.
    Rows(u64),
    /// That part of all rows, in percent.
    Percent(f64),
}

impl FromStr for Allowed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write a number of rows such as `10`, or a part of all rows such as `0.5%`".to_owned();
        let Some(percent) = text.strip_suffix('%') else {
            return text.parse().map(Self::Rows).map_err(|_| wrong());
        };
        let percent: f64 = percent.trim_end().parse().map_err(|_| wrong())?;
        if (0.0..=100.0).contains(&percent) { Ok(Self::Percent(percent)) } else { Err(wrong()) }
    }
}

impl Allowed {
    /// Whether so many of all rows are too many.
    pub fn is_exceeded(self, quarantined: u64, rows: u64) -> bool {
        match self {
            Self::Rows(allowed) => quarantined > allowed,
            Self::Percent(percent) => quarantined as f64 * 100.0 > percent * rows as f64,
        }
    }

    /// The limit in a reader's words.
    pub fn in_words(self) -> String {
        match self {
            Self::Rows(0) => "none".to_owned(),
            Self::Rows(rows) => rows.to_string(),
            Self::Percent(percent) => format!("{percent}%"),
        }
    }
}

/// Reads a zone.
pub fn zone(text: &str) -> Result<Zone, String> {
    Zone::named(text).map_err(|error| format!("{error}; {}", error.help()))
}

/// Reads a time with its offset, in milliseconds since 1970 in UTC.
pub fn time(text: &str) -> Result<i64, String> {
    let wrong = || "write a time such as `2026-03-01T12:00:00Z`, with `Z` or an offset".to_owned();
    let format = TimeFormat::compile("iso8601").map_err(|_| wrong())?;
    let parsed = format.parse(text.as_bytes()).and_then(|parsed| parsed.time());
    parsed.filter(|time| is_representable(*time)).ok_or_else(wrong)
}

/// Reads a size with its unit, in bytes.
pub fn size(text: &str) -> Result<u64, String> {
    let wrong = || "write a size with its unit, such as `512MiB` or `2GiB`".to_owned();
    let (number, unit) = text.split_at(text.find(|letter: char| !letter.is_ascii_digit()).ok_or_else(wrong)?);
    let unit = UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit.trim_start()));
    let bytes = unit.zip(number.parse::<u64>().ok()).and_then(|((_, unit), number)| number.checked_mul(*unit));
    bytes.filter(|bytes| *bytes > 0).ok_or_else(wrong)
}

const UNITS: &[(&str, u64)] = &[
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("TiB", 1 << 40),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000),
];

/// Reads how much memory a run may take.
pub fn memory(text: &str) -> Result<u64, String> {
    let bytes = size(text)?;
    let least = Budget::LEAST;
    let too_small = || format!("a run takes at least {} MiB", least >> 20);
    if bytes < least { Err(too_small()) } else { Ok(bytes) }
}

/// Reads a zone, perhaps of one mapping.
pub fn zone_for(text: &str) -> Result<For<Zone>, String> {
    named(text, zone)
}

/// Reads a time, perhaps of one mapping.
pub fn time_for(text: &str) -> Result<For<i64>, String> {
    named(text, time)
}

/// Reads a profile's name, perhaps of one mapping.
pub fn profile_for(text: &str) -> Result<For<String>, String> {
    named(text, |name| Ok(name.to_owned()))
}

/// Reads `NAME=VALUE`.
pub fn set(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("write `NAME=VALUE`, such as `waiting=Pending`".to_owned()),
    }
}

/// More threads than any machine has cores for would only get in each other's way.
const MOST_THREADS: usize = 256;

/// Reads a number of threads.
pub fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(threads @ 1..=MOST_THREADS) => Ok(threads),
        _ => Err(format!("write a number from 1 to {MOST_THREADS}")),
    }
}

/// Whether `--set` names params of the mapping, each once, and gives them values that they can have. What may not be
/// meant comes back.
pub fn check_set(set: &[(String, String)], plan: &Plan, files: &Files) -> Result<Diagnostics, Failure> {
    check_names(set, plan)?;
    let found = load::check_set(plan, set);
    if found.has_errors() {
        return Err(Failure::Stopped { exit: Exit::Usage, diagnostics: found.sorted(), files: files.clone() });
    }
    Ok(found)
}

fn check_names(set: &[(String, String)], plan: &Plan) -> Result<(), Failure> {
    for (position, (name, _)) in set.iter().enumerate() {
        let names = plan.params.iter().map(|param| param.id.as_str());
        if !names.clone().any(|known| known == name) {
            let help = nearest::suggest(name, "params", names)
                .unwrap_or_else(|| "the mapping has no params; leave `--set` out".to_owned());
            let message = format!("`--set` names `{name}`, and the mapping has no such param");
            return Err(Failure::usage(Diagnostic::new(codes::UNKNOWN_PARAM, message).help(help)));
        }
        if set[..position].iter().any(|(earlier, _)| earlier == name) {
            let message = format!("`--set` gives `{name}` twice");
            let help = "give it once; a list is written `A,B`";
            return Err(Failure::usage(Diagnostic::new(codes::PARAM_GIVEN_TWICE, message).help(help)));
        }
    }
    Ok(())
}

/// Whether the input is a folder that can be read.
pub fn check_input(input: &Path) -> Result<(), Failure> {
    let shown = input.display();
    let stop = |message: String| Diagnostic::new(codes::INPUT_FOLDER_MISSING, message);
    match fs::read_dir(input) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(Failure::usage(stop(format!("there is no input folder `{shown}`")).help("name the export's folder")))
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            let diagnostic = stop(format!("the input `{shown}` is a file"));
            Err(Failure::usage(diagnostic.help("name the folder that holds it")))
        }
        Err(error) => {
            let diagnostic = stop(format!("the input folder `{shown}` can't be read: {}", system::reason(&error)));
            Err(Failure::could_not_run(diagnostic.help("check that it may be read")))
        }
    }
}

/// Whether outputs would land among the inputs, where the next run might read them.
pub fn check_apart(input: &Path, output: &Path, plan: &Plan) -> Result<(), Failure> {
    let shown = output.display();
    let (Ok(input), Some(output)) = (fs::canonicalize(input), place_of(output)) else { return Ok(()) };
    let reads_below = plan.sources.iter().flat_map(|source| &source.files).any(|pattern| pattern.contains("**"));
    let where_is = match output.strip_prefix(&input) {
        Ok(rest) if rest.as_os_str().is_empty() => "is the input folder",
        Ok(_) if reads_below => "lies in the input folder, all of which the mapping reads",
        _ => return Ok(()),
    };
    let message = format!("the output folder `{shown}` {where_is}");
    let help = "write into another folder, such as one beside it";
    Err(Failure::usage(Diagnostic::new(codes::OUTPUT_EXISTS, message).help(help)))
}

/// Where a folder lies, or will lie once it is made.
fn place_of(folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    let there = absolute.ancestors().find(|ancestor| ancestor.exists())?;
    let rest = absolute.strip_prefix(there).ok()?;
    Some(fs::canonicalize(there).ok()?.join(rest))
}

/// Whether it is a language that labels are in, so that a mistyped one is told before the work.
pub fn check_locale(locale: &str, plans: &[&Plan]) -> Result<(), Failure> {
    let labels = plans.iter().flat_map(|plan| plan.labels());
    let Some((message, help)) = language::fault(locale, labels) else { return Ok(()) };
    Err(Failure::usage(Diagnostic::new(codes::UNKNOWN_LANGUAGE, message).help(help)))
}

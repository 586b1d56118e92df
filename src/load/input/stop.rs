//! Why a run has to stop, in words.

use std::path::Path;

use super::header::Missing;
use crate::diagnostic::{Code, Diagnostic, codes, nearest};
use crate::load::read::BreaksOff;
use crate::plan::{ColumnFrom, ColumnPlan, SourcePlan};
use crate::read::{InputFile, ReadError, discover, is_called};

pub fn no_folder(input: &Path) -> Diagnostic {
    let folder = input.display().to_string();
    Diagnostic::new(codes::INPUT_FOLDER_MISSING, format!("the input folder `{folder}` isn't there"))
        .in_file(folder, "no such folder")
        .help("give the folder that holds the export")
}

pub fn file_missing(source: &SourcePlan, input: &Path) -> Diagnostic {
    let patterns = source.files.iter().map(|file| format!("`{file}`")).collect::<Vec<_>>().join(" or ");
    let message = format!("no file for source `{}`: nothing matches {patterns}", source.id);
    let below = files_below(input);
    let (packed, plain): (Vec<&InputFile>, Vec<&InputFile>) = below.iter().partition(|file| file.archive().is_some());
    let meant = source.files.iter().find_map(|pattern| nearest::nearest(pattern, plain.iter().map(|file| file.name())));
    let help = match (meant, in_zip(source, &packed)) {
        (Some(name), _) => format!("did you mean `{name}`? correct `files`, or rename the file"),
        (None, Some(help)) => help,
        (None, None) => "add the file to the input folder, correct `files`, or say `optional: true`".to_owned(),
    };
    Diagnostic::new(codes::FILE_MISSING, message).at(source.span, "declared here").help(help)
}

/// What lies in the input folder, to find what was meant.
fn files_below(input: &Path) -> Vec<InputFile> {
    discover(input, &["**/*".to_owned()]).unwrap_or_default()
}

/// How many files of a zip are named.
const MEMBERS: usize = 6;

/// A zip whose files nobody asks for, best one with a file of the source's name, else one that itself has the name.
fn in_zip(source: &SourcePlan, packed: &[&InputFile]) -> Option<String> {
    let is_wanted = |name: &str| source.files.iter().any(|pattern| is_called(name, pattern));
    let is_namesake = |zip: &str| is_wanted(zip.get(..zip.len().saturating_sub(".zip".len())).unwrap_or_default());
    let by_member = packed.iter().find(|file| is_wanted(member(file)));
    let by_zip = || packed.iter().find(|file| file.archive().is_some_and(is_namesake));
    let best = by_member.or_else(by_zip).or(packed.first())?;
    let zip = best.archive()?;
    let held: Vec<&&InputFile> = packed.iter().filter(|file| file.archive() == Some(zip)).collect();
    let more = if held.len() > MEMBERS { format!(" and {} more", held.len() - MEMBERS) } else { String::new() };
    let names: Vec<String> = held.iter().take(MEMBERS).map(|file| format!("`{}`", member(file))).collect();
    let written = best.name();
    Some(format!("`{zip}` holds {}{more}: a file in a zip is written `files: {written}`", names.join(", ")))
}

/// The name of a file within its zip.
fn member(file: &InputFile) -> &str {
    file.archive().and_then(|zip| file.name().get(zip.len() + 1..)).unwrap_or_default()
}

/// Names that a file's header lacks, of which it has others.
pub fn column_missing(source: &SourcePlan, missing: &Missing<'_>, file: &str, names: &[String]) -> Diagnostic {
    let columns: Vec<String> = missing.columns.iter().map(|column| format!("`{}.{}`", source.id, column.id)).collect();
    let message = format!("`{file}` has no column {} for {}", any_of(missing.headers), all_of(&columns));
    let meant = missing
        .headers
        .iter()
        .find_map(|header| nearest::nearest(header, names.iter().map(String::as_str).filter(|name| !name.is_empty())));
    let help = match meant {
        Some(name) => format!("did you mean `{name}`? name it under `header:`, or say `optional: true`"),
        None => format!("name the file's own header under `header:`, or say `optional: true`; {}", listed(names)),
    };
    let finding = Diagnostic::new(codes::COLUMN_MISSING, message).help(help);
    missing.columns.iter().fold(finding, |finding, column| finding.also(column.span, "declared here"))
}

pub fn no_header(source: &SourcePlan, file: &str, names: &[String]) -> Diagnostic {
    let message = format!("the first line of `{file}` holds none of the columns of `{}`", source.id);
    let help = format!("add a line with the columns' names, or correct `header:` or `delimiter:`; {}", listed(names));
    Diagnostic::new(codes::NO_HEADER, message)
        .in_file(file, "data in the first line")
        .at(source.span, "declared here")
        .help(help)
}

pub fn header_twice(source: &SourcePlan, column: &ColumnPlan, file: &str, name: &str) -> Diagnostic {
    let message = format!("`{file}` has two columns `{name}`, and `{}.{}` reads one of them", source.id, column.id);
    Diagnostic::new(codes::HEADER_TWICE, message)
        .at(column.span, "which one?")
        .help(format!("write `header: \"{name}#1\"` for the first, or `\"{name}#2\"` for the second"))
}

/// Times that carry no offset, in columns to which nothing gives a zone. The place and the value are those of the first.
pub fn naive_times(
    columns: &[(&SourcePlan, &ColumnPlan)],
    place: Option<(&str, u64)>,
    value: &str,
) -> Option<Diagnostic> {
    let names: Vec<String> = columns.iter().map(|(source, column)| format!("`{}.{}`", source.id, column.id)).collect();
    let message = format!("times in {} carry no offset, and no zone is given for them", all_of(&names));
    let help = "give the zone that the export was written in: `timezone:` at the column, its source or the mapping, or \
                `--timezone`";
    let (_, first) = columns.first()?;
    let diagnostic = Diagnostic::new(codes::TIME_WITHOUT_ZONE, message).at(first.span, "declared here").help(help);
    Some(match place {
        Some((file, line)) => diagnostic.in_data(file, line, None, Some(value.to_owned()), "the first such time"),
        None => diagnostic,
    })
}

/// A file that can't be read.
pub fn unreadable(source: &SourcePlan, error: &ReadError) -> Diagnostic {
    let diagnostic = Diagnostic::new(code_of(error), error.to_string()).help(error.help());
    match error.file() {
        Some(file) => diagnostic.in_file(file, what_of(error)).at(source.span, "declared here"),
        None => diagnostic.at(source.span, "declared here"),
    }
}

/// What the place adds to the message, where it adds anything.
fn what_of(error: &ReadError) -> &'static str {
    match error {
        ReadError::Empty { .. } => "neither a header nor rows",
        _ => "",
    }
}

fn code_of(error: &ReadError) -> Code {
    match error {
        ReadError::Empty { .. } | ReadError::NoDocument { .. } => codes::EMPTY_FILE,
        ReadError::HeaderUnclosed { .. } | ReadError::HeaderTooLong { .. } => codes::NO_HEADER,
        ReadError::NotText { .. } | ReadError::HeaderEncoding { .. } => codes::UNDECODABLE_FILE,
        _ => codes::UNREADABLE_FILE,
    }
}

fn all_of(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn any_of(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}

/// What was found, shortened.
fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(12).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(shown.len());
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("the first line holds {}{rest}", shown.join(", "))
}

/// A column or a level of JSON that no row has. `names` are the keys that stand there instead.
pub fn nowhere(source: &SourcePlan, column: Option<usize>, above: &str, names: &[String]) -> Diagnostic {
    let column = column.and_then(|column| source.columns.get(column));
    let (paths, span): (Vec<String>, _) = match column.map(|column| (&column.from, column.span)) {
        Some((ColumnFrom::Cell { paths, .. }, span)) => (paths.iter().map(ToString::to_string).collect(), span),
        _ => (source.rows.iter().map(ToString::to_string).collect(), source.span),
    };
    let what = match column {
        Some(column) => format!("`{}.{}`", source.id, column.id),
        None => format!("the rows of `{}`", source.id),
    };
    let message = format!("no row of `{above}` has {} for {what}", any_of(&paths));
    let last = |path: &String| path.rsplit('.').next().unwrap_or(path).to_owned();
    let meant = paths.iter().find_map(|path| {
        let name = last(path);
        nearest::nearest(&name, names.iter().map(String::as_str)).map(str::to_owned)
    });
    let key = if column.is_some() { "header" } else { "rows" };
    let help = match meant {
        Some(name) => format!("did you mean `{name}`? name it under `{key}:`, or say `optional: true`"),
        None => format!("name the path under `{key}:`, or say `optional: true`; {}", keys(names)),
    };
    Diagnostic::new(codes::COLUMN_MISSING, message).at(span, "declared here").help(help)
}

fn keys(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(12).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(shown.len());
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    if shown.is_empty() { "no keys are there".to_owned() } else { format!("there are {}{rest}", shown.join(", ")) }
}

/// A file of JSON whose end can't be read.
pub fn breaks_off(source: &SourcePlan, file: &str, line: u64, found: &BreaksOff) -> Diagnostic {
    let BreaksOff { at, what, .. } = found;
    let message = format!("`{file}` can't be read on from byte {at}: {what}");
    lost(source, (file, line), message, "export or copy the file again: what stands behind that place isn't in the log")
}

/// Rows that aren't in the log, and of which nobody knows how many they are.
fn lost(source: &SourcePlan, (file, line): (&str, u64), message: String, help: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::FILE_BREAKS_OFF, message).at(source.span, "declared here").help(help);
    diagnostic.in_data(file, line, None, None, "here")
}

/// Texts in a file of JSON behind which reading goes on, and which hold nobody knows how many rows; the first of them.
pub fn holds_rows(source: &SourcePlan, file: &str, line: u64, found: &BreaksOff, count: usize) -> Diagnostic {
    let BreaksOff { at, what, .. } = found;
    let more = match count - 1 {
        0 => String::new(),
        1 => "; so it is in 1 other place".to_owned(),
        others => format!("; so it is in {others} other places"),
    };
    let message = format!("`{file}` holds text at byte {at} of which nobody knows how many rows it is: {what}{more}");
    let help = "mend or export the file again: the text is one row in quarantine, and none of its rows is in the log";
    lost(source, (file, line), message, help)
}

/// A quote in a file of CSV that never closes, and takes the lines behind it along.
pub fn never_closes(source: &SourcePlan, file: &str, line: u64) -> Diagnostic {
    let message = format!("`{file}` can't be read on from line {line}: a quote opens there and never closes");
    let help = "close the quote, or export the file again: the rows behind it are one row in quarantine, and none of \
                them is in the log";
    lost(source, (file, line), message, help)
}

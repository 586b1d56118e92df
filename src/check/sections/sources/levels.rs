//! Levels of nested JSON: which source stands in which, and what only one of the two kinds of source may say.

use crate::check::checker::{Checker, SOURCE};
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::mapping::decode::Name;
use crate::mapping::{Mapping, Source};
use crate::plan::{Above, FileFormat, LevelPlan};
use crate::read::json::{JsonPath, is_json, is_table};

/// The levels above a source, from the nearest to the one with files; `None` where it is no level, or where what it stands
/// in isn't known or goes round in a circle.
pub fn above(mapping: &Mapping, source: usize) -> Option<Vec<usize>> {
    let sources = mapping.sources.iter().as_slice();
    let mut above = Vec::new();
    let mut at = source;
    while let Some(name) = &sources[at].1.r#in {
        let (parent, _) = mapping.sources.find(&name.text)?;
        if parent == source || above.contains(&parent) {
            return None;
        }
        above.push(parent);
        at = parent;
    }
    (!above.is_empty()).then_some(above)
}

/// Whether it isn't known in what a source stands: it couldn't be read, nothing has the name, or it goes round in a circle.
pub fn lacks_above(mapping: &Mapping, source: usize) -> bool {
    let sources = mapping.sources.iter().as_slice();
    let mut at = source;
    for _ in sources {
        let written = &sources[at].1;
        let Some(name) = &written.r#in else { return written.keys.place("in").is_some() };
        match mapping.sources.find(&name.text) {
            Some((parent, _)) => at = parent,
            None => return true,
        }
    }
    true
}

/// A source's place among levels; where rows keep things is known later.
pub fn level(mapping: &Mapping, source: usize) -> Option<LevelPlan> {
    let above = above(mapping, source)?.into_iter().map(|source| Above { source, place: None });
    Some(LevelPlan { above: above.collect(), ordinal_place: 0 })
}

/// The levels below a source, each behind the one above it.
pub fn below(mapping: &Mapping, source: usize) -> Vec<usize> {
    let levels = (0..mapping.sources.len()).filter_map(|level| Some((above(mapping, level)?, level)));
    let mut below: Vec<(usize, usize)> =
        levels.filter_map(|(above, level)| Some((above.iter().position(|each| *each == source)?, level))).collect();
    below.sort_unstable();
    below.into_iter().map(|(_, level)| level).collect()
}

/// Whether a source's files are documents, as far as the mapping shows it.
pub fn format(written: &Source) -> Option<FileFormat> {
    if let Some(name) = &written.format {
        return FileFormat::NAMES.iter().find(|(word, _)| *word == name.text).map(|(_, format)| *format);
    }
    let files = &written.files.0;
    let has_json_names = !files.is_empty() && files.iter().all(|name| is_json(&name.text));
    // `rows` are those of documents; tables among the files need none, so each file's name decides.
    let has_rows = !written.rows.0.is_empty() && !files.iter().any(|name| is_table(&name.text));
    (written.r#in.is_some() || has_rows || has_json_names).then_some(FileFormat::Json)
}

/// The paths to a source's rows.
pub fn rows(checker: &mut Checker<'_>, written: &Source) -> Vec<JsonPath> {
    let mut paths = Vec::new();
    for name in &written.rows.0 {
        let Some(path) = path(checker, name) else { continue };
        let is_own_row = path.is_here() && written.r#in.is_some();
        if !path.is_keys() || is_own_row {
            let message = format!("`{}` doesn't lead to rows", name.text);
            let help = "write keys only, such as `results.items`: an array at their end gives a row for each element";
            checker.problem(codes::VALUE_NOT_ALLOWED, name.span, message, "not the way to rows", help);
            continue;
        }
        paths.push(path);
    }
    paths
}

/// A path into a document.
pub fn path(checker: &mut Checker<'_>, name: &Name) -> Option<JsonPath> {
    match JsonPath::parse(&name.text) {
        Ok(path) => Some(path),
        Err(error) => {
            let span = name.part(error.span.start, error.span.end);
            let help = "separate keys by dots, number elements as `[0]`, and put a key with dots in double quotes";
            checker.problem(codes::INVALID_JSON_PATH, span, error.to_string(), "in this path", help);
            None
        }
    }
}

/// Checks what sources say of files and levels.
pub fn check(checker: &mut Checker<'_>) {
    let mapping = checker.mapping;
    for (index, (key, written)) in mapping.sources.iter().enumerate() {
        match &written.r#in {
            Some(name) => check_level(checker, index, name, key.span, written),
            None => check_rows(checker, written),
        }
    }
}

fn check_level(checker: &mut Checker<'_>, index: usize, name: &Name, place: Span, written: &Source) {
    let mapping = checker.mapping;
    let Some(parent) = checker.find(&mapping.sources, &name.text, name.span, &SOURCE) else { return };
    if above(mapping, index).is_none() {
        report_circle(checker, index, name);
        return;
    }
    if written.rows.0.is_empty() {
        let help = format!("add `rows:`, the path from a record of `{}` to the rows", name.text);
        checker.problem(codes::KEY_NEEDS_ANOTHER, place, "`in` needs `rows` beside it", "no `rows`", help);
    }
    let top = above(mapping, index).and_then(|above| above.last().copied()).unwrap_or(parent);
    if format(&mapping.sources.iter().as_slice()[top].1) == Some(FileFormat::Csv) {
        let help = "drop `format: csv` there: only JSON has levels";
        checker.problem(codes::CONFLICTING_KEYS, name.span, "rows of CSV hold no other rows", "is CSV", help);
    }
    let of_files = [
        ("files", !written.files.0.is_empty()),
        ("inline", written.inline.is_some()),
        ("format", written.format.is_some()),
        ("delimiter", written.delimiter.is_some()),
        ("encoding", written.encoding.is_some()),
        ("footer", !written.footer.0.is_empty()),
    ];
    for (key, _) in of_files.iter().filter(|(_, is_there)| *is_there) {
        let message = format!("a level has no `{key}`: its rows stand in those of `{}`", name.text);
        checker.problem(codes::CONFLICTING_KEYS, name.span, message, "a level", format!("drop `{key}`, or `in`"));
    }
}

/// Reports a circle once, at the first of its sources; what only leads into it isn't at fault.
fn report_circle(checker: &mut Checker<'_>, index: usize, name: &Name) {
    let sources = checker.mapping.sources.iter().as_slice();
    let next = |at: usize| {
        let name = sources[at].1.r#in.as_ref()?;
        checker.mapping.sources.find(&name.text).map(|(parent, _)| parent)
    };
    let circle: Vec<usize> = std::iter::successors(Some(index), |at| next(*at)).skip(1).take(sources.len()).collect();
    let way = circle.iter().take_while(|at| **at != index);
    if circle.contains(&index) && way.clone().all(|at| *at > index) {
        let names: Vec<String> = std::iter::once(&index).chain(way).map(|at| sources[*at].0.text.clone()).collect();
        let message = match names.as_slice() {
            [one] => format!("`{one}` stands in itself"),
            all => format!("levels stand in each other: `{}`", all.join("`, `")),
        };
        let help = "the topmost source has `files`; each level is `in` the one above it";
        checker.report(Diagnostic::new(codes::CYCLE, message).at(name.span, "part of the circle").help(help));
    }
}

/// `rows`, `delimiter` and `inline` beside what they don't go with.
fn check_rows(checker: &mut Checker<'_>, written: &Source) {
    let format = match &written.format {
        Some(name) => checker.choice(name, FileFormat::NAMES),
        None => format(written),
    };
    let conflict = |checker: &mut Checker<'_>, span: Span, message: &str, help: &str| {
        checker.problem(codes::CONFLICTING_KEYS, span, message, "doesn't go with it", help);
    };
    if let Some(name) = written.rows.0.first() {
        if written.inline.is_some() {
            conflict(checker, name.span, "`rows` is for files of JSON, not for `inline`", "drop `rows`");
        } else if format == Some(FileFormat::Csv) {
            conflict(checker, name.span, "`rows` is for files of JSON", "drop `rows`, or write `format: json`");
        }
    }
    if let Some(name) = written.footer.0.first() {
        if written.inline.is_some() {
            conflict(checker, name.span, "`footer` is for files, not for `inline`", "drop `footer`");
        } else if format == Some(FileFormat::Json) {
            conflict(checker, name.span, "`footer` is for files of CSV", "drop `footer`, or write `format: csv`");
        }
    }
    if let (Some(name), Some(FileFormat::Json)) = (&written.delimiter, format) {
        conflict(checker, name.span, "`delimiter` is for files of CSV", "drop `delimiter`, or write `format: csv`");
    }
}

//! What the names of files tell.

use crate::read::json;

/// What a file holds, as its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    Csv,
    Json,
}

/// What a file holds; `None`: no table.
pub(super) fn kind_of(name: &str) -> Option<FileKind> {
    if json::is_json(name) {
        return Some(FileKind::Json);
    }
    let is_text = name.to_ascii_lowercase().trim_end_matches(".gz").trim_end_matches(".zst").ends_with(".txt");
    let is_readme = stem(name).to_lowercase().contains("readme");
    (json::is_table(name) || is_text && !is_readme).then_some(FileKind::Csv)
}

/// A name without folders, zip and endings: `a.zip!data/Case-1.csv.gz` is `Case-1`.
pub(super) fn stem(name: &str) -> &str {
    let inner = name.rsplit(['!', '/']).next().unwrap_or(name);
    inner.split('.').next().unwrap_or(inner)
}

/// A stem without the number or date that it ends in.
pub(super) fn series(name: &str) -> &str {
    let is_counter = |letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '_' | ' ' | '(' | ')');
    let stem = stem(name);
    let cut = stem.trim_end_matches(is_counter);
    if cut.is_empty() { stem } else { cut }
}

/// Patterns that match these files of one table, and as little else as possible.
pub fn pattern_of(files: &[String]) -> Vec<String> {
    let mut patterns: Vec<String> = Vec::new();
    for file in files {
        let pattern = if files.len() == 1 { escaped(unpacked(file)) } else { counted(file) };
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    patterns
}

/// A pattern for `Case.csv` finds `Case.csv.gz` too.
fn unpacked(name: &str) -> &str {
    name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name)
}

/// The name with `[0-9]*` for the number or date that its stem ends in.
fn counted(name: &str) -> String {
    let name = unpacked(name);
    let (stem, series) = (stem(name), series(name));
    let (Some(at), Some(rest)) = (name.rfind(stem), stem.strip_prefix(series)) else { return escaped(name) };
    if rest.is_empty() {
        return escaped(name);
    }
    let between = rest.find(|letter: char| letter.is_ascii_digit()).unwrap_or(rest.len());
    let start = &name[..at + series.len() + between];
    format!("{}[0-9]*{}", escaped(start), escaped(&name[at + stem.len()..]))
}

/// What a name holds of a pattern's own signs is put in brackets.
fn escaped(name: &str) -> String {
    let letter = |letter: char| match letter {
        '[' | ']' | '?' | '{' | '}' | '*' => format!("[{letter}]"),
        other => other.to_string(),
    };
    name.chars().map(letter).collect()
}

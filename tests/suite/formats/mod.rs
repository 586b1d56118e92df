//! `validate --format sarif|github`: what other programs read.

mod commands;
mod github;
mod sarif;
mod strict;

use std::path::PathBuf;

use caseloom::diagnostic::render::{Findings, Folders, Report};
use caseloom::diagnostic::{Diagnostic, Excerpt, FileId, Files, Span, codes};

/// The span of a part of a text.
pub fn span(files: &Files, file: FileId, part: &str) -> Span {
    let start = files.text(file).find(part).unwrap();
    Span::new(file, start..start + part.len())
}

/// A text with characters of one, two and four bytes, of one and two code units.
pub const WIDE: &str = "# 案件\nactivities:\n  é𝄞: { to: 𝄞x }\n";

/// Findings with labels in a mapping, in data, in whole files, and nowhere.
pub fn report() -> Report {
    let mut files = Files::new();
    let file = files.add("mappings/my mapping:é.yaml", WIDE);
    let diagnostics = vec![
        Diagnostic::new(codes::INVALID_SET, "nowhere at all"),
        Diagnostic::new(codes::UNKNOWN_ACTIVITY, "there is no activity `𝄞x`, see [it](0) or {0}")
            .at(span(&files, file, "𝄞x"), "100%, unknown")
            .also(span(&files, file, "é𝄞"), "")
            .also(span(&files, file, "案件\nactivities"), "two lines")
            .help("write `{ to: y }`\r\nor: nothing"),
        Diagnostic::new(codes::RAGGED_ROW, "2 rows can't be used")
            .in_data("T.csv", 17, None, Some("1,\"a\n𝄞\"".to_owned()), "3 cells, not 4")
            .in_data("T.csv", 20, Some(3), Some("x𝄞".to_owned()), "another")
            .in_data("T.csv", 21, None, None, "")
            .in_row(
                "T.csv",
                (22, 4),
                Excerpt { before: "𝄞,".to_owned(), text: "x".to_owned(), after: ",y".to_owned(), pairs_before: 1 },
                "a cell",
            ),
        Diagnostic::new(codes::EMPTY_FILE, "`T.csv` is empty").in_file("T.csv", "no rows"),
        Diagnostic::new(codes::UNUSED_PARAM, "`x` isn't used").at(span(&files, file, "é"), "here"),
    ];
    let about = "mappings/my mapping:é.yaml".to_owned();
    Report { findings: vec![Findings { about, diagnostics, files }], exit_code: 1, folders: folders(), stop: None }
}

pub fn folders() -> Folders {
    Folders { current: Some(PathBuf::from("/home/me/project")), input: Some(PathBuf::from("../exports/€ May")) }
}

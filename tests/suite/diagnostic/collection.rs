//! Order, duplicates, and places in texts.

use caseloom::diagnostic::{Diagnostic, Diagnostics, FileId, Files, Span, codes};

fn at(file: u32, start: usize, code: caseloom::diagnostic::Code) -> Diagnostic {
    Diagnostic::new(code, "wrong").at(Span::new(FileId(file), start..start + 1), "")
}

#[test]
fn sorted_by_file_place_and_code_each_once() {
    let mut diagnostics = Diagnostics::new();
    diagnostics.extend([
        at(1, 0, codes::DUPLICATE_KEY),
        at(0, 9, codes::DUPLICATE_KEY),
        at(0, 9, codes::INVALID_YAML),
        at(0, 2, codes::UNUSED_PARAM),
        at(0, 9, codes::DUPLICATE_KEY),
        Diagnostic::new(codes::INVALID_SET, "no place"),
    ]);
    let order: Vec<&str> = diagnostics.clone().sorted().iter().map(|diagnostic| diagnostic.code.id()).collect();
    assert_eq!(order, ["E0903", "W0601", "E0101", "E0109", "E0109"]);
    assert_eq!((diagnostics.len(), diagnostics.errors().count(), diagnostics.warnings().count()), (6, 5, 1));
}

#[test]
fn warnings_are_no_errors() {
    let mut diagnostics = Diagnostics::new();
    assert!(diagnostics.is_empty() && !diagnostics.has_errors());
    diagnostics.push(at(0, 0, codes::UNUSED_PARAM));
    assert!(!diagnostics.is_empty() && !diagnostics.has_errors());
    diagnostics.push(at(0, 0, codes::INVALID_YAML));
    assert!(diagnostics.has_errors());
}

#[test]
fn findings_with_other_messages_are_not_duplicates() {
    let twice = [Diagnostic::new(codes::INVALID_SET, "a"), Diagnostic::new(codes::INVALID_SET, "b")];
    assert_eq!(twice.into_iter().collect::<Diagnostics>().sorted().len(), 2);
}

#[test]
fn lines_and_columns_count_characters_from_one() {
    let mut files = Files::new();
    let id = files.add("a.yaml", "\u{feff}é中x\r\ny\n");
    let at = |byte| files.line_column(id, byte);
    assert_eq!((at(0), at(3), at(5), at(8), at(11), at(12)), ((1, 1), (1, 1), (1, 2), (1, 3), (2, 1), (2, 2)));
    // Within a character, at the end, and beyond it.
    assert_eq!((at(6), at(13), at(99)), ((1, 2), (3, 1), (3, 1)));
    assert_eq!((files.name(id), files.name(FileId(7)), files.text(FileId(7))), ("a.yaml", "", ""));
    assert_eq!(files.line_column(FileId(7), 5), (1, 1));
}

#[test]
fn spans_join_within_a_file_only() {
    let (a, b) = (Span::new(FileId(0), 2..4), Span::new(FileId(0), 8..9));
    assert_eq!(b.join(a), Span::new(FileId(0), 2..9));
    assert_eq!(a.join(Span::new(FileId(1), 8..9)), a);
}

//! Drawing for people and for programs.

use caseloom::diagnostic::render::{human, json};
use caseloom::diagnostic::{Diagnostic, Excerpt, FileId, Files, Span, codes};

fn span(files: &Files, file: FileId, part: &str) -> Span {
    let start = files.text(file).find(part).unwrap();
    Span::new(file, start..start + part.len())
}

/// Findings with labels in two texts, in data, in whole files, and nowhere.
fn findings() -> (Vec<Diagnostic>, Files) {
    let mut files = Files::new();
    let base =
        files.add("base.yaml", "activities:\n  case_closed:\n    label: { en: Closed, zh: 案件关闭, th: ปิดเคส }\n");
    let overlay =
        files.add("org.yaml", "extends: base.yaml\r\nactivities:\r\n  案件_closd: { label: x, e\u{301}tat: y }\r\n");
    let findings = vec![
        Diagnostic::new(codes::UNKNOWN_ACTIVITY, "there is no activity `案件_closd` to change")
            .at(span(&files, overlay, "案件_closd"), "changes what isn't there")
            .also(span(&files, base, "case_closed"), "the nearest one")
            .help("did you mean `case_closed`?"),
        Diagnostic::new(codes::MISSING_LABEL, "a label is missing")
            .at(span(&files, base, "ปิดเคส"), "the last one")
            .also(span(&files, base, "案件关闭"), "another"),
        Diagnostic::new(codes::UNKNOWN_KEY, "after a combining mark").at(span(&files, overlay, "y }"), "here"),
        Diagnostic::new(codes::TIME_IN_NO_FORMAT, "`3/4/2025` fits no format")
            .in_data("in/Case.csv", 17, Some(9), Some("3/4/2025".to_owned()), "not a padded day")
            .also(span(&files, base, "label"), "declared here"),
        Diagnostic::new(codes::TIME_IN_NO_FORMAT, "in a row, a part of which is shown")
            .in_row(
                "in/Case.csv",
                (17, 30),
                Excerpt {
                    before: "ปิด,\"".to_owned(),
                    text: "3/4/2025".to_owned(),
                    after: "\",1".to_owned(),
                    ..Excerpt::default()
                },
                "not a padded day",
            )
            .also(span(&files, base, "label"), "declared here"),
        Diagnostic::new(codes::KEY_IS_NULL, "a row has no key").in_row(
            "in/Case.csv",
            (18, 3),
            Excerpt { before: "a,".to_owned(), after: ",b".to_owned(), ..Excerpt::default() },
            "nothing stands here",
        ),
        Diagnostic::new(codes::RAGGED_ROW, "a row has 3 cells instead of 4").in_data(
            "in/Case.csv",
            18,
            None,
            None,
            "3 cells",
        ),
        Diagnostic::new(codes::FILE_MISSING, "no file matches `Case.csv`")
            .in_file("in", "looked here")
            .help("check `--input`"),
        Diagnostic::new(codes::INVALID_SET, "`--set waiting` has no value"),
        Diagnostic::new(codes::INVALID_YAML, "at the end").at(Span::new(base, 999..999), "beyond"),
        Diagnostic::new(codes::INVALID_YAML, "in an unknown file").at(Span::new(FileId(9), 3..5), "nowhere"),
    ];
    (findings, files)
}

#[test]
fn for_people() {
    let (findings, files) = findings();
    let drawn = human::render(&findings, &files, human::Options::default());
    crate::snapshots().bind(|| insta::assert_snapshot!("diagnostic__render_human", drawn));
}

#[test]
fn for_people_in_ascii() {
    let (findings, files) = findings();
    let options = human::Options { unicode: false, ..human::Options::default() };
    let drawn = human::render(&findings[1..2], &files, options);
    crate::snapshots().bind(|| insta::assert_snapshot!("diagnostic__render_ascii", drawn));
}

#[test]
fn colours_only_where_asked_for() {
    let (findings, files) = findings();
    let drawn = |color| human::render(&findings, &files, human::Options { color, ..human::Options::default() });
    assert!(drawn(true).contains('\u{1b}'));
    assert!(!drawn(false).contains('\u{1b}'));
}

#[test]
fn input_cannot_steer_the_terminal() {
    let mut files = Files::new();
    let id = files.add("a.yaml", "a: \u{1b}[31mred\u{7}\n");
    let finding = Diagnostic::new(codes::INVALID_CHARACTER, "a control character")
        .at(Span::new(id, 3..4), "here")
        .in_data("b.csv", 1, None, Some("\u{1b}]0;title".to_owned()), "");
    let drawn = human::render(&[finding], &files, human::Options::default());
    assert!(!drawn.contains(['\u{1b}', '\u{7}']), "{drawn}");
}

#[test]
fn the_width_is_kept() {
    let (files, words) = (Files::new(), "word ".repeat(60));
    let finding = Diagnostic::new(codes::INVALID_SET, words.trim()).help(words.trim());
    let drawn = human::render(&[finding], &files, human::Options { width: 60, ..human::Options::default() });
    assert!(drawn.lines().all(|line| line.chars().count() <= 60), "{drawn}");
}

#[test]
fn for_programs() {
    let (findings, files) = findings();
    let text = json::render(&findings, &files);
    crate::snapshots().bind(|| insta::assert_snapshot!("diagnostic__render_json", text));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value.as_array().unwrap().len(), findings.len());
    for span in value.as_array().unwrap().iter().flat_map(|finding| finding["spans"].as_array().unwrap()) {
        for key in ["line", "column", "end_line", "end_column"] {
            assert!(span[key].as_u64().unwrap() >= 1, "{span}");
        }
    }
}

#[test]
fn nothing_found_is_nothing_drawn() {
    assert_eq!(human::render(&[], &Files::new(), human::Options::default()), "");
    assert_eq!(json::render(&[], &Files::new()), "[]\n");
}

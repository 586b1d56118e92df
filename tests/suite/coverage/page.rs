//! The page for the system's owner.

use super::{CHANGES, MAPPING, coverage, desk};
use crate::cli::files;
use crate::snapshots;

fn page(folder: &std::path::Path) -> String {
    let ran = coverage(folder, &["--format", "markdown"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    ran.stdout
}

#[test]
fn the_page_and_the_terminal_are_as_pinned() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    snapshots().bind(|| {
        insta::assert_snapshot!("coverage-desk-page", page(folder.path()));
        insta::assert_snapshot!("coverage-desk", coverage(folder.path(), &[]).stdout);
    });
}

#[test]
fn values_stand_there_only_where_the_mapping_lists_some() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    // Owners are persons: the rule on them names none, so that the page doesn't either.
    for format in ["human", "json", "markdown"] {
        let text = coverage(folder.path(), &["--format", format]).stdout;
        assert!(!text.contains("Secret"), "{text}");
        assert!(text.contains("On Hold"), "{text}");
    }
}

#[test]
fn data_can_neither_draw_nor_break_a_table() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let odd = "a|b <i>*_c_*[x](y)";
    files(folder.path(), &[("in/changes.csv", &CHANGES.replace("Working,On Hold", &format!("Working,{odd}")))]);
    let page = page(folder.path());
    assert!(page.contains(r"| status | a\|b &lt;i>\*\_c\_\*\[x\](y) | 1 | 2 |"), "{page}");
    assert!(!page.contains("<i>"), "{page}");
}

#[test]
fn every_line_of_a_table_has_as_many_cells() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let page = page(folder.path());
    let mut cells = None;
    let mut tables = 0;
    for line in page.lines() {
        let bars = line.replace(r"\|", "").matches('|').count();
        match (line.starts_with('|'), cells) {
            (true, None) => (cells, tables) = (Some(bars), tables + 1),
            (true, Some(known)) => assert_eq!(bars, known, "{line}"),
            (false, _) => cells = None,
        }
    }
    assert!(tables >= 8, "{tables}");
}

#[test]
fn a_desk_without_faults_has_nothing_to_say() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let start = MAPPING.find("activities:").unwrap();
    let mapping = MAPPING[..start].replace("  ends: closed\n", "  ends: opened\n").replace(", refers_to: people", "");
    let mapping = mapping.replace("  survey: { files: survey.csv, optional: true, case: ticket, at: sent, columns: { ticket: id, sent: timestamp } }\n", "");
    let start = mapping.find("tracked_fields:").unwrap();
    let mapping = format!("{}activities:\n  opened: {{ label: Opened, source: tickets }}\n", &mapping[..start]);
    let mapping = mapping.replace(", channel: { type: text, values: { mail: [E-Mail, Mail], phone: [Call] } }", "");
    let tickets = "id,opened,channel,agent\n1,2026-01-01T08:00:00Z,Call,a\n";
    files(folder.path(), &[("desk.yaml", &mapping), ("in/tickets.csv", tickets)]);
    let survey = coverage(folder.path(), &["--format", "json"]);
    assert_eq!(survey.code, 0, "{}", survey.stderr);
    let survey: serde_json::Value = serde_json::from_str(&survey.stdout).unwrap();
    let sorts: Vec<&str> =
        survey["findings"].as_array().unwrap().iter().map(|each| each["sort"].as_str().unwrap()).collect();
    assert_eq!(sorts, ["single_event"]);
}

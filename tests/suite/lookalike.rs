//! Characters that look like others: blanks that aren't, letters of other scripts, what can't be seen.

use caseloom::diagnostic::{Diagnostic, Place, lookalike, nearest};

use crate::mapping::{checked, root};

const DESK: &str = "caseloom: 1
name: desk
sources:
  tickets:
    files: tickets.csv
    key: Id
    at: Opened
    columns: { Id: id, Opened: { type: timestamp, timezone: UTC } }
case:
  record: tickets
activities:
  opened: { label: Opened, source: tickets }
";

fn found(from: &str, to: &str) -> (Vec<Diagnostic>, String) {
    assert!(DESK.contains(from), "{from}");
    let text = DESK.replacen(from, to, 1);
    (checked(&root().join("desk.yaml"), &text).0, text)
}

#[test]
fn a_blank_that_is_none_is_named_where_it_stands() {
    for blank in ['\u{a0}', '\u{3000}', '\u{2009}', '\u{202f}'] {
        for (from, to) in [
            ("record: tickets", "record:_tickets"),
            ("    key: Id", "    key:_Id"),
            ("    files: tickets.csv", "    files:_tickets.csv"),
            ("{ Id: id,", "{ Id:_id,"),
            ("label: Opened,", "label:_Opened,"),
            ("  record: tickets", "__record: tickets"),
            ("name: desk", "name:_desk"),
        ] {
            let to = to.replace('_', &blank.to_string());
            let (found, text) = found(from, &to);
            let is_indentation = to.starts_with(blank);
            assert!(found.len() == 1 || is_indentation, "{to:?}: {found:?}");
            let first = found.iter().find(|each| each.code.id() == "E0121");
            let first = first.unwrap_or_else(|| panic!("{to:?}: {found:?}"));
            let Place::Text(span) = &first.labels[0].place else { panic!("{first:?}") };
            assert_eq!(&text[span.range()], blank.to_string(), "{to:?}");
            assert!(first.message.contains(&format!("U+{:04X}", u32::from(blank))), "{}", first.message);
        }
    }
}

#[test]
fn a_blank_in_a_text_is_a_part_of_it() {
    for to in ["label: Ticket\u{a0}Opened,", "label: Ticket:\u{3000}Opened,", "label: \"\u{a0}Opened\","] {
        let (found, _) = found("label: Opened,", to);
        assert!(found.is_empty(), "{to:?}: {found:?}");
    }
}

#[test]
fn a_word_that_looks_the_same_is_told_apart() {
    for (word, number) in [
        ("ti\u{441}kets", "U+0441"),
        ("tickets\u{200b}", "U+200B"),
        ("\u{2060}tickets", "U+2060"),
        ("tickets\u{ad}", "U+00AD"),
        ("ti\u{441}k\u{435}ts", "U+0441"),
    ] {
        let (found, _) = found("record: tickets", &format!("record: {word}"));
        assert_eq!(found[0].code.id(), "E0301", "{word:?}: {found:?}");
        let help = found[0].help.as_deref().unwrap_or_default();
        assert!(help.starts_with("did you mean `tickets`?") && help.contains(number), "{help}");
    }
    let (found, _) = found("source: tickets", "source: ticket");
    assert_eq!(found[0].help.as_deref(), Some("did you mean `tickets`?"));
}

#[test]
fn whole_words_of_another_script_are_recognised() {
    // Every letter is Cyrillic.
    let cases = "\u{441}\u{430}\u{455}\u{435}\u{455}";
    assert_eq!(nearest::nearest(cases, ["cases", "history"].into_iter()), Some("cases"));
    assert_eq!(lookalike::difference("cases", "history"), None);
    assert_eq!(lookalike::difference("case", "cases"), None);
    assert_eq!(lookalike::difference("Case", "case"), None);
}

//! Suggestions.

use caseloom::diagnostic::nearest::{nearest, suggest};

const NAMES: [&str; 6] = ["case_created", "case_closed", "CreatedDate", "owner", "status", "to"];

#[test]
fn small_mistakes_are_mended() {
    for (word, name) in [
        ("case_closd", "case_closed"),
        ("caseClosed", "case_closed"),
        ("CASE-CREATED", "case_created"),
        ("created_date", "CreatedDate"),
        ("Status", "status"),
        ("stauts", "status"),
        ("stat", "status"),
        ("owners", "owner"),
        ("Created", "CreatedDate"),
    ] {
        assert_eq!(nearest(word, NAMES.into_iter()), Some(name), "{word}");
    }
}

#[test]
fn nothing_silly_is_suggested() {
    for word in ["", "x", "at", "priority", "st", "from", "de"] {
        assert_eq!(nearest(word, NAMES.into_iter()), None, "{word}");
    }
    assert_eq!(nearest("a", std::iter::empty()), None);
}

#[test]
fn of_equals_the_first_by_bytes_wins_whatever_the_order() {
    assert_eq!(nearest("cast", ["case", "cask"].into_iter()), Some("case"));
    assert_eq!(nearest("cast", ["cask", "case"].into_iter()), Some("case"));
}

#[test]
fn else_the_names_are_listed() {
    assert_eq!(suggest("case_closd", "activities", NAMES.into_iter()).unwrap(), "did you mean `case_closed`?");
    assert_eq!(suggest("zzz", "keys", ["a", "b"].into_iter()).unwrap(), "keys: `a`, `b`");
    let many: Vec<String> = (0..11).map(|index| format!("name{index:02}")).collect();
    let help = suggest("zzz", "keys", many.iter().map(String::as_str)).unwrap();
    assert!(help.ends_with("`name07` and 3 more"), "{help}");
    assert_eq!(suggest("zzz", "keys", std::iter::empty()), None);
}

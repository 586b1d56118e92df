//! The registry.

use std::collections::BTreeSet;

use caseloom::diagnostic::{Code, Severity, codes};

#[test]
fn every_code_is_explained() {
    for code in Code::all() {
        assert!(!code.title().is_empty() && !code.title().ends_with('.'), "{code}");
        assert!(code.title().starts_with(|letter: char| letter.is_lowercase() || letter == '`'), "{code}");
        assert!(code.explanation().len() > 40 && code.explanation().ends_with('.'), "{code}");
        assert!(!code.explanation().contains("  "), "{code}");
        assert!(!code.example().trim().is_empty(), "{code}");
    }
}

#[test]
fn numbers_and_names_are_unique_and_in_order() {
    let numbers: Vec<&str> = Code::all().map(|code| &code.id()[1..]).collect();
    assert!(numbers.is_sorted(), "{numbers:?}");
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
    assert_eq!(Code::all().map(Code::name).collect::<BTreeSet<_>>().len(), numbers.len());
    assert!(Code::all().collect::<Vec<_>>().is_sorted());
}

#[test]
fn ids_and_names_are_well_formed() {
    for code in Code::all() {
        let (letter, digits) = code.id().split_at(1);
        assert!(
            matches!(letter, "E" | "W") && digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()),
            "{code}"
        );
        assert!(
            code.name().bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
            "{code}"
        );
        assert_eq!(code.severity() == Severity::Warning, letter == "W");
    }
}

#[test]
fn a_code_is_found_by_id_and_by_name() {
    for code in Code::all() {
        assert_eq!(Code::parse(code.id()), Some(code));
        assert_eq!(Code::parse(code.name()), Some(code));
        assert_eq!(code.to_string(), code.id());
    }
    assert_eq!(Code::parse("e0109"), Some(codes::DUPLICATE_KEY));
    for unknown in ["", "E", "E9999", "0109", "Duplicate-Key", "W0109"] {
        assert_eq!(Code::parse(unknown), None, "{unknown}");
    }
}

//! Texts and names by XML 1.0.

use caseloom::write::xes::{is_name, put_text};
use proptest::prelude::*;

fn put(text: &str) -> (String, u64) {
    let mut out = Vec::new();
    let replaced = put_text(&mut out, text);
    (String::from_utf8(out).unwrap(), replaced)
}

#[test]
fn what_means_something_in_xml_is_written_otherwise() {
    for (text, written) in [
        ("", ""),
        ("plain", "plain"),
        ("a & b", "a &amp; b"),
        ("&amp;", "&amp;amp;"),
        ("<a>", "&lt;a&gt;"),
        ("say \"hi\"", "say &quot;hi&quot;"),
        ("it's", "it's"),
        ("]]>", "]]&gt;"),
        ("a\tb\nc\rd", "a&#9;b&#10;c&#13;d"),
        ("é 案 🙂 \u{a0}\u{85}\u{2028}\u{7f}", "é 案 🙂 \u{a0}\u{85}\u{2028}\u{7f}"),
        // They begin like the two that can't be held.
        ("\u{f000}\u{ffef}\u{fffd}", "\u{f000}\u{ffef}\u{fffd}"),
    ] {
        assert_eq!(put(text), (written.to_owned(), 0), "{text:?}");
    }
}

#[test]
fn what_xml_cannot_hold_is_replaced_and_counted() {
    for (text, written, replaced) in [
        ("\0", "\u{fffd}", 1),
        ("a\u{8}b\u{b}", "a\u{fffd}b\u{fffd}", 2),
        ("\u{c}\u{e}\u{1b}\u{1f}", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}", 4),
        ("\u{fffe}x\u{ffff}", "\u{fffd}x\u{fffd}", 2),
        ("<\u{1}>", "&lt;\u{fffd}&gt;", 1),
    ] {
        assert_eq!(put(text), (written.to_owned(), replaced), "{text:?}");
    }
}

#[test]
fn names_are_those_of_xml() {
    for name in ["a", "concept:name", "Case_Priority", "a-1.b", "案件", "สถานะ", "É", ":"] {
        assert!(is_name(name), "{name}");
    }
    for other in ["", "1a", "-a", ".a", "Case Priority", "a/b", "a#", "a&b", "a\u{a0}b", "×", "a\"", "(a)"] {
        assert!(!is_name(other), "{other}");
    }
}

proptest! {
    #[test]
    fn a_parser_reads_back_what_was_written(text in any::<String>()) {
        let (written, replaced) = put(&text);
        let document = format!("<a value=\"{written}\"/>");
        let read = roxmltree::Document::parse(&document).unwrap();
        let read = read.root_element().attribute("value").unwrap().to_owned();
        let (read, text): (Vec<char>, Vec<char>) = (read.chars().collect(), text.chars().collect());
        prop_assert_eq!(read.len(), text.len());
        let differing: Vec<_> = read.iter().zip(&text).filter(|(read, text)| read != text).collect();
        prop_assert!(differing.iter().all(|(read, _)| **read == '\u{fffd}'), "{:?}", differing);
        prop_assert_eq!(differing.len() as u64, replaced);
    }
}

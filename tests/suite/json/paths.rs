//! Paths into documents.

use caseloom::read::json::{JsonPath, Step};
use proptest::prelude::*;

fn key(text: &str) -> Step {
    Step::Key(text.to_owned())
}

fn steps(text: &str) -> Vec<Step> {
    JsonPath::parse(text).unwrap().steps
}

#[test]
fn keys_elements_and_each() {
    assert_eq!(steps("a"), [key("a")]);
    assert_eq!(steps("a.b c.d"), [key("a"), key("b c"), key("d")]);
    assert_eq!(steps("a[0].b"), [key("a"), Step::Element(0), key("b")]);
    assert_eq!(steps("a[].b[2]"), [key("a"), Step::Each, key("b"), Step::Element(2)]);
    assert_eq!(steps("."), []);
    assert_eq!(steps("Date/Time Opened"), [key("Date/Time Opened")]);
    assert_eq!(steps("个案.编号"), [key("个案"), key("编号")]);
}

#[test]
fn a_quoted_key_holds_anything() {
    assert_eq!(steps(r#""a.b".c"#), [key("a.b"), key("c")]);
    assert_eq!(steps(r#"a."b[0]"[1]"#), [key("a"), key("b[0]"), Step::Element(1)]);
    assert_eq!(steps(r#""say \"x\" \\ y""#), [key(r#"say "x" \ y"#)]);
    assert_eq!(steps(r#""""#), [key("")]);
}

#[test]
fn faults_are_where_they_are() {
    for (text, span, what) in [
        ("", 0..0, "a key is empty"),
        ("a.", 2..2, "a key is empty"),
        (".a", 0..2, "a key is empty"),
        ("a..b", 2..4, "a key is empty"),
        ("a[", 1..2, "a bracket doesn't close"),
        ("a[x]", 2..3, "in brackets stands"),
        ("a[-1]", 2..4, "in brackets stands"),
        ("a[99999999999]", 2..13, "in brackets stands"),
        ("a[0]b", 4..5, "a dot is missing"),
        ("a]", 1..2, "a dot is missing"),
        (r#"a."b"#, 2..4, "a quote doesn't close"),
        (r#"a"b""#, 1..4, "a dot is missing"),
    ] {
        let error = JsonPath::parse(text).unwrap_err();
        assert_eq!(error.span, span, "{text}");
        assert!(error.to_string().contains(what), "{text}: {error}");
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof!["[a-z.\\[\\]\"\\\\ é]{0,4}".prop_map(Step::Key), (0u32..9).prop_map(Step::Element), Just(Step::Each)]
}

proptest! {
    #[test]
    fn what_is_written_is_read(first in "[a-z.\\[\\]\"\\\\]{0,4}", rest in prop::collection::vec(step(), 0..5)) {
        let mut steps = vec![Step::Key(first)];
        steps.extend(rest);
        let path = JsonPath { steps };
        prop_assert_eq!(&JsonPath::parse(&path.to_string()).unwrap(), &path);
    }

    #[test]
    fn no_text_breaks_it(text in "[a.\\[\\]\"\\\\0é]{0,12}") {
        let _ = JsonPath::parse(&text).map_err(|error| assert!(text.get(error.span).is_some()));
    }
}

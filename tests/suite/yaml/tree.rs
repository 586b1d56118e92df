//! Values, keys and what texts are taken for.

use caseloom::yaml::{Kind, Style, write};
use proptest::prelude::*;

use super::{codes, read, tree};

#[test]
fn values_are_found_by_key_in_the_order_of_the_file() {
    let root = tree("b: 1\na: { c: [x, 'y'] }\n");
    let keys: Vec<&str> = root.as_mapping().unwrap().iter().map(|entry| entry.key.text.as_str()).collect();
    assert_eq!(keys, ["b", "a"]);
    let items = root.get("a").unwrap().get("c").unwrap().as_sequence().unwrap();
    assert_eq!(items.iter().map(|item| item.as_text().unwrap()).collect::<Vec<_>>(), ["x", "y"]);
    assert!(root.get("c").is_none());
    assert!(root.get("b").unwrap().get("a").is_none());
}

#[test]
fn only_plain_true_and_false_are_booleans() {
    let root = tree("[true, false, 'true', yes, no, on, off, True, y]");
    let flags: Vec<Option<bool>> = root.as_sequence().unwrap().iter().map(|item| item.as_bool()).collect();
    assert_eq!(flags, [Some(true), Some(false), None, None, None, None, None, None, None]);
}

#[test]
fn ids_are_no_numbers() {
    for text in
        ["00412", "+33", "1_000", "0x1F", "1.", ".5", "1e", "'5'", "1.0.0", "99999999999999999999", ".inf", "-x"]
    {
        let root = tree(&format!("[ {text} ]"));
        let scalar = root.as_sequence().unwrap()[0].as_scalar().unwrap().clone();
        assert_eq!((scalar.as_i64(), scalar.as_f64()), (None, None), "{text}");
    }
}

#[test]
fn numbers_are_as_json_writes_them() {
    let root = tree("[0, -7, 9223372036854775807, 1.50, -0.5e3, 1E2]");
    let numbers: Vec<(Option<i64>, Option<f64>)> =
        root.as_sequence().unwrap().iter().map(|item| (item.as_i64(), item.as_f64())).collect();
    assert_eq!(
        numbers,
        [
            (Some(0), Some(0.0)),
            (Some(-7), Some(-7.0)),
            (Some(i64::MAX), Some(9_223_372_036_854_775_807.0)),
            (None, Some(1.5)),
            (None, Some(-500.0)),
            (None, Some(100.0)),
        ]
    );
}

#[test]
fn null_is_plain_and_empty() {
    let root = tree("a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: '~'\ng: |\nh: Null\n");
    let nulls: Vec<bool> = root.as_mapping().unwrap().iter().map(|entry| entry.value.is_null()).collect();
    assert_eq!(nulls, [true, true, true, false, false, false, false, false]);
    assert_eq!(root.get("a").unwrap().as_text(), None);
    assert_eq!(root.get("d").unwrap().as_text(), Some(""));
}

#[test]
fn spans_of_keys_and_collections_cover_their_text() {
    let text = "\u{feff}'ключ': { 名: [一, 二] }\r\nlist:\r\n  - one\r\n  - two # end\r\n\r\n";
    let root = tree(text);
    let cut = |span: caseloom::diagnostic::Span| &text[span.range()];
    let entries = root.as_mapping().unwrap();
    assert_eq!(cut(entries[0].key.span), "'ключ'");
    assert_eq!(cut(entries[0].value.span), "{ 名: [一, 二] }");
    assert_eq!(cut(entries[0].value.get("名").unwrap().span), "[一, 二]");
    assert_eq!(cut(entries[1].value.span), "- one\r\n  - two");
    assert_eq!(cut(root.span), text[3..].trim_end().trim_end_matches(" # end"));
}

#[test]
fn styles_are_kept() {
    let root = tree("[a, 'a', \"a\"]");
    let styles: Vec<Style> = root.as_sequence().unwrap().iter().map(|item| item.as_scalar().unwrap().style).collect();
    assert_eq!(styles, [Style::Plain, Style::SingleQuoted, Style::DoubleQuoted]);
    assert_eq!(tree("a: |\n  x\n").get("a").unwrap().as_scalar().unwrap().style, Style::Literal);
    assert_eq!(tree("a: >\n  x\n").get("a").unwrap().as_scalar().unwrap().style, Style::Folded);
}

#[test]
fn aliases_are_copies() {
    let root = tree("a: &x { k: [1, 2] }\nb: *x\n");
    assert_eq!(root.get("a"), root.get("b"));
}

#[test]
fn an_empty_text_is_null() {
    for text in ["", "\n", "# only a comment\n", "---\n", "\u{feff}"] {
        assert!(tree(text).is_null(), "{text:?}");
    }
}

#[test]
fn written_as_json_and_yaml_texts_stay_texts() {
    let root =
        tree("z: 00412\na: [no, on, true, 5, 1.5, ~, '7', \"true\", 99999999999999999999]\nt: |\n  two\n  lines\n");
    let json = serde_json::to_string(&root).unwrap();
    assert_eq!(
        json,
        r#"{"z":"00412","a":["no","on",true,5,1.5,null,"7","true","99999999999999999999"],"t":"two\nlines\n"}"#
    );
    let yaml = write(&root).unwrap();
    assert_eq!(serde_json::to_string(&tree(&yaml)).unwrap(), json, "{yaml}");
}

#[test]
fn what_could_not_be_read_is_not_written() {
    let (root, _) = read("a: *x\n");
    assert!(root.get("a").unwrap().is_invalid());
    assert!(serde_json::to_string(&root).is_err());
    assert_eq!(write(&root), None);
}

#[test]
fn nodes_are_bounded() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..9 {
        let copies = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb += &format!("a{level}: &a{level} [{copies}]\n");
    }
    assert_eq!(codes(&bomb), ["too-many-values"]);
    assert_eq!(codes(&format!("[{}]", "x, ".repeat(100_001))), ["too-many-values"]);
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(codes(&nested(64)), [""; 0]);
    assert_eq!(codes(&nested(65)), ["too-deep"]);
    assert_eq!(codes(&nested(100_000)), ["too-deep"]);
    let mut chain = String::from("a0: &a0 [[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]\n");
    for level in 1..4 {
        chain += &format!("a{level}: &a{level} [[[[[[[[[[[[[[[[[[[[*a{}]]]]]]]]]]]]]]]]]]]]\n", level - 1);
    }
    assert_eq!(codes(&chain), ["too-deep"]);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in r#"([ab: \n\r\t#'"|>\-\[\]{},=*&!?%@`\\(é中)]|\PC){0,60}"#) {
        let (root, diagnostics) = read(&text);
        prop_assert!(!matches!(root.kind, Kind::Invalid) || !diagnostics.is_empty());
        for label in diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels) {
            if let caseloom::diagnostic::Place::Text(span) = label.place {
                prop_assert!(text.get(span.range()).is_some(), "{:?}", span);
            }
        }
        super::drawn(&text);
    }
}

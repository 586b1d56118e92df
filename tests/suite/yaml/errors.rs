//! Errors of YAML, drawn.

use super::{codes, drawn, read};

macro_rules! drawings {
    ($($name:ident: $text:expr,)*) => {
        $(
            #[test]
            fn $name() {
                let name = concat!("diagnostic__yaml_", stringify!($name));
                crate::snapshots().bind(|| insta::assert_snapshot!(name, drawn($text)));
            }
        )*
    };
}

drawings! {
    duplicate_key: "sources:\n  cases: { files: a }\n  user: { files: b }\n\n\n\n\n  cases: { files: c }\n",
    key_not_text: "? [a, b]\n: c\n",
    empty_key: ": c\n",
    tag: "version: !!str 1.0\n",
    several_documents: "a: 1\n---\nb: 2\n",
    merge_key: "a: &x { b: 1 }\nc:\n  <<: *x\n",
    unknown_anchor: "files: *.csv\n",
    anchor_within_itself: "a: &x [1, *x]\n",
    tab: "case:\n\trecord: cases\n",
    unclosed_quote: "label: 'never closed\n",
    quote_over_lines: "a: 1\nlabel: \"never closed\nother: 1\n",
    text_after_quote: "label: 'it's done'\n",
    unclosed_bracket: "to: [Resolved, Closed\n",
    unclosed_bracket_before_key: "to: [Resolved, Closed\nfrom: Open\n",
    mismatched_bracket: "to: [Resolved }\n",
    closing_bracket: "to: Resolved]\nfrom: ]\n",
    indentation: "case:\n    record: cases\n  id: CaseNumber\n",
    indentation_too_deep: "record: cases\n  id: CaseNumber\n",
    missing_colon: "record\nid: CaseNumber\n",
    item_among_keys: "a: b\n- c\n",
    key_among_items: "- a\nb: c\n",
    item_after_key: "a: - b\n",
    colon_in_value: "description: note: see \"below\"\n",
    reserved_character: "label: @vip\n",
    escape: "matches: \"\\d+\"\n",
    control_character: "name: sales\u{0}force\n",
    after_wide_characters: "标签: { zh: 案件已关闭, th: \"ปัญหาทางเทคนิค\", e\u{301}: @x }\n",
    after_byte_order_mark: "\u{feff}a: 1\r\na: 2\r\n",
    key_below_comment: "name: desk   # ours\n  version: 1\n",
    text_below_comment: "list:\n  - one # first\n    two\n",
    missing_comma: "rules:\n  - { from: [Open],\n      to: [Closed] which: first }\n",
    comma_twice: "to: [Open, , Closed]\n",
    too_deep: &format!("{}{}", "[".repeat(70), "]".repeat(70)),
    at_the_end: "a: {",
}

#[test]
fn an_error_of_syntax_leaves_nothing_to_misread() {
    let (root, diagnostics) = read("a: 1\nb: @x\n");
    assert!(root.is_invalid());
    assert_eq!(diagnostics.len(), 1);
}

#[test]
fn other_errors_are_collected() {
    let text = "a: *x\na: !t 1\n<<: { b: 1 }\n[k]: 1\nc: *y\n";
    assert_eq!(
        codes(text),
        ["unknown-anchor", "duplicate-key", "tag-not-allowed", "merge-key", "key-not-text", "unknown-anchor"]
    );
    let (root, _) = read(text);
    let keys: Vec<&str> = root.as_mapping().unwrap().iter().map(|entry| entry.key.text.as_str()).collect();
    assert_eq!(keys, ["a", "c"]);
}

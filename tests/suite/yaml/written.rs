//! Trees as YAML, and read again.

use caseloom::diagnostic::{FileId, Span};
use caseloom::yaml::{Entry, Key, Kind, Node, Scalar, Style, write};
use proptest::prelude::*;

use super::tree;

/// What a tree says: texts, and of each scalar whether quotes make it a text.
fn said(node: &Node) -> String {
    match &node.kind {
        Kind::Scalar(scalar) => format!("{}{:?}", if scalar.style == Style::Plain { "" } else { "text " }, scalar.text),
        Kind::Sequence(items) => format!("[{}]", items.iter().map(said).collect::<Vec<_>>().join(", ")),
        Kind::Mapping(entries) => {
            let pairs = entries.iter().map(|entry| format!("{:?}: {}", entry.key.text, said(&entry.value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        Kind::Invalid => "?".to_owned(),
    }
}

fn node(kind: Kind) -> Node {
    Node { span: nowhere(), kind }
}

fn nowhere() -> Span {
    Span::new(FileId(0), 0..0)
}

#[test]
fn quotes_that_mean_something_stay() {
    let text = "a: [\"$closed\", $closed, '5', 5, 1.10, \"true\", true, 'null', null, \"\", '~', \"off\", off, 007, '= 1', = 1]\n";
    let written = write(&tree(text)).unwrap();
    assert_eq!(said(&tree(&written)), said(&tree(text)), "{written}");
    assert!(written.contains("- \"$closed\"\n- $closed\n- '5'\n- 5\n- 1.10\n"), "{written}");
}

#[test]
fn texts_of_several_lines_are_blocks() {
    let text = "script: |\n  let a = 1;\n\n    a + 1\nlist:\n- one: >-\n    folded\n    text\n  two: \"a\\nb\"\n- []\n- {}\n- - x\n-\nnone:\n";
    let written = write(&tree(text)).unwrap();
    let expected = "script: |\n  let a = 1;\n\n    a + 1\nlist:\n- one: \"folded text\"\n  two: |-\n    a\n    b\n- []\n- {}\n- - x\n-\nnone:\n";
    assert_eq!(written, expected);
}

fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("\n".to_owned()),
        Just(" ".to_owned()),
        "[\\PC]{0,3}",
        "[-?:,\\[\\]{}#&*!|>'\"%@`$=.~<\\\\ \t\r]{1,2}",
        prop::sample::select(vec![
            "null", "true", "5", "1.10", "a: b", "c #d", "---", "...", "“q”", "\u{7f}", "\u{85}"
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(pieces, 0..6).prop_map(|pieces| pieces.concat())
}

fn any_scalar() -> impl Strategy<Value = Node> {
    let styles = vec![Style::SingleQuoted, Style::DoubleQuoted, Style::Literal, Style::Folded];
    let quoted = (text(), prop::sample::select(styles)).prop_map(|(text, style)| (text, style));
    let plain =
        prop::sample::select(vec!["", "~", "5", "-1", "1.50", "true", "$x", "off", "a b", "-a", "?b", "x:y", "= a"]);
    prop_oneof![quoted, plain.prop_map(|text| (text.to_owned(), Style::Plain))]
        .prop_map(|(text, style)| node(Kind::Scalar(Scalar::new(text, style, nowhere()))))
}

fn any_tree() -> impl Strategy<Value = Node> {
    any_scalar().prop_recursive(4, 24, 4, |inner| {
        let keys = prop_oneof!["[a-z]{1,3}", text().prop_filter("a key is a text", |text| !text.is_empty())];
        let pairs = prop::collection::btree_map(keys, inner.clone(), 0..4).prop_map(|pairs| {
            let entry = |(text, value)| Entry { key: Key { text, span: nowhere() }, value };
            node(Kind::Mapping(pairs.into_iter().map(entry).collect()))
        });
        prop_oneof![prop::collection::vec(inner, 0..4).prop_map(|items| node(Kind::Sequence(items))), pairs]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(root in any_tree()) {
        let written = write(&root).unwrap();
        prop_assert_eq!(said(&tree(&written)), said(&root), "{}", written);
        prop_assert_eq!(write(&tree(&written)), Some(written));
    }
}

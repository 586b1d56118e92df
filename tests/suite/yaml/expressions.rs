//! Expressions that YAML cuts in pieces.

use super::{codes, drawn, read, tree};

#[test]
fn an_expression_that_yaml_cuts_is_found() {
    for text in [
        "{ at: = f(a, b) }",
        "{ at: = f(a, b, b, b), x: 1 }",
        "{ at: = m[\"a\"] }",
        "{ at: = m[0] }",
        "{ at: = #{a: 1} }",
        "{ at: = if a { b } else { c } }",
        "{ at: = a ? b : c }",
        "{ at: = a # c }",
        "{ at: = f(\"a: b\", c) }",
        "{ at: = f(\"a, b\") }",
        "{ at: = a, b }",
        "[ = f(a, b), c ]",
        "a: { source: x,\n     at: = f(a, b) }\nb: 1\n",
        "a: { source: x,\n     at: = m[\"a\"] }\nb: 1\n",
        "at: = a ? b : c\n",
        "at: = #{a: 1}\n",
        "at: = keys #{ a }\n",
        "a: { label: it's, at: = f(a, b) }",
    ] {
        assert_eq!(codes(text), ["expression-not-quoted"], "{text}");
    }
}

#[test]
fn what_is_whole_is_left_alone() {
    for text in [
        "{ at: = a + b, x: 1 }",
        "{ at: = f(a), x: = g(b) }",
        "{ at: \"= f(a, b)\", x }",
        "at: = f(a, b) # a comment\n",
        "at: = m[\"a\"]\n",
        "{ a: '= x', b: c }",
        "[ =, a, b ]",
    ] {
        tree(text);
    }
}

#[test]
fn the_rest_of_the_mapping_is_kept() {
    let (root, _) = read("{ source: cx, at: = f(a, b), where: x, by: y }");
    let keys: Vec<&str> = root.as_mapping().unwrap().iter().map(|entry| entry.key.text.as_str()).collect();
    assert_eq!(keys, ["source", "at", "where", "by"]);
    assert!(root.get("at").unwrap().is_invalid());
}

#[test]
fn other_errors_are_not_blamed_on_expressions() {
    assert_eq!(codes("a: [1, 2\nb: = f(a, b)\n"), ["unclosed-bracket"]);
    assert_eq!(codes("a: { x: [ }\nb: { at: = f(a, b) }\n"), ["unclosed-bracket"]);
    assert_eq!(codes("b: { at: = a }\nc: @x\n"), ["reserved-character"]);
}

#[test]
fn drawn_with_its_mend() {
    let text = "activities:\n  overdue: { source: cx, at: = max(due, \"2025-01-01\"), kind: inferred }\n  other: { at: = rows[0] }\n";
    crate::snapshots().bind(|| insta::assert_snapshot!("diagnostic__yaml_expression", drawn(text)));
}

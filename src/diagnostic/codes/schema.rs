//! 02xx: what keys a mapping has and what values they take.

codes! {
    pub(super) SCHEMA;

    UNKNOWN_KEY = "E0201" "unknown-key" {
        title: "a key isn't known here",
        explanation: "The key means nothing at this place; what it was to say would have no effect. It is mistyped, or \
            belongs to another level of the mapping. `caseloom schema` lists the keys, and an editor with \
            the JSON Schema completes them.",
        example: r#"sources:
  cases: { file: Case.csv }    # wrong
  cases: { files: Case.csv }   # right"#,
    }

    MISSING_KEY = "E0202" "missing-key" {
        title: "a key is missing",
        explanation: "Without this key the section says too little to run. Add it.",
        example: r#"sources:
  cases: { key: Id }                   # wrong: which files?
  cases: { key: Id, files: Case.csv }  # right"#,
    }

    WRONG_KIND_OF_VALUE = "E0203" "wrong-kind-of-value" {
        title: "a value is of the wrong kind",
        explanation: "A list, a mapping, a text, a number, or true or false was expected, and something else stands \
            there. Note that `yes`, `no`, `on` and `off` are texts.",
        example: r#"optional: yes            # wrong: a text
optional: true           # right"#,
    }

    VALUE_NOT_ALLOWED = "E0204" "value-not-allowed" {
        title: "a value isn't one of those allowed",
        explanation: "The key takes one of a few words. The help names them.",
        example: r#"which: second            # wrong
which: later             # right: first, last or later"#,
    }

    INVALID_ID = "E0205" "invalid-id" {
        title: "an id can't be used as a name",
        explanation: "Ids of sources, columns, activities and the like stand in paths (`case.Status`) and scripts, so \
            they begin with a letter and hold letters, digits and `_`. The header of a column, or a label, \
            may be anything.",
        example: r#"activities:
  1st reply: { … }       # wrong
  first_reply: { … }     # right"#,
    }

    RESERVED_NAME = "E0206" "reserved-name" {
        title: "a name is reserved",
        explanation: "The name has a meaning of its own in values or in scripts, so an own thing of that name could \
            never be reached. Choose another; a column's header may stay as it is.",
        example: r#"columns: { case: id }                        # wrong
columns: { case_id: { type: id, header: case } }   # right"#,
    }

    UNSUPPORTED_VERSION = "E0207" "unsupported-version" {
        title: "the language version isn't supported",
        explanation: "`caseloom:` says in which version of the mapping language the file is written, so that a later \
            program reads it as it was meant. This program doesn't know that version.",
        example: r#"caseloom: 9              # wrong
caseloom: 1              # right"#,
    }

    CONFLICTING_KEYS = "E0208" "conflicting-keys" {
        title: "two keys exclude each other",
        explanation: "Each of them says something else about the same thing, so it isn't clear which counts. Remove \
            one.",
        example: r#"{ source: email, change: status }   # wrong: a rule takes rows or changes
{ change: status }                  # right"#,
    }

    KEY_NEEDS_ANOTHER = "E0209" "key-needs-another" {
        title: "a key needs another one",
        explanation: "The key only adds to another one that isn't there.",
        example: r#"{ merge_within: 10m, source: email }   # wrong: nothing to merge
{ merge_within: 10m, rules: [ … ] }    # right"#,
    }

    EMPTY_SECTION = "E0210" "empty-section" {
        title: "a section is empty",
        explanation: "The key is there without a value, or a list or a group of which one part has to hold has none. What is \
            left out is left out without its key.",
        example: r#"sources:                 # wrong: none follow
sources: { cases: { files: Case.csv } }   # right"#,
    }
}

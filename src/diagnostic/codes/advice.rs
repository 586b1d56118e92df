//! 06xx: what runs, but probably not as meant.

codes! {
    pub(super) ADVICE;

    UNUSED_PARAM = "W0601" "unused-param" {
        title: "a param isn't used",
        explanation: "Nothing refers to the param, so setting it has no effect.",
        example: r#"params: { waiting: { … } }   # remove it, or write `$waiting` somewhere"#,
    }

    UNUSED_SOURCE = "W0602" "unused-source" {
        title: "a source isn't used",
        explanation: "No activity, attribute or reference reads the source; its files are read for nothing.",
        example: r#"sources: { queue: { … } }    # remove it, or refer to it"#,
    }

    UNUSED_COLUMN = "W0603" "unused-column" {
        title: "a column isn't used",
        explanation: "No rule, attribute or script reads the column; it is decoded, and its errors reported, for \
            nothing.",
        example: r#"columns: { Fax: text }       # remove it, or use it"#,
    }

    RULE_NEVER_MATCHES = "W0604" "rule-never-matches" {
        title: "a rule can't match",
        explanation: "Its conditions exclude each other, or ask for values that the column's `values` don't have, so \
            that it gives no event for any input.",
        example: r#"where: { Status: [Open], any: [ { Status: Closed } ] }   # never true"#,
    }

    RULE_SHADOWED = "W0605" "rule-shadowed" {
        title: "a rule is shadowed by another",
        explanation: "Whatever it matches another rule takes before it, so that it never gives an event. Remove it, or narrow the other.",
        example: r#"rules:
  - { source: email }
  - { source: email, otherwise: true }   # never reached"#,
    }

    RANK_REORDERS_SOURCE = "W0606" "rank-reorders-source" {
        title: "ranks reorder the rows of one source",
        explanation: "Rules that take different rows of one source have different ranks. At the same time their events \
            would then stand in another order than the source's own.",
        example: r#"a: { source: history, rank: 2 }
b: { source: history, rank: 1 }   # give both one rank"#,
    }

    MISSING_DOCS = "W0607" "missing-docs" {
        title: "something isn't documented",
        explanation: "Sources, columns, activities and attributes have `docs:`, which say what they mean and where \
            they come from; `caseloom docs` prints them.",
        example: r#"case_closed: { label: … }                       # add:
case_closed: { label: …, docs: { description: … } }"#,
    }

    MISSING_LABEL = "W0608" "missing-label" {
        title: "a label is missing in a language",
        explanation: "Other activities have a label in this language; this one would appear in another language among \
            them.",
        example: r#"a: { label: { en: Opened, fr: Ouvert } }
b: { label: { en: Closed } }     # add `fr:`"#,
    }

    DUPLICATE_LABEL = "W0609" "duplicate-label" {
        title: "two activities have the same label",
        explanation: "In the event log they can't be told apart. If they are the same activity, make them rules of \
            one.",
        example: r#"a: { label: { en: Closed } }
b: { label: { en: Closed } }     # rename one"#,
    }

    UNUSED_TRACKED_FIELD = "W0610" "unused-tracked-field" {
        title: "a tracked field isn't used",
        explanation: "No activity and no value reads the field; its history is built for nothing.",
        example: r#"tracked_fields: { type: { … } }  # remove it, or use it"#,
    }

    VALUE_NEVER_SEEN = "W0611" "value-never-seen" {
        title: "a value of the mapping never occurs in the input",
        explanation: "A condition or a param asks for a value that no row has. It may be spelled otherwise in this \
            export.",
        example: r#"to: [Solved]             # the input has `Resolved`"#,
    }

    UNUSED_CALENDAR = "W0612" "unused-calendar" {
        title: "a calendar isn't used",
        explanation: "No deadline, duration or `time_in` counts in its open hours, so changing it has no effect. Remove it, or name it.",
        example: r#"calendars: { support: { … } }    # remove it, or name it"#,
    }

    ATTRIBUTE_TYPE_DIFFERS = "W0613" "attribute-type-differs" {
        title: "two mappings give an attribute different types",
        explanation: "In a set of mappings the attribute's columns can't be joined; the second is written under its \
            mapping's name.",
        example: r#"Priority: = 1            # text in the other mapping"#,
    }
}

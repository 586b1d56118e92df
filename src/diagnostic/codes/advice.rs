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

    CONDITION_NEVER_HOLDS = "W0604" "condition-never-holds" {
        title: "a condition can't hold",
        explanation: "Its tests exclude each other, or it asks for a spelling that the column's `values` read as \
            something else, so that no input meets it.",
        example: r#"where: { Status: [Open], any: [ { Status: Closed } ] }   # never true"#,
    }

    RULE_SHADOWED = "W0605" "rule-shadowed" {
        title: "a rule takes only what another takes",
        explanation: "Every row or change that it takes another rule takes as well: it never gives an event, or every \
            event stands in the log twice. Remove it, or narrow the other.",
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

    UNUSED_CALENDAR = "W0611" "unused-calendar" {
        title: "a calendar isn't used",
        explanation: "No deadline, duration or `time_in` counts in its open hours, so changing it has no effect. Remove it, or name it.",
        example: r#"calendars: { support: { … } }    # remove it, or name it"#,
    }

    VALUE_OFF_SCALE = "W0612" "value-off-scale" {
        title: "a value isn't on its field's scale",
        explanation: "The field's `scale` lists its values from lowest to highest, and this one is none of them. Most often it \
            is misspelt, so that no change ever leads there.",
        example: r#"{ change: priority, to: Hihg }   # wrong
{ change: priority, to: High }   # right: as in the field's `scale`"#,
    }

    PARAM_WITHOUT_DOLLAR = "W0613" "param-without-dollar" {
        title: "a text is called as a param",
        explanation: "A param is written with `$`; without it the word is a text like any other. Quote it if the text is \
            meant.",
        example: r#"{ change: status, to: waiting }   # the text `waiting`
{ change: status, to: $waiting }  # the values of the param"#,
    }

    SAME_CASE_JOINS_NOTHING = "W0614" "same-case-joins-nothing" {
        title: "no records are joined to one case",
        explanation: "Records are one case where they are equal in all values of `same_case.same`; one of these differs \
            in every record.",
        example: r#"same_case: { source: calls, same: [id], within: 7d }         # wrong
same_case: { source: calls, same: [customer], within: 7d }   # right"#,
    }

    CHANGE_COLUMN_OPTIONAL = "W0615" "change-column-optional" {
        title: "an export may lack a column that a change log can't do without",
        explanation: "A row of a change log names the field that changed and tells its value after. Where an export lacks one \
            of these columns, no row is a change: all events of changes are missing, and only a note says why. A column that \
            isn't optional stops the run instead. Cells may be empty all the same.",
        example: r#"field: Field
new: NewValue
columns: { NewValue: { type: text, optional: true } }   # wrong
columns: { NewValue: text }                             # right"#,
    }

    TAKEN_AS_TEXT = "W0616" "taken-as-text" {
        title: "a script or a param is taken as a text",
        explanation: "At this place only a literal can stand. What begins with `= ` or `$` is a text like any other there, and most \
            likely no value of the data equals it.",
        example: r#"where: { Status: "= Priority" }     # the text `= Priority`
where: "= Status == Priority"       # a script"#,
    }
}

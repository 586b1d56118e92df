//! 03xx: names that refer to something.

codes! {
    pub(super) NAMES;

    UNKNOWN_SOURCE = "E0301" "unknown-source" {
        title: "a source isn't known",
        explanation: "Something refers to a source that `sources` doesn't define.",
        example: r#"{ source: emails }       # wrong
{ source: email }        # right: as in `sources`"#,
    }

    UNKNOWN_COLUMN = "E0302" "unknown-column" {
        title: "a column isn't known",
        explanation: "Only columns that a source declares under `columns` are read, so only they have a name. It is \
            mistyped, or isn't declared yet.",
        example: r#"columns: { Status: text }
where: { Stauts: Open }  # wrong
where: { Status: Open }  # right"#,
    }

    UNKNOWN_ACTIVITY = "E0303" "unknown-activity" {
        title: "an activity isn't known",
        explanation: "Rules, attributes and scripts name activities by id, never by label. No activity has this id, so \
            the value would be empty for every case.",
        example: r#"{ count: case_close }    # wrong
{ count: case_closed }   # right"#,
    }

    UNKNOWN_ATTRIBUTE = "E0304" "unknown-attribute" {
        title: "an attribute isn't known",
        explanation: "A script or value reads an attribute that `attributes` doesn't define at this level.",
        example: r#"= attributes.Priorty     # wrong
= attributes.Priority    # right"#,
    }

    UNKNOWN_PARAM = "E0305" "unknown-param" {
        title: "a param isn't known",
        explanation: "`$name` stands for a param, and `params` has none of this name.",
        example: r#"to: $resolvd             # wrong
to: $resolved            # right"#,
    }

    UNKNOWN_VARIABLE = "E0306" "unknown-variable" {
        title: "a variable isn't known in a script",
        explanation: "A script sees the columns of its row, `record`, `fields`, `rows`, `events`, params and other \
            attributes, as far as they exist at its place, and its own variables. It has no other names.",
        example: r#"= Amout > 100            # wrong
= Amount > 100           # right"#,
    }

    UNKNOWN_FUNCTION = "E0307" "unknown-function" {
        title: "a function isn't known in a script",
        explanation: "Neither the script language, nor this program, nor a `.rhai` file beside the mapping defines a \
            function of this name with so many arguments.",
        example: r#"= lenght(Subject)        # wrong
= len(Subject)           # right"#,
    }

    UNKNOWN_CALENDAR = "E0308" "unknown-calendar" {
        title: "a calendar isn't known",
        explanation: "Deadlines and durations name a calendar whose open hours count. `calendars` has none of this \
            name.",
        example: r#"calendar: suport         # wrong
calendar: support        # right"#,
    }

    UNKNOWN_TRACKED_FIELD = "E0309" "unknown-tracked-field" {
        title: "a tracked field isn't known",
        explanation: "Changes, `as_of`, `while` and `time_in` are of fields that `tracked_fields` defines.",
        example: r#"{ change: Status }       # wrong: a column
{ change: status }       # right: a tracked field"#,
    }

    UNKNOWN_PROFILE = "E0310" "unknown-profile" {
        title: "a profile isn't known",
        explanation: "`profiles` has no variant of this name. Without `--profile` the one whose headers are in the files is taken.",
        example: r#"--profile reports        # wrong
--profile report         # right"#,
    }

    UNKNOWN_LANGUAGE = "E0311" "unknown-language" {
        title: "a language isn't known",
        explanation: "Texts are given by the codes of ISO 639: two letters, or three where a language has no shorter one, \
            perhaps with a script or a region. A label under another key would never be shown.",
        example: r#"label: { jp: 解決 }       # wrong
label: { ja: 解決 }       # right"#,
    }

    UNKNOWN_REFERENCE_TARGET = "E0312" "unknown-reference-target" {
        title: "the target of a reference isn't a source with a key",
        explanation: "`refers_to` names the source in which the value is looked up by that source's `key`. There is no \
            such source, or it has no key.",
        example: r#"OwnerId: { type: id, refers_to: users }   # wrong
OwnerId: { type: id, refers_to: user }    # right: with `key:` there"#,
    }

    PATH_THROUGH_NOTHING = "E0313" "path-through-nothing" {
        title: "a path goes through a column that refers to nothing",
        explanation: "`A.B` reads column `B` of the row that `A` refers to. `A` has no `refers_to`, so there is no \
            such row.",
        example: r#"CreatedById: id
by: CreatedById.Name                         # wrong
CreatedById: { type: id, refers_to: user }   # right"#,
    }

    ROW_NOT_DETERMINED = "E0314" "row-not-determined" {
        title: "a value doesn't say which row is meant",
        explanation: "At this place there are many rows of that source, and the value reads one of them. Say which by \
            `first`, `last`, `min`, `max`, `count` or `join`.",
        example: r#"case: { Due: milestone.TargetDate }             # wrong
case: { Due: { last: milestone.TargetDate } }   # right"#,
    }

    NOT_AVAILABLE_HERE = "E0315" "not-available-here" {
        title: "a name exists, but not at this place",
        explanation: "Layers are computed in order: columns, references, tracked fields, events, attributes. A value \
            sees those before its own, and `old`, `new`, `next`, `previous` only where there is a change or \
            a row.",
        example: r#"{ source: email, at: old }       # wrong: no change here
{ change: status, where: { old: Open } }   # right"#,
    }

    UNKNOWN_MAPPING = "E0316" "unknown-mapping" {
        title: "a mapping isn't found",
        explanation: "The name is none of the shipped mappings, and there is no such file. `caseloom list` names the \
            shipped ones.",
        example: r#"--mapping salesforce                 # wrong
--mapping salesforce-service-cloud   # right"#,
    }
}

//! 04xx: types, and whether what is said makes sense.

codes! {
    pub(super) MEANING;

    OPERATOR_DOES_NOT_FIT = "E0401" "operator-does-not-fit" {
        title: "an operator doesn't fit the type",
        explanation: "The comparison isn't defined for values of this type: `contains` and `matches` are for texts, \
            `above` and `below` for numbers, times, durations and scales.",
        example: r#"{ IsClosed: { contains: [yes] } }   # wrong
{ IsClosed: true }                  # right"#,
    }

    LITERAL_DOES_NOT_FIT = "E0402" "literal-does-not-fit" {
        title: "a literal doesn't fit the type",
        explanation: "The value it is compared with is of another type, so the comparison could never be true; or it is the \
            value of a param or stands in an `inline` row, and isn't of the type that is declared there.",
        example: r#"{ IsClosed: done }       # wrong: a boolean
{ IsClosed: true }       # right"#,
    }

    INVALID_PATTERN = "E0403" "invalid-pattern" {
        title: "a regular expression can't be read",
        explanation: "`matches` takes a regular expression in the syntax of Rust's `regex`, which has no \
            backreferences and no look-around, so that it always runs in linear time.",
        example: r#"matches: '(open'         # wrong
matches: '\(open'       # right"#,
    }

    INVALID_TIME_FORMAT = "E0404" "invalid-time-format" {
        title: "a time format can't be read",
        explanation: "Formats are `iso8601` or strftime patterns such as `%d/%m/%Y %H:%M`. `%-d` takes one or two \
            digits, `%d` needs two.",
        example: r#"formats: [dd/mm/yyyy]    # wrong
formats: ["%d/%m/%Y"]    # right"#,
    }

    UNKNOWN_TIME_ZONE = "E0405" "unknown-time-zone" {
        title: "a time zone isn't known",
        explanation: "Zones are named as in the IANA database. Abbreviations such as CET are not unique and know no \
            daylight saving.",
        example: r#"timezone: Paris          # wrong
timezone: Europe/Paris   # right"#,
    }

    INVALID_DURATION = "E0406" "invalid-duration" {
        title: "a duration can't be read",
        explanation: "A duration is a number with a unit (`ms`, `s`, `m`, `h`, `d`), several in a row, or `HH:MM:SS`.",
        example: r#"within: 4 hours          # wrong
within: 4h               # right"#,
    }

    CYCLE = "E0407" "cycle" {
        title: "values depend on each other in a circle",
        explanation: "Each needs the other before it can be computed, so none ever is. The labels show the circle; write one of them \
            without the next.",
        example: r#"A: = B + 1
B: = A + 1               # wrong"#,
    }

    PARAM_WITHOUT_VALUE = "E0408" "param-without-value" {
        title: "a param has no value",
        explanation: "Something uses the param, it has no default, and neither `--set` nor the export gives one. What asks \
            for its values would never happen.",
        example: r#"params: { queue: { type: text } }                # wrong
params: { queue: { type: text, default: L1 } }   # right"#,
    }

    PARAM_GIVEN_TWICE = "E0409" "param-given-twice" {
        title: "a param is given twice",
        explanation: "Two values were given for one param, and it isn't clear which counts.",
        example: r#"--set waiting=A --set waiting=B   # wrong
--set waiting=A,B                 # right: a list"#,
    }

    TYPES_DIFFER = "E0410" "types-differ" {
        title: "the values of a list are of different types",
        explanation: "Of a list of values the first that is present is taken, so all must be of one type.",
        example: r#"Due: [case.DueDate, case.Subject]     # wrong: a time and a text
Due: [case.DueDate, case.SlaExitDate] # right"#,
    }

    WRONG_TYPE = "E0411" "wrong-type" {
        title: "a value is of another type than its place needs",
        explanation: "A time is needed for `at`, a boolean for `where`, a duration for `within`, and so on.",
        example: r#"at: Subject              # wrong: a text
at: CreatedDate          # right"#,
    }

    NOT_ON_SCALE = "E0412" "not-on-scale" {
        title: "a value isn't on its scale",
        explanation: "`direction` and comparisons follow the order of a scale, and this value is none of its steps.",
        example: r#"at_least: Urgent         # wrong
at_least: High           # right: as in `priorities`"#,
    }

    INVALID_CALENDAR = "E0413" "invalid-calendar" {
        title: "open hours can't be read",
        explanation: "Open hours are days (`mon-fri`) with spans of time (`08:00-18:00`), closed days are dates. A \
            span ends after it begins.",
        example: r#"open: { mon-fri: "18:00-08:00" }   # wrong
open: { mon-fri: "08:00-18:00" }   # right"#,
    }

    INVALID_GLOB = "E0414" "invalid-glob" {
        title: "a file pattern can't be read",
        explanation: "`files` takes names and patterns with `*`, `?` and `[…]`, below the input folder.",
        example: r#"files: "Case[.csv"       # wrong
files: "Case*.csv"       # right"#,
    }

    PATH_LEAVES_FOLDER = "E0415" "path-leaves-folder" {
        title: "a path leads out of its folder",
        explanation: "Files of a mapping stand below the input folder, or beside the mapping. A path with `..` or a \
            leading `/` could read anything, so it isn't taken.",
        example: r#"files: ../secret.csv     # wrong
files: Case.csv          # right"#,
    }

    NO_CASE = "E0416" "no-case" {
        title: "rows have no case",
        explanation: "Activities come from rows that belong to a case. The source is neither the case record nor has \
            `case:`.",
        example: r#"history: { files: H.csv }                 # wrong
history: { files: H.csv, case: CaseId }   # right"#,
    }

    NO_TIME = "E0417" "no-time" {
        title: "an activity has no time",
        explanation: "An event needs a time, and neither the rule nor its source has `at:`.",
        example: r#"{ source: user }                     # wrong
{ source: user, at: CreatedDate }    # right"#,
    }

    INVALID_JSON_PATH = "E0418" "invalid-json-path" {
        title: "a path into JSON isn't valid",
        explanation: "Keys are separated by dots. `[0]` is the first element of an array, `[]` each of them. A key that \
            holds a dot, a bracket or a quote stands in double quotes; `.` alone is the row itself.",
        example: r#"header: "attributes..Request"        # a key is missing
header: 'attributes."Request.Id"'    # a key with a dot"#,
    }
}

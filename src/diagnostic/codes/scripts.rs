//! 05xx: scripts.

codes! {
    pub(super) SCRIPTS;

    SCRIPT_DOES_NOT_PARSE = "E0501" "script-does-not-parse" {
        title: "a script doesn't parse",
        explanation: "The script or expression breaks a rule of its language, Rhai. Mind that `case`, `new`, `null`, \
            `default`, `match`, `is`, `with`, `shared` and `void` are reserved there.",
        example: r#"= (Amount > 100          # wrong
= (Amount > 100)         # right"#,
    }

    ACTIVITY_NOT_LITERAL = "E0502" "activity-not-literal" {
        title: "an activity is named by a computed text",
        explanation: "Activities in scripts are literals or constants, so that every one can be checked before the run \
            and none gets lost when one is renamed.",
        example: r#"= events.has("case_" + kind)    # wrong
= events.has("case_closed")     # right"#,
    }

    UNKNOWN_METHOD = "E0503" "unknown-method" {
        title: "a method isn't known",
        explanation: "The value has no method of this name, so the script would fail on every row. The help names the ones there are.",
        example: r#"= events.contains("case_closed")   # wrong
= events.has("case_closed")        # right"#,
    }

    WRONG_NUMBER_OF_ARGUMENTS = "E0504" "wrong-number-of-arguments" {
        title: "a function is called with the wrong number of arguments",
        explanation: "The function exists, with other arguments.",
        example: r#"= events.has()                    # wrong
= events.has("case_closed")       # right"#,
    }

    NAME_NOT_ASSIGNABLE = "E0505" "name-not-assignable" {
        title: "a script assigns to a name that it may only read",
        explanation: "Columns, params, `record`, `fields`, `rows` and `events` are given to the script. Use a variable \
            of its own.",
        example: r#"Status = "Open"          # wrong
let status = "Open"      # right"#,
    }

    CONSTRUCT_NOT_ALLOWED = "E0506" "construct-not-allowed" {
        title: "a script uses what isn't allowed",
        explanation: "Scripts can't import, evaluate text as code, wait, or read the clock, so that a mapping reads \
            nothing but its inputs and always gives the same result.",
        example: r#"let now = timestamp();   # wrong
let now = extracted_at;  # right"#,
    }

    SCRIPT_TOO_LONG = "E0507" "script-too-long" {
        title: "a script took too many operations",
        explanation: "Operations are counted, so that no script runs for ever. There is a loop that doesn't end, or \
            work that belongs into declarative rules.",
        example: r#"while true { }           # wrong
for row in rows.email { }  # right: ends"#,
    }

    SCRIPT_TOO_DEEP = "E0508" "script-too-deep" {
        title: "a script is nested or calls itself too deep",
        explanation: "Expressions and calls are nested only so deep, so that no script exhausts the stack.",
        example: r#"fn f(x) { f(x) }         # wrong"#,
    }

    SCRIPT_TOO_LARGE = "E0509" "script-too-large" {
        title: "a script built a value that is too large",
        explanation: "Texts, lists and maps in scripts are limited in size, so that no script exhausts memory.",
        example: r#"let s = "x"; loop { s += s; }   # wrong"#,
    }

    SCRIPT_OUT_OF_MEMORY = "E0510" "script-out-of-memory" {
        title: "a script took too much memory",
        explanation: "All values that a script holds at one time are limited together.",
        example: r#"let all = []; loop { all.push("x"); }   # wrong"#,
    }

    SCRIPT_FILE_NOT_FOUND = "E0511" "script-file-not-found" {
        title: "a script file isn't found",
        explanation: "Shared functions stand in `.rhai` files beside the mapping. There is none of this name.",
        example: r#"functions: share.rhai    # wrong
functions: shared.rhai   # right"#,
    }

    RESERVED_WORD = "E0512" "reserved-word" {
        title: "a script uses a reserved word as a name",
        explanation: "Rhai, the language of scripts, keeps words such as `case`, `if`, `let`, `new`, `default`, `match`, `is` \
            and `with` for itself, after a dot too. Choose another name; a column whose header is such a word gets an id \
            of its own and names it under `header:`.",
        example: r#"let case = 1             # wrong
let case_count = 1       # right"#,
    }

    KINDS_DO_NOT_MIX = "E0513" "kinds-do-not-mix" {
        title: "a script mixes values of different kinds",
        explanation: "Numbers, texts, times and the like are neither compared nor added with each other, and each has its \
            own functions. The script would stop on every row that has a value here.",
        example: r#"= Amount > "100"         # wrong: a number and a text
= Amount > 100           # right"#,
    }

    BRANCHES_OF_SEVERAL_KINDS = "W0514" "branches-of-several-kinds" {
        title: "a script gives values of several kinds",
        explanation: "One branch gives a number, say, and another a text. All of them are values of one attribute or column, which \
            tools take to be of one type: in log.xes each value has its own type, and readers expect that of the first.",
        example: r#"= if Amount > 100 { 1 } else { "none" }      # wrong
= if Amount > 100 { 1 } else { 0 }           # right"#,
    }

    SCRIPT_WITHOUT_VALUE = "E0515" "script-without-value" {
        title: "a script gives what is no value",
        explanation: "Events, rows, records, tracked fields and maps are there to be asked; what a script gives is a text, \
            a number, a time, a duration, a list, or true or false. It would stop wherever it comes to this end.",
        example: r#"= events.first("closed")          # wrong: an event
= events.first("closed")?.time    # right"#,
    }
}

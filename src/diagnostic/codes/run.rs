//! 09xx: the run and the command line.

codes! {
    pub(super) RUN;

    OUTPUT_NOT_WRITABLE = "E0901" "output-not-writable" {
        title: "an output can't be written",
        explanation: "The folder can't be made or written to, or the disk is full. Nothing was replaced: outputs get \
            their names only when all are complete.",
        example: r#"--output /readonly       # choose another folder"#,
    }

    TOO_MANY_QUARANTINED = "E0902" "too-many-quarantined" {
        title: "too many rows went to quarantine",
        explanation: "More rows couldn't be read than `--max-quarantined` allows, which is none by default. The \
            outputs are written; `quarantine.csv` holds the rows with their reasons.",
        example: r#"--max-quarantined 1%"#,
    }

    INVALID_SET = "E0903" "invalid-set" {
        title: "a `--set` can't be read",
        explanation: "It is `NAME=VALUE`, where NAME is a param of the mapping and VALUE is of its type; a list is written \
            `A,B` or as YAML, and an empty one `[]`.",
        example: r#"--set waiting            # wrong
--set waiting=Pending    # right"#,
    }

    INPUT_FOLDER_MISSING = "E0904" "input-folder-missing" {
        title: "the input folder isn't found",
        explanation: "There is no such folder, or it is a file.",
        example: r#"--input exprot           # wrong
--input export           # right"#,
    }

    ACCOUNTS_DIFFER = "E0905" "accounts-differ" {
        title: "rows are not all accounted for",
        explanation: "The fates of a source's rows don't add up to the rows read. This is a fault of the program; \
            please report it with the manifest.",
        example: r#"manifest.json            # `rows` shows the counts"#,
    }

    OUTPUT_EXISTS = "E0906" "output-exists" {
        title: "an output would replace what isn't ours",
        explanation: "The output folder holds files of these names that no earlier run wrote.",
        example: r#"--output .               # choose an empty folder"#,
    }

    XES_KEY_TAKEN = "E0907" "xes-key-taken" {
        title: "two values would have one key in log.xes",
        explanation: "In log.xes an event's activity is its `concept:name`, its time `time:timestamp`, its resource \
            `org:resource`, its id `identity:id` and its lifecycle transition `lifecycle:transition`, whatever the columns \
            of events.csv are headed. The header of any other column is its key, and can't be one of these.",
        example: r#"output: { columns: { kind: "concept:name" } }   # wrong
output: { columns: { kind: Kind } }             # right"#,
    }

    UNUSUAL_SET = "W0908" "unusual-set" {
        title: "a `--set` may not be meant so",
        explanation: "A param is set to an empty list, so that nothing that asks for its values happens, or a scale to \
            values that the mapping's own scale lacks. Both are possible, and both are what a slip looks like.",
        example: r#"--set waiting=[]         # no status means waiting
--set priorities=Low,Hihg,Critical"#,
    }

    NAME_NOT_IN_LANGUAGE = "W0909" "name-not-in-language" {
        title: "a name isn't in the language asked for",
        explanation: "The label has other languages and not that one, so the log has its English name, else the first that it \
            has, among names in the wanted language. A plain text is meant for every language, unless an overlay lays it over a \
            mapping whose labels are in the wanted one.",
        example: r#"opened: { label: { en: Opened, fr: Ouvert } }
closed: { label: { en: Closed } }         # with --locale fr: add `fr:`"#,
    }

    HEADERS_ALIKE = "E0910" "headers-alike" {
        title: "two columns would have the same header",
        explanation: "With `--column-names locale` a column is headed by the label of its attribute in the language of the run. Two \
            labels are the same there, or one is the header of a standard column.",
        example: r#"Opened: { from: case.Opened, label: { fr: Date } }
Closed: { from: case.Closed, label: { fr: Date } }      # wrong"#,
    }

    UNKNOWN_CASE = "E0911" "unknown-case" {
        title: "no case is called so",
        explanation: "`explain --case` takes the id under which the log knows the case: the column `case_id`. The case isn't in \
            the input, `keep_if` doesn't leave it out, and no row in quarantine names it.",
        example: r#"--case 50O1              # wrong: the letter O
--case 5001              # right"#,
    }

    MEMORY_TOO_SMALL = "E0912" "memory-too-small" {
        title: "the memory that a run may take is too small",
        explanation: "With `--memory` rows of cases are kept on disk, and worked on some cases at a time. What has to be in memory \
            as a whole must fit: lookups, a case with all that is joined to it, what is known of rows that can't be used. \
            The message says what needs how much, the help which bound is enough.",
        example: r#"--memory 64MiB           # too small for 100 MiB of lookups
--memory 512MiB"#,
    }

    TEMPORARY_NOT_WRITABLE = "E0913" "temporary-not-writable" {
        title: "a temporary file can't be written",
        explanation: "With `--memory` rows go to a temporary file, in the output folder or where `--temporary` says. The folder isn't \
            there or can't be written to, or the disk is full. The file has no name, so nothing of it is left.",
        example: r#"--memory 512MiB --temporary /scratch"#,
    }

    NOT_WITHIN_MEMORY = "E0914" "not-within-memory" {
        title: "this can't be done within a bound on memory",
        explanation: "With `--memory` cases are worked on some at a time. That isn't possible where rows of other cases are looked up, \
            and isn't done for several mappings in one run.",
        example: r#"--memory 512MiB          # leave it out"#,
    }
}

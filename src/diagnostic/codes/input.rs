//! 07xx: input files.

codes! {
    pub(super) INPUT;

    FILE_MISSING = "E0701" "file-missing" {
        title: "a required file is missing",
        explanation: "No file below the input folder matches the source's `files`. Without it events would be missing \
            from every case, so the run stops. If an org may lack it, say `optional: true`.",
        example: r#"files: Case.csv          # there is case.csv: names are compared exactly"#,
    }

    COLUMN_MISSING = "E0702" "column-missing" {
        title: "a required column is missing",
        explanation: "None of the headers that the column may have is in the file. Add the header that this export \
            uses, or say `optional: true`.",
        example: r#"Status: { type: text, header: [Status, 状态] }   # add the export's own header"#,
    }

    EMPTY_FILE = "E0703" "empty-file" {
        title: "a file is empty",
        explanation: "The file has no bytes, or only white space. An export that failed looks like this, so it isn't \
            taken for a table without rows.",
        example: r#"Case.csv                 # 0 bytes: export it again"#,
    }

    NO_HEADER = "E0704" "no-header" {
        title: "a file has no header",
        explanation: "The first line holds none of the names that the columns may have.",
        example: r#"5001,Open,High           # data in the first line
Id,Status,Priority       # a header is expected"#,
    }

    HEADER_TWICE = "E0705" "header-twice" {
        title: "a header stands twice",
        explanation: "Two columns have a name that the mapping uses, and it isn't clear which is meant. `X#2` is the \
            second one.",
        example: r#"Status: { header: "Status#2" }   # the second column `Status`"#,
    }

    TIME_WITHOUT_ZONE = "E0706" "time-without-zone" {
        title: "times without a zone",
        explanation: "The values carry no offset, and neither column, source nor mapping names a zone. A guess would \
            shift every event, so the run stops. Name the zone, or give `--timezone`.",
        example: r#"columns: { CreatedDate: { type: timestamp, timezone: Europe/Paris } }"#,
    }

    UNDECODABLE_FILE = "E0707" "undecodable-file" {
        title: "a file can't be decoded",
        explanation: "The file is in none of the encodings that are read: UTF-8, UTF-16 with a byte order mark, or the \
            one that the source names.",
        example: r#"encoding: windows-1252   # if the export is in it"#,
    }

    UNREADABLE_FILE = "E0708" "unreadable-file" {
        title: "a file can't be read",
        explanation: "The system refused to open or read it, or an archive is damaged.",
        example: r#"Case.csv.gz              # cut off: export it again"#,
    }

    AMBIGUOUS_DAY_AND_MONTH = "W0709" "ambiguous-day-and-month" {
        title: "day and month can't be told apart",
        explanation: "Every date of the column can be read as day/month and as month/day. The declared format decides; \
            make sure that it is right.",
        example: r#"03/04/2025               # 3 April or March 4?"#,
    }

    UNKNOWN_FIELD_VALUE = "W0710" "unknown-field-value" {
        title: "a tracked field holds values that no rule mentions",
        explanation: "The values occur in the input, and no rule or param names them, so that their changes give no \
            event.",
        example: r#"working: { default: [Working] }   # the input has `In Arbeit`, too"#,
    }

    CLOCK_CHANGE = "W0711" "clock-change" {
        title: "times lie in a clock change",
        explanation: "Some local times don't exist, or exist twice, as clocks were changed. They were read by the \
            declared policy.",
        example: r#"2025-10-26T02:30:00      # twice in Europe/Paris"#,
    }

    UNMATCHED_REFERENCE = "W0712" "unmatched-reference" {
        title: "references match nothing",
        explanation: "Some values aren't a key of the source that they refer to; what they would give is null.",
        example: r#"OwnerId: 005XX           # not in User.csv"#,
    }

    AMBIGUOUS_REFERENCE = "W0713" "ambiguous-reference" {
        title: "references match several rows",
        explanation: "Several rows of the target have the same key; the first in its order is taken.",
        example: r#"User.csv                 # two rows with one Id"#,
    }

    PROFILE_NOT_RECOGNISED = "E0714" "profile-not-recognised" {
        title: "no profile fits the headers",
        explanation: "None of the profiles has all its files and columns in the input. What the nearest one lacks is told \
            below it; where none is nearest, name one by `--profile` to see what is missing.",
        example: r#"--profile report"#,
    }

    FILE_BREAKS_OFF = "E0715" "file-breaks-off" {
        title: "a file can't be read to its end",
        explanation: "From this place on it isn't known where records begin and end, most often because the file was cut off \
            while it was written, or because a quote never closes. What stands before it is in the log; what stands \
            behind it isn't, and can't even be counted. The same is told of text within a file of JSON that may hold \
            several rows, such as rows under a key that stands twice, or a page on one line that isn't JSON. The text \
            at fault is in quarantine as one row, and the run ends with 1 whatever `--max-quarantined` allows.",
        example: r#"{"conversations": [{"id": 1}, {"id":     # cut off"#,
    }

    VALUE_OF_TOO_MANY_CASES = "W0716" "value-of-too-many-cases" {
        title: "too many cases share a value",
        explanation: "More cases than `same_case.at_most` have a value in common within one `within`. It stands for \
            nobody in particular, such as a number that is withheld or a switchboard's, and joins no cases.",
        example: r#"same_case: { source: calls, same: [number], within: 7d, at_most: 50 }"#,
    }

    UNLISTED_VALUE = "W0717" "unlisted-value" {
        title: "a column holds values that aren't listed",
        explanation: "The column lists its values under `values` and says `others: warn`. Others occur in the input, and \
            no param names them, either. They pass as they are; conditions on the listed ones don't hold for them.",
        example: r#"Direction: { type: text, values: { Inbound: [inbound] }, others: warn }   # the input has `internal`"#,
    }

    EVENTS_AFTER_EXTRACTION = "W0718" "events-after-extraction" {
        title: "many cases have events after the extraction",
        explanation: "More than a tenth of the cases go on after the time that `--extracted-at` gives. Deadlines, and states \
            that are still open, end with the extraction: what came after it counts for nothing there.",
        example: r#"--extracted-at 2024-07-01T06:00:00Z     # the export is of 2025"#,
    }
}

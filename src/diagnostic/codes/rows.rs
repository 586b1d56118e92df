//! 08xx: rows that go to quarantine.

codes! {
    pub(super) ROWS;

    CELL_OF_WRONG_TYPE = "E0801" "cell-of-wrong-type" {
        title: "a cell isn't of its column's type",
        explanation: "The row is kept in quarantine as it is, and gives no event. If such values are right, change the \
            column's type, `values` or `nulls`.",
        example: r#"handledTime: n/a         # add `nulls: ["n/a"]`"#,
    }

    TIME_IN_NO_FORMAT = "E0802" "time-in-no-format" {
        title: "a time is in none of the formats",
        explanation: "The value fits none of the column's `formats`. Strict formats need two digits, `%-d` takes one \
            or two.",
        example: r#"formats: ["%d/%m/%Y"]    # 3/4/2025 needs "%-d/%-m/%Y""#,
    }

    KEY_IS_NULL = "E0803" "key-is-null" {
        title: "a key is empty",
        explanation: "The row has no value in the source's `key`, or in `case`, so it belongs to nothing.",
        example: r#"Id,Status
,Open                    # no Id"#,
    }

    CASE_WITHOUT_RECORD = "E0804" "case-without-record" {
        title: "a row's case has no record",
        explanation: "The case that the row names isn't among the records. The record may be missing from the export. \
            `orphans: keep` makes a case of it.",
        example: r#"case: { record: cases, orphans: keep }"#,
    }

    KEY_SEEN_BEFORE = "E0805" "key-seen-before" {
        title: "a key was seen before",
        explanation: "Another row of this source has the same key. The first in the source's order counts.",
        example: r#"Id,Status
500A,Open
500A,Closed              # the second"#,
    }

    RAGGED_ROW = "E0806" "ragged-row" {
        title: "a row has more or fewer cells than the header",
        explanation: "Cells would end up in the wrong columns. Most often a delimiter or line break within a value \
            isn't quoted.",
        example: r#"Id,Subject
500A,Hello, world        # quote the value"#,
    }

    ROW_NOT_UTF8 = "E0807" "row-not-utf8" {
        title: "a row is not valid in the file's encoding",
        explanation: "The row holds bytes that stand for no character. The file may be in another encoding; the \
            source's `encoding` names it.",
        example: r#"encoding: windows-1252"#,
    }

    HEADER_REPEATED = "E0808" "header-repeated" {
        title: "a header stands among the rows",
        explanation: "The line equals the header. Files that were joined look like this.",
        example: r#"Id,Status
500A,Open
Id,Status                # repeated"#,
    }

    QUOTE_NEVER_CLOSES = "E0809" "quote-never-closes" {
        title: "a quote never closes",
        explanation: "A quoted cell runs to the end of the file, or beyond the size that a row may have. All from \
            the row where it opens is in quarantine as one row. Where that takes other lines along, E0715 is told too.",
        example: r#"500A,"Hello              # the closing quote is missing"#,
    }

    SCRIPT_FAILED = "E0810" "script-failed" {
        title: "a script failed",
        explanation: "The script gave an error, such as values of types that don't fit together, or a result that is \
            no value. A computed column sends its row to quarantine; an attribute is null there.",
        example: r#"= 100 / Count            # Count is 0"#,
    }

    CASE_ID_SEEN_BEFORE = "E0811" "case-id-seen-before" {
        title: "two records give the same case id",
        explanation: "Cases are told apart in the log by their id. The record with the lower key keeps it, the other is \
            kept in quarantine.",
        example: r#"Id,CaseNumber
500A,00412
500B,00412               # the same number"#,
    }

    NO_RECORD_HERE = "E0812" "no-record-here" {
        title: "text that should be a record isn't",
        explanation: "The text isn't JSON, isn't an object, has a wanted key twice, or is a document without the rows that \
            the source's `rows` names. The reason names the place. Where a file holds several documents, or several \
            records, the others are read.",
        example: r#"{"id": 1, "state": NaN}     # NaN isn't JSON"#,
    }

    ROW_ABOVE_IN_QUARANTINE = "E0813" "row-above-in-quarantine" {
        title: "the row above it is in quarantine",
        explanation: "A row of nested JSON belongs to the row in which it stands. That one can't be used, so neither can \
            this one; mend that one.",
        example: r#"{"id": null, "parts": [{"name": "A"}]}   # without an id, its parts belong to nothing"#,
    }

    CLOCK_CHANGE_REJECTED = "E0814" "clock-change-rejected" {
        title: "a time lies in a clock change",
        explanation: "The zone's clock skips that time, or shows it twice, and `daylight_saving:` rejects such times. It says \
            what they are read as: `gap: forward` or `backward`, `overlap: earlier` or `later`.",
        example: r#"daylight_saving: { gap: reject, overlap: reject }
Opened: 2026-03-29T02:30:00      # skipped in Europe/Paris"#,
    }

    NO_SUCH_TIME = "E0815" "no-such-time" {
        title: "there is no such day or time",
        explanation: "The value has the form of a time, and names a day that its month doesn't have, an hour or second that \
            no clock shows, or a time outside the years 0 to 9999.",
        example: r#"Opened: 2026-02-30T09:00:00"#,
    }

    TEXT_BEHIND_QUOTE = "E0816" "text-behind-quote" {
        title: "a quoted cell goes on behind its closing quote",
        explanation: "A quote within a value has to be doubled. Where it isn't, it closes the cell, and how the value goes on \
            can't be told for sure. Cells that the mapping doesn't read may do so as long as they end on their line: beyond it \
            a cell may hold other rows. Spaces may follow a closing quote.",
        example: r#"500A,"He said "no" twice"     # write ""no"""#,
    }
}

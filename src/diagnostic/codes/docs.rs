//! 14xx: data templates, and the queries in them.

codes! {
    pub(super) DOCS;

    CONFLICTING_OPTIONS = "E1401" "conflicting-options" {
        title: "two options don't go together",
        explanation: "Each of the options is right by itself, but together they ask for nothing that there could be.",
        example: r#"caseloom docs NAME --locale all                  # wrong: a text can't switch languages
caseloom docs NAME --locale all --format html    # right"#,
    }

    UNKNOWN_PLACEHOLDER = "E1402" "unknown-placeholder" {
        title: "a placeholder stands for nothing",
        explanation: "In the queries under `extract`, a word in braces stands for something that is put in: `{since}` and \
            `{before}` for the days of the window of time, as `2025-01-31` or as a format behind a colon says (`%Y`, `%m` \
            and `%d`, each at least once), and in a `filter` `{columns}` for the names of the columns' fields. Parts that the \
            reader fills in are written in angle brackets.",
        example: r#"filter: CreatedDate >= {start}T00:00:00Z    # wrong
filter: CreatedDate >= {since}T00:00:00Z    # right"#,
    }
}

//! 15xx: `init`, which begins a mapping from an export.

codes! {
    pub(super) INFER;

    NO_TABLES = "E1501" "no-tables" {
        title: "the folder holds no tables",
        explanation: "`init` looks for files of CSV and JSON, packed as .gz, .zst or .zip too, below the folder. \
            Spreadsheets have to be saved as CSV first.",
        example: r#"caseloom init --input exports --output acme.yaml   # exports holds tickets.xlsx only"#,
    }

    SEVERAL_MAPPINGS_FIT = "E1502" "several-mappings-fit" {
        title: "several mappings fit an export",
        explanation: "The files and headers could be of more than one system, and a guess could be wrong in every event. \
            Name the mapping with `--base`, or give each system's files a folder of their own.",
        example: r#"caseloom init --input exports --base servicenow-incident --output acme.yaml"#,
    }

    BASE_DOES_NOT_FIT = "E1503" "base-does-not-fit" {
        title: "the named mapping doesn't fit the export",
        explanation: "No table of the folder has the columns that the mapping needs, neither by its headers nor by what \
            they mean. Without `--base`, `init` takes the mapping that fits, or writes a first one.",
        example: r#"caseloom init --input calls --base salesforce-service-cloud --output acme.yaml"#,
    }

    NO_FIRST_MAPPING = "E1504" "no-first-mapping" {
        title: "no mapping can be made of the columns",
        explanation: "An event needs a case and a time, and no table has both. Times are recognised with their time of day; \
            a column of days alone is none.",
        example: r#"Name,Town                # no times: export the table with its dates and times"#,
    }
}

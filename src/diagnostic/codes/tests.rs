//! 13xx: test cases of mappings.

codes! {
    pub(super) TESTS;

    UNKNOWN_CODE = "E1301" "unknown-code" {
        title: "a test names a code that there isn't",
        explanation: "Findings and rows in quarantine are told by codes such as `E0802`. `caseloom codes` lists all of them.",
        example: r#"quarantine: [ { file: Case.csv, line: 3, code: E802 } ]     # wrong
quarantine: [ { file: Case.csv, line: 3, code: E0802 } ]    # right"#,
    }

    TEST_TWICE = "E1302" "test-twice" {
        title: "two tests have one name",
        explanation: "Tests of a file are told apart by their names, in reports and in the names of their snapshots, where only \
            letters and digits count.",
        example: r#"- name: a case is reopened
- name: a case is reopened             # wrong
- name: a case is reopened twice       # right"#,
    }

    TEST_WITHOUT_EXPECTATION = "E1303" "test-without-expectation" {
        title: "a test expects nothing",
        explanation: "Whatever the run gives, the test would pass. A test says what its log holds, or what is found in its input.",
        example: r#"- { name: it, input: { folder: ../sample } }                    # wrong
- { name: it, input: { folder: ../sample }, snapshot: true }    # right"#,
    }

    MISSING_INPUT_OF_TEST = "E1304" "missing-input-of-test" {
        title: "an input of a test isn't there",
        explanation: "The test names a folder that there isn't, or a file that isn't part of its input.",
        example: r#"input: { folder: sample }         # wrong, where `sample` stands beside the mapping
input: { folder: ../sample }      # right: seen from the test's file"#,
    }

    INPUT_NOT_READ = "E1305" "input-not-read" {
        title: "no source reads an input of a test",
        explanation: "The mapping has no source whose `files` fit the file's name, so that nothing of it would count: most likely \
            the name is misspelt.",
        example: r#"input: { Cases.csv: … }           # wrong, where the source has `files: Case.csv`
input: { Case.csv: … }            # right"#,
    }

    EXPECTATION_NOT_MET = "E1306" "expectation-not-met" {
        title: "a run doesn't give what a test expects",
        explanation: "What is expected stands in the test, what the run gave in the message. Either the mapping has a fault, or the \
            expectation; only those who know the process can tell which.",
        example: r#"- { case: "001", activity: closed, time: "2026-01-05T09:20:00Z" }    # it closes at 09:30"#,
    }

    SNAPSHOT_DIFFERS = "E1307" "snapshot-differs" {
        title: "a log isn't as its snapshot has it",
        explanation: "The file below `snapshots` holds the log as it was when somebody last looked at it. What differs is shown; where \
            it is meant, `--update` writes the snapshot anew, and the difference shows in version control.",
        example: r#"caseloom test mapping.yaml --update"#,
    }

    SNAPSHOT_MISSING = "E1308" "snapshot-missing" {
        title: "a snapshot isn't there",
        explanation: "The test says `snapshot: true`, and nobody has written its snapshot yet. `--update` does; read it before it is \
            kept.",
        example: r#"caseloom test mapping.yaml --update"#,
    }

    NO_TESTS = "E1309" "no-tests" {
        title: "there are no tests to run",
        explanation: "No file of tests was found, or `--filter` fits none of them. Tests stand in files that end in `.yaml` in a \
            folder `tests` beside the mapping; `--cases` names others.",
        example: r#"caseloom test mapping.yaml --cases checks"#,
    }

    COVERAGE_TOO_LOW = "E1310" "coverage-too-low" {
        title: "the tests don't reach enough of the mapping",
        explanation: "Fewer rules and outcomes of scripts were seen than `--min-coverage` asks for. `--coverage` names those that \
            weren't.",
        example: r#"caseloom test mapping.yaml --coverage"#,
    }

    SNAPSHOT_LEFT_OVER = "W1311" "snapshot-left-over" {
        title: "a snapshot belongs to no test",
        explanation: "Its test was removed, renamed, or has no `snapshot: true` any more. `--update` removes the file.",
        example: r#"tests/snapshots/desk--a-case-is-reopened.yaml"#,
    }
}

//! A file of tests as it is written.

mod shapes;

pub use shapes::{Cells, Entries, Events, text_of};

use super::snapshot::check_snapshots;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, codes};
use crate::mapping::decode::{Decode, Decoder, Literal, Name, OneOrMany, section};
use crate::yaml::Node;

section! {
    /// A file of tests.
    TestFile is "a file of tests" {
        /// The mapping's file, where several stand in the folder above; by default the tests are of each of them.
        mapping: Option<Name>,
        /// Options of every test that doesn't say otherwise.
        defaults: Options,
        /// The tests.
        tests: Vec<TestCase>,
    }
}

section! {
    /// How a test runs.
    Options is "the options of tests" {
        /// The profile to apply; by default the one that fits the input.
        profile: Option<Name>,
        /// The zone of times that carry none and for which the mapping names none.
        timezone: Option<Name>,
        /// When the data was extracted.
        extracted_at: Option<Name>,
        /// The language of activities' names.
        locale: Option<Name>,
        /// Values of params.
        set: Entries<OneOrMany<Literal>>,
    }
}

section! {
    /// A test: an input, and what has to come of it.
    TestCase is "a test" {
        /// What it shows.
        name: Name,
        /// Ids of requirements or of anything else that the test is there for.
        covers: Vec<Name>,
        /// The profile to apply; by default the one that fits the input.
        profile: Option<Name>,
        /// The zone of times that carry none and for which the mapping names none.
        timezone: Option<Name>,
        /// When the data was extracted.
        extracted_at: Option<Name>,
        /// The language of activities' names.
        locale: Option<Name>,
        /// Values of params.
        set: Entries<OneOrMany<Literal>>,
        /// Texts by file name; `folder` alone is the path of a folder, seen from the test's file.
        input: Entries<Name>,
        /// All events in order, as a list; or by case id, all events of those cases.
        events: Option<Events>,
        /// Attributes by case id; those that aren't named may have any value.
        cases: Entries<Cells>,
        /// Whether there are no other cases than those under `cases`.
        only: Option<bool>,
        /// Attributes of the log.
        log: Option<Cells>,
        /// All rows in quarantine; none where this is left out.
        quarantine: Vec<ExpectedRow>,
        /// All codes that the run and `validate` tell, once each; not compared where this is left out.
        findings: Option<Vec<Name>>,
        /// Words that the run says.
        says: Vec<Name>,
        /// The exit code of the run; 0 where this is left out.
        exit: Option<i64>,
        /// Whether the whole log has to be as a file below `snapshots` has it.
        snapshot: Option<bool>,
    }
}

section! {
    /// A row in quarantine.
    ExpectedRow is "a row in quarantine" {
        /// The file; left out for a row that stands in the mapping.
        file: Option<Name>,
        /// The line on which it begins.
        line: i64,
        /// Why it is there.
        code: Name,
    }
}

impl TestFile {
    /// Reads a file of tests; `None` where its shape is wrong as a whole. Tests that can't be read are reported and left out.
    pub fn of_tree(tree: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        if tree.is_invalid() {
            return None;
        }
        let file = Self::decode(tree, &mut Decoder { diagnostics })?;
        file.check(diagnostics);
        Some(file)
    }

    /// What is wrong whatever the mapping is.
    fn check(&self, found: &mut Diagnostics) {
        for (position, test) in self.tests.iter().enumerate() {
            if let Some(first) = self.tests[..position].iter().find(|other| other.name.text == test.name.text) {
                let message = format!("two tests are called `{}`", test.name.text);
                let finding = Diagnostic::new(codes::TEST_TWICE, message).at(test.name.span, "called so again");
                found.push(
                    finding.also(first.name.span, "the first").help("give each test of a file a name of its own"),
                );
            }
            test.check(found);
        }
        check_snapshots(self, found);
    }
}

impl TestCase {
    fn check(&self, found: &mut Diagnostics) {
        if self.only == Some(true) && self.cases.is_empty() {
            let message = "`only` is about the cases that are expected, and there are none";
            let finding = Diagnostic::new(codes::KEY_NEEDS_ANOTHER, message).at(self.place("only"), "without `cases`");
            found.push(finding.help("add `cases`; a case of which nothing is expected is written `\"001\": {}`"));
        } else if self.expectations().is_empty() {
            let message = format!("the test `{}` expects nothing, so that it can't fail", self.name.text);
            let finding =
                Diagnostic::new(codes::TEST_WITHOUT_EXPECTATION, message).at(self.name.span, "no expectation");
            let help = "add `events`, `cases`, `log`, `quarantine`, `findings`, `says`, `exit` or `snapshot: true`";
            found.push(finding.help(help));
        }
    }

    /// Where a key stands; the name, where the key isn't there.
    pub fn place(&self, key: &str) -> Span {
        self.keys.place(key).unwrap_or(self.name.span)
    }

    /// The keys under which something is expected.
    pub fn expectations(&self) -> Vec<&'static str> {
        let expected = [
            ("events", self.events.is_some()),
            ("cases", !self.cases.is_empty()),
            ("log", self.log.as_ref().is_some_and(|log| !log.cells.is_empty())),
            ("snapshot", self.has_snapshot()),
            ("quarantine", !self.quarantine.is_empty()),
            ("findings", self.findings.is_some()),
            ("says", !self.says.is_empty()),
            ("exit", self.exit.is_some_and(|exit| exit != 0)),
        ];
        expected.into_iter().filter(|(_, is_there)| *is_there).map(|(key, _)| key).collect()
    }

    /// Whether a log has to be written for it to pass.
    pub fn expects_a_log(&self) -> bool {
        self.expectations().iter().any(|key| matches!(*key, "events" | "cases" | "log" | "snapshot" | "quarantine"))
    }

    /// Whether the log is compared with a file.
    pub fn has_snapshot(&self) -> bool {
        self.snapshot == Some(true)
    }

    /// The path of the folder with its input, where it is one.
    pub fn folder(&self) -> Option<&Name> {
        match self.input.0.as_slice() {
            [(key, path)] if key.text == "folder" => Some(path),
            _ => None,
        }
    }
}

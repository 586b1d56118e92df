//! A file of test cases, as written.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_yaml::Value;

/// A file of tests.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestFile {
    /// Options of every test that doesn't say otherwise.
    #[serde(default)]
    pub defaults: Options,
    pub tests: Vec<Test>,
}

/// How the program is called.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    pub profile: Option<String>,
    pub timezone: Option<String>,
    pub extracted_at: Option<String>,
    pub locale: Option<String>,
    #[serde(default)]
    pub set: BTreeMap<String, Value>,
}

/// Columns and what they hold.
pub type Cells = BTreeMap<String, Value>;

/// A test: an input and what comes of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    pub name: String,
    /// Ids of requirements, fixtures and traps.
    #[serde(default)]
    pub covers: Vec<String>,
    pub profile: Option<String>,
    pub timezone: Option<String>,
    pub extracted_at: Option<String>,
    pub locale: Option<String>,
    #[serde(default)]
    pub set: BTreeMap<String, Value>,
    /// Texts by file name; `folder` alone is the path of a folder, from the test file's own.
    pub input: BTreeMap<String, String>,
    /// All events, in order.
    pub events: Option<Vec<Cells>>,
    /// Attributes by case.
    #[serde(default)]
    pub cases: BTreeMap<String, Cells>,
    /// Whether there are no other cases.
    #[serde(default)]
    pub only: bool,
    /// Attributes of the log.
    #[serde(default)]
    pub log: Cells,
    /// All rows in quarantine.
    #[serde(default)]
    pub quarantine: Vec<QuarantinedRow>,
    /// All codes that the run and `validate` print, once each.
    pub findings: Option<Vec<String>>,
    /// Words of the standard error.
    #[serde(default)]
    pub says: Vec<String>,
    #[serde(default)]
    pub exit: i32,
}

/// A row in quarantine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuarantinedRow {
    pub file: String,
    pub line: u64,
    pub code: String,
}

impl TestFile {
    /// The tests, each with the options that hold for it.
    pub fn into_tests(self) -> Vec<Test> {
        let Options { profile, timezone, extracted_at, locale, set } = self.defaults;
        let with_defaults = |mut test: Test| {
            test.profile = test.profile.or_else(|| profile.clone());
            test.timezone = test.timezone.or_else(|| timezone.clone());
            test.extracted_at = test.extracted_at.or_else(|| extracted_at.clone());
            test.locale = test.locale.or_else(|| locale.clone());
            for (param, value) in &set {
                test.set.entry(param.clone()).or_insert_with(|| value.clone());
            }
            test
        };
        self.tests.into_iter().map(with_defaults).collect()
    }
}

impl Test {
    /// Whether any outcome would do.
    pub fn expects_nothing(&self) -> bool {
        !self.expects_a_log()
            && self.quarantine.is_empty()
            && self.findings.is_none()
            && self.says.is_empty()
            && self.exit == 0
    }

    /// Whether it says what the log holds.
    pub fn expects_a_log(&self) -> bool {
        self.events.is_some() || !self.cases.is_empty() || !self.log.is_empty()
    }

    /// The options as arguments.
    pub fn arguments(&self) -> Result<Vec<String>, String> {
        let options = [
            ("--profile", &self.profile),
            ("--timezone", &self.timezone),
            ("--extracted-at", &self.extracted_at),
            ("--locale", &self.locale),
        ];
        let given = options.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value.clone()?]));
        let mut arguments: Vec<String> = given.flatten().collect();
        for (param, value) in &self.set {
            arguments.extend(["--set".to_owned(), format!("{param}={}", listed(value)?)]);
        }
        Ok(arguments)
    }
}

/// A param's value as `--set` takes it.
fn listed(value: &Value) -> Result<String, String> {
    match value {
        Value::Sequence(items) => Ok(items.iter().map(text).collect::<Result<Vec<_>, _>>()?.join(",")),
        one => text(one),
    }
}

/// A value as the files of the log have it; null is empty.
pub fn text(value: &Value) -> Result<String, String> {
    match value {
        Value::Null => Ok(String::new()),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Number(value) => Ok(value.to_string()),
        Value::String(value) => Ok(value.clone()),
        other => Err(format!("write one value, not `{other:?}`")),
    }
}

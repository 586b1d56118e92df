//! What a test expects, beside what a run gave.

mod align;
mod events;
mod review;
mod same;
mod values;

pub use events::{Wanted, of_case};
pub(super) use review::change;
pub use review::{CaseReview, Mark, ReviewLine};

use std::collections::BTreeSet;

use super::actual::{Actual, ActualLog, QuarantinedRow};
use super::document::TestCase;
use crate::diagnostic::{Diagnostic, Span, codes};

/// What differs.
#[derive(Debug, Default)]
pub struct Difference {
    /// What wasn't met, where it stands in the test.
    pub findings: Vec<Diagnostic>,
    /// What differs in the log, case by case.
    pub review: Vec<CaseReview>,
    /// Whether what the run said tells more.
    pub shows_said: bool,
}

impl Difference {
    /// Whether nothing differs.
    pub fn is_none(&self) -> bool {
        self.findings.is_empty()
    }

    fn unmet(&mut self, message: String, span: Span, label: impl Into<String>) {
        self.push(unmet(message).at(span, label));
    }

    fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// The review of a case, made where there is none.
    fn of_case(&mut self, case: &str) -> &mut CaseReview {
        let place = match self.review.iter().position(|each| each.case == case) {
            Some(place) => place,
            None => {
                self.review.push(CaseReview { case: case.to_owned(), lines: Vec::new() });
                self.review.len() - 1
            }
        };
        &mut self.review[place]
    }
}

/// Every expectation that isn't met is told so.
pub(super) fn unmet(message: String) -> Diagnostic {
    Diagnostic::new(codes::EXPECTATION_NOT_MET, message).help("mend the mapping, or the expectation where it is wrong")
}

/// What a run didn't give as the test expects it. A snapshot is compared by [`super::differences`].
pub fn compare(test: &TestCase, actual: &Actual) -> Difference {
    let mut found = Difference::default();
    exit(test, actual, &mut found);
    says(test, actual, &mut found);
    findings(test, actual, &mut found);
    match &actual.log {
        Some(log) => of_log(test, log, &mut found),
        None if test.expects_a_log() => {
            found.unmet("no log was written".to_owned(), test.name.span, "expects one");
            found.shows_said = true;
        }
        None => {}
    }
    found
}

fn exit(test: &TestCase, actual: &Actual, found: &mut Difference) {
    let wanted = test.exit.unwrap_or(0);
    if wanted != i64::from(actual.exit) {
        let message = format!("the exit code is {}, not {wanted}", actual.exit);
        found.unmet(message, test.place("exit"), if test.exit.is_some() { "expected here" } else { "expects 0" });
        found.shows_said = true;
    }
}

fn says(test: &TestCase, actual: &Actual, found: &mut Difference) {
    for words in test.says.iter().filter(|words| !actual.said.contains(words.text.as_str())) {
        found.unmet(format!("the run doesn't say `{}`", words.text), words.span, "not said");
        found.shows_said = true;
    }
}

fn findings(test: &TestCase, actual: &Actual, found: &mut Difference) {
    let (Some(wanted), Some(told)) = (&test.findings, &actual.findings) else { return };
    for code in wanted.iter().filter(|code| !told.contains(&code.text)) {
        found.unmet(format!("there is no finding {}", code.text), code.span, "not found");
    }
    let named: BTreeSet<&str> = wanted.iter().map(|code| code.text.as_str()).collect();
    for code in told.iter().filter(|code| !named.contains(code.as_str())) {
        found.unmet(format!("there is a finding {code}"), test.place("findings"), "not named here");
        found.shows_said = true;
    }
}

fn of_log(test: &TestCase, log: &ActualLog, found: &mut Difference) {
    quarantine(test, log, found);
    values::of_cases(test, log, found);
    if let Some(events) = &test.events {
        events::compare(test, events, log, found);
    }
    if let Some(cells) = &test.log {
        values::of_log(cells, &log.attributes, found);
    }
}

fn quarantine(test: &TestCase, log: &ActualLog, found: &mut Difference) {
    let mut others = log.quarantine.clone();
    for row in &test.quarantine {
        let file = row.file.as_ref().map(|file| file.text.clone()).unwrap_or_default();
        let wanted = QuarantinedRow { file, line: row.line, code: row.code.text.clone() };
        match others.iter().position(|other| *other == wanted) {
            Some(at) => drop(others.remove(at)),
            None => found.unmet(format!("{} isn't in quarantine", in_words(&wanted)), row.span, "not in quarantine"),
        }
    }
    for other in others {
        let label = if test.quarantine.is_empty() { "expects none" } else { "not named here" };
        found.unmet(format!("{} is in quarantine", in_words(&other)), test.place("quarantine"), label);
    }
}

fn in_words(row: &QuarantinedRow) -> String {
    let QuarantinedRow { file, line, code } = row;
    if file.is_empty() {
        format!("row {line} of the mapping ({code})")
    } else {
        format!("line {line} of `{file}` ({code})")
    }
}

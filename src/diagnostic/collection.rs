//! Findings, collected.

use std::cmp::Ordering;

use super::{Diagnostic, Place, Severity, codes};

/// The findings of a run, as they came; [`sorted`](Self::sorted) gives the order in which users see them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// No findings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// The errors, as they came.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.of(Severity::Error)
    }

    /// The warnings, as they came.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.of(Severity::Warning)
    }

    /// Whether any of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them, as they came.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Whether there is one of that code at that place.
    #[must_use]
    pub fn has(&self, finding: &Diagnostic) -> bool {
        self.0.iter().any(|each| each.code == finding.code && position(each) == position(finding))
    }

    /// Keeps of several findings of one code at one place in a text the first.
    pub fn once_per_place(&mut self) {
        let mut seen = std::collections::BTreeSet::new();
        self.0.retain(|diagnostic| match position(diagnostic) {
            Some(place @ Place::Text(_)) => seen.insert((place.clone(), diagnostic.code)),
            _ => true,
        });
    }

    /// In the order of place, code and message, each once; those without a place come first.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort_by(compare);
        self.0.dedup();
        self.0
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter().filter(move |diagnostic| diagnostic.severity() == severity)
    }
}

/// Place first (of a span its file and start), then code, then all else, so that equal findings stand together. What
/// follows from another finding stands behind it.
fn compare(left: &Diagnostic, right: &Diagnostic) -> Ordering {
    let follows = |each: &Diagnostic| each.code == codes::ROW_ABOVE_IN_QUARANTINE;
    compare_places(position(left), position(right))
        .then_with(|| follows(left).cmp(&follows(right)))
        .then_with(|| left.code.cmp(&right.code))
        .then_with(|| left.message.cmp(&right.message))
        .then_with(|| left.labels.cmp(&right.labels))
        .then_with(|| left.help.cmp(&right.help))
}

/// How much of a row is shown doesn't matter.
fn compare_places(left: Option<&Place>, right: Option<&Place>) -> Ordering {
    let in_data = |place: Option<&Place>| match place {
        Some(Place::Data { file, line, column, .. }) => Some((file.clone(), *line, *column)),
        _ => None,
    };
    match (in_data(left), in_data(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => left.cmp(&right),
    }
}

fn position(diagnostic: &Diagnostic) -> Option<&Place> {
    diagnostic.primary().map(|label| &label.place)
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        self.0.extend(diagnostics);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(diagnostics: T) -> Self {
        Self(diagnostics.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

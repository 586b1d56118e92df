//! What a mapping lacks only because it couldn't be read or isn't known, which is reported where it stands.

use super::checker::Checker;
use super::sections;
use super::values::Scope;
use crate::diagnostic::nearest;
use crate::mapping::decode::Keys;
use crate::mapping::{CaseNotion, Mapping, Source};
use crate::script::{Problem, ProblemKind};

/// Whether files of functions are named that couldn't be read; `read` is how many were.
pub fn lacks_files(mapping: &Mapping, read: usize) -> bool {
    let names: std::collections::BTreeSet<&str> = mapping.scripts.0.iter().map(|name| name.text.as_str()).collect();
    read < names.len() || names.is_empty() && mapping.keys.place("scripts").is_some()
}

/// Whether a problem is a name that a file of functions may define.
pub fn may_be_shared(problem: &Problem) -> bool {
    let is_constant = problem.kind == ProblemKind::UnknownVariable && problem.help.is_none();
    is_constant || problem.kind == ProblemKind::UnknownFunction
}

/// Whether a key that has no value was written all the same: unreadably, or by a name that tells nobody what it means.
fn is_lost(keys: &Keys, known: &[&str], key: &str) -> bool {
    keys.place(key).is_some() || keys.has_unknown(known)
}

impl Checker<'_> {
    /// Whether a name that nothing has may be in what couldn't be read: a section under a misspelt key, or what stands
    /// below a key that is there twice. A misspelling of a known name isn't.
    pub fn may_be_lost(&self, name: &str, known: &[&str]) -> bool {
        if self.is_readable {
            return false;
        }
        known.is_empty() || self.has_duplicates && nearest::misspelt(name, known.iter().copied()).is_none()
    }

    /// Whether a script's problem follows from something that is reported already: a name that is defined, but unreadably,
    /// a path over a reference or to a level above that leads nowhere, or a function or constant of a file that isn't there.
    pub fn follows(&self, problem: &Problem, code: &str, scope: Scope) -> bool {
        let text = &code[problem.range.clone()];
        let names_nothing = problem.help.is_none();
        match problem.kind {
            _ if self.lacks_functions && may_be_shared(problem) => true,
            // `after(time, wait)` is a method of other values, too.
            ProblemKind::UnknownMethod if self.lacks_functions => {
                !code[..problem.range.start].trim_end().ends_with('.')
            }
            ProblemKind::UnknownProperty if self.has_broken_references => true,
            ProblemKind::UnknownVariable if scope.row().is_some_and(|source| self.may_be_level(source, text)) => true,
            ProblemKind::UnknownVariable if scope.row().is_some_and(|source| self.lacks_columns(source)) => true,
            // There is no column to suggest.
            ProblemKind::UnknownColumn if names_nothing && (self.lacks_record() || !self.is_readable) => true,
            ProblemKind::NoRows => {
                let source = self.mapping.sources.find(text);
                self.lacks_cases() || source.is_some_and(|(source, _)| self.may_have_case(source))
            }
            ProblemKind::UnknownSource | ProblemKind::UnknownField if names_nothing && !self.is_readable => true,
            kind => kind.is_of_names() && (self.is_unreadable(text) || self.has_duplicates && names_nothing),
        }
    }

    /// Whether a source has columns that couldn't be read, and none else.
    fn lacks_columns(&self, source: usize) -> bool {
        let (_, written) = &self.mapping.sources.iter().as_slice()[source];
        !self.is_readable && written.columns.is_empty() && is_lost(&written.keys, Source::KEYS, "columns")
    }

    /// Whether it isn't known what a case is, which is reported where that should stand.
    pub fn lacks_cases(&self) -> bool {
        self.lacks_record()
            || self.mapping.case.record.is_none()
                && self.mapping.sources.iter().all(|(_, source)| source.case.is_none())
    }

    /// Whether it isn't known which source the case's record is, though it was written.
    pub fn lacks_record(&self) -> bool {
        let (mapping, keys) = (self.mapping, &self.mapping.case.keys);
        match &mapping.case.record {
            Some(record) => mapping.sources.find(&record.text).is_none(),
            None if self.is_readable => false,
            None if keys.is_empty() => is_lost(&mapping.keys, Mapping::KEYS, "case"),
            None => is_lost(keys, CaseNotion::KEYS, "record"),
        }
    }

    /// Whether rows of a source may name their cases, by what couldn't be read or stands in a level that isn't known.
    pub fn may_have_case(&self, source: usize) -> bool {
        let sources = self.mapping.sources.iter().as_slice();
        let family = std::iter::once(source).chain(sections::levels_above(self.mapping, source));
        let may_be_lost = |source: usize| !self.is_readable && is_lost(&sources[source].1.keys, Source::KEYS, "case");
        sections::lacks_level(self.mapping, source) || family.into_iter().any(may_be_lost)
    }

    /// Whether a name may be that of a level above a source, where it isn't known which those are.
    pub fn may_be_level(&self, source: usize, name: &str) -> bool {
        let sources = &self.mapping.sources;
        let is_named = |source: &Source| source.r#in.as_ref().is_some_and(|level| level.text == name);
        let is_level = || sources.find(name).is_some() || sources.iter().any(|(_, source)| is_named(source));
        sections::lacks_level(self.mapping, source) && is_level()
    }
}

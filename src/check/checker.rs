//! What all parts of the check share: the mapping, the way to look names up, and where findings go.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span, codes, nearest};
use crate::mapping::decode::{Ids, Name};
use crate::mapping::{Column, Mapping, TrackedField};
use crate::plan::{ScriptPlan, SourcePlan};
use crate::script::{CaseNames, Kind, Problem, SharedFile, SharedFunctions, SourceNames};
use crate::time::DurationError;

/// The state of a check.
pub struct Checker<'a> {
    /// The mapping as written.
    pub mapping: &'a Mapping,
    /// Functions that all scripts may call.
    pub shared: SharedFunctions,
    /// The names that scripts may use.
    pub names: CaseNames,
    /// The sources, as far as they are bound.
    pub sources: Vec<SourcePlan>,
    /// The scripts so far.
    pub scripts: Vec<ScriptPlan>,
    /// The case attributes that each case attribute uses, for the order in which they are computed.
    pub attribute_uses: Vec<Vec<usize>>,
    /// The params that were used.
    pub used_params: Vec<bool>,
    /// The calendars that were used.
    pub used_calendars: Vec<bool>,
    /// The zones so far, by name: their tables take time to build.
    pub zones: std::collections::BTreeMap<String, crate::time::Zone>,
    /// The forms that are attributes.
    pub attribute_forms: std::collections::HashSet<Span>,
    /// Whether everything that is written could be read, so that what is absent is absent indeed.
    pub(super) is_readable: bool,
    /// Whether a key stands twice, so that one of the two is lost.
    pub(super) has_duplicates: bool,
    /// Whether a file of functions is missing, which is reported where it is named.
    pub(super) lacks_functions: bool,
    /// Whether a reference leads to a source that there isn't.
    pub has_broken_references: bool,
    diagnostics: &'a mut Diagnostics,
}

/// Findings on what isn't there.
const ABSENCES: &[Code] = &[
    codes::MISSING_KEY,
    codes::KEY_NEEDS_ANOTHER,
    codes::NO_CASE,
    codes::NO_TIME,
    codes::NOT_ON_SCALE,
    codes::PATH_THROUGH_NOTHING,
    codes::ROW_NOT_DETERMINED,
];

/// What a name may refer to, in words: a singular and a plural.
pub struct Things(pub Code, pub &'static str, pub &'static str);

/// A source's name.
pub const SOURCE: Things = Things(codes::UNKNOWN_SOURCE, "source", "sources");
/// A tracked field's name.
pub const FIELD: Things = Things(codes::UNKNOWN_TRACKED_FIELD, "tracked field", "tracked fields");
/// An activity's name.
pub const ACTIVITY: Things = Things(codes::UNKNOWN_ACTIVITY, "activity", "activities");
/// A calendar's name.
pub const CALENDAR: Things = Things(codes::UNKNOWN_CALENDAR, "calendar", "calendars");
/// A param's name.
pub const PARAM: Things = Things(codes::UNKNOWN_PARAM, "param", "params");
/// The name of a source that a column refers to.
pub const REFERENCE: Things = Things(codes::UNKNOWN_REFERENCE_TARGET, "source to refer to", "sources");
/// A column's name.
pub const COLUMN: Things = Things(codes::UNKNOWN_COLUMN, "column", "columns");

impl<'a> Checker<'a> {
    /// A check of a mapping.
    pub fn new(mapping: &'a Mapping, shared: Vec<(FileId, SharedFile)>, diagnostics: &'a mut Diagnostics) -> Self {
        let is_readable = !diagnostics.has_errors();
        let has_duplicates = diagnostics.errors().any(|each| each.code == codes::DUPLICATE_KEY);
        let names = names_for_scripts(mapping);
        let is_missing = super::lost::lacks_files(mapping, shared.len());
        let (ids, files): (Vec<FileId>, Vec<SharedFile>) = shared.into_iter().unzip();
        let (shared, problems) = SharedFunctions::read(files, &names);
        let lacks_functions = is_missing || shared.lacks_functions();
        let is_own = |problem: &Problem| !lacks_functions || !super::lost::may_be_shared(problem);
        for (file, problem) in problems.into_iter().filter(|(_, problem)| is_own(problem)) {
            let span = Span::new(ids[file], problem.range.clone());
            diagnostics.push(super::values::script_problem(problem, span));
        }
        Self {
            mapping,
            shared,
            names,
            sources: Vec::new(),
            scripts: Vec::new(),
            attribute_uses: vec![Vec::new(); mapping.attributes.case.len()],
            used_params: vec![false; mapping.params.len()],
            used_calendars: vec![false; mapping.calendars.len()],
            zones: std::collections::BTreeMap::new(),
            attribute_forms: super::sections::places(mapping),
            is_readable,
            has_duplicates,
            lacks_functions,
            has_broken_references: false,
            diagnostics,
        }
    }

    /// Adds a finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether that is the id of anything that was written but couldn't be read.
    pub fn is_unreadable(&self, id: &str) -> bool {
        let mapping = self.mapping;
        let columns = mapping.sources.iter().any(|(_, source)| source.columns.is_unreadable(id));
        let attributes = &mapping.attributes;
        columns
            || mapping.params.is_unreadable(id)
            || mapping.sources.is_unreadable(id)
            || mapping.tracked_fields.is_unreadable(id)
            || mapping.activities.is_unreadable(id)
            || attributes.case.is_unreadable(id)
            || attributes.event.is_unreadable(id)
    }

    /// Adds a finding at a place.
    pub fn problem(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        label: &str,
        help: impl Into<String>,
    ) {
        if !self.is_readable && ABSENCES.contains(&code) {
            return;
        }
        self.report(Diagnostic::new(code, message).at(span, label).help(help));
    }

    /// The position of a thing; an unknown name is reported with the nearest one.
    pub fn find<T>(&mut self, ids: &Ids<T>, name: &str, span: Span, things: &Things) -> Option<usize> {
        if let Some((index, _)) = ids.find(name) {
            return Some(index);
        }
        if !ids.is_unreadable(name) {
            let known: Vec<&str> = ids.names().collect();
            self.unknown(name, span, things, &known);
        }
        None
    }

    /// Reports a name that nothing has.
    pub fn unknown(&mut self, name: &str, span: Span, things: &Things, known: &[&str]) {
        if self.may_be_lost(name, known) {
            return;
        }
        let Things(code, one, many) = things;
        let help = nearest::suggest(name, many, known.iter().copied())
            .unwrap_or_else(|| format!("the mapping has no {many} yet"));
        self.problem(*code, span, format!("no {one} is called `{name}`"), &format!("unknown {one}"), help);
    }

    /// Whether rows of a source belong to cases; if not, it is reported with that code.
    pub fn has_case(&mut self, source: usize, code: Code, span: Span) -> Option<()> {
        if belongs_to_case(self.mapping, source) {
            return Some(());
        }
        if !self.lacks_cases() && !self.may_have_case(source) {
            let (key, _) = &self.mapping.sources.iter().as_slice()[source];
            let message = format!("rows of `{}` belong to no case", key.text);
            let help = format!("give `{}` a `case:`, the value that says which case a row belongs to", key.text);
            self.problem(code, span, message, "no `case`", help);
        }
        None
    }

    /// The position of a source.
    pub fn source(&mut self, name: &Name) -> Option<usize> {
        self.find(&self.mapping.sources, &name.text, name.span, &SOURCE)
    }

    /// The position of a tracked field.
    pub fn field(&mut self, name: &str, span: Span) -> Option<usize> {
        self.find(&self.mapping.tracked_fields, name, span, &FIELD)
    }

    /// The position of an activity.
    pub fn activity(&mut self, name: &Name) -> Option<usize> {
        self.find(&self.mapping.activities, &name.text, name.span, &ACTIVITY)
    }

    /// The position of a calendar, which is then used.
    pub fn calendar(&mut self, name: &Name) -> Option<usize> {
        let found = self.find(&self.mapping.calendars, &name.text, name.span, &CALENDAR)?;
        self.used_calendars[found] = true;
        Some(found)
    }

    /// The position of a param, which is then used.
    pub fn param(&mut self, name: &str, span: Span) -> Option<usize> {
        let found = self.find(&self.mapping.params, name, span, &PARAM)?;
        self.used_params[found] = true;
        Some(found)
    }

    /// The position of a column of a source.
    pub fn column(&mut self, source: usize, name: &str, span: Span) -> Option<usize> {
        let (key, written) = &self.mapping.sources.iter().as_slice()[source];
        if let Some(index) = written.column(name) {
            return Some(index);
        }
        let known: Vec<&str> = written.column_names().collect();
        let is_lost = self.may_be_lost(name, &known) || self.may_be_level(source, name);
        if !written.columns.is_unreadable(name) && !is_lost {
            let help = nearest::suggest(name, "columns", known.iter().copied())
                .unwrap_or_else(|| format!("`{}` declares no columns yet", key.text));
            let message = format!("`{}` has no column `{name}`", key.text);
            self.problem(codes::UNKNOWN_COLUMN, span, message, "unknown column", help);
        }
        None
    }

    /// One of several words that may stand at a place.
    pub fn choice<T: Copy>(&mut self, name: &Name, choices: &[(&str, T)]) -> Option<T> {
        choice(name, choices).map_err(|problem| self.report(problem)).ok()
    }

    /// A length of time such as `10m`.
    pub fn duration(&mut self, name: &Name) -> Option<i64> {
        match crate::time::parse_duration_literal(&name.text) {
            Ok(length) => Some(length),
            Err(error) => {
                self.report(not_a_duration(name, &error));
                None
            }
        }
    }
}

/// A text where a length of time has to stand, which no param can give.
fn not_a_duration(name: &Name, error: &DurationError) -> Diagnostic {
    let is_word = |text: &str| text.starts_with(char::is_alphabetic);
    let (span, message, help) = match &name.text {
        text if text.starts_with('$') => (
            name.span,
            format!("`{text}` names a param, and no param can stand here"),
            "write the length of time itself, such as `30m`".to_owned(),
        ),
        text if text.contains(' ') => (name.span, format!("`{text}` is no length of time"), error.help()),
        text if is_word(text) => {
            (name.span, format!("expected a duration such as `30m`, found `{text}`"), error.help())
        }
        _ => (name.part(error.span.start, error.span.end), error.to_string(), error.help()),
    };
    Diagnostic::new(codes::INVALID_DURATION, message).at(span, "not a length of time").help(help)
}

/// One of several words that may stand at a place.
///
/// # Errors
/// It is none of them: the finding.
pub fn choice<T: Copy>(name: &Name, choices: &[(&str, T)]) -> Result<T, Diagnostic> {
    if let Some((_, value)) = choices.iter().find(|(word, _)| *word == name.text) {
        return Ok(*value);
    }
    let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
    let help = match nearest::nearest(&name.text, words.iter().copied()) {
        Some(near) => nearest::did_you_mean(&name.text, near),
        None => format!("write one of `{}`", words.join("`, `")),
    };
    let message = format!("`{}` can't stand here", name.text);
    Err(Diagnostic::new(codes::VALUE_NOT_ALLOWED, message).at(name.span, "not one of the words for this").help(help))
}

/// What a column's values are, if its type says so.
fn declared_kind(column: &Column) -> Option<Kind> {
    let name = match column {
        Column::Type(name) => name,
        Column::Form(form) => form.r#type.as_ref()?,
        Column::Expression(_) => return None,
    };
    super::values::kind_in_scripts(super::sections::column_type(&name.text)?)
}

/// What a tracked field's values are, if its type or its column's says so.
fn field_kind(mapping: &Mapping, field: &TrackedField) -> Option<Kind> {
    if let Some(name) = &field.r#type {
        return super::values::kind_in_scripts(super::sections::column_type(&name.text)?);
    }
    let (_, source) = mapping.sources.find(&field.source.text)?;
    let column = field.new.as_ref().or(source.new.as_ref())?;
    declared_kind(source.columns.find(&column.text)?.1)
}

/// Whether the rows of a source, or of a level above it, are of cases.
fn belongs_to_case(mapping: &Mapping, source: usize) -> bool {
    let record = mapping.case.record.as_ref();
    let names_case = |index: usize| {
        let (key, written) = &mapping.sources.iter().as_slice()[index];
        record.is_some_and(|record| record.text == key.text) || written.case.is_some()
    };
    names_case(source) || super::sections::levels_above(mapping, source).into_iter().any(names_case)
}

fn names_for_scripts(mapping: &Mapping) -> CaseNames {
    let texts = |names: &mut dyn Iterator<Item = &str>| names.map(str::to_owned).collect::<Vec<_>>();
    let sources: Vec<SourceNames> = mapping
        .sources
        .iter()
        .enumerate()
        .map(|(index, (key, source))| SourceNames {
            is_without_case: !belongs_to_case(mapping, index),
            id: key.text.clone(),
            columns: texts(&mut source.column_names()),
            kinds: source.columns.iter().map(|(_, column)| declared_kind(column)).collect(),
        })
        .collect();
    let record = mapping.case.record.as_ref().and_then(|record| mapping.sources.find(&record.text));
    CaseNames {
        activities: texts(&mut mapping.activities.names()),
        attributes: super::sections::event_attribute_names(mapping),
        fields: texts(&mut mapping.tracked_fields.names()),
        field_kinds: mapping.tracked_fields.iter().map(|(_, field)| field_kind(mapping, field)).collect(),
        record: record.map_or_else(Vec::new, |(index, _)| sources[index].columns.clone()),
        record_kinds: record.map_or_else(Vec::new, |(index, _)| sources[index].kinds.clone()),
        sources,
    }
}

//! Names and paths such as `OwnerId.Name`, `case.Status`, `next.segmentType`, `$param`.

use super::super::checker::Checker;
use super::{Scope, Typed};
use crate::diagnostic::{Span, codes};
use crate::mapping::decode::Name;
use crate::plan::{ColumnFrom, ColumnPlan, Expr, Moment, Path, RowPath, StandardValue, ValueType};

/// One segment of a path, with its place.
#[derive(Debug, Clone)]
pub struct Segment<'a> {
    /// Its text.
    pub text: &'a str,
    /// Where it stands.
    pub span: Span,
}

/// The segments of a path.
pub fn segments(name: &Name) -> Vec<Segment<'_>> {
    let mut start = 0;
    name.text
        .split('.')
        .map(|text| {
            let segment = Segment { text, span: name.part(start, start + text.len()) };
            start += text.len() + 1;
            segment
        })
        .collect()
}

impl Checker<'_> {
    /// Binds a name or a path.
    pub fn path(&mut self, name: &Name, scope: Scope) -> Option<Typed> {
        if let Some(param) = name.text.strip_prefix('$') {
            return self.dollar(param, name, scope);
        }
        let segments = segments(name);
        match (segments[0].text, scope) {
            ("case", Scope::Reading(_) | Scope::Fields) if segments.len() > 1 => {
                let help = "the case isn't known yet where rows are read; use the row's own columns";
                let message = "`case` has no value here";
                self.problem(codes::NOT_AVAILABLE_HERE, segments[0].span, message, "not available here", help);
                None
            }
            ("case", Scope::Record(source)) if segments.len() > 1 => {
                path_in_source(self, source, &segments[1..]).map(here)
            }
            ("case", _) if segments.len() > 1 => self.record_path(&segments),
            ("next" | "previous", Scope::Row(source) | Scope::Change { source, .. }) if segments.len() > 1 => {
                let path = path_in_source(self, source, &segments[1..])?;
                let kind = path.kind;
                let row = if segments[0].text == "next" { RowPath::Next(path) } else { RowPath::Previous(path) };
                Some((Expr::Row(row), kind))
            }
            ("old" | "new", Scope::Change { field, .. }) => self.change_path(&segments, field),
            ("by", Scope::Change { source, .. } | Scope::Row(source)) if !self.has_column(source, "by") => {
                self.by(source, &segments)
            }
            (_, Scope::Fields) => self.field_at(&segments, Moment::Before),
            (column, Scope::Kept(Some(record))) if self.has_column(record, column) => {
                let path = path_in_source(self, record, &segments)?;
                let kind = path.kind;
                Some((Expr::Record(path), kind))
            }
            (_, Scope::Case | Scope::Kept(_)) => self.case_name(&segments),
            (_, Scope::Event) => self.event_name(&segments),
            (_, Scope::Reading(source) | Scope::Row(source) | Scope::Change { source, .. } | Scope::Record(source)) => {
                path_in_source(self, source, &segments).map(here)
            }
        }
    }

    fn dollar(&mut self, param: &str, name: &Name, scope: Scope) -> Option<Typed> {
        match param {
            "extracted_at" if scope.is_loading() => {
                let help = "the time of extraction belongs to a run; use it in rules and attributes";
                let message = "`$extracted_at` has no value here";
                self.problem(codes::NOT_AVAILABLE_HERE, name.span, message, "not available here", help);
                None
            }
            "extracted_at" => Some((Expr::ExtractedAt, ValueType::Time)),
            "source_system" => Some((Expr::SourceSystem, ValueType::Text)),
            _ => {
                let span = name.part(1, name.text.len());
                let index = self.param(param, span)?;
                Some((Expr::Param(index), self.param_type(index)))
            }
        }
    }

    fn record_path(&mut self, segments: &[Segment<'_>]) -> Option<Typed> {
        let Some(record) = self.mapping.case.record.as_ref() else {
            if self.lacks_cases() {
                return None;
            }
            let help = "name the source with one row per case under `case.record`, or say which row: \
                        `{ first: source.Column }`";
            self.problem(
                codes::ROW_NOT_DETERMINED,
                segments[0].span,
                "the case has no record, so `case` names nothing",
                "no record",
                help,
            );
            return None;
        };
        let (source, _) = self.mapping.sources.find(&record.text)?;
        let path = path_in_source(self, source, &segments[1..])?;
        let kind = path.kind;
        Some((Expr::Record(path), kind))
    }

    fn change_path(&mut self, segments: &[Segment<'_>], field: usize) -> Option<Typed> {
        let (onward, kind) = field_path(self, field, &segments[1..])?;
        let expr = if segments[0].text == "old" { Expr::Old(onward) } else { Expr::New(onward) };
        Some((expr, kind))
    }

    /// `by` in a rule is the source's own `by`.
    fn by(&mut self, source: usize, segments: &[Segment<'_>]) -> Option<Typed> {
        let (_, written) = &self.mapping.sources.iter().as_slice()[source];
        match &written.by {
            Some(crate::mapping::Value::Path(name)) if segments.len() > 1 => {
                let mut whole = super::path::segments(name);
                whole.extend_from_slice(&segments[1..]);
                path_in_source(self, source, &whole).map(here)
            }
            Some(value) => self.value(value, Scope::Row(source), "by"),
            None => {
                let help = "give the source a `by:`, the column that says who did it";
                let message = "the rows don't say who did it";
                self.problem(codes::NOT_AVAILABLE_HERE, segments[0].span, message, "the source has no `by`", help);
                None
            }
        }
    }

    /// The level above a source that a name means, where none of its columns has the name.
    pub fn level_above(&self, source: usize, name: &str) -> Option<usize> {
        if self.has_column(source, name) {
            return None;
        }
        let (level, _) = self.mapping.sources.find(name)?;
        let above = self.sources.get(source)?.level.as_ref()?.above.iter();
        above.map(|above| above.source).find(|above| *above == level)
    }

    /// The column in which rows of a source have the value of a column of a level above.
    pub fn inherited(&mut self, source: usize, above: usize, column: usize) -> Option<usize> {
        let is_it = |from: &ColumnFrom| matches!(from, ColumnFrom::Inherited { source, column: of } if *source == above && *of == column);
        if let Some(known) = self.sources.get(source)?.columns.iter().position(|each| is_it(&each.from)) {
            return Some(known);
        }
        let (from, id) = (self.sources.get(above)?.columns.get(column)?, &self.sources[above].id);
        let inherited = ColumnPlan {
            id: format!("{id}.{}", from.id),
            kind: from.kind,
            from: ColumnFrom::Inherited { source: above, column },
            refers_to: from.refers_to.clone(),
            place: None,
            reference_place: None,
            is_carried: false,
            span: from.span,
        };
        self.sources[source].columns.push(inherited);
        Some(self.sources[source].columns.len() - 1)
    }

    fn has_column(&self, source: usize, name: &str) -> bool {
        self.mapping.sources.iter().as_slice()[source].1.column(name).is_some()
    }

    /// A tracked field's value at a moment, or what it refers to.
    pub fn field_at(&mut self, segments: &[Segment<'_>], moment: Moment) -> Option<Typed> {
        let field = self.field(segments[0].text, segments[0].span)?;
        let (path, kind) = field_path(self, field, &segments[1..])?;
        Some((Expr::Field { field, path, moment }, kind))
    }

    fn case_name(&mut self, segments: &[Segment<'_>]) -> Option<Typed> {
        let first = &segments[0];
        if let (1, Some((index, _))) = (segments.len(), self.mapping.attributes.case.find(first.text)) {
            return Some((Expr::CaseAttribute(index), ValueType::Any));
        }
        let source = self.mapping.sources.find(first.text);
        if source.is_none() && self.may_be_lost(first.text, &self.mapping.sources.names().collect::<Vec<_>>()) {
            return None;
        }
        let (code, message, help) = match source {
            Some(_) if segments.len() > 1 => (
                codes::ROW_NOT_DETERMINED,
                format!("a case may have many rows of `{}`", first.text),
                "say which: `{ first: … }`, `{ last: … }`, `{ max: … }`, `{ join: … }`".to_owned(),
            ),
            _ => (
                codes::UNKNOWN_ATTRIBUTE,
                format!("`{}` names nothing of a case", first.text),
                self.case_help(first.text),
            ),
        };
        self.problem(code, first.span, message, "which value?", help);
        None
    }

    fn case_help(&self, word: &str) -> String {
        let record = self.mapping.case.record.as_ref().and_then(|name| self.mapping.sources.find(&name.text));
        let columns: Vec<String> = match record {
            Some((_, source)) => source.column_names().map(|column| format!("case.{column}")).collect(),
            None => Vec::new(),
        };
        let known = self.mapping.attributes.case.names().chain(columns.iter().map(String::as_str));
        let known: Vec<&str> = known.collect();
        match columns.iter().find(|column| column.ends_with(word) && column.len() == word.len() + 5) {
            Some(column) => format!("did you mean `{column}`?"),
            None => crate::diagnostic::nearest::suggest(word, "values", known.into_iter()).unwrap_or_default(),
        }
    }

    fn event_name(&mut self, segments: &[Segment<'_>]) -> Option<Typed> {
        let first = &segments[0];
        if let (1, Some(standard)) = (segments.len(), standard_value(first.text)) {
            return Some((Expr::Standard(standard), standard_type(standard)));
        }
        if let Some((source, _)) = self.mapping.sources.find(first.text).filter(|_| segments.len() > 1) {
            return self.own_row(source, segments);
        }
        if let (1, Some((index, _))) = (segments.len(), self.mapping.attributes.case.find(first.text)) {
            return Some((Expr::CaseAttribute(index), ValueType::Any));
        }
        let words = StandardValue::NAMES.iter().map(|(word, _)| *word).chain(["time"]);
        let known: Vec<&str> = words.chain(self.mapping.sources.names()).collect();
        if self.may_be_lost(first.text, &known) || self.mapping.sources.is_unreadable(first.text) {
            return None;
        }
        let help = crate::diagnostic::nearest::suggest(first.text, "values", known.into_iter()).unwrap_or_default();
        let message = format!("`{}` names nothing of an event", first.text);
        let help = format!("{help}; a column is written with its source: `source.Column`");
        self.problem(codes::UNKNOWN_COLUMN, first.span, message, "which value?", help);
        None
    }
}

impl Checker<'_> {
    /// The event's own row, or the row above it.
    fn own_row(&mut self, source: usize, segments: &[Segment<'_>]) -> Option<Typed> {
        let path = path_in_source(self, source, &segments[1..])?;
        let kind = path.kind;
        let mut values = vec![Expr::OwnRow(source, path)];
        for level in super::super::sections::levels_below(self.mapping, source) {
            if self.has_events(level) && self.level_above(level, segments[0].text) == Some(source) {
                let path = path_in_source(self, level, segments)?;
                values.push(Expr::OwnRow(level, path));
            }
        }
        let value = if values.len() > 1 { Expr::FirstPresent(values) } else { values.pop()? };
        Some((value, kind))
    }

    /// Whether rules go over a source's rows or changes.
    fn has_events(&self, source: usize) -> bool {
        let mapping = self.mapping;
        let id = &mapping.sources.iter().as_slice()[source].0.text;
        let of_field =
            |name: &Name| mapping.tracked_fields.find(&name.text).is_some_and(|(_, field)| field.source.text == *id);
        let activities = mapping.activities.iter();
        let mut rules = activities.flat_map(|(_, activity)| activity.rules.iter().chain(activity.shared.as_deref()));
        rules
            .any(|rule| rule.source.as_ref().is_some_and(|name| name.text == *id) || rule.change.0.iter().any(of_field))
    }
}

fn here(path: Path) -> Typed {
    let kind = path.kind;
    (Expr::Row(RowPath::Here(path)), kind)
}

fn standard_value(word: &str) -> Option<StandardValue> {
    if word == "time" {
        return Some(StandardValue::Timestamp);
    }
    StandardValue::NAMES.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// Whether a name is a standard value of events.
pub fn is_standard(word: &str) -> bool {
    standard_value(word).is_some()
}

fn standard_type(value: StandardValue) -> ValueType {
    match value {
        StandardValue::Timestamp | StandardValue::End => ValueType::Time,
        _ => ValueType::Text,
    }
}

/// Binds a path that begins at a row of a source, or at one above it.
pub fn path_in_source(checker: &mut Checker<'_>, source: usize, segments: &[Segment<'_>]) -> Option<Path> {
    let first = &segments[0];
    if let Some(above) = checker.level_above(source, first.text) {
        return path_above(checker, source, above, segments);
    }
    let column = checker.column(source, first.text, first.span)?;
    path_from(checker, source, column, segments)
}

/// Binds a path that begins with the name of a level above.
fn path_above(checker: &mut Checker<'_>, source: usize, above: usize, segments: &[Segment<'_>]) -> Option<Path> {
    let Some(named) = segments.get(1) else {
        let help = format!("name a column of it: `{}.…`", segments[0].text);
        let message = format!("`{}` is a level above, and no value", segments[0].text);
        checker.problem(codes::ROW_NOT_DETERMINED, segments[0].span, message, "which column?", help);
        return None;
    };
    let column = checker.column(above, named.text, named.span)?;
    let column = checker.inherited(source, above, column)?;
    path_from(checker, source, column, &segments[1..])
}

/// Goes on from a column.
fn path_from(checker: &mut Checker<'_>, source: usize, column: usize, segments: &[Segment<'_>]) -> Option<Path> {
    let first = &segments[0];
    let plan = &checker.sources.get(source)?.columns.get(column)?;
    let (kind, targets) = (plan.kind, plan.refers_to.clone());
    let Some(next) = segments.get(1) else {
        return Some(Path { source, column, onward: Vec::new(), kind });
    };
    let is_lost = is_lost(checker, source, column);
    let onward = onward(checker, first, &targets, is_lost, next, &segments[1..])?;
    let kind = onward.first().map_or(kind, |path| path.kind);
    Some(Path { source, column, onward, kind })
}

/// Whether a column refers to something that couldn't be found, which is reported where it says so.
fn is_lost(checker: &Checker<'_>, source: usize, column: usize) -> bool {
    let columns = checker.mapping.sources.iter().as_slice()[source].1.columns.iter().as_slice();
    columns.get(column).is_some_and(|(_, written)| !written.references().is_empty())
}

/// The way on from a reference: one path per target.
fn onward(
    checker: &mut Checker<'_>,
    from: &Segment<'_>,
    targets: &[usize],
    is_lost: bool,
    next: &Segment<'_>,
    rest: &[Segment<'_>],
) -> Option<Vec<Path>> {
    if targets.is_empty() {
        if is_lost {
            return None;
        }
        let help = format!("give it `refers_to: …`, or write `{}` alone", from.text);
        let message = format!("`{}` refers to no other source, so it has no `{}`", from.text, next.text);
        checker.problem(codes::PATH_THROUGH_NOTHING, next.span, message, "a path leads here", help);
        return None;
    }
    targets.iter().map(|target| path_in_source(checker, *target, rest)).collect()
}

/// Binds what follows a tracked field's name: nothing, or a path from what the field refers to.
pub fn field_path(checker: &mut Checker<'_>, field: usize, rest: &[Segment<'_>]) -> Option<(Vec<Path>, ValueType)> {
    let (key, written) = &checker.mapping.tracked_fields.iter().as_slice()[field];
    let Some(next) = rest.first() else {
        return Some((Vec::new(), checker.field_type(field)));
    };
    let name = key.text.clone();
    let targets: Vec<usize> = written
        .refers_to
        .0
        .iter()
        .filter_map(|target| checker.mapping.sources.find(&target.text))
        .map(|found| found.0)
        .collect();
    let from = Segment { text: &name, span: key.span };
    let is_lost = !written.refers_to.0.is_empty();
    let paths = onward(checker, &from, &targets, is_lost, next, rest)?;
    let kind = paths.first().map_or(ValueType::Text, |path| path.kind);
    Some((paths, kind))
}

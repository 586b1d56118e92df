//! Sources: first their outlines, so that any may refer to any, then what stands in them.

pub mod column_order;
pub mod columns;
pub mod inline;
pub mod levels;
pub mod writing;

use crate::check::checker::{Checker, REFERENCE};
use crate::check::sections::zone;
use crate::check::values::{Scope, segments};
use crate::diagnostic::{Span, codes};
use crate::mapping::decode::{Name, OneOrMany};
use crate::mapping::{Duplicates, Mapping, Source, Value};
use crate::plan::{ColumnPlan, DuplicatesPlan, Expr, FileFormat, LocalTime, OrderPlan, SourcePlan, ValueType};
use crate::read::Encoding;
use crate::read::csv::LinePattern;

/// Gives every source its columns' types and references.
pub fn outline(checker: &mut Checker<'_>) {
    let mapping = checker.mapping;
    levels::check(checker);
    for (index, (key, written)) in mapping.sources.iter().enumerate() {
        let plan = source_outline(checker, index, &key.text, key.span, written);
        checker.sources.push(plan);
    }
}

fn source_outline(checker: &mut Checker<'_>, index: usize, id: &str, span: Span, written: &Source) -> SourcePlan {
    let mapping = checker.mapping;
    let local = local_time(checker, index);
    let nulls = columns::nulls(mapping, index);
    let style = writing::of_source(checker, index);
    writing::check_source(checker, index);
    let is_json = is_json(mapping, index, written);
    let of_source = columns::OfSource { local: &local, nulls: &nulls, is_json, style: &style };
    let columns = written.columns.iter().map(|(key, column)| columns::outline(checker, &of_source, key, column));
    let mut columns: Vec<ColumnPlan> = columns.collect();
    columns.extend(written.taken().map(|(key, _)| columns::taken(key)));
    let rows_here = written.inline.as_ref().map(|rows| inline::rows(checker, (id, written), rows, &columns));
    SourcePlan {
        id: id.to_owned(),
        format: levels::format(written),
        rows: levels::rows(checker, written),
        level: levels::level(mapping, index),
        levels: if written.r#in.is_none() { levels::below(mapping, index) } else { Vec::new() },
        family_order: Vec::new(),
        files: written.files.0.iter().map(|name| name.text.clone()).collect(),
        inline: rows_here,
        optional: written.optional.unwrap_or(false),
        delimiter: written.delimiter.as_ref().and_then(|name| delimiter(checker, name)),
        footer: footer(checker, written),
        encoding: written.encoding.as_ref().and_then(|name| encoding(checker, name)),
        columns,
        compute_order: Vec::new(),
        key: None,
        case: None,
        at: None,
        by: None,
        order: OrderPlan::default(),
        filter: None,
        field: None,
        duplicates: None,
        is_lookup: false,
        is_used: false,
        is_surveyed: false,
        hash_place: None,
        stride: 0,
        span,
    }
}

/// Whether a source's cells stand in documents, whatever files there are.
fn is_json(mapping: &Mapping, index: usize, written: &Source) -> bool {
    let has_levels = mapping.sources.iter().any(|(_, other)| {
        let name = other.r#in.as_ref();
        name.and_then(|name| mapping.sources.find(&name.text)).is_some_and(|(parent, _)| parent == index)
    });
    has_levels || levels::format(written) == Some(FileFormat::Json)
}

/// How wall clocks of a source become moments: as it says, else as the levels above or the mapping do.
pub fn local_time(checker: &mut Checker<'_>, source: usize) -> LocalTime {
    let mapping = checker.mapping;
    let lineage = lineage(mapping, source);
    let name = lineage.iter().find_map(|source| source.timezone.as_ref()).or(mapping.timezone.as_ref());
    let policy = lineage.iter().find_map(|source| source.daylight_saving.as_ref()).or(mapping.daylight_saving.as_ref());
    LocalTime { zone: zone(checker, name), policy: crate::check::sections::daylight_saving(checker, policy) }
}

/// A source and the levels above it.
pub fn lineage(mapping: &Mapping, source: usize) -> Vec<&Source> {
    let sources = mapping.sources.iter().as_slice();
    let above = levels::above(mapping, source).unwrap_or_default();
    std::iter::once(source).chain(above).map(|each| &sources[each].1).collect()
}

fn delimiter(checker: &mut Checker<'_>, name: &Name) -> Option<u8> {
    match name.text.as_bytes() {
        [one] if one.is_ascii() && *one != b'"' => Some(*one),
        b"tab" | b"\\t" => Some(b'\t'),
        _ => {
            let message = format!("`{}` can't separate cells", name.text);
            let help = "write one character such as `,` `;` `|`, or `tab`";
            checker.problem(codes::VALUE_NOT_ALLOWED, name.span, message, "not one character", help);
            None
        }
    }
}

fn footer(checker: &mut Checker<'_>, written: &Source) -> Vec<LinePattern> {
    let mut patterns = Vec::new();
    for name in &written.footer.0 {
        let Some(pattern) = LinePattern::parse(&name.text) else {
            let message = format!("`{}` says nothing of a line", name.text);
            let help = "write what the line says, with `*` for what differs: `Copyright *`";
            checker.problem(codes::VALUE_NOT_ALLOWED, name.span, message, "fits any line", help);
            continue;
        };
        patterns.push(pattern);
    }
    patterns
}

fn encoding(checker: &mut Checker<'_>, name: &Name) -> Option<Encoding> {
    let found = Encoding::named(&name.text);
    if found.is_none() {
        let message = format!("`{}` is no encoding", name.text);
        let help = "write `utf-8`, `utf-16`, `windows-1252` or another of the web's encoding labels";
        checker.problem(codes::VALUE_NOT_ALLOWED, name.span, message, "unknown encoding", help);
    }
    found
}

/// Binds what stands in each source.
pub fn bind(checker: &mut Checker<'_>) {
    let mapping = checker.mapping;
    for (index, (_, written)) in mapping.sources.iter().enumerate() {
        columns::bind_computed(checker, index, written);
        columns::bind_taken(checker, index, written);
    }
    for (index, (key, written)) in mapping.sources.iter().enumerate() {
        check_origin(checker, key.span, written);
        check_patterns(checker, written);
        bind_source(checker, index, written);
    }
    mark_lookups(checker);
}

fn bind_source(checker: &mut Checker<'_>, index: usize, written: &Source) {
    let key = column(checker, index, written.key.as_ref());
    let field = column(checker, index, written.field.as_ref());
    let case = written.case.as_ref().and_then(|value| checker.value(value, Scope::Reading(index), "case"));
    let at = written.at.as_ref().and_then(|value| checker.time_value(value, Scope::Row(index), "at"));
    let by = written.by.as_ref().and_then(|value| checker.value(value, Scope::Row(index), "by"));
    let order = order(checker, index, &written.order);
    let filter = written.r#where.as_ref().and_then(|each| checker.condition(each, Scope::Reading(index), "where"));
    let duplicates = written.duplicates.as_ref().and_then(|each| duplicates(checker, index, each));
    let plan = &mut checker.sources[index];
    plan.key = key;
    plan.field = field;
    plan.case = case.map(|(expr, _)| expr);
    plan.at = at;
    plan.by = by.map(|(expr, _)| expr);
    plan.order = order;
    plan.filter = filter;
    plan.duplicates = duplicates;
}

fn check_origin(checker: &mut Checker<'_>, place: Span, written: &Source) {
    if written.r#in.is_some() {
        return;
    }
    let (code, message, help) = match (written.files.0.is_empty(), &written.inline) {
        (true, None) => (
            codes::KEY_NEEDS_ANOTHER,
            "a source needs `files`, `inline` or `in`",
            "name its files below the input folder: `files: Case.csv`",
        ),
        (false, Some(_)) => (codes::CONFLICTING_KEYS, "a source has `files` or `inline`, not both", "drop one of them"),
        _ => return,
    };
    checker.problem(code, place, message, "this source", help);
}

/// File patterns have to be patterns, and stay below the input folder.
fn check_patterns(checker: &mut Checker<'_>, written: &Source) {
    for name in &written.files.0 {
        let leaves = name.text.starts_with('/') || name.text.split('/').any(|part| part == "..");
        let Err(error) = crate::read::check_pattern(&name.text) else { continue };
        let code = if leaves { codes::PATH_LEAVES_FOLDER } else { codes::INVALID_GLOB };
        let help = "write a name or a pattern such as `Case*.csv`, below the input folder";
        checker.problem(code, name.span, error.to_string(), "not a pattern of files", help);
    }
}

fn column(checker: &mut Checker<'_>, source: usize, name: Option<&Name>) -> Option<usize> {
    name.and_then(|name| checker.column(source, &name.text, name.span))
}

fn order(checker: &mut Checker<'_>, source: usize, names: &OneOrMany<Name>) -> OrderPlan {
    let mut plan = OrderPlan::default();
    let has_row = checker.mapping.sources.iter().as_slice()[source].1.columns.find("row").is_some();
    for name in &names.0 {
        match name.text.as_str() {
            "row" if !has_row => plan.by_row = true,
            _ => plan.columns.extend(checker.column(source, &name.text, name.span)),
        }
    }
    plan
}

fn duplicates(checker: &mut Checker<'_>, source: usize, written: &Duplicates) -> Option<DuplicatesPlan> {
    let columns = |checker: &mut Checker<'_>, names: &[Name]| {
        names.iter().filter_map(|name| checker.column(source, &name.text, name.span)).collect::<Vec<usize>>()
    };
    let same = columns(checker, &written.same.0);
    let keep = checker.conditions(&written.keep.0, Scope::Row(source), "keep");
    let last_by = columns(checker, &written.last_by.0);
    let take = written.take.iter().filter_map(|(key, from)| {
        let to = checker.column(source, &key.text, key.span)?;
        let given = checker.column(source, &from.text, from.span)?;
        fits(checker, source, (to, given), from)?;
        Some((to, given))
    });
    let take = take.collect();
    Some(DuplicatesPlan { same, keep: keep?, last_by, take })
}

/// A column takes values of its own type only.
fn fits(checker: &mut Checker<'_>, source: usize, (to, from): (usize, usize), place: &Name) -> Option<()> {
    let columns = &checker.sources[source].columns;
    let (wanted, found) = (columns[to].kind, columns[from].kind);
    if wanted == found || wanted == ValueType::Any {
        return Some(());
    }
    let message = format!("`{}` takes {}, found {}", columns[to].id, wanted.in_words(), found.in_words());
    let help = "give both columns one type, or take the value under a name that no column has";
    checker.problem(codes::WRONG_TYPE, place.span, message, found.in_words(), help);
    None
}

impl Checker<'_> {
    /// Whether a source says no key; one that no column has is reported there.
    pub fn lacks_key(&self, source: usize) -> bool {
        let written = &self.mapping.sources.iter().as_slice()[source].1;
        self.sources[source].key.is_none() && written.keys.place("key").is_none()
    }

    /// A value that has to be a time.
    pub fn time_value(&mut self, value: &Value, scope: Scope, title: &str) -> Option<Expr> {
        let (expr, kind) = self.value(value, scope, title)?;
        if matches!(kind, ValueType::Time | ValueType::Any) {
            return Some(expr);
        }
        let message = format!("`{title}` is a time, found {}", kind.in_words());
        let help = match value {
            Value::Path(name) => format!("make the column's type `timestamp`, or name another than `{}`", name.text),
            _ => "name a column of type `timestamp`".to_owned(),
        };
        self.problem(codes::WRONG_TYPE, value.span(), message, kind.in_words(), help);
        None
    }
}

/// Marks the sources whose rows others look up.
fn mark_lookups(checker: &mut Checker<'_>) {
    let mapping = checker.mapping;
    let references = mapping.tracked_fields.iter().flat_map(|(_, field)| &field.refers_to.0);
    let mut targets: Vec<(usize, Span)> =
        references.filter_map(|name| mapping.sources.find(&name.text).map(|(index, _)| (index, name.span))).collect();
    for (source, (_, written)) in mapping.sources.iter().enumerate() {
        for (column, (_, written)) in written.columns.iter().enumerate() {
            let names = written.references();
            let indices = checker.sources[source].columns[column].refers_to.iter();
            targets.extend(indices.copied().zip(names.iter().map(|name| name.span)));
        }
    }
    for (_, param) in mapping.params.iter() {
        let found = param.from.as_ref().and_then(|name| mapping.sources.find(segments(name)[0].text));
        if let Some((index, _)) = found {
            checker.sources[index].is_lookup = true;
        }
    }
    for (target, span) in targets {
        checker.sources[target].is_lookup = true;
        if checker.lacks_key(target) {
            let id = checker.sources[target].id.clone();
            let message = format!("`{id}` has no key to refer to");
            let help = format!("give `{id}` a `key:`, the column whose values are referred to");
            checker.problem(codes::KEY_NEEDS_ANOTHER, span, message, "refers to a source without `key`", help);
        }
    }
}

/// The positions of the sources that names refer to.
pub fn targets(checker: &mut Checker<'_>, names: &OneOrMany<Name>) -> Vec<usize> {
    let mapping = checker.mapping;
    let found: Vec<usize> =
        names.0.iter().filter_map(|name| checker.find(&mapping.sources, &name.text, name.span, &REFERENCE)).collect();
    checker.has_broken_references |= found.len() < names.0.len();
    found
}

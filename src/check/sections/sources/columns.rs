//! Columns: their types, and how cells become values.

use super::levels;
use super::writing::{self, Style};
use crate::check::checker::Checker;
use crate::check::sections::{sources, zone};
use crate::check::values::Scope;
use crate::diagnostic::codes;
use crate::mapping::decode::{Literal, Name, OneOrMany};
use crate::mapping::{Column, ColumnForm, Mapping, Source};
use crate::plan::{CellReader, ColumnFrom, ColumnPlan, Expr, LocalTime, TextForm, ValueType};
use crate::read::json::JsonPath;
use crate::time::{DateFormat, DurationFormat, DurationUnit, FormatError, TimeFormat, TimeOfDayFormat};
use crate::yaml::Key;

/// The types by the names that a mapping uses.
const TYPES: &[(&str, ValueType)] = &[
    ("id", ValueType::Text),
    ("salesforce_id", ValueType::Text),
    ("text", ValueType::Text),
    ("phone", ValueType::Text),
    ("mail", ValueType::Text),
    ("integer", ValueType::Integer),
    ("number", ValueType::Number),
    ("boolean", ValueType::Boolean),
    ("timestamp", ValueType::Time),
    ("date", ValueType::Date),
    ("time_of_day", ValueType::TimeOfDay),
    ("duration", ValueType::Duration),
    ("list", ValueType::List),
];

/// What a source says of all its columns.
pub struct OfSource<'a> {
    /// How wall clocks become moments.
    pub local: &'a LocalTime,
    /// Words that mean null.
    pub nulls: &'a [String],
    /// Whether headers are paths for sure.
    pub is_json: bool,
    /// How numbers and times are written.
    pub style: &'a Style,
}

/// Words that mean null in a source: those that it names, else those of the levels above.
pub fn nulls(mapping: &Mapping, source: usize) -> Vec<String> {
    let lineage = sources::lineage(mapping, source);
    let named = lineage.iter().find(|source| !source.nulls.0.is_empty());
    named.map_or_else(Vec::new, |source| texts(&source.nulls.0))
}

/// The type of that name.
pub fn column_type(name: &str) -> Option<ValueType> {
    TYPES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// A column's type, references and reader; computed ones get their value later.
pub fn outline(checker: &mut Checker<'_>, source: &OfSource<'_>, key: &Key, column: &Column) -> ColumnPlan {
    let mut plan = ColumnPlan {
        id: key.text.clone(),
        kind: ValueType::Any,
        from: ColumnFrom::Computed(Expr::Null),
        refers_to: Vec::new(),
        place: None,
        reference_place: None,
        is_carried: false,
        span: key.span,
    };
    match column {
        Column::Expression(_) => {}
        Column::Type(name) => {
            plan.kind = checker.choice(name, TYPES).unwrap_or(ValueType::Any);
            let mut reader = base_reader(source, plan.kind);
            reader.text = text_form(name, None);
            source.style.apply(plan.kind, &mut reader);
            let (headers, paths) = (vec![key.text.clone()], vec![JsonPath::key(&key.text)]);
            plan.from = ColumnFrom::Cell { headers, paths, optional: false, reader: Box::new(reader) };
        }
        Column::Form(form) => of_form(checker, source, key, form, &mut plan),
    }
    plan
}

/// A column that takes its values from duplicates, and has none else; its type is known later.
pub fn taken(key: &Key) -> ColumnPlan {
    ColumnPlan {
        id: key.text.clone(),
        kind: ValueType::Any,
        from: ColumnFrom::Taken,
        refers_to: Vec::new(),
        place: None,
        reference_place: None,
        is_carried: false,
        span: key.span,
    }
}

/// Gives columns that take their values from duplicates the type of those values.
pub fn bind_taken(checker: &mut Checker<'_>, source: usize, written: &Source) {
    for (index, (_, from)) in (written.columns.len()..).zip(written.taken()) {
        if let Some(from) = written.column(&from.text) {
            checker.sources[source].columns[index].kind = checker.sources[source].columns[from].kind;
        }
    }
}

fn of_form(checker: &mut Checker<'_>, source: &OfSource<'_>, key: &Key, form: &ColumnForm, plan: &mut ColumnPlan) {
    let kind = form.r#type.as_ref().and_then(|name| checker.choice(name, TYPES));
    plan.kind = kind.unwrap_or(ValueType::Any);
    plan.refers_to = sources::targets(checker, &form.refers_to);
    check_fold(checker, form);
    if let Some(name) = &form.size {
        size(checker, name, source, plan);
        return;
    }
    if form.script.is_some() || form.from.is_some() || form.date.is_some() || form.fold().is_some() {
        writing::check_computed(checker, form);
        return;
    }
    if form.r#type.is_none() {
        let message = "a column needs a type, or says where its value comes from";
        checker.problem(codes::MISSING_KEY, key.span, message, "no type", "add `type: text`, or another type");
        return;
    }
    let mut reader = base_reader(source, plan.kind);
    let country = country(checker, form);
    reader.text = form.r#type.as_ref().map_or(TextForm::Plain, |name| text_form(name, country));
    read_options(checker, form, plan.kind, &mut reader);
    writing::check_column(checker, form, plan.kind, &reader);
    writing::of_column(checker, form, source.style).apply(plan.kind, &mut reader);
    let headers = match form.header.0.is_empty() {
        true => vec![key.text.clone()],
        false => form.header.0.iter().map(|name| name.text.clone()).collect(),
    };
    let paths = match form.header.0.is_empty() {
        true => vec![JsonPath::key(&key.text)],
        false => form.header.0.iter().filter_map(|name| path(checker, source, name, plan.kind)).collect(),
    };
    plan.from = ColumnFrom::Cell { headers, paths, optional: form.optional.unwrap_or(false), reader: Box::new(reader) };
}

/// `first`, `count` and the like say one thing, and `where` and `distinct` stand beside them only.
fn check_fold(checker: &mut Checker<'_>, form: &ColumnForm) {
    let values = [&form.first, &form.last, &form.min, &form.max, &form.join].into_iter().flatten().count();
    let folds = values + usize::from(form.count.is_some());
    let others = [form.from.is_some(), form.script.is_some(), form.size.is_some(), form.date.is_some()];
    let message = if folds + others.iter().filter(|is_there| **is_there).count() > 1 {
        "the column has two values, and one is needed"
    } else if folds == 0 && (form.r#where.is_some() || form.distinct.is_some()) {
        "`where` and `distinct` are for `first`, `last`, `min`, `max`, `count` and `join`"
    } else {
        return;
    };
    let help = "say once where the value comes from: from a cell, `from`, `script`, `date`, `size`, or the rows below";
    checker.problem(codes::CONFLICTING_KEYS, form.span, message, "doesn't go together", help);
}

/// A header as a path. Where files may be CSV, any header will do.
fn path(checker: &mut Checker<'_>, source: &OfSource<'_>, name: &Name, kind: ValueType) -> Option<JsonPath> {
    if !source.is_json {
        return Some(JsonPath::parse(&name.text).unwrap_or_else(|_| JsonPath::key(&name.text)));
    }
    let path = levels::path(checker, name)?;
    if path.is_several() && kind != ValueType::List {
        let message = format!("`{}` leads to several values, and the column holds one", name.text);
        let help = "make the column's type `list`, or name one element: `[0]`";
        checker.problem(codes::WRONG_TYPE, name.span, message, "several values", help);
        return None;
    }
    Some(path)
}

/// `size: record`.
fn size(checker: &mut Checker<'_>, name: &Name, source: &OfSource<'_>, plan: &mut ColumnPlan) {
    checker.choice(name, &[("record", ())]);
    plan.kind = ValueType::Integer;
    plan.from = ColumnFrom::Size;
    if !source.is_json {
        let help = "drop the column, or write `format: json` at the source";
        checker.problem(codes::CONFLICTING_KEYS, name.span, "`size` is for records of JSON", "not JSON", help);
    }
}

fn text_form(name: &Name, country: Option<String>) -> TextForm {
    match name.text.as_str() {
        "salesforce_id" => TextForm::SalesforceId,
        "phone" => TextForm::Phone(country),
        "mail" => TextForm::Mail,
        _ => TextForm::Plain,
    }
}

/// The country as whose numbers telephone numbers are read.
fn country(checker: &mut Checker<'_>, form: &ColumnForm) -> Option<String> {
    let name = form.country.as_ref()?;
    only_for(checker, form, "country", form.r#type.as_ref().is_some_and(|kind| kind.text == "phone"), "phone");
    if !crate::contact::is_country(&name.text) {
        let message = format!("`{}` is no country", name.text);
        let help = "write its two capitals as ISO 3166 has them, such as `TH`";
        checker.problem(codes::VALUE_NOT_ALLOWED, name.span, message, "unknown country", help);
        return None;
    }
    Some(name.text.clone())
}

/// A reader with what the source and the type say.
fn base_reader(source: &OfSource<'_>, kind: ValueType) -> CellReader {
    let iso = |pattern: &str| TimeFormat::compile(pattern).into_iter().collect();
    CellReader {
        nulls: source.nulls.to_vec(),
        formats: if kind == ValueType::Time { iso("iso8601") } else { Vec::new() },
        date_formats: DateFormat::compile("%Y-%m-%d").into_iter().filter(|_| kind == ValueType::Date).collect(),
        time_of_day_formats: ["%H:%M:%S", "%H:%M"]
            .iter()
            .filter(|_| kind == ValueType::TimeOfDay)
            .filter_map(|pattern| TimeOfDayFormat::compile(pattern).ok())
            .collect(),
        local: source.local.clone(),
        durations: if kind == ValueType::Duration { vec![DurationFormat::Clock] } else { Vec::new() },
        separator: (kind == ValueType::List).then(|| ";".to_owned()),
        ..CellReader::default()
    }
}

fn texts(literals: &[Literal]) -> Vec<String> {
    literals.iter().map(|literal| literal.text().to_owned()).collect()
}

fn read_options(checker: &mut Checker<'_>, form: &ColumnForm, kind: ValueType, reader: &mut CellReader) {
    if let Some(nulls) = &form.nulls {
        reader.nulls = texts(&nulls.0);
    }
    if let Some(name) = &form.timezone {
        reader.local.zone = zone(checker, Some(name));
    }
    if let Some(spellings) = &form.values {
        reader.spellings = spellings
            .iter()
            .flat_map(|(meant, found)| found.0.0.iter().map(|each| (each.text().to_owned(), meant.text.clone())))
            .collect();
    }
    if let Some(name) = &form.others {
        reader.warns_of_others = others(checker, form, name, kind);
    }
    if let Some(words) = &form.words {
        only_for(checker, form, "words", kind == ValueType::Boolean, "boolean");
        reader.words = Some((texts(&words.r#true.0), texts(&words.r#false.0)));
    }
    if let Some(name) = &form.unit {
        only_for(checker, form, "unit", kind == ValueType::Duration, "duration");
        reader.durations.splice(.., unit(checker, name));
    }
    if let Some(separator) = &form.separator {
        only_for(checker, form, "separator", kind == ValueType::List, "list");
        reader.separator = Some(separator.text.clone());
    }
    if !form.formats.0.is_empty() {
        let timely = matches!(kind, ValueType::Time | ValueType::Date | ValueType::TimeOfDay | ValueType::Duration);
        only_for(checker, form, "formats", timely, "timestamp, date, time_of_day or duration");
        formats(checker, &form.formats, kind, reader);
    }
}

/// `others: warn`.
fn others(checker: &mut Checker<'_>, form: &ColumnForm, name: &Name, kind: ValueType) -> bool {
    only_for(checker, form, "others", kind == ValueType::Text, "text");
    if form.values.is_none() {
        let place = form.keys.place("others").unwrap_or(form.span);
        let message = "`others` needs `values` beside it";
        checker.problem(codes::KEY_NEEDS_ANOTHER, place, message, "no `values`", "add `values:`, or drop `others`");
    }
    checker.choice(name, &[("warn", true), ("pass", false)]).unwrap_or(false)
}

fn only_for(checker: &mut Checker<'_>, form: &ColumnForm, key: &str, fits: bool, kinds: &str) {
    // A type that isn't known is reported by itself.
    let has_type = form.r#type.as_ref().is_none_or(|name| column_type(&name.text).is_some());
    if !fits && has_type {
        let message = format!("`{key}` is for columns of type {kinds}");
        let help = format!("drop `{key}`, or change the type");
        let place = form.keys.place(key).unwrap_or(form.span);
        checker.problem(codes::CONFLICTING_KEYS, place, message, "the column is of another type", help);
    }
}

fn unit(checker: &mut Checker<'_>, name: &Name) -> Option<DurationFormat> {
    let units: Vec<(&str, DurationUnit)> =
        ["ms", "s", "m", "h", "d"].iter().filter_map(|word| Some((*word, DurationUnit::named(word)?))).collect();
    checker.choice(name, &units).map(DurationFormat::Unit)
}

/// A form of durations by its name.
fn duration_format(checker: &mut Checker<'_>, name: &Name) -> Option<DurationFormat> {
    let unit = |word: &'static str| Some((word, DurationFormat::Unit(DurationUnit::named(word)?)));
    let mut choices = vec![("clock", DurationFormat::Clock), ("iso8601", DurationFormat::Iso8601)];
    choices.extend(["ms", "s", "m", "h", "d"].into_iter().filter_map(unit));
    checker.choice(name, &choices)
}

fn formats(checker: &mut Checker<'_>, names: &OneOrMany<Name>, kind: ValueType, reader: &mut CellReader) {
    reader.formats.clear();
    reader.date_formats.clear();
    reader.time_of_day_formats.clear();
    reader.durations.clear();
    for name in &names.0 {
        let error = match kind {
            ValueType::Date => DateFormat::compile(&name.text).map(|format| reader.date_formats.push(format)).err(),
            ValueType::TimeOfDay => {
                TimeOfDayFormat::compile(&name.text).map(|format| reader.time_of_day_formats.push(format)).err()
            }
            ValueType::Duration => {
                reader.durations.extend(duration_format(checker, name));
                None
            }
            _ => TimeFormat::compile(&name.text).map(|format| reader.formats.push(format)).err(),
        };
        if let Some(error) = error {
            report_format(checker, name, &error);
        }
    }
}

fn report_format(checker: &mut Checker<'_>, name: &Name, error: &FormatError) {
    let span = name.part(error.span.start, error.span.end);
    checker.problem(codes::INVALID_TIME_FORMAT, span, error.to_string(), "in this format", error.help());
}

/// Binds computed columns and finds the order in which they are computed.
pub fn bind_computed(checker: &mut Checker<'_>, source: usize, written: &Source) {
    let mut computed = Vec::new();
    for (index, (key, column)) in written.columns.iter().enumerate() {
        let title = format!("column {}", key.text);
        let bound = match column {
            Column::Expression(expression) => checker.script(expression, false, Scope::Reading(source), &title),
            Column::Form(form) if form.fold().is_some() && form.script.is_none() && form.from.is_none() => {
                form.fold().and_then(|fold| checker.form(&fold, Scope::Reading(source), &title))
            }
            Column::Form(form) => match (&form.script, &form.from, &form.date) {
                (Some(script), _, _) => checker.script(&script.0, true, Scope::Reading(source), &title),
                (_, Some(value), _) => checker.value(value, Scope::Reading(source), &title),
                (_, _, Some(_)) => {
                    bind_date_and_time(checker, source, index, form);
                    computed.push(index);
                    continue;
                }
                _ => continue,
            },
            Column::Type(_) => continue,
        };
        computed.push(index);
        let Some((expr, kind)) = bound else { continue };
        let plan = &mut checker.sources[source].columns[index];
        if plan.kind == ValueType::Any {
            plan.kind = kind;
        }
        plan.from = ColumnFrom::Computed(expr);
    }
    checker.sources[source].compute_order = computed;
}

fn bind_date_and_time(checker: &mut Checker<'_>, source: usize, index: usize, form: &ColumnForm) {
    let mut column = |name: &Option<Name>, wanted: ValueType| {
        let name = name.as_ref()?;
        let found = checker.column(source, &name.text, name.span)?;
        let kind = checker.sources[source].columns[found].kind;
        if kind != wanted {
            let message = format!("this has to be {}, found {}", wanted.in_words(), kind.in_words());
            checker.problem(codes::WRONG_TYPE, name.span, message, kind.in_words(), "change that column's type");
            return None;
        }
        Some(found)
    };
    let date = column(&form.date, ValueType::Date);
    let time = column(&form.time, ValueType::TimeOfDay);
    let nearest = column(&form.nearest, ValueType::Time);
    if form.time.is_none() {
        let help = "add `time:`, the column with the time of day";
        let place = form.keys.place("date").unwrap_or(form.span);
        checker.problem(codes::KEY_NEEDS_ANOTHER, place, "`date` needs `time` beside it", "no `time`", help);
    }
    let mut local = sources::local_time(checker, source);
    if let Some(name) = &form.timezone {
        local.zone = zone(checker, Some(name));
    }
    let plan = &mut checker.sources[source].columns[index];
    plan.kind = ValueType::Time;
    if let (Some(date), Some(time)) = (date, time) {
        plan.from = ColumnFrom::DateAndTime { date, time, nearest, local };
    }
}

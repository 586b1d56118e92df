//! Extracts: whether each query has what it needs, and says nothing that stands for nothing.

use super::super::checker::Checker;
use crate::diagnostic::{Diagnostic, Span, codes, nearest};
use crate::extract::{COLUMNS, PLACEHOLDERS, Piece, QueryKind, Window, fields, pieces, split_request};
use crate::mapping::decode::Name;
use crate::mapping::{Extract, Source};

/// The keys that only some queries have: who has them, and whether they need them.
const KEYS: &[(&str, &[QueryKind], bool)] = &[
    ("object", &[QueryKind::Soql, QueryKind::ServiceNow], true),
    ("fields", &[QueryKind::Soql, QueryKind::ServiceNow], false),
    ("filter", &[QueryKind::Soql, QueryKind::ServiceNow], false),
    ("parameters", &[QueryKind::ServiceNow, QueryKind::Http], false),
    ("request", &[QueryKind::Http], true),
    ("headers", &[QueryKind::Http], false),
    ("body", &[QueryKind::Http], false),
];

/// Reports what is wrong with extracts.
pub fn extracts(checker: &mut Checker<'_>) {
    let mapping = checker.mapping;
    for (key, source) in mapping.sources.iter() {
        for extract in &source.extract.0 {
            misplaced(checker, &key.text, source, extract);
            check(checker, source, extract);
        }
    }
}

/// Rows of a level come with those above, and rows in the mapping come from nowhere.
fn misplaced(checker: &mut Checker<'_>, id: &str, source: &Source, extract: &Extract) {
    let why = match (&source.r#in, &source.inline) {
        (Some(above), _) => format!("its rows come with those of `{}`", above.text),
        (None, Some(_)) => "its rows stand in the mapping".to_owned(),
        (None, None) => return,
    };
    let message = format!("`{id}` isn't fetched from anywhere: {why}");
    checker.problem(codes::CONFLICTING_KEYS, place(extract, "query"), message, "nothing to fetch", "drop `extract`");
}

fn place(extract: &Extract, key: &str) -> Span {
    extract.keys.place(key).unwrap_or(extract.span)
}

fn check(checker: &mut Checker<'_>, source: &Source, extract: &Extract) {
    if let Some(kind) = checker.choice(&extract.query, QueryKind::NAMES) {
        keys(checker, extract, kind);
        names(checker, source, extract, kind);
    }
    filter(checker, extract);
    request(checker, extract);
    headers(checker, extract);
    body(checker, extract);
    reference(checker, extract);
}

fn keys(checker: &mut Checker<'_>, extract: &Extract, kind: QueryKind) {
    let query = &extract.query.text;
    for (key, kinds, is_needed) in KEYS {
        let written = extract.keys.place(key);
        match written {
            Some(span) if !kinds.contains(&kind) => {
                let message = format!("a query of `{query}` has no `{key}`");
                checker.problem(codes::CONFLICTING_KEYS, span, message, "not for this query", help_of(kind));
            }
            None if *is_needed && kinds.contains(&kind) => {
                let message = format!("a query of `{query}` needs the key `{key}`");
                let label = format!("`{key}` is missing");
                checker.problem(codes::MISSING_KEY, extract.query.span, message, &label, help_of(kind));
            }
            _ => {}
        }
    }
}

fn help_of(kind: QueryKind) -> &'static str {
    match kind {
        QueryKind::Soql => "it has an `object`, and perhaps `fields` and a `filter`",
        QueryKind::ServiceNow => "it has an `object`, and perhaps `fields`, a `filter` and `parameters`",
        QueryKind::Http => "it has a `request`, and perhaps `headers`, `parameters` and a `body`",
    }
}

/// Objects and fields are names, and there are fields at all.
fn names(checker: &mut Checker<'_>, source: &Source, extract: &Extract, kind: QueryKind) {
    if kind == QueryKind::Http {
        return;
    }
    let own = extract.fields.0.iter().filter(|name| name.text != COLUMNS);
    for name in extract.object.iter().chain(own) {
        if !crate::extract::is_field(&name.text) {
            let message = format!("`{}` can't be the name of an object or a field", name.text);
            let help = "write its name in the API: letters, digits and `_`, and dots where a reference leads on";
            checker.problem(codes::VALUE_NOT_ALLOWED, name.span, message, "not a name", help);
        }
    }
    let needs_columns = extract.fields.0.is_empty() || extract.fields.0.iter().any(|name| name.text == COLUMNS);
    if needs_columns && fields(source).is_empty() {
        let message = "no column has a field that the query could ask for";
        let help = "put the field's name in the API first in the `header` of a column, or name `fields`";
        checker.problem(codes::MISSING_KEY, extract.query.span, message, "asks for nothing", help);
    }
}

fn filter(checker: &mut Checker<'_>, extract: &Extract) {
    if let Some(filter) = &extract.filter {
        placeholders(checker, filter, true);
    }
}

/// Reports what stands for nothing; the pieces where all is well.
fn placeholders(checker: &mut Checker<'_>, name: &Name, has_columns: bool) -> Option<Vec<Piece>> {
    match pieces(&name.text) {
        Ok(found) if !has_columns && found.contains(&Piece::Columns) => {
            let message = "`{columns}` can stand in a `filter` only";
            let help = "name what is asked for here, or drop it";
            checker.problem(codes::UNKNOWN_PLACEHOLDER, name.span, message, "not here", help);
            None
        }
        Ok(found) => Some(found),
        Err(unknown) => {
            let span = name.part(unknown.range.start, unknown.range.end);
            let finding = match unknown.is_format {
                true => format!("`{}` isn't written so", unknown.name),
                false => format!("`{{{}}}` stands for nothing", unknown.name),
            };
            let format = "write the day by `%Y`, `%m` and `%d`, each at least once, as in `{since:%Y/%m/%d}`";
            let near = nearest::nearest(&unknown.name, PLACEHOLDERS.iter().copied()).filter(|_| !unknown.is_format);
            let help = match near {
                Some(near) => format!("did you mean `{{{near}}}`?"),
                None if unknown.is_format => format.to_owned(),
                None => "there are `{since}` and `{before}`, as in `{since:%Y/%m/%d}`, and `{columns}`".to_owned(),
            };
            let found = Diagnostic::new(codes::UNKNOWN_PLACEHOLDER, finding).at(span, "unknown placeholder").help(help);
            checker.report(found);
            None
        }
    }
}

fn request(checker: &mut Checker<'_>, extract: &Extract) {
    let Some(request) = &extract.request else { return };
    let Some((method, _)) = split_request(&request.text) else {
        let message = format!("`{}` is no request", request.text);
        let help = "write the method, `GET` or `POST`, and the address, beginning with `https://`";
        return checker.problem(codes::VALUE_NOT_ALLOWED, request.span, message, "not a request", help);
    };
    placeholders(checker, request, false);
    let wrong = if method == "GET" { "body" } else { "parameters" };
    if let Some(span) = extract.keys.place(wrong) {
        let message = format!("a `{method}` request has no `{wrong}` here");
        let help = "a `GET` request takes `parameters`, a `POST` request a `body`";
        checker.problem(codes::CONFLICTING_KEYS, span, message, "not for this request", help);
    }
}

fn headers(checker: &mut Checker<'_>, extract: &Extract) {
    let parts = [(&extract.headers, ':', "name: value"), (&extract.parameters, '=', "name=value")];
    for (names, separator, form) in parts {
        for name in &names.0 {
            placeholders(checker, name, false);
            if name.text.split_once(separator).is_none_or(|(before, _)| before.trim().is_empty()) {
                let message = format!("`{}` has no name", name.text);
                checker.problem(
                    codes::VALUE_NOT_ALLOWED,
                    name.span,
                    message,
                    "name and value",
                    format!("write it as `{form}`"),
                );
            }
        }
    }
}

/// The body is JSON whatever days stand in it.
fn body(checker: &mut Checker<'_>, extract: &Extract) {
    let Some(body) = &extract.body else { return };
    let Some(found) = placeholders(checker, body, false) else { return };
    let text: String = found.iter().map(|piece| piece.over(&Window::EXAMPLE)).collect();
    if let Err(error) = serde_json::from_str::<serde_json::Value>(&text) {
        let message = format!("the body isn't JSON: {error}");
        checker.problem(codes::VALUE_NOT_ALLOWED, body.span, message, "not JSON", "correct it there");
    }
}

fn reference(checker: &mut Checker<'_>, extract: &Extract) {
    let Some(reference) = extract.reference.as_ref().filter(|name| !name.text.starts_with("https://")) else { return };
    let message = format!("`{}` is no address", reference.text);
    let help = "write the address of the documentation, beginning with `https://`";
    checker.problem(codes::VALUE_NOT_ALLOWED, reference.span, message, "not an address", help);
}

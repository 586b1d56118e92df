//! The fields that a source's columns are read from.

use crate::mapping::{Column, Source};

/// The fields of a source's columns, in the mapping's order, each once.
pub fn fields(source: &Source) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for (key, column) in source.columns.iter() {
        fields.extend(field_of(&key.text, column).filter(|field| !fields.contains(field)));
    }
    fields
}

/// The field that a column is read from: the first header that can be the name of one; `None` where the column has no cell, or
/// no header is such a name.
pub fn field_of(id: &str, column: &Column) -> Option<String> {
    let Column::Form(form) = column else {
        return matches!(column, Column::Type(_)).then(|| id.to_owned());
    };
    if !form.is_cell() {
        return None;
    }
    if form.header.0.is_empty() {
        return Some(id.to_owned());
    }
    form.header.0.iter().map(|name| without_number(&name.text)).find(|header| is_field(header)).map(str::to_owned)
}

/// `X#2` is the second column headed X.
fn without_number(header: &str) -> &str {
    match header.rsplit_once('#') {
        Some((name, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => header,
    }
}

/// Names, joined by dots where a reference leads on.
pub fn is_field(text: &str) -> bool {
    text.split('.').all(crate::mapping::decode::is_id)
}

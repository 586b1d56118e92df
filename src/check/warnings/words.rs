//! Scripts and params among words and rows that stand in the mapping, where they are texts.

use crate::check::values::as_text;
use crate::diagnostic::Diagnostic;
use crate::mapping::decode::Literal;
use crate::mapping::{Column, ColumnForm, Mapping, Source};

/// Reports what is taken as a text, and most likely isn't one.
pub fn as_texts(mapping: &Mapping) -> Vec<Diagnostic> {
    let literals = mapping.sources.iter().flat_map(|(_, source)| of_source(source));
    literals.filter_map(as_text::in_words).collect()
}

fn of_source(source: &Source) -> impl Iterator<Item = &Literal> {
    let rows = source.inline.iter().flat_map(|inline| &inline.0);
    let cells = rows.flat_map(|row| row.iter().map(|(_, literal)| literal));
    let forms = source.columns.iter().filter_map(|(_, column)| match column {
        Column::Form(form) => Some(form),
        _ => None,
    });
    source.nulls.0.iter().chain(cells).chain(forms.flat_map(|form| of_column(form)))
}

fn of_column(form: &ColumnForm) -> impl Iterator<Item = &Literal> {
    let nulls = form.nulls.iter().flat_map(|nulls| &nulls.0);
    let spellings = form.values.iter().flat_map(|values| values.iter().flat_map(|(_, found)| &found.0.0));
    let words = form.words.iter().flat_map(|words| words.r#true.0.iter().chain(&words.r#false.0));
    nulls.chain(spellings).chain(words)
}

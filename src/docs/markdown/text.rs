//! Text in Markdown that means nothing but itself.

use crate::docs::language::Shown;

/// A text, with its code; one in another language is followed by that language's code.
pub fn shown(shown: &Shown) -> String {
    let part = |(text, is_code): (&str, bool)| if is_code { code(text) } else { escaped(text) };
    let text: String = shown.parts().map(part).collect();
    match &shown.language {
        Some(language) => format!("{text} *({})*", escaped(language)),
        None => text,
    }
}

/// Code.
pub fn code(text: &str) -> String {
    let text = one_line(text);
    match text.contains('`') {
        true => format!("`` {text} ``"),
        false => format!("`{text}`"),
    }
}

/// Several pieces of code.
pub fn joined(texts: &[String]) -> String {
    texts.iter().map(|text| code(text)).collect::<Vec<_>>().join(", ")
}

/// A cell of a table: there a bar ends the cell, in code too.
pub fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}

/// A place that links lead to.
pub fn anchored(prefix: &str, anchor: &str) -> String {
    format!("<a id=\"{prefix}{anchor}\"></a>")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\n' => escaped.push(' '),
            '\\' | '*' | '_' | '[' | ']' | '`' | '#' | '~' | '!' => escaped.extend(['\\', letter]),
            other => escaped.push(other),
        }
    }
    escaped
}

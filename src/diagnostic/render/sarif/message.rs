//! Texts as SARIF wants them.

use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;

/// A finding's message: what is wrong, and what to do.
pub(super) fn of(diagnostic: &Diagnostic) -> Value {
    let what = sentence(&diagnostic.message);
    let (text, markdown) = match &diagnostic.help {
        Some(help) => {
            let help = sentence(help);
            (format!("{what}\n\nHelp: {help}"), format!("{what}\n\n**Help:** {help}"))
        }
        None => (what.clone(), what),
    };
    json!({ "text": literal(&text), "markdown": literal(&markdown) })
}

/// What a place adds to it.
pub(super) fn of_place(text: &str) -> Value {
    json!({ "text": literal(text) })
}

/// With a full stop, so that a reader who takes the first sentence alone finds its end.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '?', '!', ':']) { text.to_owned() } else { format!("{text}.") }
}

/// Text without placeholders and links: braces are doubled, as the standard asks (3.11.5), and no `[…](…)` is left.
fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("](", "] (")
}

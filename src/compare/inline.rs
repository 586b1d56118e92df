//! A value in one line.

use crate::yaml::{Kind, Node, Style};

/// How long a value may be.
const LONGEST: usize = 100;

/// A value as it would stand in a line of YAML, cut where it is long.
pub fn inline(node: &Node) -> String {
    let text = whole(node);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn whole(node: &Node) -> String {
    match &node.kind {
        Kind::Scalar(scalar) if scalar.is_null() => "null".to_owned(),
        Kind::Scalar(scalar) => {
            let text = scalar.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_alike = scalar.style != Style::Plain && looks_otherwise(&scalar.text) || scalar.is_quoted_param();
            if is_alike { format!("\"{text}\"") } else { text }
        }
        Kind::Sequence(items) => format!("[{}]", items.iter().map(whole).collect::<Vec<_>>().join(", ")),
        Kind::Mapping(entries) if entries.is_empty() => "{}".to_owned(),
        Kind::Mapping(entries) => {
            let pairs = entries.iter().map(|entry| format!("{}: {}", entry.key.text, whole(&entry.value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        Kind::Invalid => "…".to_owned(),
    }
}

/// Whether a text would be a number, a switch or null without its quotes.
fn looks_otherwise(text: &str) -> bool {
    text.is_empty() || ["true", "false", "null", "~"].contains(&text) || text.parse::<f64>().is_ok()
}

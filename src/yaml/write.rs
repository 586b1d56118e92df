//! A tree as YAML, so that reading it gives the same tree: what stands in quotes is a text, and stays one.

use super::{Kind, Node, Scalar, Style};

/// A tree as YAML, without comments; none where it holds something that could not be read.
///
/// Texts of several lines are blocks, whatever they were; quotes stay, as without them a text may be a number, a param or null.
#[must_use]
pub fn write(node: &Node) -> Option<String> {
    let mut writer = Writer { text: String::new() };
    match &node.kind {
        Kind::Mapping(entries) if !entries.is_empty() => writer.inside(node, 0)?,
        Kind::Sequence(items) if !items.is_empty() => writer.inside(node, 0)?,
        _ => writer.leaf(node, 0)?,
    }
    Some(writer.text)
}

struct Writer {
    text: String,
}

impl Writer {
    /// Keys or items, each on lines of its own; the first goes on in the line that has begun.
    fn inside(&mut self, node: &Node, indentation: usize) -> Option<()> {
        let items = node.as_sequence().unwrap_or_default();
        for (index, item) in items.iter().enumerate() {
            self.begin(index, indentation);
            self.text.push_str("- ");
            match is_nested(item) {
                true => self.inside(item, indentation + 2)?,
                false => self.leaf(item, indentation + 2)?,
            }
        }
        for (index, entry) in node.as_mapping().unwrap_or_default().iter().enumerate() {
            self.begin(index, indentation);
            self.text.push_str(&key(&entry.key.text));
            self.text.push(':');
            self.value(&entry.value, indentation)?;
        }
        Some(())
    }

    fn begin(&mut self, index: usize, indentation: usize) {
        if index > 0 {
            self.text.push_str(&" ".repeat(indentation));
        }
    }

    /// What stands behind a key.
    fn value(&mut self, node: &Node, indentation: usize) -> Option<()> {
        if !is_nested(node) {
            self.text.push(' ');
            return self.leaf(node, indentation + 2);
        }
        // Items of a list stand below their key, not to its right.
        let indentation = if node.as_sequence().is_some() { indentation } else { indentation + 2 };
        self.text.push('\n');
        self.text.push_str(&" ".repeat(indentation));
        self.inside(node, indentation)
    }

    fn leaf(&mut self, node: &Node, indentation: usize) -> Option<()> {
        match &node.kind {
            Kind::Scalar(scalar) if is_block(scalar) => return self.block(&scalar.text, indentation),
            // Of a value that is left out nothing is written, not even the space before it.
            Kind::Scalar(scalar) if scalar.is_null() && scalar.text.is_empty() => {
                self.text.truncate(self.text.trim_end_matches(' ').len());
            }
            Kind::Scalar(scalar) => self.text.push_str(&in_line(scalar)),
            Kind::Sequence(_) => self.text.push_str("[]"),
            Kind::Mapping(_) => self.text.push_str("{}"),
            Kind::Invalid => return None,
        }
        self.text.push('\n');
        Some(())
    }

    /// A text line by line. How many line breaks end it stands in its header.
    fn block(&mut self, text: &str, indentation: usize) -> Option<()> {
        let breaks = text.len() - text.trim_end_matches('\n').len();
        self.text.push_str(match breaks {
            0 => "|-\n",
            1 => "|\n",
            _ => "|+\n",
        });
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            if !line.is_empty() {
                self.text.push_str(&" ".repeat(indentation.max(2)));
                self.text.push_str(line);
            }
            self.text.push('\n');
        }
        Some(())
    }
}

fn is_nested(node: &Node) -> bool {
    match &node.kind {
        Kind::Mapping(entries) => !entries.is_empty(),
        Kind::Sequence(items) => !items.is_empty(),
        _ => false,
    }
}

/// Whether a text can be a block: it has several lines, its first shows the indentation, and each holds what can be seen.
fn is_block(scalar: &Scalar) -> bool {
    let text = &scalar.text;
    scalar.style != Style::Plain
        && text.contains('\n')
        && !text.starts_with(char::is_whitespace)
        && text.split('\n').all(|line| line.is_empty() || !line.trim().is_empty())
        && text.chars().all(|letter| letter == '\n' || !is_escaped(letter))
}

fn in_line(scalar: &Scalar) -> String {
    let text = &scalar.text;
    match scalar.style {
        Style::Plain if !text.chars().any(is_escaped) => text.clone(),
        Style::SingleQuoted => in_single_quotes(text),
        Style::Literal | Style::Folded if text.contains(['"', '\\']) => in_single_quotes(text),
        _ => in_double_quotes(text),
    }
}

/// A key without quotes where nothing in it could be a sign of YAML.
fn key(text: &str) -> String {
    let is_sign = |letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '$' | '.' | '/' | '(' | '~');
    let begins_well = text.chars().next().is_some_and(|first| !is_sign(first)) && !text.starts_with("...");
    let is_plain = begins_well
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' '])
        && !text.chars().any(is_escaped);
    if is_plain { text.to_owned() } else { in_double_quotes(text) }
}

fn in_single_quotes(text: &str) -> String {
    match text.chars().any(is_escaped) {
        true => in_double_quotes(text),
        false => format!("'{}'", text.replace('\'', "''")),
    }
}

fn in_double_quotes(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if is_escaped(letter) => quoted.push_str(&format!("\\u{:04X}", u32::from(letter))),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether a character ends a line, or can't be seen in one. All of them have four hexadecimal digits at most.
fn is_escaped(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

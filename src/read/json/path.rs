//! Paths into a document.

use std::error::Error;
use std::fmt;
use std::ops::Range;

/// A step of a [`JsonPath`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The value of a key.
    Key(String),
    /// An element of an array, from 0.
    Element(u32),
    /// Each element of an array.
    Each,
}

/// A way from a value to one below it: `attributes.ServiceRequestId`, `parts[0].name`, `tags[].name`, `"a.b".c`.
///
/// Keys are separated by dots; one that holds a dot, a bracket or a quote stands in double quotes, in which a quote or a
/// backslash has a backslash before it. `.` alone is the value itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JsonPath {
    /// Its steps.
    pub steps: Vec<Step>,
}

/// Why a text is no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathError {
    /// The bytes at fault.
    pub span: Range<usize>,
    what: &'static str,
}

impl fmt::Display for PathError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "this is no path: {}", self.what)
    }
}

impl Error for PathError {}

impl JsonPath {
    /// Reads a path as it is written.
    ///
    /// # Errors
    /// A key is empty, a quote or bracket doesn't close, or something else than a number stands in brackets.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        if text == "." {
            return Ok(Self::default());
        }
        let mut reader = Reader { text, at: 0, steps: Vec::new() };
        reader.key()?;
        while reader.at < text.len() {
            match reader.next() {
                Some('.') => {
                    reader.at += 1;
                    reader.key()?;
                }
                Some('[') => reader.element()?,
                _ => return Err(reader.error(reader.at..text.len(), "a dot is missing")),
            }
        }
        Ok(Self { steps: reader.steps })
    }

    /// The path of one key, whatever stands in it.
    pub fn key(name: &str) -> Self {
        Self { steps: vec![Step::Key(name.to_owned())] }
    }

    /// Whether it leads to the value itself.
    pub fn is_here(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether it leads to several values.
    pub fn is_several(&self) -> bool {
        self.steps.contains(&Step::Each)
    }

    /// Whether all its steps are keys.
    pub fn is_keys(&self) -> bool {
        self.steps.iter().all(|step| matches!(step, Step::Key(_)))
    }
}

impl fmt::Display for JsonPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_here() {
            return out.write_str(".");
        }
        for (position, step) in self.steps.iter().enumerate() {
            match step {
                Step::Key(key) => {
                    out.write_str(if position > 0 { "." } else { "" })?;
                    out.write_str(&key_in_path(key))?;
                }
                Step::Element(index) => write!(out, "[{index}]")?,
                Step::Each => out.write_str("[]")?,
            }
        }
        Ok(())
    }
}

/// A key as it is written in a path.
pub fn key_in_path(key: &str) -> String {
    let is_plain = !key.is_empty() && !key.contains(['.', '[', ']', '"']);
    if is_plain { key.to_owned() } else { format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"")) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    steps: Vec<Step>,
}

impl Reader<'_> {
    fn next(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn error(&self, span: Range<usize>, what: &'static str) -> PathError {
        PathError { span, what }
    }

    fn key(&mut self) -> Result<(), PathError> {
        if self.next() == Some('"') {
            return self.quoted();
        }
        let rest = &self.text[self.at..];
        let length = rest.find(['.', '[', ']', '"']).unwrap_or(rest.len());
        if length == 0 {
            return Err(self.error(self.at..self.text.len(), "a key is empty"));
        }
        self.steps.push(Step::Key(rest[..length].to_owned()));
        self.at += length;
        Ok(())
    }

    fn quoted(&mut self) -> Result<(), PathError> {
        let (mut key, mut is_escaped) = (String::new(), false);
        for (offset, letter) in self.text[self.at + 1..].char_indices() {
            match letter {
                _ if is_escaped => {
                    key.push(letter);
                    is_escaped = false;
                }
                '\\' => is_escaped = true,
                '"' => {
                    self.steps.push(Step::Key(key));
                    self.at += offset + 2;
                    return Ok(());
                }
                _ => key.push(letter),
            }
        }
        Err(self.error(self.at..self.text.len(), "a quote doesn't close"))
    }

    fn element(&mut self) -> Result<(), PathError> {
        let rest = &self.text[self.at + 1..];
        let Some(length) = rest.find(']') else {
            return Err(self.error(self.at..self.text.len(), "a bracket doesn't close"));
        };
        let step = match &rest[..length] {
            "" => Some(Step::Each),
            number => number.parse().ok().map(Step::Element),
        };
        let Some(step) = step else {
            let span = self.at + 1..self.at + 1 + length;
            return Err(self.error(span, "in brackets stands the number of an element, from 0, or nothing for each"));
        };
        self.steps.push(step);
        self.at += length + 2;
        Ok(())
    }
}

//! Where the rows stand in a document of JSON, and what cells a row has.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::read::json::key_in_path;

/// A document with more scalars than that beside its list is itself a row.
const SCALARS_OF_A_PAGE: usize = 2;
/// How deep a list of rows may stand.
const DEPTH: usize = 3;

/// The path to the rows of a document whose text begins so: `.` where the document is the row.
pub(super) fn path_to_rows(text: &str) -> String {
    let mut walk = Walk::default();
    for (position, byte) in text.bytes().enumerate() {
        if let Some(path) = walk.step(byte, text, position) {
            return path;
        }
    }
    ".".to_owned()
}

/// Goes through the start of a document and looks for a list of objects in it.
#[derive(Default)]
struct Walk {
    /// The keys that lead here; `None` inside a list.
    keys: Vec<String>,
    /// Where a text began.
    quoted: Option<usize>,
    is_escaped: bool,
    last_text: String,
    after_colon: bool,
    scalars: usize,
    in_list: bool,
}

impl Walk {
    fn step(&mut self, byte: u8, text: &str, position: usize) -> Option<String> {
        if let Some(start) = self.quoted {
            self.in_text(byte, text, start, position);
            return None;
        }
        match byte {
            b'"' => self.quoted = Some(position + 1),
            b':' => self.after_colon = true,
            b'{' if self.in_list => return Some(self.path()),
            b'{' => self.enter(),
            b'[' => return self.list(),
            b'}' => {
                self.keys.pop();
            }
            b',' | b'0'..=b'9' | b't' | b'f' if self.after_colon => self.scalar(),
            byte if !byte.is_ascii_whitespace() => self.in_list = false,
            _ => {}
        }
        (self.keys.len() > DEPTH || self.scalars > SCALARS_OF_A_PAGE).then(|| ".".to_owned())
    }

    fn in_text(&mut self, byte: u8, text: &str, start: usize, position: usize) {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' => self.is_escaped = true,
            b'"' => {
                self.quoted = None;
                if self.after_colon {
                    self.scalar();
                } else {
                    self.last_text = text.get(start..position).unwrap_or_default().to_owned();
                }
            }
            _ => {}
        }
    }

    fn scalar(&mut self) {
        // What stands deeper than the document itself says nothing of it.
        self.scalars += usize::from(self.keys.len() == 1);
        self.after_colon = false;
    }

    fn enter(&mut self) {
        let key = if self.after_colon { key_in_path(&self.last_text) } else { String::new() };
        self.keys.push(key);
        self.after_colon = false;
    }

    fn list(&mut self) -> Option<String> {
        self.in_list = true;
        if !self.after_colon {
            // An array of documents.
            return self.keys.is_empty().then(|| ".".to_owned());
        }
        self.keys.push(key_in_path(&self.last_text));
        self.after_colon = false;
        None
    }

    fn path(&self) -> String {
        let keys: Vec<&str> = self.keys.iter().map(String::as_str).filter(|key| !key.is_empty()).collect();
        if keys.is_empty() { ".".to_owned() } else { keys.join(".") }
    }
}

/// The cells of a row: paths and texts of its values. Lists of objects are no cells: their paths go to `nested`.
pub(super) fn cells(row: &Value, nested: &mut BTreeSet<String>) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    collect(row, String::new(), &mut cells, nested);
    cells
}

fn collect(value: &Value, path: String, cells: &mut Vec<(String, String)>, nested: &mut BTreeSet<String>) {
    match value {
        Value::Object(keys) => {
            for (key, value) in keys {
                let key = key_in_path(key);
                collect(value, if path.is_empty() { key } else { format!("{path}.{key}") }, cells, nested);
            }
        }
        Value::Array(elements) if elements.iter().any(Value::is_object) => {
            nested.insert(path);
        }
        Value::Array(elements) => {
            let texts: Vec<String> = elements.iter().map(text_of).collect();
            cells.push((format!("{path}[]"), texts.join(";")));
        }
        scalar => cells.push((path, text_of(scalar))),
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}

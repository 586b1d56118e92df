//! SOQL, Salesforce's query language.

use super::placeholder::Piece;

/// How wide the list of fields gets.
const WIDTH: usize = 88;

/// A query for an object's fields. Rows are in no order: the log's doesn't depend on it, and bulk exports are faster without.
pub fn query(object: &str, fields: &[String], filter: Vec<Piece>) -> Vec<Piece> {
    let mut text = vec![Piece::Text(format!("SELECT {}\nFROM {object}", wrapped(fields)))];
    if !filter.is_empty() {
        text.push(Piece::Text("\nWHERE ".to_owned()));
        text.extend(filter);
    }
    text
}

fn wrapped(fields: &[String]) -> String {
    let mut text = String::new();
    let mut width = "SELECT ".len();
    for (index, field) in fields.iter().enumerate() {
        let is_last = index + 1 == fields.len();
        if width + field.len() > WIDTH {
            text.push_str("\n       ");
            width = "SELECT ".len();
        }
        text.push_str(field);
        text.push_str(if is_last { "" } else { ", " });
        width += field.len() + 2;
    }
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

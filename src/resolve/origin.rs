//! Where each value of a mapping in force was written, as comments behind it.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostics, Files, Span};
use crate::yaml::{self, Kind, Node};

/// The widest text beside which the comments of shorter lines stand in one column.
const WIDEST: usize = 70;

/// Adds to the lines of `written`, which is what `tree` is written as, where their values come from.
pub fn with_origins(tree: &Node, written: &str, files: &Files) -> String {
    let mut lines = Files::new();
    let file = lines.add("written", written);
    let shown = yaml::parse(file, written, &mut Diagnostics::new());
    let mut origins = BTreeMap::new();
    collect(tree, &shown, &mut |origin: Span, place: Span| {
        let (line, _) = lines.line_column(file, place.start);
        origins.entry(line as usize).or_insert(origin);
    });
    let column = origins.keys().filter_map(|line| written.lines().nth(line - 1)).map(width);
    let column = column.filter(|width| *width <= WIDEST).max().unwrap_or(0);
    let comment = |line: usize| origins.get(&line).map(|origin| place(*origin, files));
    let each = |(index, text): (usize, &str)| match comment(index + 1) {
        Some(place) => format!("{text}{}  # {place}\n", " ".repeat(column.saturating_sub(width(text)))),
        None => format!("{text}\n"),
    };
    written.lines().enumerate().map(each).collect()
}

/// Goes through both trees side by side: what was read, and what was written of it.
fn collect(tree: &Node, shown: &Node, found: &mut impl FnMut(Span, Span)) {
    match (&tree.kind, &shown.kind) {
        (Kind::Mapping(ours), Kind::Mapping(theirs)) if !ours.is_empty() => {
            for (our, their) in ours.iter().zip(theirs) {
                match is_leaf(&our.value) {
                    // A text of several lines begins behind its key.
                    true => found(our.value.span, their.key.span),
                    false => collect(&our.value, &their.value, found),
                }
            }
        }
        (Kind::Sequence(ours), Kind::Sequence(theirs)) if !ours.is_empty() => {
            ours.iter().zip(theirs).for_each(|(our, their)| collect(our, their, found));
        }
        _ => found(tree.span, shown.span),
    }
}

fn is_leaf(node: &Node) -> bool {
    match &node.kind {
        Kind::Mapping(entries) => entries.is_empty(),
        Kind::Sequence(items) => items.is_empty(),
        _ => true,
    }
}

fn place(span: Span, files: &Files) -> String {
    let (line, _) = files.line_column(span.file, span.start);
    format!("{}:{line}", files.name(span.file))
}

/// How many columns a text takes on a terminal: signs of East Asian scripts take two.
fn width(text: &str) -> usize {
    let is_wide = |letter: char| matches!(letter, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}');
    text.chars().map(|letter| if is_wide(letter) { 2 } else { 1 }).sum()
}

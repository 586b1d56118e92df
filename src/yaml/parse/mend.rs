//! Expressions that YAML cut in pieces, put together and reported.

use std::ops::Range;

use super::Builder;
use crate::diagnostic::Span;
use crate::yaml::{Node, Style, expression};

impl Builder<'_> {
    pub(super) fn mend_pairs(&mut self, pairs: &mut Vec<(Node, Node)>, flow: bool) {
        let mut index = 0;
        while index < pairs.len() {
            if let Some(broken) = self.broken_pair(pairs, index, flow) {
                let first = index + 1;
                let inside = pairs.iter().skip(first).take_while(|(key, _)| starts_before(key, broken.end)).count();
                pairs.drain(first..first + inside);
                let span = self.report_broken(broken);
                if let Some((_, value)) = pairs.get_mut(index) {
                    *value = Node::invalid(span);
                }
            }
            index += 1;
        }
    }

    /// The expression in a pair's value, if it is broken; a key without a value after it is a part of it.
    fn broken_pair(&self, pairs: &[(Node, Node)], index: usize, flow: bool) -> Option<Range<usize>> {
        let (_, value) = pairs.get(index)?;
        let next = pairs.get(index + 1).filter(|(_, next)| flow && is_omitted(next));
        let broken = self.broken(value, flow, next.is_some())?;
        Some(broken.start..next.map_or(0, |(key, _)| key.span.range().end).max(broken.end))
    }

    pub(super) fn mend_items(&mut self, items: &mut Vec<Node>) {
        let mut index = 0;
        while index < items.len() {
            if let Some(broken) = items.get(index).and_then(|item| self.broken(item, true, false)) {
                let first = index + 1;
                let inside = items.iter().skip(first).take_while(|item| starts_before(item, broken.end)).count();
                items.drain(first..first + inside);
                let span = self.report_broken(broken);
                if let Some(item) = items.get_mut(index) {
                    *item = Node::invalid(span);
                }
            }
            index += 1;
        }
    }

    /// The bytes of the whole expression, if a value is only its beginning.
    fn broken(&self, value: &Node, flow: bool, next_is_omitted: bool) -> Option<Range<usize>> {
        let scalar = value.as_scalar().filter(|scalar| scalar.style == Style::Plain && scalar.text.starts_with('='))?;
        let at = value.span.range();
        let cut = flow && (next_is_omitted || !expression::is_balanced(&scalar.text));
        let whole = expression::extent(self.text, at.start, flow);
        (cut || expression::is_cut_by_comment(self.text, at.end)).then(|| at.start..whole.end.max(at.end))
    }

    fn report_broken(&mut self, at: Range<usize>) -> Span {
        self.report(expression::diagnose(self.file, self.text, at.clone()));
        self.span(at)
    }
}

fn is_omitted(node: &Node) -> bool {
    node.is_null() && node.span.range().is_empty()
}

fn starts_before(node: &Node, end: usize) -> bool {
    node.span.range().start < end
}

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
                let span = self.report_broken(broken, flow);
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
        let is_script = pairs.get(index)?.0.as_text() == Some("script");
        let broken = self.broken(value, flow, next.is_some(), is_script)?;
        Some(broken.start..next.map_or(0, |(key, _)| key.span.range().end).max(broken.end))
    }

    pub(super) fn mend_items(&mut self, items: &mut Vec<Node>) {
        let mut index = 0;
        while index < items.len() {
            if let Some(broken) = items.get(index).and_then(|item| self.broken(item, true, false, false)) {
                let first = index + 1;
                let inside = items.iter().skip(first).take_while(|item| starts_before(item, broken.end)).count();
                items.drain(first..first + inside);
                let span = self.report_broken(broken, true);
                if let Some(item) = items.get_mut(index) {
                    *item = Node::invalid(span);
                }
            }
            index += 1;
        }
    }

    /// The bytes of the whole expression, if a value is only its beginning.
    fn broken(&self, value: &Node, flow: bool, next_is_omitted: bool, is_script: bool) -> Option<Range<usize>> {
        let is_expression = |text: &str| is_script || text.starts_with('=');
        let scalar = value.as_scalar().filter(|scalar| scalar.style == Style::Plain && is_expression(&scalar.text))?;
        let at = value.span.range();
        let cut = flow && (next_is_omitted || !expression::is_balanced(&scalar.text));
        let whole = expression::extent(self.text, at.start, flow);
        (cut || expression::is_cut_by_comment(self.text, at.clone())).then(|| at.start..whole.end.max(at.end))
    }

    fn report_broken(&mut self, at: Range<usize>, flow: bool) -> Span {
        self.report(expression::diagnose(self.file, self.text, at.clone(), flow));
        self.span(at)
    }
}

fn is_omitted(node: &Node) -> bool {
    node.is_null() && node.span.range().is_empty()
}

fn starts_before(node: &Node, end: usize) -> bool {
    node.span.range().start < end
}

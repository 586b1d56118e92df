//! Expressions that YAML cut in pieces, put together and reported.

use std::ops::Range;

use super::Builder;
use crate::diagnostic::Span;
use crate::yaml::{Node, Style, expression};

impl Builder<'_> {
    pub(super) fn mend_pairs(&mut self, pairs: &mut Vec<(Node, Node)>, flow: bool) {
        let mut index = 0;
        while index < pairs.len() {
            let omitted = flow && pairs.get(index + 1).is_some_and(|(_, next)| is_omitted(next));
            if let Some(broken) = pairs.get(index).and_then(|(_, value)| self.broken(value, flow, omitted)) {
                let first = index + 1;
                let stop = pairs.len().min(first + usize::from(omitted));
                let inside =
                    pairs.iter().skip(first).take_while(|(key, _)| key.span.range().start < broken.end).count();
                let removed = pairs.drain(first..stop.max(first + inside)).next_back();
                let end =
                    removed.map_or(broken.end, |(key, value)| broken.end.max(key.span.join(value.span).range().end));
                let span = self.report_broken(broken.start..end);
                if let Some((_, value)) = pairs.get_mut(index) {
                    *value = Node::invalid(span);
                }
            }
            index += 1;
        }
    }

    pub(super) fn mend_items(&mut self, items: &mut Vec<Node>) {
        let mut index = 0;
        while index < items.len() {
            if let Some(broken) = items.get(index).and_then(|item| self.broken(item, true, false)) {
                let first = index + 1;
                let inside = items.iter().skip(first).take_while(|item| item.span.range().start < broken.end).count();
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
    pub(super) fn broken(&self, value: &Node, flow: bool, next_is_omitted: bool) -> Option<Range<usize>> {
        let scalar = value.as_scalar().filter(|scalar| scalar.style == Style::Plain && scalar.text.starts_with('='))?;
        let at = value.span.range();
        let cut = flow && (next_is_omitted || !expression::is_balanced(&scalar.text));
        let whole = expression::extent(self.text, at.start, flow);
        (cut || expression::is_cut_by_comment(self.text, at.end)).then(|| at.start..whole.end.max(at.end))
    }

    pub(super) fn report_broken(&mut self, at: Range<usize>) -> Span {
        self.report(expression::diagnose(self.file, self.text, at.clone()));
        self.span(at)
    }
}

fn is_omitted(node: &Node) -> bool {
    node.is_null() && node.span.range().is_empty()
}

//! Names: variables, constants, activities, columns.

use rhai::{Expr, Position};

use super::super::node::{ColumnBySource, Node};
use super::{Builder, Built, Local};
use crate::script::compile::vocabulary::SourceNames;
use crate::script::value::Text;

impl<'a> Builder<'a> {
    /// What a name stands for. Rhai looks for it in the scope, from the innermost name to the views, then among the
    /// constants of shared files; a function sees only its own names and those constants.
    pub(super) fn variable(&mut self, name: &str, position: Position) -> Built<Node> {
        if let Some(local) = self.local(name) {
            return Ok(Node::Local(local.slot));
        }
        if self.calls.is_empty() {
            if let Some(variable) = self.given(name) {
                return Ok(Node::Variable(variable));
            }
            if name == "events" {
                return Ok(Node::Events);
            }
        }
        match self.functions.constant(name) {
            Some((node, _)) => Ok(node),
            None => self.refuse(format!("`{name}` by itself"), position),
        }
    }

    fn local(&self, name: &str) -> Option<&Local> {
        self.scope[self.base..].iter().rev().find(|local| local.name == name)
    }

    fn given(&self, name: &str) -> Option<usize> {
        self.around.variables.iter().rposition(|variable| variable == name)
    }

    /// Whether an expression is this view of the case.
    pub(super) fn is_view(&self, expression: &Expr, view: &str) -> bool {
        let Expr::Variable(variable, ..) = expression else { return false };
        let name = variable.1.as_str();
        name == view && self.calls.is_empty() && self.local(name).is_none() && self.given(name).is_none()
    }

    /// The text of an argument that is written out, or a constant.
    pub(super) fn written(&self, argument: &Expr) -> Built<Text> {
        let text = match argument {
            Expr::StringConstant(text, _) => Some(text.clone()),
            Expr::Variable(variable, ..) => self.constant_text(&variable.1),
            _ => None,
        };
        text.map_or_else(|| self.refuse("a name that isn't written out", argument.position()), Ok)
    }

    fn constant_text(&self, name: &str) -> Option<Text> {
        match self.local(name) {
            Some(local) => local.text.clone(),
            None if self.calls.is_empty() && self.given(name).is_some() => None,
            None => self.functions.constant(name)?.1,
        }
    }

    pub(super) fn activity(&self, argument: &'a Expr) -> Built<u32> {
        self.number(&self.around.names.activities, argument)
    }

    pub(super) fn record_column(&self, argument: &'a Expr) -> Built<u32> {
        self.number(&self.around.names.record, argument)
    }

    fn number(&self, names: &[String], argument: &Expr) -> Built<u32> {
        let name = self.written(argument)?;
        number(names, &name).map_or_else(|| self.refuse("an unknown name", argument.position()), Ok)
    }

    /// Which column of each source has that name.
    pub(super) fn columns(&self, name: &str) -> ColumnBySource {
        let of = |source: &SourceNames| number(&source.columns, name);
        self.around.names.sources.iter().map(of).collect()
    }
}

/// The index of a name in a list. Of equal names the last counts, as it does in the interpreter's index.
pub(super) fn number(names: &[String], name: &str) -> Option<u32> {
    names.iter().rposition(|known| known == name).and_then(|number| u32::try_from(number).ok())
}

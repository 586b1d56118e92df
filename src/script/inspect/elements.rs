//! What stands in brackets behind a value.

use rhai::{ASTFlags, Expr};

use super::super::library::Receiver;
use super::{Inspector, Shape};
use crate::script::compile::problem::ProblemKind;

impl<'a> Inspector<'a> {
    /// Reports brackets behind a value that has no elements, and names in brackets behind a list.
    pub(super) fn has_elements(&mut self, of: &Shape, rest: &'a Expr, flags: ASTFlags) {
        let index = match rest {
            Expr::Dot(parts, ..) | Expr::Index(parts, ..) if !flags.contains(ASTFlags::BREAK) => &parts.lhs,
            index => index,
        };
        let name = match index {
            Expr::StringConstant(name, _) => Some(name.as_str()),
            _ => None,
        };
        let (message, help) = match of {
            Shape::Of(Receiver::List) | Shape::Texts(_) if name.is_some() => (
                "elements of a list have numbers, not names".to_owned(),
                "write which one, counted from 0, or ask for it by `contains`".to_owned(),
            ),
            _ => match without_elements(of) {
                Some((what, example)) => {
                    let help = name.filter(|_| example).map(|name| format!("write `.{name}`, without brackets"));
                    (
                        format!("only lists and maps have elements, not {what}"),
                        help.unwrap_or_else(|| "take one of its values or methods by a dot".to_owned()),
                    )
                }
                None => return,
            },
        };
        let range = self.lines.token(index.start_position());
        self.report(ProblemKind::MixedKinds, range, message, Some(help));
    }
}

/// What a value that has no elements is, and whether a dot may tell what the brackets were to.
fn without_elements(of: &Shape) -> Option<(&'static str, bool)> {
    Some(match of {
        Shape::Of(Receiver::Record) => ("the record", true),
        Shape::Row(_) => ("a row", true),
        Shape::Rows => ("`rows`", true),
        Shape::Fields => ("`fields`", true),
        Shape::Of(Receiver::Event) => ("an event", true),
        Shape::Of(Receiver::Events) => ("events", false),
        Shape::RowsOf(_) => ("rows of a source", false),
        Shape::FieldOf(_) => ("a tracked field", false),
        Shape::Of(Receiver::Boolean) => ("true or false", false),
        Shape::Of(Receiver::Time) => ("a time", false),
        Shape::Of(Receiver::Duration) => ("a duration", false),
        _ => return None,
    })
}

//! Methods and properties: `a.b.c(d)`.

use rhai::{ASTFlags, BinaryExpr, Expr, Position};

use super::{Direct, call};

/// How many links of a chain become calls within each other; as many evaluations lie within each other on the stack.
const LINKS: usize = 16;

impl Direct<'_> {
    /// A chain as calls within each other, from its start as far as all is known.
    pub(super) fn chain(&self, parts: &mut BinaryExpr, mut flags: ASTFlags, mut position: Position) -> Expr {
        let (mut root, mut rest) = (taken(&mut parts.lhs), taken(&mut parts.rhs));
        self.expression(&mut root);
        self.arguments(&mut rest);
        for _ in 0..LINKS {
            if !flags.is_empty() {
                break;
            }
            if let Expr::Dot(inner, inner_flags, inner_position) = &mut rest {
                let Some(direct) = self.link(&mut root, &mut inner.lhs) else { break };
                root = direct;
                (flags, position) = (*inner_flags, *inner_position);
                rest = taken(&mut inner.rhs);
            } else {
                match self.link(&mut root, &mut rest) {
                    Some(direct) => return direct,
                    None => break,
                }
            }
        }
        Expr::Dot(Box::new(BinaryExpr { lhs: root, rhs: rest }), flags, position)
    }

    /// The arguments of the methods of a chain, up to the first element by index.
    fn arguments(&self, link: &mut Expr) {
        match link {
            Expr::Dot(parts, ..) => {
                self.arguments(&mut parts.lhs);
                self.arguments(&mut parts.rhs);
            }
            Expr::MethodCall(call, _) => self.expressions(&mut call.args),
            _ => {}
        }
    }

    /// What follows a dot, with what stands before it; nothing where that stays Rhai's.
    fn link(&self, root: &mut Expr, member: &mut Expr) -> Option<Expr> {
        match member {
            Expr::Property(property, position) => {
                let handle = call::constant(root).and_then(|view| self.forms.handle(&view, &property.2));
                if let Some(handle) = handle {
                    return Some(Expr::DynamicConstant(Box::new(handle), *position));
                }
                let forms = self.forms.of_property(&property.2)?;
                Some(call::expression(forms, vec![taken(root)], *position))
            }
            Expr::MethodCall(call, position) => {
                let forms = self.forms_of(call, call.args.len() + 1, matches!(root, Expr::Variable(..)))?;
                let arguments = std::iter::once(taken(root)).chain(std::mem::take(&mut call.args));
                Some(call::expression(forms, arguments.collect(), *position))
            }
            _ => None,
        }
    }
}

/// An expression out of its place.
pub(super) fn taken(place: &mut Expr) -> Expr {
    std::mem::replace(place, Expr::Unit(Position::NONE))
}
